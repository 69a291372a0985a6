/* SPDX-License-Identifier: MIT */
/* The life of an adapter, and what fails on demand. */
#include "tests/unit/ndis_rig.h"

START_TEST(states_follow_one_another)
{
	static const uint64_t states[] = { SYM_state_INITIALIZING, SYM_state_PAUSED, SYM_state_RESTARTING, SYM_state_RUNNING,
					   SYM_state_PAUSING, SYM_state_PAUSED, SYM_state_HALTING, SYM_state_HALTED };
	unsigned n = 0;

	rig_begin(LINE_HEAD);
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	for (uint64_t i = 0; i < trace_count(rig->trace); i++)
		if (trace_at(rig->trace, i)->kind == R_PNP_STATE)
			ck_assert_uint_eq(trace_at(rig->trace, i)->w[0], states[n++]);
	ck_assert_uint_eq(n, 8);
	rig_end();
}
END_TEST

START_TEST(what_makes_no_sense_now_is_refused_with_a_reason)
{
	rig_begin(LINE_HEAD);
	ck_assert_str_eq(rig_order(rig, "stop nic0"), "its driver does not run");
	ck_assert_ptr_null(rig_order(rig, "start nic0"));
	ck_assert_str_eq(rig_order(rig, "start nic0"), "the device is busy starting or stopping");
	rig_run(rig, 20000000);
	ck_assert_str_eq(rig_order(rig, "start nic0"), "its driver runs already");
	rig_end();
}
END_TEST

START_TEST(a_restart_initializes_anew)
{
	rig_begin(LINE_HEAD);
	rig_do(rig, "start nic0");
	rig_do(rig, "restart nic0");
	ck_assert_uint_eq(seen.initializes, 2);
	ck_assert_uint_eq(seen.halts, 1);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 1);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
}
END_TEST

static ULONG removed_read;

static void read_when_gone(void)
{
	removed_read = reg_read(ICR);
}

START_TEST(a_device_pulled_out_reads_all_ones_and_is_halted)
{
	rig_begin(LINE_HEAD);
	plan.halt = read_when_gone;
	rig_do(rig, "start nic0");
	rig_do(rig, "remove nic0");
	ck_assert_uint_eq(seen.action, NdisHaltDeviceSurpriseRemoved);
	ck_assert_uint_eq(removed_read, 0xffffffff);
	ck_assert_uint_eq(rig_state(rig), SYM_state_REMOVED);
	rig_end();
}
END_TEST

static NDIS_STATUS failing_pause(void)
{
	return NDIS_STATUS_FAILURE;
}

START_TEST(pause_returns_success_or_pending)
{
	rig_begin(LINE_HEAD);
	plan.pause = failing_pause;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "MiniportPause_Return"), 1);
	ck_assert_uint_eq(seen.halts, 1);
	rig_end();
}
END_TEST

static NDIS_HANDLE item;

static VOID complete_pause(PVOID context, NDIS_HANDLE work)
{
	(void)context;
	NdisMSleep(100);
	NdisMPauseComplete(seen.adapter);
	NdisFreeIoWorkItem(work);
}

static NDIS_STATUS pending_pause(void)
{
	item = NdisAllocateIoWorkItem(seen.adapter);
	NdisQueueIoWorkItem(item, complete_pause, NULL);
	return NDIS_STATUS_PENDING;
}

START_TEST(a_pending_pause_is_waited_for)
{
	rig_begin(LINE_HEAD);
	plan.pause = pending_pause;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(seen.halts, 1);
	ck_assert_uint_eq(rig_count(rig, R_WORK_EXIT), 1);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
}
END_TEST

START_TEST(without_general_attributes_an_adapter_is_halted_at_once)
{
	rig_begin(LINE_HEAD);
	plan.no_general = TRUE;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.halts, 1);
	ck_assert_int_eq(seen.action, NdisHaltDeviceInitializationFailed);
	ck_assert_uint_eq(rig_state(rig), SYM_state_HALTED);
	ck_assert_uint_eq(rig_last(rig, R_PNP_STATE)->w[1], (uint32_t)NDIS_STATUS_FAILURE);
	ck_assert_uint_eq(rig_broken(rig, "Init_GeneralAttributes"), 1);
	rig_end();
}
END_TEST

