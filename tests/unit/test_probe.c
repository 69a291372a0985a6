/* SPDX-License-Identifier: MIT */
/* Accesses of drivers are judged before they happen; blocks cost time; each function that the compilers call does its part. */
#include "tests/unit/probe_rig.h"

#define TAG 0x7073694d

static uint64_t address_of(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

static void *block_of(struct rig *rig, uint64_t size)
{
	return (void *)(uintptr_t)pool_alloc(&rig->os->pool, POOL_BLOCK, 0, size, TAG, false);
}

/* Driver code: function(p, q), then function(n, ...) forms. */
static void call_p(struct rig *rig)
{
	((void (*)(void *))rig->function)(rig->p);
}

static void call_p_n(struct rig *rig)
{
	((void (*)(void *, unsigned))rig->function)(rig->p, (unsigned)rig->n);
}

/* Runs one function of a module on p. */
static struct rig *run_on(const struct rig_module *m, const char *function, uint8_t irql, void *(*make)(struct rig *))
{
	struct rig *rig = rig_new(call_p, m);

	rig->irql = irql;
	rig->function = dlsym(m->handle, function);
	rig->p = make(rig);
	rig_run(rig);
	return rig;
}

static void *make_null(struct rig *rig)
{
	(void)rig;
	return NULL;
}

static void *make_block(struct rig *rig)
{
	return block_of(rig, 200);
}

static void *make_short_block(struct rig *rig)
{
	return block_of(rig, 196);
}

static void *make_freed(struct rig *rig)
{
	void *p = block_of(rig, 200);

	pool_free(&rig->os->pool, POOL_BLOCK, address_of(p));
	return p;
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

static void *make_lent(struct rig *rig)
{
	void *p = make_machine(rig);

	probe_lend(rig->cpu, p, 256);
	return p;
}

static void *make_returned(struct rig *rig)
{
	void *p = make_lent(rig), *other = make_machine(rig);

	probe_lend(rig->cpu, other, 16);
	probe_unlend(rig->cpu, p);
	return p;
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
	{ make_lent, "none" },
	{ make_own_stack, "none" },
	{ make_other_stack, "none" },
	{ make_null, "Wild_Access" },
	{ make_short_block, "Wild_Access" }, /* of 200 bytes */
	{ make_machine, "Wild_Access" },
	{ make_returned, "Wild_Access" },
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

/* Any of the compilers' functions, with arguments that all of them take. */
static void call_entry(struct rig *rig)
{
	((void (*)(void *, void *, uint64_t, int, int))rig->function)(rig->p, rig->q, 8, 0, 0);
}

static const char *const entries[] = {
#define PROBE(name) #name,
#include "sim/os/probe.def"
#undef PROBE
};
#define EACH_ENTRY(name)                                                                           \
	for (const char *const *at_ = entries, *name; at_ < entries + sizeof entries / sizeof *entries && (name = *at_); at_++)

static bool takes_an_address(const char *name)
{
	return strstr(name, "read") != NULL && !strstr(name, "thread") ? true :
	       strstr(name, "write") || strstr(name, "_mem") || strstr(name, "vptr") ||
	       (strstr(name, "atomic") && !strstr(name, "fence"));
}

static struct rig *run_entry(const char *name, void *(*make)(struct rig *))
{
	struct rig *rig = rig_new(call_entry, NULL);

	rig->irql = IRQL_DISPATCH;
	rig->function = probe_entry(name);
	ck_assert_ptr_nonnull(rig->function);
	rig->p = make(rig);
	rig->q = strstr(name, "_range") ? (void *)8 : block_of(rig, 64);
	rig_run(rig);
	return rig;
}

START_TEST(every_function_of_the_compilers_checks_its_address)
{
	unsigned checked = 0;

	EACH_ENTRY (name) {
		struct rig *rig = run_entry(name, make_freed);

		ck_assert_msg(!strcmp(rig_rule(rig), takes_an_address(name) ? "Use_AfterFree" : "none"), "%s: %s", name,
			      rig_rule(rig));
		checked += rig->core.stopped;
		rig_free(rig);
	}
	ck_assert_uint_eq(checked, sizeof entries / sizeof *entries - 6); /* blocks, init, entry, exit, two fences */
}
END_TEST

static void read_range(struct rig *rig)
{
	((void (*)(void *, uint64_t))rig->function)(rig->p, rig->n);
}

START_TEST(a_range_that_wraps_around_is_wild)
{
	for (uint64_t less = 1; less < 32; less++) {
		struct rig *rig = rig_new(read_range, NULL);

		rig->function = probe_entry("__tsan_read_range");
		rig->p = (char *)block_of(rig, 64) + 15;
		rig->n = 0 - less;
		rig_run(rig);
		ck_assert_str_eq(rig_rule(rig), "Wild_Access");
		rig_free(rig);
	}
}
END_TEST

START_TEST(every_function_of_the_compilers_lets_good_accesses_pass)
{
	EACH_ENTRY (name) {
		struct rig *rig = run_entry(name, make_block);

		ck_assert_msg(rig->returned, "%s: %s", name, rig_text(rig));
		rig_free(rig);
	}
}
END_TEST

START_TEST(without_a_machine_they_do_their_effect_alone)
{
	uint32_t (*add)(uint32_t *, uint32_t, int) = probe_entry("__tsan_atomic32_fetch_add");
	void (*see)(void *) = probe_entry("__tsan_write4");
	uint32_t word = 5;

	see(NULL);
	ck_assert_uint_eq(add(&word, 3, 5), 5);
	ck_assert_uint_eq(word, 8);
	probe_memset(&word, 0xFF, sizeof word);
	ck_assert_uint_eq(word, UINT32_MAX);
}
END_TEST

START_TEST(what_is_no_function_of_theirs_has_no_entry)
{
	ck_assert_ptr_null(probe_entry("__tsan_read3"));
}
END_TEST

/* Atomics of each width: what the word holds then, and what comes back. */
static const struct {
	const char *verb;
	uint64_t after;
} changes[] = {
	{ "exchange", 0x0F }, { "fetch_add", 0x42 }, { "fetch_sub", 0x24 }, { "fetch_and", 0x03 },
	{ "fetch_or", 0x3F }, { "fetch_xor", 0x3C }, { "fetch_nand", ~UINT64_C(0x03) },
};

typedef unsigned __int128 wide;

#define TEST_CHANGES(bits, type)                                                                   \
	for (unsigned i = 0; i < sizeof changes / sizeof *changes; i++) {                          \
		char name[60];                                                                     \
		type word = 0x33, was;                                                             \
                                                                                                   \
		snprintf(name, sizeof name, "__tsan_atomic" #bits "_%s", changes[i].verb);         \
		was = ((type(*)(type *, type, int))probe_entry(name))(&word, 0x0F, 5);             \
		ck_assert_msg(was == 0x33 && (uint64_t)word == (uint64_t)(type)changes[i].after, "%s", name); \
	}

#define TEST_COMPARE(bits, type)                                                                   \
	do {                                                                                       \
		int (*strong)(type *, type *, type, int, int) =                                    \
			probe_entry("__tsan_atomic" #bits "_compare_exchange_strong");             \
		type (*value)(type *, type, type, int, int) =                                      \
			probe_entry("__tsan_atomic" #bits "_compare_exchange_val");                \
		type (*load)(const type *, int) = probe_entry("__tsan_atomic" #bits "_load");      \
		void (*store)(type *, type, int) = probe_entry("__tsan_atomic" #bits "_store");    \
		type word = 1, expected = 2;                                                       \
                                                                                                   \
		ck_assert(!strong(&word, &expected, 9, 5, 5) && word == 1 && expected == 1);       \
		ck_assert(strong(&word, &expected, 9, 5, 5) && word == 9);                         \
		ck_assert(value(&word, 8, 3, 5, 5) == 9 && word == 9);                             \
		ck_assert(value(&word, 9, 3, 5, 5) == 9 && word == 3);                             \
		store(&word, 77, 5);                                                               \
		ck_assert(load(&word, 5) == 77);                                                   \
	} while (0)

START_TEST(atomics_of_every_width_have_their_effect)
{
	TEST_CHANGES(8, uint8_t)
	TEST_CHANGES(16, uint16_t)
	TEST_CHANGES(32, uint32_t)
	TEST_CHANGES(64, uint64_t)
	TEST_CHANGES(128, wide)
	TEST_COMPARE(8, uint8_t);
	TEST_COMPARE(16, uint16_t);
	TEST_COMPARE(32, uint32_t);
	TEST_COMPARE(64, uint64_t);
	TEST_COMPARE(128, wide);
}
END_TEST

/* The driver's loop of n rounds. */
static struct rig *counting(const struct rig_module *m, uint64_t rounds)
{
	struct rig *rig = rig_new(call_p_n, m);

	rig->function = dlsym(m->handle, "count");
	rig->p = block_of(rig, 4);
	rig->n = rounds;
	return rig;
}

START_TEST(short_code_takes_no_time_of_its_own)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 1000);

		core_run(&rig->core, VTIME_NEVER, UINT64_MAX);
		ck_assert(rig->returned);
		ck_assert_int_eq(rig->core.now, 0);
		rig_free(rig);
	}
}
END_TEST

START_TEST(each_slice_of_blocks_takes_its_cost_and_counts_as_an_event)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 20 * PROBE_SLICE);
		vtime slice = PROBE_SLICE * rig->machine.cost[COST_BLOCK];

		core_run(&rig->core, VTIME_NEVER, UINT64_MAX);
		ck_assert(rig->returned);
		ck_assert_int_ge(rig->core.now, 2 * slice);
		ck_assert_int_eq(rig->core.now % slice, 0);
		ck_assert_uint_eq(rig->core.events, 1 + (uint64_t)(rig->core.now / slice));
		rig_free(rig);
	}
}
END_TEST

START_TEST(code_time_records_and_charges_each_block)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 10);

		rig_option(rig, "code", "1");
		core_run(&rig->core, VTIME_NEVER, UINT64_MAX);
		ck_assert(rig->returned);
		ck_assert_uint_ge(rig_records(rig, R_CODE_BLOCK), 10);
		ck_assert(rig_inside(rig, rig_record(rig, R_CODE_BLOCK)->w[0], rig->function));
		ck_assert_int_ge(rig->core.now, 20 * rig->machine.cost[COST_BLOCK]);
		rig_free(rig);
	}
}
END_TEST

