/* SPDX-License-Identifier: MIT */
/* Service routines, DPCs, synchronization and deregistration. */
#include "sim/base/mem.h"
#include "tests/unit/ndis_rig.h"

static BOOLEAN isr_both(ULONG message, PBOOLEAN queue, PULONG targets)
{
	(void)message;
	reg_write(ICR, SW0);
	reg_read(ICR);
	*queue = TRUE;
	*targets = 3;
	return FALSE;
}

START_TEST(the_default_dpc_beats_the_mask_and_counts_although_the_routine_declines)
{
	rig_begin(LINE_HEAD);
	plan.isr = isr_both;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 1);
	ck_assert_uint_eq(rig_last(rig, R_ISR_EXIT)->w[1], 0);
	rig_end();
}
END_TEST

static BOOLEAN isr_mask(ULONG message, PBOOLEAN queue, PULONG targets)
{
	(void)message;
	(void)queue;
	reg_write(ICR, SW0);
	reg_read(ICR);
	*targets = 3;
	return TRUE;
}

START_TEST(each_bit_of_the_mask_is_a_dpc_on_that_processor)
{
	rig_begin(LINE_HEAD);
	plan.isr = isr_mask;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 2);
	rig_end();
}
END_TEST

START_TEST(a_line_that_nobody_dismisses_comes_again_and_again)
{
	rig_begin(LINE_HEAD);
	plan.isr = rig_deaf_isr;
	rig_do(rig, "start nic0");
	ck_assert_ptr_null(rig_order(rig, "device.raise nic0 SW0"));
	rig_run(rig, 100000);
	ck_assert_uint_gt(seen.isrs, 10);
	ck_assert_uint_gt(rig_count(rig, R_IOAPIC_REDELIVER), 5);
	rig_end();
}
END_TEST

static void raise_twice(void)
{
	KIRQL old;

	KeRaiseIrql(12, &old);
	reg_write(ICS, SW0);
	reg_read(ICR);
	reg_write(ICR, SW0);
	reg_write(ICS, SW0);
	reg_read(ICR);
	NdisStallExecution(10);
	KeLowerIrql(old);
}

START_TEST(identical_messages_merge)
{
	rig_begin("cpus 1\ndevice nic0 vnic slot=1 msix=4\ndriver nic0 test\n");
	plan.msi = TRUE;
	plan.initialized = raise_twice;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_count(rig, R_MSI_SEND), 2);
	ck_assert_uint_eq(rig_count(rig, R_APIC_MERGE), 1);
	ck_assert_uint_eq(seen.isrs, 1);
	rig_end();
}
END_TEST

static ULONG queued[4];

static void queue_dpcs(void)
{
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	queued[0] = NdisMQueueDpc(seen.interrupt, 0, 1, NULL);
	queued[1] = NdisMQueueDpc(seen.interrupt, 0, 1, NULL);
	queued[2] = NdisMQueueDpc(seen.interrupt, 1, 1, NULL);
	queued[3] = NdisMQueueDpc(seen.interrupt, 0, 0x80000003, NULL);
	KeLowerIrql(old);
}

START_TEST(dpcs_are_one_for_each_message_and_processor)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.initialized = queue_dpcs;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(queued[0], 1);
	ck_assert_uint_eq(queued[1], 0);
	ck_assert_uint_eq(queued[2], 1);
	ck_assert_uint_eq(queued[3], 2);
	ck_assert_uint_eq(seen.dpcs, 3);
	rig_end();
}
END_TEST

static void slow_dpc(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	NdisStallExecution(50);
}

static void queue_far_then_halt(void)
{
	NdisMQueueDpc(seen.interrupt, 0, 2, NULL);
}

START_TEST(deregister_waits_for_every_dpc)
{
	rig_begin(LINE_HEAD);
	plan.dpc = slow_dpc;
	plan.halt = queue_far_then_halt;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(seen.dpcs, 1);
	ck_assert_uint_lt(rig_last(rig, R_DPC_EXIT)->number, rig_last(rig, R_ISR_DISCONNECT)->number);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
}
END_TEST

