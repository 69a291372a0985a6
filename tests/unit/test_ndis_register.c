/* SPDX-License-Identifier: MIT */
/* Registration of an interrupt, what is granted then, and what must be undone. */
#include "tests/unit/ndis_rig.h"

START_TEST(a_line_driver_registers_serves_and_deregisters)
{
	rig_begin(LINE_HEAD);
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
	rig_end();
}
END_TEST

START_TEST(a_message_driver_gets_as_many_messages_as_were_granted)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.c.InterruptType, NDIS_CONNECT_MESSAGE_BASED);
	ck_assert_uint_eq(rig_last(rig, R_INTERRUPT_OUT)->w[1], 4);

	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.isrs, 1);
	ck_assert_uint_eq(seen.dpcs, 1);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
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
	rig_begin(LINE_HEAD);
	plan.before_register = enable_and_raise;
	plan.isr = isr_inside;
	rig_do(rig, "start nic0");
	ck_assert_uint_ge(seen.isrs, 1);
	ck_assert_uint_eq(seen.last_message, 1);
	ck_assert_uint_lt(rig_first(rig, R_ISR_ENTER)->number, rig_first(rig, R_INTERRUPT_OUT)->number);
	rig_end();
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
	rig_begin(LINE_HEAD);
	plan.before_register = enable_and_raise;
	plan.isr = isr_early_handle;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Register_Early"), 1);
	rig_end();
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
	rig_begin(LINE_HEAD);
	plan.before_register = enable_and_raise;
	plan.isr = isr_early_table;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Register_Early"), 1);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_gt(seen.isrs, 1);
	ck_assert_uint_eq(rig_broken(rig, "Register_Early"), 1);
	rig_end();
}
END_TEST

START_TEST(asking_for_messages_may_end_in_a_line)
{
	rig_begin("cpus 2\npolicy line\ndevice nic0 vnic slot=1 msix=4\ndriver nic0 test\n");
	plan.msi = TRUE;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_SUCCESS);
	ck_assert_uint_eq(seen.c.InterruptType, NDIS_CONNECT_LINE_BASED);
	ck_assert_ptr_null(seen.c.MessageInfoTable);
	rig_end();
}
END_TEST

static void no_line_handler(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	c->InterruptHandler = NULL;
}

START_TEST(line_handlers_are_demanded_of_a_message_driver)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.edit = no_line_handler;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_BAD_CHARACTERISTICS);
	ck_assert_uint_eq(rig_broken(rig, "Register_Handler"), 1);
	rig_end();
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
	rig_begin(LINE_HEAD);
	plan.keep_interrupt = TRUE;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "Init_DeRegisterInterrupt"), 1);
	expect_7c(0x08);
	rig_end();
}
END_TEST

START_TEST(leaving_it_registered_when_initialize_fails_is_a_bugcheck)
{
	rig_begin(LINE_HEAD);
	plan.result = NDIS_STATUS_FAILURE;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Init_RegisterInterrupt"), 1);
	expect_7c(0x0B);
	rig_end();
}
END_TEST

START_TEST(registering_before_the_attributes_fails)
{
	rig_begin(LINE_HEAD);
	plan.unregistered = TRUE;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_FAILURE);
	ck_assert_uint_eq(rig_broken(rig, "Register_Order"), 1);
	rig_end();
}
END_TEST

static void without_two(NDIS_MINIPORT_DRIVER_CHARACTERISTICS *c)
{
	c->HaltHandlerEx = NULL;
	c->CancelSendHandler = NULL;
}

START_TEST(a_driver_that_owes_handlers_is_told_which)
{
	uint64_t last;

	rig_begin(LINE_HEAD);
	plan.edit_driver = without_two;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.initializes, 0);
	ck_assert_uint_eq(rig_broken(rig, "Register_Handler"), 1);
	last = rig_last(rig, R_RULE_VIOLATION)->w[1];
	ck_assert_str_eq(trace_text_of(rig->trace, last), "handlers that every driver owes are NULL in its characteristics: HaltHandlerEx, CancelSendHandler");
	rig_end();
}
END_TEST

static void wrong_driver_type(NDIS_MINIPORT_DRIVER_CHARACTERISTICS *c)
{
	c->Header.Type = NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT;
}

START_TEST(a_driver_with_a_wrong_header_is_told_so)
{
	rig_begin(LINE_HEAD);
	plan.edit_driver = wrong_driver_type;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.initializes, 0);
	ck_assert_uint_eq(rig_broken(rig, "Register_Header"), 1);
	rig_end();
}
END_TEST