/* Sees what the driver's loop has written at the instant of the interrupt. */
static void look_at_word(struct rig *rig)
{
	rig->q = (void *)(uintptr_t)(*(uint32_t *)rig->p + 1);
}

START_TEST(with_code_time_an_interrupt_arrives_between_two_accesses)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 1000);

		rig->nested = look_at_word;
		rig_option(rig, "code", "1");
		core_after(&rig->core, &rig->poke, EVENT_INTERRUPT, 1001);
		core_run(&rig->core, VTIME_NEVER, UINT64_MAX);
		ck_assert_uint_gt(address_of(rig->q), 100);
		ck_assert_uint_lt(address_of(rig->q), 900);
		rig_free(rig);
	}
}
END_TEST

START_TEST(code_addresses_are_module_and_offset)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 1);

		probe_module(rig->os, 0x10000, 0x1000);
		ck_assert_uint_eq(probe_code(&rig->core, m.image + 5), 5);
		ck_assert_uint_eq(probe_code(&rig->core, 0x10010), UINT64_C(1) << 48 | 0x10);
		ck_assert_uint_eq(probe_caller(&rig->core, (void *)0x10010), UINT64_C(1) << 48 | 0xF);
		ck_assert_uint_eq(probe_code(&rig->core, 0x11000), UINT64_MAX);
		rig_free(rig);
	}
}
END_TEST

