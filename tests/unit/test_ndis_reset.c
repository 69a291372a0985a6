/* SPDX-License-Identifier: MIT */
/* Looking whether a driver hangs, and resetting it. */
#include "tests/unit/ndis_rig.h"

#define S INT64_C(1000000000)
#define HANG_HEAD "cpus 2\nset hang=1\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n"

static BOOLEAN well(void)
{
	return FALSE;
}

static BOOLEAN once(void)
{
	return seen.looks == 1;
}

static void begin(const char *head, BOOLEAN (*hang)(void))
{
	rig_begin(head);
	plan.hang = hang;
}

/* Frames for as long as a test asks keep the machine from coming to rest. */
static void busy(vtime ns)
{
	rig_do(rig, "start nic0");
	rig_do(rig, "traffic nic0 constant gap=100ms");
	rig_run(rig, ns);
}

static vtime time_of_look(unsigned wanted)
{
	for (uint64_t i = 0; i < trace_count(rig->trace); i++) {
		const struct record *r = trace_at(rig->trace, i);

		if (r->kind == R_HANDLER_ENTER && strcmp(trace_text_of(rig->trace, r->w[0]), "MiniportCheckForHangEx") == 0 && !wanted--)
			return r->at;
	}
	return 0;
}

START_TEST(a_driver_is_looked_at_every_two_seconds_unless_it_says_otherwise)
{
	begin(HANG_HEAD, well);
	busy(9 * S);
	ck_assert_uint_eq(seen.looks, 4);
	ck_assert_int_eq((time_of_look(3) - time_of_look(0) + S / 2) / S, 6);
	ck_assert_uint_eq(seen.resets, 0);
	rig_end();
}
END_TEST

START_TEST(the_time_between_looks_is_a_multiple_of_two_seconds)
{
	begin(HANG_HEAD, well);
	plan.hang_seconds = 3;
	busy(9 * S);
	ck_assert_uint_eq(seen.looks, 2);
	rig_end();
}
END_TEST

START_TEST(nobody_looks_unless_the_switch_is_set)
{
	begin(LINE_HEAD, well);
	busy(9 * S);
	ck_assert_uint_eq(seen.looks, 0);
	rig_end();
}
END_TEST

START_TEST(a_machine_with_nothing_else_to_do_comes_to_rest_until_the_next_command)
{
	begin(HANG_HEAD, well);
	rig_do(rig, "start nic0");
	rig_run(rig, 60 * S);
	ck_assert_uint_eq(seen.looks, 1);
	rig_do(rig, "note here");
	rig_run(rig, 60 * S);
	ck_assert_uint_eq(seen.looks, 2);
	rig_end();
}
END_TEST

START_TEST(a_driver_that_hangs_is_reset)
{
	begin(HANG_HEAD, once);
	busy(5 * S);
	ck_assert_uint_eq(seen.looks, 2);
	ck_assert_uint_eq(seen.resets, 1);
	ck_assert_uint_eq(rig_state(rig), SYM_state_RUNNING);
	rig_end();
}
END_TEST

START_TEST(nobody_looks_at_a_driver_that_is_stopped)
{
	begin(HANG_HEAD, well);
	busy(3 * S);
	rig_do(rig, "stop nic0");
	rig_run(rig, 9 * S);
	ck_assert_uint_eq(seen.looks, 1);
	rig_end();
}
END_TEST

START_TEST(a_reset_can_be_asked_for)
{
	begin(LINE_HEAD, well);
	ck_assert_str_eq(rig_order(rig, "reset nic0"), "its driver does not run");
	rig_do(rig, "start nic0");
	rig_do(rig, "reset nic0");
	ck_assert_uint_eq(seen.resets, 1);
	rig_end();
}
END_TEST

START_TEST(a_driver_without_the_handler_is_not_reset)
{
	begin(LINE_HEAD, NULL);
	rig_do(rig, "start nic0");
	ck_assert_str_eq(rig_order(rig, "reset nic0"), "its driver has no reset handler");
	rig_end();
}
END_TEST

static BOOLEAN lost;

static VOID complete_reset(PVOID context, NDIS_HANDLE work)
{
	(void)context;
	NdisMSleep(100);
	NdisMResetComplete(seen.adapter, NDIS_STATUS_SUCCESS, lost);
	NdisFreeIoWorkItem(work);
}

static NDIS_STATUS pending_reset(PBOOLEAN addressing)
{
	(void)addressing;
	NdisQueueIoWorkItem(NdisAllocateIoWorkItem(seen.adapter), complete_reset, NULL);
	return NDIS_STATUS_PENDING;
}

START_TEST(a_pending_reset_is_waited_for)
{
	begin(LINE_HEAD, well);
	plan.reset = pending_reset;
	lost = FALSE;
	rig_do(rig, "start nic0");
	ck_assert_ptr_null(rig_order(rig, "reset nic0"));
	rig_run(rig, 50000);
	ck_assert_str_eq(rig_order(rig, "stop nic0"), "the device is busy starting or stopping");
	rig_run(rig, 20000000);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_count(rig, R_WORK_EXIT), 1);
	ck_assert_uint_eq(seen.halts, 1);
	rig_end();
}
END_TEST

START_TEST(what_a_reset_lost_is_told_again)
{
	uint64_t before;

	begin(LINE_HEAD, well);
	plan.reset = pending_reset;
	rig_do(rig, "start nic0");
	before = rig_count(rig, R_OID_REQUEST);
	lost = FALSE;
	rig_do(rig, "reset nic0");
	ck_assert_uint_eq(rig_count(rig, R_OID_REQUEST), before);
	lost = TRUE;
	rig_do(rig, "reset nic0");
	ck_assert_uint_eq(rig_count(rig, R_OID_REQUEST), before + 3);
	ck_assert_uint_eq(rig_last(rig, R_OID_REQUEST)->w[0], OID_GEN_CURRENT_PACKET_FILTER);
	rig_end();
}
END_TEST

static void complete_unasked(void)
{
	NdisMResetComplete(seen.adapter, NDIS_STATUS_SUCCESS, FALSE);
}

START_TEST(completing_a_reset_that_is_not_pending_is_the_end)
{
	begin(LINE_HEAD, well);
	plan.initialized = complete_unasked;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK)->w[0], 0x7C);
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK_PARAMETERS)->w[0], 0x0F);
	rig_end();
}
END_TEST

SUITE("ndis_reset", a_driver_is_looked_at_every_two_seconds_unless_it_says_otherwise, the_time_between_looks_is_a_multiple_of_two_seconds,
      nobody_looks_unless_the_switch_is_set, a_machine_with_nothing_else_to_do_comes_to_rest_until_the_next_command,
      a_driver_that_hangs_is_reset, nobody_looks_at_a_driver_that_is_stopped, a_reset_can_be_asked_for,
      a_driver_without_the_handler_is_not_reset, a_pending_reset_is_waited_for, what_a_reset_lost_is_told_again,
      completing_a_reset_that_is_not_pending_is_the_end)
