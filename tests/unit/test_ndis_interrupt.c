/* SPDX-License-Identifier: MIT */
/* Registration, service routines, DPCs and deregistration: the ten rules of the interface, each by a driver that meets it. */
#include "sim/base/mem.h"
#include "tests/unit/ndis_rig.h"

static struct rig *rig;

static struct rig *begin(const char *head)
{
	plan = (struct plan){ .msi = FALSE };
	seen = (struct seen){ .isrs = 0 };
	return rig = rig_new(head);
}

static void done(void)
{
	rig_free(rig);
}

START_TEST(a_line_driver_registers_serves_and_deregisters)
{
	begin(LINE_HEAD);
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_state(rig), SYM_state_RUNNING);
	ck_assert_uint_eq(seen.c.InterruptType, NDIS_CONNECT_LINE_BASED);
	ck_assert_ptr_null(seen.c.MessageInfoTable);

	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.isrs, 1);
	ck_assert_uint_eq(seen.dpcs, 1);

	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_state(rig), SYM_state_HALTED);
	ck_assert_uint_eq(seen.halts, 1);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	done();
}
END_TEST

START_TEST(a_message_driver_gets_as_many_messages_as_were_granted)
{
	begin(MSIX_HEAD);
	plan.msi = TRUE;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.c.InterruptType, NDIS_CONNECT_MESSAGE_BASED);
	ck_assert_uint_eq(rig_last(rig, R_INTERRUPT_OUT)->w[1], 4);

	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.isrs, 1);
	ck_assert_uint_eq(seen.dpcs, 1);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	done();
}
END_TEST

/* Rule 1: the device is enabled before the register call, so its interrupt comes while the call runs. */
static void enable_and_raise(void)
{
	reg_write(IMS, SW0);
	reg_write(ICS, SW0);
	reg_read(IMS);
}

static BOOLEAN isr_inside(ULONG message, PBOOLEAN queue, PULONG targets)
{
	(void)message;
	(void)targets;
	if (seen.isrs == 1)
		seen.last_message = seen.interrupt == NULL && seen.c.InterruptType == 0;
	reg_write(ICR, SW0);
	reg_read(ICR);
	*queue = FALSE;
	return TRUE;
}

START_TEST(the_first_interrupt_may_come_inside_the_register_call)
{
	begin(LINE_HEAD);
	plan.before_register = enable_and_raise;
	plan.isr = isr_inside;
	rig_do(rig, "start nic0");
	ck_assert_uint_ge(seen.isrs, 1);
	ck_assert_uint_eq(seen.last_message, 1);
	ck_assert_uint_lt(rig_first(rig, R_ISR_ENTER)->number, rig_first(rig, R_INTERRUPT_OUT)->number);
	done();
}
END_TEST

static BOOLEAN isr_early_handle(ULONG message, PBOOLEAN queue, PULONG targets)
{
	isr_inside(message, queue, targets);
	NdisMQueueDpc(seen.interrupt, 0, 1, NULL);
	return TRUE;
}

START_TEST(the_handle_is_not_usable_before_the_register_call_returns)
{
	begin(LINE_HEAD);
	plan.before_register = enable_and_raise;
	plan.isr = isr_early_handle;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Register_Early"), 1);
	done();
}
END_TEST

/* What an instrumented driver's read of the member calls. */
void __tsan_read8(void *p);

static BOOLEAN isr_early_table(ULONG message, PBOOLEAN queue, PULONG targets)
{
	__tsan_read8(&seen.c.MessageInfoTable);
	return isr_inside(message, queue, targets);
}

START_TEST(the_message_table_is_not_there_before_the_register_call_returns)
{
	begin(LINE_HEAD);
	plan.before_register = enable_and_raise;
	plan.isr = isr_early_table;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Register_Early"), 1);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_gt(seen.isrs, 1);
	ck_assert_uint_eq(rig_broken(rig, "Register_Early"), 1);
	done();
}
END_TEST

START_TEST(asking_for_messages_may_end_in_a_line)
{
	begin("cpus 2\npolicy line\ndevice nic0 vnic slot=1 msix=4\ndriver nic0 test\n");
	plan.msi = TRUE;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_SUCCESS);
	ck_assert_uint_eq(seen.c.InterruptType, NDIS_CONNECT_LINE_BASED);
	ck_assert_ptr_null(seen.c.MessageInfoTable);
	done();
}
END_TEST

static void no_line_handler(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	c->InterruptHandler = NULL;
}

START_TEST(line_handlers_are_demanded_of_a_message_driver)
{
	begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.edit = no_line_handler;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_BAD_CHARACTERISTICS);
	ck_assert_uint_eq(rig_broken(rig, "Register_Handler"), 1);
	done();
}
END_TEST

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
	begin(LINE_HEAD);
	plan.isr = isr_both;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 1);
	ck_assert_uint_eq(rig_last(rig, R_ISR_EXIT)->w[1], 0);
	done();
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
	begin(LINE_HEAD);
	plan.isr = isr_mask;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 2);
	done();
}
END_TEST