static BOOLEAN nothing(NDIS_HANDLE context)
{
	(void)context;
	return TRUE;
}

static void deregister_and_use(void)
{
	NDIS_HANDLE interrupt = seen.interrupt;

	reg_write(IMC, ~0u);
	NdisMDeregisterInterruptEx(interrupt);
	NdisMSynchronizeWithInterruptEx(interrupt, 0, nothing, NULL);
	NdisMDeregisterInterruptEx(interrupt);
	seen.interrupt = NULL;
}

START_TEST(a_deregistered_interrupt_is_not_used_again)
{
	rig_begin(LINE_HEAD);
	plan.halt = deregister_and_use;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "NdisMDeregisterInterruptEx"), 2);
	rig_end();
}
END_TEST

START_TEST(enable_and_disable_handlers_are_called_by_diagnosis_alone)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.disables + seen.enables, 0);
	rig_do(rig, "interrupt.disable nic0 message=1");
	rig_do(rig, "interrupt.enable nic0 message=1");
	ck_assert_uint_eq(seen.disables, 1);
	ck_assert_uint_eq(seen.enables, 1);
	ck_assert_uint_ge(rig_last(rig, R_HANDLER_ENTER)->irql, 3);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(seen.disables, 1);
	rig_end();
}
END_TEST

static NDIS_STATUS set_status[3];

static void configure(void)
{
	NDIS_MSIX_CONFIG_PARAMETERS p = { .Header = { NDIS_OBJECT_TYPE_DEFAULT, 1, NDIS_SIZEOF_MSIX_CONFIG_PARAMETERS_REVISION_1 },
					  .TableEntry = 0, .MessageNumber = 2 };

	set_status[0] = NdisMConfigMSIXTableEntry(seen.adapter, &p);
	p.MessageNumber = 4;
	set_status[1] = NdisMConfigMSIXTableEntry(seen.adapter, &p);
}

START_TEST(a_table_entry_can_carry_another_message)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.initialized = configure;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(set_status[0], NDIS_STATUS_SUCCESS);
	ck_assert_int_eq(set_status[1], NDIS_STATUS_INVALID_PARAMETER);
	ck_assert_uint_eq(rig_broken(rig, "Grant_Range"), 1);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.last_message, 2);
	rig_end();
}
END_TEST

static void queue_at_passive(void)
{
	NdisMQueueDpc(seen.interrupt, 0, 1, NULL);
	seen.last_message = seen.dpcs;
}

START_TEST(a_dpc_for_this_processor_runs_at_once_at_passive)
{
	rig_begin("cpus 1\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	plan.initialized = queue_at_passive;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.last_message, 1);
	rig_end();
}
END_TEST

static void run_all(bool ahead)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.dpc = slow_dpc;
	sim_ahead(rig->sim, ahead);
	rig_do(rig, "start nic0");
	for (unsigned i = 0; i < 5; i++)
		ck_assert_ptr_null(rig_order(rig, "device.raise nic0 SW0"));
	rig_run(rig, 3000);
	ck_assert_ptr_null(rig_order(rig, "device.raise nic0 SW0"));
	rig_do(rig, "stop nic0");
}

START_TEST(looking_ahead_changes_no_byte)
{
	struct rig *first;
	uint64_t n;

	run_all(true);
	first = rig;
	n = trace_count(first->trace);
	sim_free(first->sim);
	run_all(false);
	ck_assert_uint_eq(trace_count(rig->trace), n);
	for (uint64_t i = 0; i < n; i++)
		ck_assert_mem_eq(trace_at(rig->trace, i), trace_at(first->trace, i), sizeof(struct record));
	trace_free(first->trace);
	machine_fini(&first->machine);
	mem_free(first);
	rig_end();
}
END_TEST

static void more_twice(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	throttle->MoreNblsPending = seen.dpcs < 3;
}

