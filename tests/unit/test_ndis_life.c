/* SPDX-License-Identifier: MIT */
/* The life of an adapter, levels and locks at the gate, waiting, timers, and what must be over at halt. */
#include "tests/unit/ndis_rig.h"

static struct rig *rig;

static void begin(const char *head)
{
	plan = (struct plan){ .msi = FALSE };
	seen = (struct seen){ .isrs = 0 };
	rig = rig_new(head);
}

static void done(void)
{
	rig_free(rig);
}

static void expect_bugcheck(uint64_t code, uint64_t p1)
{
	ck_assert(sim_stopped(rig->sim));
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK)->w[0], code);
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK_PARAMETERS)->w[0], p1);
}

START_TEST(states_follow_one_another)
{
	static const uint64_t states[] = { SYM_state_INITIALIZING, SYM_state_PAUSED, SYM_state_RESTARTING, SYM_state_RUNNING,
					   SYM_state_PAUSING, SYM_state_PAUSED, SYM_state_HALTING, SYM_state_HALTED };
	unsigned n = 0;

	begin(LINE_HEAD);
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	for (uint64_t i = 0; i < trace_count(rig->trace); i++)
		if (trace_at(rig->trace, i)->kind == R_PNP_STATE)
			ck_assert_uint_eq(trace_at(rig->trace, i)->w[0], states[n++]);
	ck_assert_uint_eq(n, 8);
	done();
}
END_TEST

START_TEST(what_makes_no_sense_now_is_refused_with_a_reason)
{
	begin(LINE_HEAD);
	ck_assert_str_eq(rig_order(rig, "stop nic0"), "its driver does not run");
	ck_assert_ptr_null(rig_order(rig, "start nic0"));
	ck_assert_str_eq(rig_order(rig, "start nic0"), "the device is busy starting or stopping");
	rig_run(rig, 20000000);
	ck_assert_str_eq(rig_order(rig, "start nic0"), "its driver runs already");
	done();
}
END_TEST

START_TEST(a_restart_initializes_anew)
{
	begin(LINE_HEAD);
	rig_do(rig, "start nic0");
	rig_do(rig, "restart nic0");
	ck_assert_uint_eq(seen.initializes, 2);
	ck_assert_uint_eq(seen.halts, 1);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.dpcs, 1);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	done();
}
END_TEST

static ULONG removed_read;

static void read_when_gone(void)
{
	removed_read = reg_read(ICR);
}

START_TEST(a_device_pulled_out_reads_all_ones_and_is_halted)
{
	begin(LINE_HEAD);
	plan.halt = read_when_gone;
	rig_do(rig, "start nic0");
	rig_do(rig, "remove nic0");
	ck_assert_uint_eq(seen.action, NdisHaltDeviceSurpriseRemoved);
	ck_assert_uint_eq(removed_read, 0xffffffff);
	ck_assert_uint_eq(rig_state(rig), SYM_state_REMOVED);
	done();
}
END_TEST

static NDIS_STATUS failing_pause(void)
{
	return NDIS_STATUS_FAILURE;
}

START_TEST(pause_returns_success_or_pending)
{
	begin(LINE_HEAD);
	plan.pause = failing_pause;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "MiniportPause_Return"), 1);
	ck_assert_uint_eq(seen.halts, 1);
	done();
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
	begin(LINE_HEAD);
	plan.pause = pending_pause;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(seen.halts, 1);
	ck_assert_uint_eq(rig_count(rig, R_WORK_EXIT), 1);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	done();
}
END_TEST

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
	begin(LINE_HEAD);
	plan.isr = isr_with_lock;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Irql_Synch_Function"), 1);
	expect_bugcheck(0xC4, 0x42);
	done();
}
END_TEST

static void keep_lock(void)
{
	NdisAllocateSpinLock(&lock);
	NdisAcquireSpinLock(&lock);
}

START_TEST(a_handler_does_not_return_with_a_lock_or_another_level)
{
	begin(LINE_HEAD);
	plan.initialized = keep_lock;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "SpinLock"), 1);
	expect_bugcheck(0xC8, 0x20000);
	done();
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
	begin(LINE_HEAD);
	plan.initialized = balanced;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.last_message, DISPATCH_LEVEL);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	ck_assert_uint_eq(rig_state(rig), SYM_state_RUNNING);
	done();
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
	begin(LINE_HEAD);
	lock = (NDIS_SPIN_LOCK){ 0 };
	plan.initialized = release_unheld;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "SpinLockRelease"), 1);
	done();
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
	begin(LINE_HEAD);
	plan.dpc = dpc_that_sleeps;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Irql_Miniport_Driver_Function"), 1);
	expect_bugcheck(0xB8, 0);
	done();
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
	begin(LINE_HEAD);
	plan.dpc = paged_dpc;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Irql_Miniport_Driver_Function"), 1);
	ck_assert(!sim_stopped(rig->sim));
	done();
}
END_TEST

static void stall(void)
{
	NdisStallExecution(51);
}

START_TEST(a_long_stall_is_a_finding)
{
	begin(LINE_HEAD);
	plan.initialized = stall;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "NdisStallExecution_Delay"), 1);
	done();
}
END_TEST