static BOOLEAN isr_deaf(ULONG message, PBOOLEAN queue, PULONG targets)
{
	(void)message;
	(void)queue;
	(void)targets;
	return TRUE;
}

START_TEST(a_line_that_nobody_dismisses_comes_again_and_again)
{
	begin(LINE_HEAD);
	plan.isr = isr_deaf;
	rig_do(rig, "start nic0");
	ck_assert_ptr_null(rig_order(rig, "device.raise nic0 SW0"));
	rig_run(rig, 100000);
	ck_assert_uint_gt(seen.isrs, 10);
	ck_assert_uint_gt(rig_count(rig, R_IOAPIC_REDELIVER), 5);
	done();
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
	begin("cpus 1\ndevice nic0 vnic slot=1 msix=4\ndriver nic0 test\n");
	plan.msi = TRUE;
	plan.initialized = raise_twice;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_count(rig, R_MSI_SEND), 2);
	ck_assert_uint_eq(rig_count(rig, R_APIC_MERGE), 1);
	ck_assert_uint_eq(seen.isrs, 1);
	done();
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
	begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.initialized = queue_dpcs;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(queued[0], 1);
	ck_assert_uint_eq(queued[1], 0);
	ck_assert_uint_eq(queued[2], 1);
	ck_assert_uint_eq(queued[3], 2);
	ck_assert_uint_eq(seen.dpcs, 3);
	done();
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
	begin(LINE_HEAD);
	plan.dpc = slow_dpc;
	plan.halt = queue_far_then_halt;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(seen.dpcs, 1);
	ck_assert_uint_lt(rig_last(rig, R_DPC_EXIT)->number, rig_last(rig, R_ISR_DISCONNECT)->number);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	done();
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
	begin(LINE_HEAD);
	plan.halt = deregister_and_use;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "NdisMDeregisterInterruptEx"), 2);
	done();
}
END_TEST

static void expect_7c(uint64_t p1)
{
	ck_assert(sim_stopped(rig->sim));
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK)->w[0], 0x7C);
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK_PARAMETERS)->w[0], p1);
}

START_TEST(leaving_the_interrupt_registered_at_halt_is_a_bugcheck)
{
	begin(LINE_HEAD);
	plan.keep_interrupt = TRUE;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "Init_DeRegisterInterrupt"), 1);
	expect_7c(0x08);
	done();
}
END_TEST

START_TEST(leaving_it_registered_when_initialize_fails_is_a_bugcheck)
{
	begin(LINE_HEAD);
	plan.result = NDIS_STATUS_FAILURE;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Init_RegisterInterrupt"), 1);
	expect_7c(0x0B);
	done();
}
END_TEST

START_TEST(enable_and_disable_handlers_are_called_by_diagnosis_alone)
{
	begin(MSIX_HEAD);
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
	done();
}
END_TEST

START_TEST(registering_before_the_attributes_fails)
{
	begin(LINE_HEAD);
	plan.unregistered = TRUE;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_FAILURE);
	ck_assert_uint_eq(rig_broken(rig, "Register_Order"), 1);
	done();
}
END_TEST

static void wrong_type(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	c->Header.Type = NDIS_OBJECT_TYPE_DEFAULT;
}

START_TEST(a_wrong_header_is_refused)
{
	begin(LINE_HEAD);
	plan.edit = wrong_type;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_BAD_CHARACTERISTICS);
	ck_assert_uint_eq(rig_broken(rig, "Register_Header"), 1);
	done();
}
END_TEST

START_TEST(a_line_driver_with_only_messages_is_refused)
{
	begin(MSIX_HEAD);
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_RESOURCE_CONFLICT);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	done();
}
END_TEST

static NDIS_STATUS second;

static void register_again(void)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS c = seen.c;
	NDIS_HANDLE handle;

	second = NdisMRegisterInterruptEx(seen.adapter, &seen, &c, &handle);
}

START_TEST(a_second_registration_leaves_the_first_alone)
{
	begin(LINE_HEAD);
	plan.initialized = register_again;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(second, NDIS_STATUS_RESOURCE_CONFLICT);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.isrs, 1);
	done();
}
END_TEST

