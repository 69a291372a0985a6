/* SPDX-License-Identifier: MIT */
/*
 * Faults and endless loops in driver code end the virtual machine and nothing else: at every level, in nested service
 * routines, inside a call, on another fiber, many times in one process.
 */
#include "tests/unit/probe_rig.h" /* first: it asks for the system's extensions */

#include "lessons/host/guard.h"

static void begin_p(struct rig *rig)
{
	probe_begin(rig->cpu, rig->function);
	call_p(rig);
}

static void call_zero(struct rig *rig)
{
	((int (*)(int))rig->function)(0);
}

static void call_system(struct rig *rig)
{
	((void (*)(void (*)(void *), void *))rig->function)((void (*)(void *))rig->p, rig);
}

static struct rig *rig_of(const struct rig_module *m, const char *function, uint8_t irql, void (*code)(struct rig *))
{
	struct rig *rig = rig_new(code, m);

	rig->irql = irql;
	rig->function = dlsym(m->handle, function);
	ck_assert_ptr_nonnull(rig->function);
	return rig;
}

/* Faults that no check sees coming, and what becomes of them at PASSIVE_LEVEL and above. */
static const struct fault {
	const char *function;
	void (*code)(struct rig *rig);
	uint64_t passive, raised; /* bugchecks */
} faults[] = {
	{ "write_constant", begin_p, 0x50, 0xD1 },
	{ "copy_to_constant", begin_p, 0x50, 0xD1 },
	{ "divide", call_zero, 0x7E, 0x1E },
	{ "trap", begin_p, 0x7E, 0x1E },
	{ "jump", begin_p, 0x50, 0xD1 },
	{ "recurse", begin_p, 0x7F, 0x7F },
	{ "big_frame", call_zero, 0x7F, 0x7F },
};
#define EACH_FAULT(f) for (const struct fault *f = faults; f < faults + sizeof faults / sizeof *faults; f++)

static void expect_fault(const struct rig *rig, const char *path, const struct fault *f, uint8_t irql)
{
	ck_assert_msg(rig->core.stopped && !rig->returned, "%s %s at %u: goes on", path, f->function, irql);
	ck_assert_msg(rig_bugcheck(rig) == (irql < IRQL_DISPATCH ? f->passive : f->raised), "%s %s at %u: 0x%llx", path,
		      f->function, irql, (unsigned long long)rig_bugcheck(rig));
	ck_assert_uint_eq(rig_record(rig, R_BUGCHECK)->irql, irql);
	ck_assert_uint_eq(rig_record(rig, R_BUGCHECK)->cpu, 0);
	ck_assert_msg(rig_inside(rig, rig_at(rig), rig->function), "%s %s: at 0x%llx", path, f->function,
		      (unsigned long long)rig_at(rig));
}

static void *argument_of(struct rig *rig, const struct fault *f)
{
	if (strcmp(f->function, "recurse"))
		return NULL;
	return (void *)(uintptr_t)pool_alloc(&rig->os->pool, POOL_BLOCK, 0, 4, 0, true);
}

START_TEST(every_fault_becomes_its_bugcheck_at_every_level)
{
	static const uint8_t levels[] = { IRQL_PASSIVE, IRQL_DISPATCH, DIRQL };

	EACH_MODULE (m)
		EACH_FAULT (f)
			for (unsigned i = 0; i < 3; i++) {
				struct rig *rig = rig_of(&m, f->function, levels[i], f->code);

				rig->p = argument_of(rig, f);
				rig_run(rig);
				expect_fault(rig, m.path, f, levels[i]);
				rig_free(rig);
			}
}
END_TEST

START_TEST(a_hundred_faults_in_one_process_leave_it_whole)
{
	EACH_MODULE (m)
		for (unsigned i = 0; i < 100; i++) {
			const struct fault *f = &faults[i % (sizeof faults / sizeof *faults)];
			struct rig *rig = rig_of(&m, f->function, DIRQL, f->code);

			rig->p = argument_of(rig, f);
			rig_run(rig);
			expect_fault(rig, m.path, f, DIRQL);
			rig_free(rig);
		}
}
END_TEST

/* Waits at its level for the interrupt, which faults. */
static void wait_at_level(struct rig *rig)
{
	core_after(&rig->core, &rig->poke, EVENT_INTERRUPT, 500);
	cpu_spend(rig->cpu, 1000);
}

static void nested_fault(struct rig *rig)
{
	((int (*)(int))rig->function)(0);
}

START_TEST(a_fault_in_a_nested_service_routine_is_recorded_at_its_level)
{
	EACH_MODULE (m) {
		struct rig *rig = rig_of(&m, "divide", IRQL_DISPATCH, wait_at_level);

		rig->nested = nested_fault;
		rig_run(rig);
		ck_assert_uint_eq(rig_bugcheck(rig), 0x1E);
		ck_assert_uint_eq(rig_record(rig, R_BUGCHECK)->irql, DIRQL);
		ck_assert_int_eq(rig_record(rig, R_BUGCHECK)->at, 500);
		rig_free(rig);
	}
}
END_TEST

/* A call of the system, during which the service routine comes and faults. */
static void spend_in_call(void *argument)
{
	struct rig *rig = argument;

	probe_call(rig->cpu, __builtin_return_address(0));
	wait_at_level(rig);
}

static void nested_divide(struct rig *rig)
{
	((int (*)(int))rig->q)(0);
}