static NDIS_EVENT happened;
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
	begin(LINE_HEAD);
	plan.initialized = wait_for_event;
	rig_do(rig, "start nic0");
	ck_assert(!waited[0]);
	ck_assert(waited[1]);
	ck_assert_uint_eq(rig_state(rig), SYM_state_RUNNING);
	done();
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

	begin(LINE_HEAD);
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
	done();
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
	begin(LINE_HEAD);
	plan.initialized = arm_once;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(fired, 1);
	ck_assert_int_eq(rig_last(rig, R_TIMER_FIRE)->at, (vtime)rig_last(rig, R_TIMER_SET)->w[0]);
	done();
}
END_TEST

START_TEST(a_periodic_timer_is_over_when_it_is_cancelled)
{
	begin(LINE_HEAD);
	plan.initialized = arm_often;
	plan.halt = cancel_timer;
	rig_do(rig, "start nic0");
	ck_assert_uint_ge(fired, 15);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_state(rig), SYM_state_HALTED);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	done();
}
END_TEST

START_TEST(a_timer_left_armed_at_halt_is_a_bugcheck)
{
	begin(LINE_HEAD);
	plan.initialized = arm_often;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	expect_bugcheck(0x7C, 0x09);
	done();
}
END_TEST

static void print(void)
{
	static WCHAR wide[] = { 'w', 'i', 'd', 'e', 0 };
	UNICODE_STRING string = { 6, 10, wide };

	DbgPrint("%d %04x %s|%ws|%wZ|%c%% %I64x\n", -7, 0x2a, "text", wide, &string, 'c', UINT64_C(0x123456789a));
}

START_TEST(dbgprint_is_a_record_with_the_text)
{
	begin(LINE_HEAD);
	plan.initialized = print;
	rig_do(rig, "start nic0");
	ck_assert_str_eq(trace_text_of(rig->trace, rig_last(rig, R_CODE_NOTE)->w[0]), "-7 002a text|wide|wid|c% 123456789a");
	done();
}
END_TEST

static void wide_string(UNICODE_STRING *s, WCHAR *to, const char *text)
{
	USHORT n = 0;

	for (; text[n]; n++)
		to[n] = (WCHAR)text[n];
	*s = (UNICODE_STRING){ (USHORT)(2 * n), (USHORT)(2 * n + 2), to };
}

static NDIS_STATUS read_keyword(const char *name, NDIS_PARAMETER_TYPE type, ULONG *value)
{
	NDIS_CONFIGURATION_OBJECT object = { .Header = { NDIS_OBJECT_TYPE_CONFIGURATION_OBJECT, 1,
							 NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1 },
					     .NdisHandle = seen.adapter };
	PNDIS_CONFIGURATION_PARAMETER p;
	NDIS_STATUS status;
	NDIS_HANDLE handle;
	UNICODE_STRING s;
	WCHAR text[64];

	wide_string(&s, text, name);
	if (NdisOpenConfigurationEx(&object, &handle) != NDIS_STATUS_SUCCESS)
		return NDIS_STATUS_ADAPTER_NOT_FOUND;
	NdisReadConfiguration(&status, &p, handle, &s, type);
	if (status == NDIS_STATUS_SUCCESS)
		*value = p->ParameterType == NdisParameterInteger ? p->ParameterData.IntegerData : p->ParameterData.StringData.Length;
	NdisCloseConfiguration(handle);
	return status;
}

static NDIS_STATUS statuses[6];
static ULONG values[6];

static void read_keywords(void)
{
	statuses[0] = read_keyword("*JUMBOpacket", NdisParameterInteger, &values[0]);
	statuses[1] = read_keyword("LabNumber", NdisParameterInteger, &values[1]);
	statuses[2] = read_keyword("LabNumber", NdisParameterHexInteger, &values[2]);
	statuses[3] = read_keyword("LabText", NdisParameterString, &values[3]);
	statuses[4] = read_keyword("MSISupported", NdisParameterInteger, &values[4]);
	statuses[5] = read_keyword("LabText", NdisParameterInteger, &values[5]);
}

START_TEST(keywords_are_set_defaulted_or_absent_and_package_facts_are_none)
{
	begin("cpus 1\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test MSISupported=1 LabNumber=12 LabText=abc\n");
	plan.initialized = read_keywords;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(values[0], 1514);
	ck_assert_uint_eq(values[1], 12);
	ck_assert_uint_eq(values[2], 0x12);
	ck_assert_uint_eq(values[3], 6);
	ck_assert_int_eq(statuses[3], NDIS_STATUS_SUCCESS);
	ck_assert_int_eq(statuses[4], NDIS_STATUS_FAILURE);
	ck_assert_int_eq(statuses[5], NDIS_STATUS_FAILURE);
	ck_assert_uint_eq(rig_count(rig, R_CONFIG_READ), 6);
	done();
}
END_TEST