static NDIS_STATUS delete_messages(PIRP irp)
{
	PIO_RESOURCE_REQUIREMENTS_LIST list = (PIO_RESOURCE_REQUIREMENTS_LIST)irp->IoStatus.Information;
	PIO_RESOURCE_LIST l = list->List;
	ULONG kept = 0;

	for (ULONG i = 0; i < l->Count; i++) {
		IO_RESOURCE_DESCRIPTOR d = l->Descriptors[i];

		if (d.Type == CmResourceTypeInterrupt && d.Flags & CM_RESOURCE_INTERRUPT_MESSAGE)
			continue;
		d.Option &= (UCHAR)~IO_RESOURCE_ALTERNATIVE;
		l->Descriptors[kept++] = d;
	}
	l->Count = kept;
	return NDIS_STATUS_SUCCESS;
}

START_TEST(a_filter_may_delete_the_messages_and_run_on_the_line)
{
	begin(MSIX_HEAD);
	plan.filter = delete_messages;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_SUCCESS);
	ck_assert_uint_eq(seen.c.InterruptType, NDIS_CONNECT_LINE_BASED);
	ck_assert_uint_eq(rig_last(rig, R_PNP_FILTER)->w[0], 0);
	ck_assert_uint_eq(rig_last(rig, R_PNP_FILTER)->w[1], 1);
	done();
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
	begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.initialized = configure;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(set_status[0], NDIS_STATUS_SUCCESS);
	ck_assert_int_eq(set_status[1], NDIS_STATUS_INVALID_PARAMETER);
	ck_assert_uint_eq(rig_broken(rig, "Grant_Range"), 1);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.last_message, 2);
	done();
}
END_TEST

static void queue_at_passive(void)
{
	NdisMQueueDpc(seen.interrupt, 0, 1, NULL);
	seen.last_message = seen.dpcs;
}

START_TEST(a_dpc_for_this_processor_runs_at_once_at_passive)
{
	begin("cpus 1\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	plan.initialized = queue_at_passive;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.last_message, 1);
	done();
}
END_TEST

static void run_all(bool lookahead)
{
	begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.dpc = slow_dpc;
	sim_lookahead(rig->sim, lookahead);
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
	done();
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
	begin("cpus 2\nset budget=8\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	plan.dpc = more_twice;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 3);
	ck_assert_uint_eq(seen.isrs, 1);
	ck_assert_uint_eq(rig_first(rig, R_DPC_ENTER)->w[2], 8);
	done();
}
END_TEST

START_TEST(more_work_under_an_unlimited_budget_is_a_finding)
{
	begin(LINE_HEAD);
	plan.dpc = more_twice;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Throttle_Unlimited"), 1);
	ck_assert_uint_eq(seen.dpcs, 1);
	done();
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
	begin(LINE_HEAD);
	plan.minor = 1;
	plan.dpc = no_throttle;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 1);
	ck_assert_uint_eq(seen.last_message, 1);
	done();
}
END_TEST

static void queue_wrong_message(void)
{
	NdisMQueueDpc(seen.interrupt, 1, 1, NULL);
}

START_TEST(a_message_number_after_a_line_grant_is_taken_as_zero)
{
	begin(LINE_HEAD);
	plan.initialized = queue_wrong_message;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Grant_Ignored"), 1);
	ck_assert_uint_eq(rig_broken(rig, "Grant_Range"), 0);
	ck_assert_uint_eq(seen.dpcs, 1);
	done();
}
END_TEST

SUITE("ndis_interrupt", a_line_driver_registers_serves_and_deregisters, a_message_driver_gets_as_many_messages_as_were_granted,
      the_first_interrupt_may_come_inside_the_register_call, the_handle_is_not_usable_before_the_register_call_returns,
      the_message_table_is_not_there_before_the_register_call_returns,
      asking_for_messages_may_end_in_a_line, line_handlers_are_demanded_of_a_message_driver,
      the_default_dpc_beats_the_mask_and_counts_although_the_routine_declines, each_bit_of_the_mask_is_a_dpc_on_that_processor,
      a_line_that_nobody_dismisses_comes_again_and_again, identical_messages_merge, dpcs_are_one_for_each_message_and_processor,
      deregister_waits_for_every_dpc, a_deregistered_interrupt_is_not_used_again,
      leaving_the_interrupt_registered_at_halt_is_a_bugcheck, leaving_it_registered_when_initialize_fails_is_a_bugcheck,
      enable_and_disable_handlers_are_called_by_diagnosis_alone, registering_before_the_attributes_fails,
      a_wrong_header_is_refused, a_line_driver_with_only_messages_is_refused, a_second_registration_leaves_the_first_alone,
      a_filter_may_delete_the_messages_and_run_on_the_line, a_table_entry_can_carry_another_message,
      a_dpc_that_leaves_work_is_called_again, more_work_under_an_unlimited_budget_is_a_finding,
      below_ndis_6_20_there_are_no_throttle_parameters, a_message_number_after_a_line_grant_is_taken_as_zero,
      a_dpc_for_this_processor_runs_at_once_at_passive, looking_ahead_changes_no_byte)
