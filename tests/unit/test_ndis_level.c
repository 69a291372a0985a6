/* SPDX-License-Identifier: MIT */
/* Levels and locks at the gate, and what goes on for too long. */
#include "tests/unit/ndis_rig.h"

static NDIS_SPIN_LOCK lock;

static BOOLEAN isr_with_lock(ULONG message, PBOOLEAN queue, PULONG targets)
{
	(void)message;
	(void)queue;
	(void)targets;
	NdisAcquireSpinLock(&lock);
	return TRUE;
}

START_TEST(a_plain_spin_lock_in_a_service_routine_is_the_end)
{
	rig_begin(LINE_HEAD);
	plan.isr = isr_with_lock;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Irql_Synch_Function"), 1);
	rig_expect_bugcheck(0xC4, 0x42);
	rig_end();
}
END_TEST

static void keep_lock(void)
{
	NdisAllocateSpinLock(&lock);
	NdisAcquireSpinLock(&lock);
}

START_TEST(a_handler_does_not_return_with_a_lock_or_another_level)
{
	rig_begin(LINE_HEAD);
	plan.initialized = keep_lock;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "SpinLock"), 1);
	rig_expect_bugcheck(0xC8, 0x20000);
	rig_end();
}
END_TEST

static void balanced(void)
{
	lock = (NDIS_SPIN_LOCK){ 0 };
	NdisAcquireSpinLock(&lock);
	seen.last_message = KeGetCurrentIrql();
	NdisReleaseSpinLock(&lock);
	NdisFreeSpinLock(&lock);
}

START_TEST(a_lock_raises_to_dispatch_and_its_release_lowers_again)
{
	rig_begin(LINE_HEAD);
	plan.initialized = balanced;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.last_message, DISPATCH_LEVEL);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	ck_assert_uint_eq(rig_state(rig), SYM_state_RUNNING);
	rig_end();
}
END_TEST

static void release_unheld(void)
{
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	NdisDprReleaseSpinLock(&lock);
	KeLowerIrql(old);
}

START_TEST(releasing_a_lock_that_is_not_held_is_a_finding)
{
	rig_begin(LINE_HEAD);
	lock = (NDIS_SPIN_LOCK){ 0 };
	plan.initialized = release_unheld;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "SpinLockRelease"), 1);
	rig_end();
}
END_TEST

static void dpc_that_sleeps(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	NdisMSleep(10);
}

START_TEST(waiting_in_a_dpc_is_the_end)
{
	rig_begin(LINE_HEAD);
	plan.dpc = dpc_that_sleeps;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Irql_Miniport_Driver_Function"), 1);
	rig_expect_bugcheck(0xB8, 0);
	rig_end();
}
END_TEST

static void paged_dpc(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	PAGED_CODE();
}

START_TEST(paged_code_at_dispatch_is_a_finding_alone)
{
	rig_begin(LINE_HEAD);
	plan.dpc = paged_dpc;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Irql_Miniport_Driver_Function"), 1);
	ck_assert(!sim_stopped(rig->sim));
	rig_end();
}
END_TEST

static void stall(void)
{
	NdisStallExecution(51);
}

START_TEST(a_long_stall_is_a_finding)
{
	rig_begin(LINE_HEAD);
	plan.initialized = stall;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "NdisStallExecution_Delay"), 1);
	rig_end();
}
END_TEST

START_TEST(a_storm_stops_the_machine_in_the_end)
{
	rig_begin("cpus 1\nset storm.stop=2000\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	plan.isr = rig_deaf_isr;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_count(rig, R_STORM), 2);
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK)->w[0], 0xF2);
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK_PARAMETERS)->w[3], 1);
	rig_end();
}
END_TEST

static void endless_dpc(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	for (;;)
		reg_write(0x10, 1);
}

START_TEST(a_cpu_that_stays_at_dispatch_meets_the_watchdog)
{
	rig_begin("cpus 1\nset watchdog=2000000\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	plan.dpc = endless_dpc;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_count(rig, R_WATCHDOG), 1);
	rig_expect_bugcheck(0x133, 1);
	rig_end();
}
END_TEST

SUITE("ndis level", a_plain_spin_lock_in_a_service_routine_is_the_end,
      a_handler_does_not_return_with_a_lock_or_another_level, a_lock_raises_to_dispatch_and_its_release_lowers_again,
      releasing_a_lock_that_is_not_held_is_a_finding, waiting_in_a_dpc_is_the_end,
      paged_code_at_dispatch_is_a_finding_alone, a_long_stall_is_a_finding, a_storm_stops_the_machine_in_the_end,
      a_cpu_that_stays_at_dispatch_meets_the_watchdog)
