/* SPDX-License-Identifier: MIT */
/* Accesses of drivers are judged before they happen. */
#include "tests/unit/probe_rig.h"

static void *make_short_block(struct rig *rig)
{
	return block_of(rig, 196);
}

static void *make_freed_shared(struct rig *rig)
{
	uint64_t address = pool_alloc(&rig->os->pool, POOL_SHARED, 0, 4096, 0, false);

	pool_free(&rig->os->pool, POOL_SHARED, address);
	return (void *)(uintptr_t)address;
}

static void *make_shared(struct rig *rig)
{
	return (void *)(uintptr_t)pool_alloc(&rig->os->pool, POOL_SHARED, 0, 4096, 0, false);
}

static void *make_window(struct rig *rig)
{
	return (void *)(uintptr_t)rig_window(rig);
}

static void *make_unmapped_window(struct rig *rig)
{
	uint64_t address = rig_window(rig);

	probe_window_end(rig->os, address);
	return (void *)(uintptr_t)address;
}

static void *make_machine(struct rig *rig)
{
	return arena_new(&rig->core.arena, 256);
}

static void *make_own_stack(struct rig *rig)
{
	return (char *)rig->cpu->idle.driver + 100000;
}

static void *make_other_stack(struct rig *rig)
{
	fiber_init(&rig->thread, &rig->core.stacks, NULL, NULL);
	return (char *)rig->thread.driver + 100000;
}

static void *make_ended_stack(struct rig *rig)
{
	void *p = make_other_stack(rig);

	rig->thread.run = rig_idle;
	fiber_fini(&rig->thread, &rig->core.stacks);
	return p;
}

/* Memory of the program that is nobody's in the machine. */
static void *make_host(struct rig *rig)
{
	return &rig->machine;
}

static const struct touch {
	void *(*make)(struct rig *);
	const char *rule; /* "none": allowed */
} touches[] = {
	{ make_block, "none" },
	{ make_shared, "none" },
	{ make_own_stack, "none" },
	{ make_other_stack, "none" },
	{ make_null, "Wild_Access" },
	{ make_short_block, "Wild_Access" }, /* of 200 bytes */
	{ make_machine, "Wild_Access" },
	{ make_ended_stack, "Wild_Access" },
	{ make_host, "Wild_Access" },
	{ make_freed, "Use_AfterFree" },
	{ make_freed_shared, "Use_AfterFree" },
	{ make_unmapped_window, "Use_AfterFree" },
	{ make_window, "Register_Access" },
};
#define EACH_TOUCH(t) for (const struct touch *t = touches; t < touches + sizeof touches / sizeof *touches; t++)

static const char *const accessors[] = { "copy_out", "copy_in", "clear" };

START_TEST(a_structure_copy_is_judged_as_a_whole)
{
	EACH_MODULE (m)
		EACH_TOUCH (t)
			for (unsigned i = 0; i < 3; i++) {
				struct rig *rig = run_on(&m, accessors[i], IRQL_DISPATCH, t->make);

				ck_assert_msg(!strcmp(rig_rule(rig), t->rule), "%s %s: %s, not %s", m.path,
					      accessors[i], rig_rule(rig), t->rule);
				ck_assert_int_eq(rig->returned, !strcmp(t->rule, "none"));
				ck_assert_int_eq(rig->core.stopped, !rig->returned);
				rig_free(rig);
			}
}
END_TEST

static const struct {
	const char *function;
	bool write;
} words[] = {
	{ "read_u32", false },   { "write_u32", true },       { "read_volatile", false },
	{ "write_volatile", true }, { "read_unaligned", false }, { "add_atomic", true },
};

START_TEST(a_wild_access_names_its_instruction_and_level)
{
	EACH_MODULE (m)
		for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
			struct rig *rig = run_on(&m, words[i].function, DIRQL, make_null);

			ck_assert_uint_eq(rig_bugcheck(rig), 0xD1);
			ck_assert_uint_eq(rig_parameter(rig, 0), 0);
			ck_assert_uint_eq(rig_parameter(rig, 1), DIRQL);
			ck_assert_uint_eq(rig_parameter(rig, 2), words[i].write);
			ck_assert_uint_eq(rig_parameter(rig, 3), rig_at(rig));
			ck_assert(rig_inside(rig, rig_at(rig), rig->function));
			rig_free(rig);
		}
}
END_TEST

START_TEST(below_dispatch_level_a_wild_access_is_a_page_fault)
{
	EACH_MODULE (m) {
		struct rig *rig = run_on(&m, "write_u32", IRQL_PASSIVE, make_null);

		ck_assert_uint_eq(rig_bugcheck(rig), 0x50);
		ck_assert_uint_eq(rig_parameter(rig, 1), PROBE_WRITE);
		ck_assert(rig_inside(rig, rig_parameter(rig, 2), rig->function));
		rig_free(rig);
	}
}
END_TEST

START_TEST(a_finding_names_the_block_and_the_first_bad_byte)
{
	EACH_MODULE (m) {
		struct rig *rig = run_on(&m, "copy_out", IRQL_DISPATCH, make_short_block);

		ck_assert_str_eq(rig_text(rig), "a write of 200 bytes at offset 0xc4 of pool block 1, past its end");
		ck_assert_uint_eq(rig_parameter(rig, 0), address_of(rig->p) + 196);
		rig_free(rig);
	}
}
END_TEST

START_TEST(a_bad_access_does_not_happen)
{
	EACH_MODULE (m) {
		struct rig *rig = run_on(&m, "write_u32", IRQL_DISPATCH, make_freed);

		ck_assert_uint_eq(*(uint8_t *)rig->p, POOL_FREED);
		rig_free(rig);
	}
}
END_TEST

START_TEST(the_programs_own_addresses_are_not_in_records)
{
	EACH_MODULE (m) {
		struct rig *rig = run_on(&m, "write_u32", IRQL_DISPATCH, make_host);

		ck_assert_uint_eq(rig_parameter(rig, 0), PROBE_OUTSIDE);
		rig_free(rig);
	}
}
END_TEST

SUITE("probe", a_structure_copy_is_judged_as_a_whole, a_wild_access_names_its_instruction_and_level,
      below_dispatch_level_a_wild_access_is_a_page_fault, a_finding_names_the_block_and_the_first_bad_byte,
      a_bad_access_does_not_happen, the_programs_own_addresses_are_not_in_records)