START_TEST(room_of_a_freed_block_rests_before_it_is_used_again)
{
	struct rig *rig = rig_new(call_p, NULL);
	struct pool *pool = &rig->os->pool;
	uint64_t first = pool_alloc(pool, POOL_BLOCK, 0, 100, TAG, false), other = 0;
	unsigned n = 0;

	pool_free(pool, POOL_BLOCK, first);
	for (; other != first && n < 100000; n++) {
		other = pool_alloc(pool, POOL_BLOCK, 0, 100, TAG, false);
		pool_free(pool, POOL_BLOCK, other);
	}
	ck_assert_uint_eq(n, POOL_QUARANTINE / 112 + 1);
	ck_assert(!pool_free(pool, POOL_BLOCK, first));
	rig_free(rig);
}
END_TEST

START_TEST(pool_memory_is_live_to_the_byte)
{
	struct rig *rig = rig_new(call_p, NULL);

	for (uint64_t size = 1; size < 70; size++) {
		uint64_t p = pool_alloc(&rig->os->pool, POOL_BLOCK, 0, size, TAG, false);

		ck_assert(pool_live(&rig->os->pool, p, size));
		ck_assert(!pool_live(&rig->os->pool, p, size + 1));
		ck_assert(!pool_live(&rig->os->pool, p + size, 1));
		ck_assert(!pool_live(&rig->os->pool, p - 1, 1));
		ck_assert_uint_eq(pool_find(&rig->os->pool, p + size - 1)->address, p);
		ck_assert(pool_free(&rig->os->pool, POOL_BLOCK, p));
		ck_assert(!pool_live(&rig->os->pool, p, 1));
	}
	rig_free(rig);
}
END_TEST

