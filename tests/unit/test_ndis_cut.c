/* SPDX-License-Identifier: MIT */
/* What cuts into a driver's work: cancelled sends and requests, a reset while it sends, the end of the system. */
#include "tests/unit/ndis_rig.h"

/* Sends */

static PNET_BUFFER_LIST held;
static unsigned sends;

static void hold(PNET_BUFFER_LIST lists, ULONG flags)
{
	(void)flags;
	sends++;
	held = lists;
}

static void give_held_back(PVOID id)
{
	if (!held || NDIS_GET_NET_BUFFER_LIST_CANCEL_ID(held) != id)
		return;
	NET_BUFFER_LIST_STATUS(held) = NDIS_STATUS_SEND_ABORTED;
	NdisMSendNetBufferListsComplete(seen.adapter, held, 0);
	held = NULL;
}

START_TEST(held_sends_are_cancelled_by_their_id_and_no_more_follow)
{
	rig_begin(LINE_HEAD);
	plan.send = hold;
	plan.cancel = give_held_back;
	rig_do(rig, "start nic0");
	rig_do(rig, "send nic0 frames=3 gap=1s");
	rig_do(rig, "cancel nic0 sends");
	rig_run(rig, 3000000000);
	ck_assert_uint_eq(seen.cancels, 1);
	ck_assert_uint_eq(sends, 1);
	ck_assert_uint_eq(rig_first(rig, R_NBL_COMPLETE)->w[1], (uint32_t)NDIS_STATUS_SEND_ABORTED);
	ck_assert_str_eq(rig_order(rig, "cancel nic0 sends"), "its driver holds nothing to be sent");
	rig_end();
}
END_TEST

/* Requests */

static PNDIS_OID_REQUEST asked;

static NDIS_STATUS pend_filter(PNDIS_OID_REQUEST request)
{
	if (request->DATA.SET_INFORMATION.Oid != OID_GEN_CURRENT_PACKET_FILTER)
		return NDIS_STATUS_NOT_SUPPORTED;
	asked = request;
	return NDIS_STATUS_PENDING;
}

static void abort_request(PVOID id)
{
	if (asked && asked->RequestId == id)
		NdisMOidRequestComplete(seen.adapter, asked, NDIS_STATUS_REQUEST_ABORTED);
}

START_TEST(a_pending_request_is_cancelled_by_its_id)
{
	rig_begin(LINE_HEAD);
	plan.oid = pend_filter;
	plan.cancel = abort_request;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_last(rig, R_OID_REQUEST)->w[0], OID_GEN_CURRENT_PACKET_FILTER);
	rig_do(rig, "cancel nic0 request");
	ck_assert_uint_eq(seen.cancels, 1);
	ck_assert_uint_eq(rig_last(rig, R_OID_COMPLETE)->w[0], OID_GEN_CURRENT_PACKET_FILTER);
	ck_assert_uint_eq(rig_last(rig, R_OID_COMPLETE)->w[1], (uint32_t)NDIS_STATUS_REQUEST_ABORTED);
	ck_assert_str_eq(rig_order(rig, "cancel nic0 request"), "its driver holds no request");
	rig_end();
}
END_TEST

/* Resets */

static NDIS_STATUS reset_later(PBOOLEAN addressing)
{
	(void)addressing;
	return NDIS_STATUS_PENDING;
}

static void end_reset(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	NdisMResetComplete(seen.adapter, NDIS_STATUS_SUCCESS, FALSE);
}

static BOOLEAN well(void)
{
	return FALSE;
}

static void count(PNET_BUFFER_LIST lists, ULONG flags)
{
	(void)flags;
	sends++;
	NdisMSendNetBufferListsComplete(seen.adapter, lists, 0);
}

START_TEST(sends_wait_for_the_end_of_a_reset)
{
	rig_begin(LINE_HEAD);
	plan.hang = well;
	plan.reset = reset_later;
	plan.send = count;
	plan.dpc = end_reset;
	rig_do(rig, "start nic0");
	rig_do(rig, "reset nic0");
	rig_do(rig, "send nic0 frames=3 gap=1ms");
	ck_assert_uint_eq(sends, 0);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(sends, 3);
	rig_end();
}
END_TEST

/* The end */

START_TEST(a_shutdown_calls_the_handler_and_nothing_after_it)
{
	rig_begin(LINE_HEAD);
	rig_do(rig, "start nic0");
	rig_do(rig, "shutdown");
	ck_assert_uint_eq(seen.shutdowns, 1);
	ck_assert_uint_eq(seen.shutdown_irql, PASSIVE_LEVEL);
	ck_assert_int_eq(seen.shutdown_action, NdisShutdownPowerOff);
	ck_assert_uint_eq(rig_state(rig), SYM_state_SHUTDOWN);
	ck_assert_uint_eq(seen.pauses + seen.halts, 0);
	ck_assert_str_eq(rig_order(rig, "start nic0"), "the system has been shut down");
	ck_assert_str_eq(rig_order(rig, "stop nic0"), "its driver does not run");
	rig_end();
}
END_TEST

static void break_a_level(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	NdisMSleep(1);
}

/* A bugcheck in a DPC of a driver of this version and with these attributes. */
static void crash(UCHAR minor, ULONG attributes)
{
	rig_begin(LINE_HEAD);
	plan.minor = minor;
	plan.attributes = attributes;
	plan.dpc = break_a_level;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert(sim_stopped(rig->sim));
	ck_assert_uint_eq(rig_count(rig, R_BUGCHECK), 1);
}

START_TEST(a_bugcheck_calls_the_handlers_that_are_to_hear_of_it_at_high_level)
{
	static const struct {
		UCHAR minor;
		ULONG attributes;
		unsigned called;
	} cases[] = {
		{ 20, 0, 1 },
		{ 30, 0, 0 },
		{ 30, NDIS_MINIPORT_ATTRIBUTES_REGISTER_BUGCHECK_CALLBACK, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		crash(cases[i].minor, cases[i].attributes);
		ck_assert_uint_eq(seen.shutdowns, cases[i].called);
		if (seen.shutdowns) {
			ck_assert_uint_eq(seen.shutdown_irql, HIGH_LEVEL);
			ck_assert_int_eq(seen.shutdown_action, NdisShutdownBugCheck);
		}
		rig_end();
	}
}
END_TEST

static void crash_again(void)
{
	NdisAcquireSpinLock(NULL);
}

START_TEST(a_mistake_in_the_last_call_is_a_finding_and_no_second_bugcheck)
{
	rig_begin(LINE_HEAD);
	plan.minor = 20;
	plan.dpc = break_a_level;
	plan.shutdown = crash_again;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.shutdowns, 1);
	ck_assert_uint_eq(rig_count(rig, R_BUGCHECK), 1);
	ck_assert_uint_eq(rig_broken(rig, "Irql_Synch_Function"), 1);
	rig_end();
}
END_TEST

START_TEST(without_a_driver_there_is_nothing_to_shut_down)
{
	rig_begin(LINE_HEAD);
	ck_assert_str_eq(rig_order(rig, "shutdown"), "no driver runs");
	rig_end();
}
END_TEST

SUITE("ndis cut", held_sends_are_cancelled_by_their_id_and_no_more_follow, a_pending_request_is_cancelled_by_its_id,
      sends_wait_for_the_end_of_a_reset, a_shutdown_calls_the_handler_and_nothing_after_it,
      a_bugcheck_calls_the_handlers_that_are_to_hear_of_it_at_high_level,
      a_mistake_in_the_last_call_is_a_finding_and_no_second_bugcheck,
      without_a_driver_there_is_nothing_to_shut_down)