static NDIS_STATUS write_number(const char *name, ULONG value)
{
	NDIS_CONFIGURATION_OBJECT object = { .Header = { NDIS_OBJECT_TYPE_CONFIGURATION_OBJECT, 1,
							 NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1 },
					     .NdisHandle = seen.adapter };
	NDIS_CONFIGURATION_PARAMETER p = { .ParameterType = NdisParameterInteger, .ParameterData.IntegerData = value };
	NDIS_STATUS status;
	NDIS_HANDLE handle;
	UNICODE_STRING s;
	WCHAR text[64];

	wide_string(&s, text, name);
	NdisOpenConfigurationEx(&object, &handle);
	NdisWriteConfiguration(&status, handle, &s, &p);
	NdisCloseConfiguration(handle);
	return status;
}

static void write_then_read(void)
{
	if (seen.initializes == 1) {
		statuses[0] = write_number("LabWritten", 12);
		statuses[1] = write_number("MSISupported", 0);
	}
	read_keyword("LabWritten", NdisParameterInteger, &values[0]);
	read_keyword("LabWritten", NdisParameterHexInteger, &values[1]);
}

START_TEST(a_written_keyword_is_read_until_a_command_sets_another)
{
	begin(LINE_HEAD);
	plan.initialized = write_then_read;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(statuses[0], NDIS_STATUS_SUCCESS);
	ck_assert_int_eq(statuses[1], NDIS_STATUS_FAILURE);
	ck_assert_uint_eq(values[0], 12);
	ck_assert_uint_eq(values[1], 12);
	ck_assert_uint_eq(rig_count(rig, R_CONFIG_WRITE), 2);
	rig_do(rig, "restart nic0");
	ck_assert_uint_eq(values[0], 12);
	rig_do(rig, "keyword nic0 LabWritten=7");
	rig_do(rig, "restart nic0");
	ck_assert_uint_eq(values[0], 7);
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

START_TEST(a_storm_stops_the_machine_in_the_end)
{
	begin("cpus 1\nset storm.stop=2000\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	plan.isr = isr_deaf;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_count(rig, R_STORM), 2);
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK)->w[0], 0xF2);
	ck_assert_uint_eq(rig_last(rig, R_BUGCHECK_PARAMETERS)->w[3], 1);
	done();
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
	begin("cpus 1\nset watchdog=2000000\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	plan.dpc = endless_dpc;
	rig_do(rig, "start nic0");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_count(rig, R_WATCHDOG), 1);
	expect_bugcheck(0x133, 1);
	done();
}
END_TEST

static NDIS_STATUS endless_pause(void)
{
	return NDIS_STATUS_PENDING;
}

START_TEST(a_wait_that_nothing_can_end_is_a_finding_once)
{
	begin(LINE_HEAD);
	plan.pause = endless_pause;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	rig_run(rig, 1000000);
	ck_assert_uint_eq(rig_count(rig, R_STALL), 1);
	ck_assert_uint_eq(rig_last(rig, R_STALL)->w[0], SYM_wait_PAUSE);
	ck_assert_uint_eq(rig_broken(rig, "Deadlock"), 1);
	done();
}
END_TEST

START_TEST(a_registration_can_be_made_to_fail)
{
	begin("cpus 1\nset fail.register=1\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	rig_do(rig, "start nic0");
	ck_assert_int_eq(seen.registered, NDIS_STATUS_RESOURCES);
	ck_assert_uint_eq(rig_count(rig, R_ISR_CONNECT), 0);
	done();
}
END_TEST

START_TEST(a_mapping_can_be_made_to_fail)
{
	begin("cpus 1\nset fail.map=1\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_state(rig), SYM_state_HALTED);
	ck_assert_uint_eq(rig_last(rig, R_PNP_STATE)->w[1], (uint32_t)NDIS_STATUS_RESOURCES);
	done();
}
END_TEST

SUITE("ndis_life", states_follow_one_another, what_makes_no_sense_now_is_refused_with_a_reason, a_restart_initializes_anew,
      a_device_pulled_out_reads_all_ones_and_is_halted, pause_returns_success_or_pending, a_pending_pause_is_waited_for,
      a_plain_spin_lock_in_a_service_routine_is_the_end, a_handler_does_not_return_with_a_lock_or_another_level,
      a_lock_raises_to_dispatch_and_its_release_lowers_again, releasing_a_lock_that_is_not_held_is_a_finding,
      waiting_in_a_dpc_is_the_end, paged_code_at_dispatch_is_a_finding_alone, a_long_stall_is_a_finding,
      an_event_is_waited_for_until_it_is_set_or_the_time_is_over, an_event_is_one_object_and_its_state_is_told, a_timer_fires_once_at_its_time,
      a_periodic_timer_is_over_when_it_is_cancelled, a_timer_left_armed_at_halt_is_a_bugcheck,
      dbgprint_is_a_record_with_the_text, keywords_are_set_defaulted_or_absent_and_package_facts_are_none,
      a_written_keyword_is_read_until_a_command_sets_another, a_storm_stops_the_machine_in_the_end,
      a_cpu_that_stays_at_dispatch_meets_the_watchdog, a_wait_that_nothing_can_end_is_a_finding_once,
      a_registration_can_be_made_to_fail, a_mapping_can_be_made_to_fail)