START_TEST(a_dpc_that_leaves_work_is_called_again)
{
	rig_begin("cpus 2\nset budget=8\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	plan.dpc = more_twice;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 3);
	ck_assert_uint_eq(seen.isrs, 1);
	ck_assert_uint_eq(rig_first(rig, R_DPC_ENTER)->w[2], 8);
	rig_end();
}
END_TEST

START_TEST(more_work_under_an_unlimited_budget_is_a_finding)
{
	rig_begin(LINE_HEAD);
	plan.dpc = more_twice;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Throttle_Unlimited"), 1);
	ck_assert_uint_eq(seen.dpcs, 1);
	rig_end();
}
END_TEST

static void no_throttle(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	seen.last_message = throttle == NULL;
}

START_TEST(below_ndis_6_20_there_are_no_throttle_parameters)
{
	rig_begin(LINE_HEAD);
	plan.minor = 1;
	plan.dpc = no_throttle;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 1);
	ck_assert_uint_eq(seen.last_message, 1);
	rig_end();
}
END_TEST

static void queue_wrong_message(void)
{
	NdisMQueueDpc(seen.interrupt, 1, 1, NULL);
}

START_TEST(a_message_number_after_a_line_grant_is_taken_as_zero)
{
	rig_begin(LINE_HEAD);
	plan.initialized = queue_wrong_message;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Grant_Ignored"), 1);
	ck_assert_uint_eq(rig_broken(rig, "Grant_Range"), 0);
	ck_assert_uint_eq(seen.dpcs, 1);
	rig_end();
}
END_TEST

/* Message 1 comes while message 0's critical section runs on another CPU. */
static BOOLEAN raise_the_other(NDIS_HANDLE context)
{
	(void)context;
	reg_write(ICS, SW1);
	NdisStallExecution(20);
	return TRUE;
}

static void synchronize_with_message_0(void)
{
	NdisMSynchronizeWithInterruptEx(seen.interrupt, 0, raise_the_other, NULL);
}

static BOOLEAN note_message(ULONG message, PBOOLEAN queue, PULONG targets)
{
	(void)queue;
	(void)targets;
	seen.last_message = message;
	reg_write(ICR, SW1);
	return TRUE;
}

/* Whether the service routine of message 1 began before the critical section had ended. */
static bool overlaps(BOOLEAN sync_all)
{
	const struct record *end = NULL;
	bool before;

	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.sync_all = sync_all;
	plan.enable = SW0 | SW1;
	plan.isr = note_message;
	plan.initialized = synchronize_with_message_0;
	rig_do(rig, "start nic0");
	for (uint64_t i = 0; i < trace_count(rig->trace) && !end; i++)
		if (trace_at(rig->trace, i)->kind == R_HANDLER_EXIT &&
		    !strcmp(trace_text_of(rig->trace, trace_at(rig->trace, i)->w[0]), "MiniportSynchronizeInterrupt"))
			end = trace_at(rig->trace, i);
	ck_assert_ptr_nonnull(end);
	ck_assert_uint_eq(seen.last_message, 1);
	before = rig_first(rig, R_ISR_ENTER)->number < end->number;
	rig_end();
	return before;
}

START_TEST(messages_exclude_one_another_only_if_asked_to)
{
	ck_assert(overlaps(FALSE));
	ck_assert(!overlaps(TRUE));
}
END_TEST

SUITE("ndis interrupt", the_default_dpc_beats_the_mask_and_counts_although_the_routine_declines,
      each_bit_of_the_mask_is_a_dpc_on_that_processor, a_line_that_nobody_dismisses_comes_again_and_again,
      identical_messages_merge, dpcs_are_one_for_each_message_and_processor, deregister_waits_for_every_dpc,
      a_deregistered_interrupt_is_not_used_again, enable_and_disable_handlers_are_called_by_diagnosis_alone,
      a_table_entry_can_carry_another_message, a_dpc_for_this_processor_runs_at_once_at_passive,
      looking_ahead_changes_no_byte, a_dpc_that_leaves_work_is_called_again,
      more_work_under_an_unlimited_budget_is_a_finding, below_ndis_6_20_there_are_no_throttle_parameters,
      a_message_number_after_a_line_grant_is_taken_as_zero, messages_exclude_one_another_only_if_asked_to)