START_TEST(a_restart_that_fails_ends_in_halt)
{
	rig_begin(LINE_HEAD);
	plan.restart = NDIS_STATUS_RESOURCES;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.action, NdisHaltDeviceInitializationFailed);
	ck_assert_uint_eq(rig_state(rig), SYM_state_HALTED);
	rig_end();
}
END_TEST

START_TEST(a_restart_starts_what_does_not_run)
{
	rig_begin(LINE_HEAD);
	rig_do(rig, "restart nic0");
	ck_assert_uint_eq(rig_state(rig), SYM_state_RUNNING);
	rig_do(rig, "stop nic0");
	plan.restart = NDIS_STATUS_RESOURCES;
	rig_do(rig, "restart nic0");
	ck_assert_uint_eq(rig_state(rig), SYM_state_HALTED);
	plan.restart = NDIS_STATUS_SUCCESS;
	rig_do(rig, "restart nic0");
	ck_assert_uint_eq(rig_state(rig), SYM_state_RUNNING);
	ck_assert_uint_eq(seen.initializes, 3);
	ck_assert_uint_eq(rig_count(rig, R_CMD_REFUSED), 0);
	rig_end();
}
END_TEST

static void complete_a_pause(void)
{
	NdisMPauseComplete(seen.adapter);
}

START_TEST(completing_what_is_not_pending_is_a_bugcheck)
{
	rig_begin(LINE_HEAD);
	plan.initialized = complete_a_pause;
	rig_do(rig, "start nic0");
	rig_expect_bugcheck(0x7C, 0x1F);
	rig_end();
}
END_TEST

static NDIS_HANDLE late;

static VOID do_nothing(PVOID context, NDIS_HANDLE work)
{
	(void)context;
	(void)work;
}

static void queue_at_the_end(void)
{
	late = NdisAllocateIoWorkItem(seen.adapter);
	NdisQueueIoWorkItem(late, do_nothing, NULL);
}

START_TEST(a_work_item_does_not_outlive_its_driver)
{
	rig_begin(LINE_HEAD);
	plan.halt = queue_at_the_end;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_first(rig, R_BUGCHECK)->w[0], 0xCE);
	ck_assert_uint_eq(rig_first(rig, R_BUGCHECK_PARAMETERS)->w[1], 8);
	rig_end();
}
END_TEST

static NDIS_STATUS endless_pause(void)
{
	return NDIS_STATUS_PENDING;
}

START_TEST(a_wait_that_nothing_can_end_is_a_finding_once)
{
	rig_begin(LINE_HEAD);
	plan.pause = endless_pause;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	rig_run(rig, 1000000);
	ck_assert_uint_eq(rig_count(rig, R_STALL), 1);
	ck_assert_uint_eq(rig_last(rig, R_STALL)->w[0], SYM_wait_PAUSE);
	ck_assert_uint_eq(rig_broken(rig, "Deadlock"), 1);
	ck_assert_str_eq(trace_text_of(rig->trace, rig_last(rig, R_RULE_VIOLATION)->w[1]),
			 "MiniportPause is pending, and nothing is left that could call NdisMPauseComplete");
	rig_end();
}
END_TEST

START_TEST(a_registration_can_be_made_to_fail)
{
	rig_begin("cpus 1\nset fail.register=1\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_RESOURCES);
	ck_assert_uint_eq(rig_count(rig, R_ISR_CONNECT), 0);
	rig_end();
}
END_TEST

START_TEST(a_mapping_can_be_made_to_fail)
{
	rig_begin("cpus 1\nset fail.map=1\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_state(rig), SYM_state_HALTED);
	ck_assert_uint_eq(rig_last(rig, R_PNP_STATE)->w[1], (uint32_t)NDIS_STATUS_RESOURCES);
	rig_end();
}
END_TEST

SUITE("ndis life", states_follow_one_another, what_makes_no_sense_now_is_refused_with_a_reason,
      a_restart_initializes_anew, a_device_pulled_out_reads_all_ones_and_is_halted, pause_returns_success_or_pending,
      a_pending_pause_is_waited_for, without_general_attributes_an_adapter_is_halted_at_once,
      a_restart_that_fails_ends_in_halt, a_restart_starts_what_does_not_run, completing_what_is_not_pending_is_a_bugcheck,
      a_work_item_does_not_outlive_its_driver, a_wait_that_nothing_can_end_is_a_finding_once,
      a_registration_can_be_made_to_fail, a_mapping_can_be_made_to_fail)
