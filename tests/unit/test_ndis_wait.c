/* SPDX-License-Identifier: MIT */
/* Events, sleeping and timers. */
#include "tests/unit/ndis_rig.h"

static NDIS_EVENT happened;
static NDIS_HANDLE item;
static BOOLEAN waited[2];

static VOID set_event(PVOID context, NDIS_HANDLE work)
{
	(void)context;
	(void)work;
	NdisSetEvent(&happened);
}

static void wait_for_event(void)
{
	NdisInitializeEvent(&happened);
	waited[0] = NdisWaitEvent(&happened, 1);
	item = NdisAllocateIoWorkItem(seen.adapter);
	NdisQueueIoWorkItem(item, set_event, NULL);
	waited[1] = NdisWaitEvent(&happened, 0);
	NdisFreeIoWorkItem(item);
}

START_TEST(an_event_is_waited_for_until_it_is_set_or_the_time_is_over)
{
	rig_begin(LINE_HEAD);
	plan.initialized = wait_for_event;
	rig_do(rig, "start nic0");
	ck_assert(!waited[0]);
	ck_assert(waited[1]);
	ck_assert_uint_eq(rig_state(rig), SYM_state_RUNNING);
	rig_end();
}
END_TEST

static void set_and_reset(void)
{
	NdisInitializeEvent(&happened);
	NdisSetEvent(&happened);
	NdisInitializeEvent(&happened);
	NdisSetEvent(&happened);
	NdisResetEvent(&happened);
	NdisSetEvent(&happened);
}

START_TEST(an_event_is_one_object_and_its_state_is_told)
{
	static const uint64_t states[] = { 0, 1, 0, 1, 0, 1 };
	uint32_t obj = 0;
	unsigned n = 0;

	rig_begin(LINE_HEAD);
	plan.initialized = set_and_reset;
	rig_do(rig, "start nic0");
	for (uint64_t i = 0; i < trace_count(rig->trace); i++) {
		const struct record *r = trace_at(rig->trace, i);

		if (r->kind == R_MACHINE_OBJECT && r->w[0] == SYM_object_EVENT) {
			ck_assert_uint_eq(obj, 0);
			obj = r->obj;
		} else if (r->kind == R_EVENT_SET) {
			ck_assert_uint_eq(r->obj, obj);
			ck_assert_uint_eq(r->w[0], states[n++]);
		}
	}
	ck_assert_uint_eq(n, 6);
	rig_end();
}
END_TEST

static NDIS_HANDLE timer;
static unsigned fired;

static VOID tick(PVOID a, PVOID context, PVOID b, PVOID c)
{
	(void)a;
	(void)b;
	(void)c;
	fired += context == &fired;
}

static void arm(LONG period)
{
	NDIS_TIMER_CHARACTERISTICS c = { .Header = { NDIS_OBJECT_TYPE_TIMER_CHARACTERISTICS, 1,
						     NDIS_SIZEOF_TIMER_CHARACTERISTICS_REVISION_1 },
					 .AllocationTag = 1, .TimerFunction = tick, .FunctionContext = &fired };
	LARGE_INTEGER due = { .QuadPart = -10000 };

	fired = 0;
	NdisAllocateTimerObject(seen.adapter, &c, &timer);
	NdisSetTimerObject(timer, due, period, NULL);
}

static void arm_once(void)
{
	arm(0);
}

static void arm_often(void)
{
	arm(1);
}

static void cancel_timer(void)
{
	NdisCancelTimerObject(timer);
	NdisFreeTimerObject(timer);
}

START_TEST(a_timer_fires_once_at_its_time)
{
	rig_begin(LINE_HEAD);
	plan.initialized = arm_once;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(fired, 1);
	ck_assert_int_eq(rig_last(rig, R_TIMER_FIRE)->at, (vtime)rig_last(rig, R_TIMER_SET)->w[0]);
	rig_end();
}
END_TEST

START_TEST(a_periodic_timer_is_over_when_it_is_cancelled)
{
	rig_begin(LINE_HEAD);
	plan.initialized = arm_often;
	plan.halt = cancel_timer;
	rig_do(rig, "start nic0");
	ck_assert_uint_ge(fired, 15);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_state(rig), SYM_state_HALTED);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
}
END_TEST

START_TEST(a_timer_left_armed_at_halt_is_a_bugcheck)
{
	rig_begin(LINE_HEAD);
	plan.initialized = arm_often;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	rig_expect_bugcheck(0x7C, 0x09);
	rig_end();
}
END_TEST

static void arm_and_keep(void)
{
	arm_once();
}

START_TEST(a_timer_left_armed_by_a_failed_start_is_a_bugcheck)
{
	rig_begin(LINE_HEAD);
	plan.no_interrupt = TRUE;
	plan.result = NDIS_STATUS_FAILURE;
	plan.initialized = arm_and_keep;
	rig_do(rig, "start nic0");
	rig_expect_bugcheck(0x7C, 0x0C);
	rig_end();
	rig_begin(LINE_HEAD);
	plan.restart = NDIS_STATUS_FAILURE;
	plan.initialized = arm_and_keep;
	rig_do(rig, "start nic0");
	rig_expect_bugcheck(0x7C, 0x0E);
	rig_end();
}
END_TEST

static KIRQL was;

static VOID raise_and_return(PVOID context, NDIS_HANDLE work)
{
	(void)context;
	(void)work;
	KeRaiseIrql(DISPATCH_LEVEL, &was);
}

static void queue_raiser(void)
{
	NdisQueueIoWorkItem(NdisAllocateIoWorkItem(seen.adapter), raise_and_return, NULL);
}

START_TEST(a_work_item_returns_at_the_level_it_was_called_at)
{
	rig_begin(LINE_HEAD);
	plan.initialized = queue_raiser;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_first(rig, R_BUGCHECK)->w[0], 0xE1);
	ck_assert_uint_eq(rig_first(rig, R_BUGCHECK_PARAMETERS)->w[1], DISPATCH_LEVEL);
	rig_end();
}
END_TEST

SUITE("ndis wait", an_event_is_waited_for_until_it_is_set_or_the_time_is_over,
      an_event_is_one_object_and_its_state_is_told, a_timer_fires_once_at_its_time,
      a_periodic_timer_is_over_when_it_is_cancelled, a_timer_left_armed_at_halt_is_a_bugcheck,
      a_timer_left_armed_by_a_failed_start_is_a_bugcheck, a_work_item_returns_at_the_level_it_was_called_at)