START_TEST(a_fault_inside_a_call_of_the_system_ends_the_same_way)
{
	EACH_MODULE (m) {
		struct rig *rig = rig_of(&m, "call_system", IRQL_PASSIVE, call_system);

		rig->p = spend_in_call;
		rig->q = dlsym(m.handle, "divide");
		rig->nested = nested_divide;
		rig_run(rig);
		ck_assert_uint_eq(rig_bugcheck(rig), 0x1E);
		ck_assert(rig_inside(rig, rig_at(rig), rig->q));
		rig_free(rig);
	}
}
END_TEST

/* Another virtual thread of the same CPU. */
static void thread_body(void *argument)
{
	rig_driver(argument, call_zero);
}

static void switch_to_thread(struct rig *rig)
{
	fiber_init(&rig->thread, &rig->core.stacks, thread_body, rig);
	cpu_switch(rig->cpu, &rig->thread);
}

START_TEST(a_fault_in_a_thread_gives_its_stack_up)
{
	EACH_MODULE (m) {
		struct rig *rig = rig_of(&m, "divide", IRQL_PASSIVE, switch_to_thread);

		rig_run(rig);
		ck_assert_uint_eq(rig_bugcheck(rig), 0x7E);
		ck_assert(rig_inside(rig, rig_at(rig), rig->function));
		rig_free(rig);
	}
}
END_TEST

/* The system reads and writes what the driver named. */
static void read_named(void *argument)
{
	struct rig *rig = argument;
	uint64_t word;

	probe_call(rig->cpu, __builtin_return_address(0));
	containment_read(&rig->core, &word, rig->n, sizeof word, 0);
}

static void write_named(void *argument)
{
	struct rig *rig = argument;
	uint64_t word = 1;

	probe_call(rig->cpu, __builtin_return_address(0));
	containment_write(&rig->core, rig->n, &word, sizeof word, 0);
}

START_TEST(a_bad_pointer_handed_to_the_system_is_the_drivers_mistake)
{
	EACH_MODULE (m) {
		struct rig *rig = rig_of(&m, "call_system", IRQL_DISPATCH, call_system);

		rig->p = read_named;
		rig->n = 16;
		rig_run(rig);
		ck_assert_str_eq(rig_rule(rig), "Wild_Access");
		ck_assert_uint_eq(rig_bugcheck(rig), 0xD1);
		ck_assert(rig_inside(rig, rig_at(rig), rig->function));
		rig_free(rig);
	}
}
END_TEST

START_TEST(so_is_one_to_its_own_constants_when_the_system_writes_there)
{
	EACH_MODULE (m) {
		struct rig *rig = rig_of(&m, "call_system", IRQL_DISPATCH, call_system);

		rig->p = write_named;
		rig->n = (uint64_t)(uintptr_t)rig->function;
		rig_run(rig);
		ck_assert_uint_eq(rig_bugcheck(rig), 0xD1);
		ck_assert_uint_eq(rig_parameter(rig, 2), PROBE_WRITE);
		ck_assert(rig_inside(rig, rig_at(rig), rig->function));
		rig_free(rig);
	}
}
END_TEST

START_TEST(good_memory_of_the_driver_is_read_and_written)
{
	EACH_MODULE (m) {
		struct rig *rig = rig_of(&m, "call_system", IRQL_DISPATCH, call_system);

		rig->p = write_named;
		rig->n = pool_alloc(&rig->os->pool, POOL_BLOCK, 0, 8, 0, true);
		rig_run(rig);
		ck_assert(rig->returned);
		ck_assert_uint_eq(*(uint64_t *)(uintptr_t)rig->n, 1);
		rig_free(rig);
	}
}
END_TEST

/* The machine's own mistake: it touches memory that nobody named. */
static void fault_of_ours(struct rig *rig)
{
	*(volatile int *)(uintptr_t)rig_window(rig) = 1;
}

START_TEST(a_fault_of_our_own_is_a_bug)
{
	struct rig *rig = rig_new(fault_of_ours, NULL);

	rig_run(rig);
}
END_TEST

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

static void add_tests(TCase *tcase, const TTest *const *tests, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tcase_add_test(tcase, tests[i]);
}

int main(void)
{
	const TTest *const tests[] = {
		every_fault_becomes_its_bugcheck_at_every_level, a_hundred_faults_in_one_process_leave_it_whole,
		a_fault_in_a_nested_service_routine_is_recorded_at_its_level,
		a_fault_inside_a_call_of_the_system_ends_the_same_way, a_fault_in_a_thread_gives_its_stack_up,
		a_bad_pointer_handed_to_the_system_is_the_drivers_mistake,
		so_is_one_to_its_own_constants_when_the_system_writes_there,
		good_memory_of_the_driver_is_read_and_written, above_passive_level_a_loop_without_progress_is_spin,
		at_passive_level_such_a_loop_lasts_until_the_event_budget,
		a_loop_that_waits_for_an_interrupt_lets_it_come, a_register_that_never_changes_is_polled_in_vain,
		no_loop_hangs_the_program, an_empty_loop_ends_with_the_same_record_every_time,
	};
	Suite *suite = suite_create("containment");
	TCase *tcase = tcase_create("containment");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tcase, 120);
	add_tests(tcase, tests, sizeof tests / sizeof *tests);
	tcase_add_test_raise_signal(tcase, a_fault_of_our_own_is_a_bug, SIGABRT);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
