/* SPDX-License-Identifier: MIT */
/* The stack of a driver: where its frames lie, what of it may be touched, and its end. */
#include "tests/unit/ndis_rig.h"
#include "sim/ndis/adapter.h"
#include "sim/os/crossing.h"

static uint64_t here(void)
{
	return (uint64_t)(uintptr_t)__builtin_frame_address(0);
}

static uint64_t outer, routine, deferred, again;

static void interrupt_myself(void)
{
	outer = here();
	reg_write(ICS, SW0);
	for (unsigned i = 0; i < 40; i++)
		NdisStallExecution(50);
	again = here();
}

static BOOLEAN note_routine(ULONG message, PBOOLEAN queue, PULONG targets)
{
	(void)message;
	(void)targets;
	if (!routine)
		routine = here();
	reg_write(ICR, SW0);
	*queue = TRUE;
	return TRUE;
}

static void note_dpc(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	if (!deferred)
		deferred = here();
}

START_TEST(what_interrupts_a_driver_lies_below_its_frames)
{
	rig_begin(LINE_HEAD);
	plan.initialized = interrupt_myself;
	plan.isr = note_routine;
	plan.dpc = note_dpc;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(again, outer);
	ck_assert_uint_lt(routine, outer);
	ck_assert_uint_lt(deferred, outer);
	ck_assert_uint_lt(outer - routine, 4096);
	ck_assert_uint_lt(outer - deferred, 4096);
	ck_assert(fiber_on_driver_stack(&rig_core(rig)->stacks, routine, 8));
	rig_end();
}
END_TEST

static uint64_t of_the_system;

static void reach_into_the_systems_stack(void)
{
	of_the_system = core_running->cpu->fiber->system_sp + 256;
	NdisGetCurrentSystemTime((PLARGE_INTEGER)(uintptr_t)of_the_system);
}

START_TEST(the_systems_frames_are_none_of_the_drivers)
{
	rig_begin(LINE_HEAD);
	plan.initialized = reach_into_the_systems_stack;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_first(rig, R_BUGCHECK)->w[0], 0x50);
	ck_assert_uint_eq(rig_broken(rig, "Wild_Access"), 1);
	ck_assert_uint_eq(rig_first(rig, R_BUGCHECK_PARAMETERS)->w[0], of_the_system);
	rig_end();
}
END_TEST

static NPAGED_LOOKASIDE_LIST list;

static void prepare_list(void)
{
	NdisInitializeNPagedLookasideList(&list, NULL, NULL, 0, 96, 0x74736574, 7);
	DbgPrint("%d %d %d %d %d %d %d %d %d %d %d %d", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
}

START_TEST(arguments_on_the_stack_come_along)
{
	rig_begin(LINE_HEAD);
	plan.initialized = prepare_list;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(list.Depth, 7);
	ck_assert_str_eq(trace_text_of(rig->trace, rig_first(rig, R_CODE_NOTE)->w[0]), "1 2 3 4 5 6 7 8 9 10 11 12");
	rig_end();
}
END_TEST

static unsigned nested;

static PVOID allocate_from_itself(ULONG type, SIZE_T size, ULONG tag)
{
	(void)type;
	(void)size;
	(void)tag;
	nested++;
	return NdisAllocateFromNPagedLookasideList(&list);
}

static void nest_for_ever(void)
{
	NdisInitializeNPagedLookasideList(&list, allocate_from_itself, NULL, 0, 96, 0x74736574, 0);
	NdisAllocateFromNPagedLookasideList(&list);
}

START_TEST(handlers_that_nest_for_ever_use_up_the_stack)
{
	rig_begin(LINE_HEAD);
	plan.initialized = nest_for_ever;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_first(rig, R_BUGCHECK)->w[0], 0x7F);
	ck_assert_uint_eq(rig_first(rig, R_BUGCHECK_PARAMETERS)->w[0], 8);
	ck_assert_uint_eq(nested, CROSSING_DEPTH - 1); /* initialize is one */
	rig_end();
}
END_TEST

SUITE("ndis stack", what_interrupts_a_driver_lies_below_its_frames, the_systems_frames_are_none_of_the_drivers,
      arguments_on_the_stack_come_along, handlers_that_nest_for_ever_use_up_the_stack)