static void claim_memory(void)
{
	NDIS_SG_DMA_DESCRIPTION description = { .Header = { NDIS_OBJECT_TYPE_SG_DMA_DESCRIPTION, NDIS_SG_DMA_DESCRIPTION_REVISION_1,
							    NDIS_SIZEOF_SG_DMA_DESCRIPTION_REVISION_1 } };
	NDIS_PHYSICAL_ADDRESS physical;
	NDIS_HANDLE dma;
	PVOID address;

	NdisMRegisterScatterGatherDma(seen.adapter, &description, &dma);
	NdisMAllocateSharedMemory(seen.adapter, 4096, FALSE, &address, &physical);
}

START_TEST(memory_claimed_before_the_attributes_is_a_finding)
{
	rig_begin(LINE_HEAD);
	plan.unregistered = plan.no_interrupt = TRUE;
	plan.before_register = claim_memory;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Register_Order"), 2);
	rig_end();
	rig_begin(LINE_HEAD);
	plan.before_register = claim_memory;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "Register_Order"), 0);
	rig_end();
}
END_TEST

static void wrong_type(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	c->Header.Type = NDIS_OBJECT_TYPE_DEFAULT;
}

static void no_revision(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	c->Header.Revision = 0;
}

static void later_revision(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	c->Header.Revision = 2;
	c->Header.Size += 8;
}

static void short_size(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c)
{
	c->Header.Size--;
}

START_TEST(a_wrong_header_is_refused_by_its_member)
{
	static const struct {
		void (*edit)(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c);
		const char *member;
		unsigned given; /* what the driver gave can be told */
	} wrong[] = { { wrong_type, "Header.Type ", 1 }, { no_revision, "Header.Revision ", 1 }, { later_revision, "Header.Revision ", 1 },
		      { short_size, "Header.Size ", 0 } };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		rig_begin(LINE_HEAD);
		plan.edit = wrong[i].edit;
		rig_do(rig, "start nic0");
		ck_assert_int_eq(seen.registered, NDIS_STATUS_BAD_CHARACTERISTICS);
		ck_assert_uint_eq(rig_broken(rig, "Register_Header"), 1);
		ck_assert_ptr_nonnull(strstr(trace_text_of(rig->trace, rig_last(rig, R_RULE_VIOLATION)->w[1]), wrong[i].member));
		ck_assert_uint_eq(rig_count(rig, R_INTERRUPT_IN), wrong[i].given);
		rig_end();
	}
}
END_TEST

START_TEST(a_line_driver_with_only_messages_is_refused)
{
	rig_begin(MSIX_HEAD);
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_RESOURCE_CONFLICT);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
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
	rig_begin(LINE_HEAD);
	plan.initialized = register_again;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(second, NDIS_STATUS_RESOURCE_CONFLICT);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.isrs, 1);
	rig_end();
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
	rig_begin(MSIX_HEAD);
	plan.filter = delete_messages;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_SUCCESS);
	ck_assert_uint_eq(seen.c.InterruptType, NDIS_CONNECT_LINE_BASED);
	ck_assert_uint_eq(rig_last(rig, R_PNP_FILTER)->w[0], 0);
	ck_assert_uint_eq(rig_last(rig, R_PNP_FILTER)->w[1], 1);
	rig_end();
}
END_TEST

START_TEST(leaving_it_registered_when_restart_fails_is_a_bugcheck)
{
	rig_begin(LINE_HEAD);
	plan.restart = NDIS_STATUS_FAILURE;
	plan.keep_interrupt = TRUE;
	rig_do(rig, "start nic0");
	rig_expect_bugcheck(0x7C, 0x0D);
	rig_end();
}
END_TEST

SUITE("ndis register", a_line_driver_registers_serves_and_deregisters,
      a_message_driver_gets_as_many_messages_as_were_granted, the_first_interrupt_may_come_inside_the_register_call,
      the_handle_is_not_usable_before_the_register_call_returns,
      the_message_table_is_not_there_before_the_register_call_returns, asking_for_messages_may_end_in_a_line,
      line_handlers_are_demanded_of_a_message_driver, leaving_the_interrupt_registered_at_halt_is_a_bugcheck,
      leaving_it_registered_when_initialize_fails_is_a_bugcheck, registering_before_the_attributes_fails,
      a_driver_that_owes_handlers_is_told_which, a_driver_with_a_wrong_header_is_told_so, memory_claimed_before_the_attributes_is_a_finding,
      a_wrong_header_is_refused_by_its_member, a_line_driver_with_only_messages_is_refused,
      a_second_registration_leaves_the_first_alone, a_filter_may_delete_the_messages_and_run_on_the_line,
      leaving_it_registered_when_restart_fails_is_a_bugcheck)