START_TEST(the_nth_allocation_fails_on_demand)
{
	struct rig *rig = rig_new(call_p, NULL);

	rig->os->pool.fail_at = 2;
	ck_assert_uint_ne(pool_alloc(&rig->os->pool, POOL_BLOCK, 0, 8, TAG, false), 0);
	ck_assert_uint_ne(pool_alloc(&rig->os->pool, POOL_BLOCK, 0, 8, TAG, true), 0);
	ck_assert_uint_eq(pool_alloc(&rig->os->pool, POOL_SHARED, 0, 8, TAG, false), 0);
	ck_assert_uint_ne(pool_alloc(&rig->os->pool, POOL_SHARED, 0, 8, TAG, false), 0);
	rig_free(rig);
}
END_TEST

START_TEST(shared_memory_has_a_physical_address_while_it_lives)
{
	struct rig *rig = rig_new(call_p, NULL);
	uint64_t p = pool_alloc(&rig->os->pool, POOL_SHARED, 0, 8192, 0, false), back;

	ck_assert(pool_from_physical(&rig->os->pool, pool_physical(p) + 100, 64, &back));
	ck_assert_uint_eq(back, p + 100);
	ck_assert(!pool_from_physical(&rig->os->pool, pool_physical(p) + 8190, 64, &back));
	pool_free(&rig->os->pool, POOL_SHARED, p);
	ck_assert(!pool_from_physical(&rig->os->pool, pool_physical(p), 64, &back));
	rig_free(rig);
}
END_TEST

SUITE("probe", a_structure_copy_is_judged_as_a_whole, a_wild_access_names_its_instruction_and_level,
      below_dispatch_level_a_wild_access_is_a_page_fault, a_finding_names_the_block_and_the_first_bad_byte,
      a_bad_access_does_not_happen, the_programs_own_addresses_are_not_in_records,
      every_function_of_the_compilers_checks_its_address, every_function_of_the_compilers_lets_good_accesses_pass,
      a_range_that_wraps_around_is_wild, without_a_machine_they_do_their_effect_alone, what_is_no_function_of_theirs_has_no_entry,
      atomics_of_every_width_have_their_effect, short_code_takes_no_time_of_its_own,
      each_slice_of_blocks_takes_its_cost_and_counts_as_an_event, code_time_records_and_charges_each_block,
      with_code_time_an_interrupt_arrives_between_two_accesses, code_addresses_are_module_and_offset,
      room_of_a_freed_block_rests_before_it_is_used_again, pool_memory_is_live_to_the_byte,
      the_nth_allocation_fails_on_demand, shared_memory_has_a_physical_address_while_it_lives)
