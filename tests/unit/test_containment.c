/* SPDX-License-Identifier: MIT */
/*
 * Faults in driver code end the virtual machine and nothing else: at every level, in nested service routines, inside a call, on another
 * fiber, many times in one process.
 */
#include "tests/unit/probe_rig.h"

static void call_zero(struct rig *rig)
{
	((int (*)(int))rig->function)(0);
}

static void call_system(struct rig *rig)
{
	((void (*)(void (*)(void *), void *))rig->function)((void (*)(void *))rig->p, rig);
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

int main(void)
{
	struct frame frame = suite_open("containment");

	SUITE_ADD(&frame, every_fault_becomes_its_bugcheck_at_every_level,
		  a_hundred_faults_in_one_process_leave_it_whole, a_fault_in_a_nested_service_routine_is_recorded_at_its_level,
		  a_fault_inside_a_call_of_the_system_ends_the_same_way, a_fault_in_a_thread_gives_its_stack_up,
		  a_bad_pointer_handed_to_the_system_is_the_drivers_mistake,
		  so_is_one_to_its_own_constants_when_the_system_writes_there, good_memory_of_the_driver_is_read_and_written);
	tcase_add_test_raise_signal(frame.tcase, a_fault_of_our_own_is_a_bug, SIGABRT);
	return suite_end(&frame);
}
