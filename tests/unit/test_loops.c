/* SPDX-License-Identifier: MIT */
/* Driver code that makes no progress: it ends the virtual machine, in its time where code can be seen, and hangs the program never. */
#include "tests/unit/probe_rig.h" /* first: it asks for the system's extensions */

#include "lessons/host/guard.h"

/* Loops that can be seen: the machine ends them itself, in virtual time. */
static const char *const seen_loops[] = { "spin_volatile_flag", "spin_volatile_pointer" };

START_TEST(above_passive_level_a_loop_without_progress_is_spin)
{
	static const uint8_t levels[] = { IRQL_DISPATCH, DIRQL };

	EACH_MODULE (m)
		for (unsigned i = 0; i < 4; i++) {
			struct rig *rig = rig_of(&m, seen_loops[i / 2], levels[i % 2], begin_p);

			rig->p = (void *)(uintptr_t)pool_alloc(&rig->os->pool, POOL_BLOCK, 0, 4, 0, true);
			*(int *)rig->p = 0;
			rig_option(rig, "spin", "1000000");
			rig_run(rig);
			ck_assert_msg(!strcmp(rig_rule(rig), "Spin"), "%s %s: %s", m.path, seen_loops[i / 2], rig_rule(rig));
			ck_assert_uint_eq(rig_bugcheck(rig), 0x133);
			ck_assert(rig_inside(rig, rig_at(rig), rig->function));
			ck_assert_int_gt(rig->core.now, 1000000);
			ck_assert_int_lt(rig->core.now, 1020000);
			rig_free(rig);
		}
}
END_TEST

START_TEST(at_passive_level_such_a_loop_lasts_until_the_event_budget)
{
	EACH_MODULE (m) {
		struct rig *rig = rig_of(&m, "spin_volatile_flag", IRQL_PASSIVE, begin_p);

		core_run(&rig->core, VTIME_NEVER, 500);
		ck_assert_uint_eq(rig->core.events, 500);
		ck_assert(!rig->core.stopped && !rig->returned);
		rig_free(rig);
	}
}
END_TEST

static void set_flag(struct rig *rig)
{
	*(volatile int *)rig->q = 1;
}

START_TEST(a_loop_that_waits_for_an_interrupt_lets_it_come)
{
	EACH_MODULE (m) {
		struct rig *rig = rig_of(&m, "spin_volatile_flag", IRQL_DISPATCH, begin_p);

		rig->q = dlsym(m.handle, "volatile_flag");
		rig->nested = set_flag;
		core_after(&rig->core, &rig->poke, EVENT_INTERRUPT, 50000);
		rig_run(rig);
		ck_assert(rig->returned);
		*(volatile int *)rig->q = 0;
		rig_free(rig);
	}
}
END_TEST

/* A driver's loop that calls all the time, and one that polls a register. */
static void poll(struct rig *rig)
{
	for (uint64_t i = 0; i < rig->n; i++) {
		probe_call(rig->cpu, rig->function);
		cpu_spend(rig->cpu, 1000);
		probe_poll(rig->cpu, 0x1000, i / 1000 * (uint64_t)(uintptr_t)rig->p);
		if (rig->q)
			probe_progress(rig->cpu);
	}
}

static struct rig *polling(uint64_t changes, bool progress, uint8_t irql)
{
	struct rig *rig = rig_new(poll, NULL);

	rig->irql = irql;
	rig->n = 3000;
	rig->p = (void *)(uintptr_t)changes;
	rig->q = progress ? rig : NULL;
	rig_option(rig, "poll", "2000");
	rig_option(rig, "spin", "100000");
	rig_run(rig);
	return rig;
}

START_TEST(a_register_that_never_changes_is_polled_in_vain)
{
	static const struct {
		bool changes, progress;
		uint8_t irql;
		bool spins;
	} cases[] = {
		{ false, false, IRQL_DISPATCH, true }, { false, false, IRQL_PASSIVE, false },
		{ true, false, IRQL_DISPATCH, false }, { false, true, IRQL_DISPATCH, false },
	};

	for (unsigned i = 0; i < 4; i++) {
		struct rig *rig = polling(cases[i].changes, cases[i].progress, cases[i].irql);

		ck_assert_int_eq(rig->core.stopped, cases[i].spins);
		ck_assert_str_eq(rig_rule(rig), cases[i].spins ? "Spin" : "none");
		rig_free(rig);
	}
}
END_TEST

/* Loops in which a compiler leaves nothing to be seen, or takes them out (clang, where C lets it). Both are fine: what may not
 * be is that the program hangs. */
static const char *const bare_loops[] = { "spin_empty", "spin_flag", "spin_pointer" };

static struct rig *run_bare(const struct rig_module *m, const char *loop, uint8_t irql)
{
	struct rig *rig = rig_of(m, loop, irql, begin_p);

	rig->p = (void *)(uintptr_t)pool_alloc(&rig->os->pool, POOL_BLOCK, 0, 4, 0, true);
	*(int *)rig->p = 0;
	rig_option(rig, "spin", "1000000");
	core_run(&rig->core, VTIME_NEVER, 2000);
	return rig;
}

START_TEST(no_loop_hangs_the_program)
{
	static const uint8_t levels[] = { IRQL_PASSIVE, IRQL_DISPATCH, DIRQL };

	guard_arm(probe_stretch, containment_spin, 100);
	EACH_MODULE (m)
		for (unsigned i = 0; i < 9; i++) {
			struct rig *rig = run_bare(&m, bare_loops[i / 3], levels[i % 3]);
			bool events = rig->core.events == 2000 && levels[i % 3] == IRQL_PASSIVE;

			ck_assert(rig->core.stopped || rig->returned || events);
			if (rig->core.stopped) {
				ck_assert_str_eq(rig_rule(rig), "Spin");
				ck_assert_uint_eq(rig_bugcheck(rig), 0x133);
				ck_assert_msg(rig_inside(rig, rig_at(rig), rig->function), "%s %s: at 0x%llx", m.path,
					      bare_loops[i / 3], (unsigned long long)rig_at(rig));
			}
			rig_free(rig);
		}
	guard_disarm();
}
END_TEST

START_TEST(an_empty_loop_ends_with_the_same_record_every_time)
{
	struct rig_module m;
	uint64_t at[2];

	guard_arm(probe_stretch, containment_spin, 100);
	for (unsigned n = 0; rig_module(n, &m); n++, dlclose(m.handle)) {
		if (!strstr(m.path, "gcc-O0"))
			continue;
		for (unsigned i = 0; i < 2; i++) {
			struct rig *rig = run_bare(&m, "spin_empty", IRQL_PASSIVE);

			ck_assert_uint_eq(rig_bugcheck(rig), 0x133);
			ck_assert_int_eq(rig_record(rig, R_BUGCHECK)->at, 0);
			at[i] = rig_at(rig);
			rig_free(rig);
		}
		ck_assert_uint_eq(at[0], at[1]);
	}
	guard_disarm();
}
END_TEST

SUITE("loops", above_passive_level_a_loop_without_progress_is_spin, at_passive_level_such_a_loop_lasts_until_the_event_budget,
      a_loop_that_waits_for_an_interrupt_lets_it_come, a_register_that_never_changes_is_polled_in_vain,
      no_loop_hangs_the_program, an_empty_loop_ends_with_the_same_record_every_time)
