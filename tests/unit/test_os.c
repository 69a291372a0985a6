/* SPDX-License-Identifier: MIT */
/* Levels, service routines, DPCs, locks and threads on real CPUs and local APICs, without any driver interface. */
#include <stdlib.h>

#include "sim/base/str.h"
#include "sim/os/bugcheck.h"
#include "sim/os/irql.h"
#include "tests/unit/rig_os.h"
#include "tests/unit/suite.h"

static struct rig rig;
static struct os *os;
static struct str said;

/* Everything takes the same time. */
static void setup(unsigned cpus)
{
	struct str head = { 0 };

	str_format(&head, "cpus %u\n", cpus);
	for (unsigned i = 0; i < COST_COUNT; i++)
		str_format(&head, "cost %s 100\n", cost_names[i].name);
	os = rig_os_init(&rig, head.text);
	core_run(&rig.core, 0, UINT64_MAX);
	str_free(&head);
	str_clear(&said);
	str_append(&said, "");
}

static void teardown(void)
{
	rig_os_fini(&rig, os);
	str_free(&said);
}

static void say(const char *what)
{
	str_format(&said, "%s ", what);
}

struct source {
	struct interrupt interrupt;
	struct lock lock;
	struct dpc dpc;
	const char *name;
	vtime isr_ns, dpc_ns;
	bool claims, queues;
};

static void service(struct interrupt *interrupt, struct isr_answer *answer)
{
	struct source *source = interrupt->context;

	say(source->name);
	cpu_spend(rig.core.cpu, source->isr_ns);
	str_format(&said, "/%s ", source->name);
	*answer = (struct isr_answer){ .claimed = source->claims, .queue_default = source->queues };
}

static void served(struct interrupt *interrupt, const struct isr_answer *answer)
{
	struct source *source = interrupt->context;

	if (answer->queue_default)
		dpc_queue(&source->dpc, 7);
}

static void run_dpc(struct dpc *dpc)
{
	struct source *source = dpc->owner;

	str_format(&said, "dpc-%s ", source->name);
	ck_assert_uint_eq(rig.core.cpu->irql, IRQL_DISPATCH);
	cpu_spend(rig.core.cpu, source->dpc_ns);
	str_format(&said, "/dpc-%s ", source->name);
}

static struct source *connect(const char *name, uint8_t vector, unsigned cpu)
{
	struct source *source = arena_new(&rig.core.arena, sizeof *source);

	source->name = name;
	source->claims = source->queues = true;
	source->isr_ns = 1000;
	source->dpc_ns = 1000;
	lock_init(&source->lock, os, "lock", 0, 0);
	source->interrupt = (struct interrupt){ .os = os, .vector = vector, .irql = vector >> 4, .cpu = cpu,
						.lock = &source->lock, .service = service, .served = served, .context = source };
	source->interrupt.obj = core_object(&rig.core, SYM_object_INTERRUPT, name, 0, "");
	source->dpc = (struct dpc){ .os = os, .obj = source->interrupt.obj, .cpu = cpu, .importance = DPC_MEDIUM_HIGH,
				    .run = run_dpc, .owner = source };
	isr_connect(&source->interrupt);
	return source;
}

struct arrival {
	struct event event;
	unsigned cpu;
	uint8_t vector;
};

static void arrive(struct event *event)
{
	struct arrival *arrival = (struct arrival *)event;

	lapic_accept(&rig.hw->lapics[arrival->cpu], arrival->vector, false);
}

static void message_at(vtime at, unsigned cpu, uint8_t vector)
{
	struct arrival *arrival = arena_new(&rig.core.arena, sizeof *arrival);

	event_init(&arrival->event, "message", arrive);
	arrival->cpu = cpu;
	arrival->vector = vector;
	core_after(&rig.core, &arrival->event, EVENT_INTERRUPT, at - rig.core.now);
}

START_TEST(a_dpc_runs_after_its_service_routine_when_the_level_drops)
{
	setup(1);
	connect("a", 0x51, 0);
	message_at(1000, 0, 0x51);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "a /a dpc-a /dpc-a ");
	ck_assert_uint_eq(os->cpus[0].irql, IRQL_PASSIVE);
	teardown();
}
END_TEST

START_TEST(a_higher_class_interrupts_a_service_routine_an_equal_one_waits)
{
	setup(1);
	connect("low", 0x51, 0)->queues = false;
	connect("same", 0x5F, 0)->queues = false;
	connect("high", 0x61, 0)->queues = false;
	message_at(1000, 0, 0x51);
	message_at(1300, 0, 0x5F);
	message_at(1400, 0, 0x61);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "low high /high /low same /same ");
	teardown();
}
END_TEST

START_TEST(a_service_routine_cuts_through_a_dpc_and_its_own_dpc_waits_its_turn)
{
	setup(1);
	connect("a", 0x51, 0);
	connect("b", 0x61, 0);
	message_at(1000, 0, 0x51);
	message_at(3200, 0, 0x61);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "a /a dpc-a b /b /dpc-a dpc-b /dpc-b ");
	teardown();
}
END_TEST

START_TEST(a_dpc_that_is_queued_already_is_not_queued_twice)
{
	setup(1);
	connect("a", 0x51, 0)->dpc_ns = 10;
	connect("b", 0x61, 0)->dpc_ns = 5000;
	message_at(1000, 0, 0x61);
	message_at(3500, 0, 0x51);
	message_at(5500, 0, 0x51);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "b /b dpc-b a /a a /a /dpc-b dpc-a /dpc-a ");
	ck_assert_uint_eq(rig_count(&rig, R_DPC_MERGE), 1);
	teardown();
}
END_TEST

START_TEST(equal_messages_merge_while_the_first_waits_and_are_two_while_it_runs)
{
	setup(1);
	connect("a", 0x51, 0)->queues = false;
	message_at(1000, 0, 0x51);
	message_at(1500, 0, 0x51);
	message_at(1600, 0, 0x51);
	message_at(1700, 0, 0x51);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "a /a a /a ");
	ck_assert_uint_eq(rig_count(&rig, R_APIC_MERGE), 2);
	teardown();
}
END_TEST

START_TEST(a_dpc_for_another_cpu_runs_there_after_an_inter_processor_interrupt)
{
	struct source *source;

	setup(2);
	source = connect("a", 0x51, 0);
	source->dpc.cpu = 1;
	message_at(1000, 0, 0x51);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "a /a dpc-a /dpc-a ");
	ck_assert_uint_eq(rig_count(&rig, R_IPI_SEND), 1);
	for (uint64_t i = 0; i < trace_count(rig.trace); i++)
		if (trace_at(rig.trace, i)->kind == R_DPC_ENTER)
			ck_assert_uint_eq(trace_at(rig.trace, i)->cpu, 1);
	teardown();
}
END_TEST

START_TEST(a_lock_held_elsewhere_is_spun_for_and_handed_over)
{
	struct source *a, *b;

	setup(2);
	a = connect("a", 0x51, 0);
	b = connect("b", 0x51, 1);
	a->queues = b->queues = false;
	b->interrupt.lock = &a->lock;
	message_at(1000, 0, 0x51);
	message_at(1010, 1, 0x51);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "a /a b /b ");
	ck_assert_uint_eq(rig_count(&rig, R_LOCK_SPIN), 1);
	teardown();
}
END_TEST

static void takes_own_lock(struct interrupt *interrupt, struct isr_answer *answer)
{
	lock_acquire(interrupt->lock, rig.core.cpu);
	say("never");
	*answer = (struct isr_answer){ .claimed = true };
}

START_TEST(acquiring_a_lock_twice_is_found_at_once_and_stops_the_machine)
{
	setup(1);
	connect("a", 0x51, 0)->interrupt.service = takes_own_lock;
	message_at(1000, 0, 0x51);
	message_at(90000, 0, 0x51);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "");
	ck_assert(rig.core.stopped);
	ck_assert_uint_eq(rig_count(&rig, R_RULE_VIOLATION), 1);
	ck_assert_uint_eq(rig_count(&rig, R_BUGCHECK), 1);
	ck_assert_int_lt(rig.core.now, 90000);
	teardown();
}
END_TEST

static struct thread *waiting;

static void sleeper(void *argument)
{
	(void)argument;
	say("sleep");
	ck_assert_int_eq(thread_wait(os, SYM_wait_SLEEP, 0, rig.core.now + 5000), THREAD_TIMED_OUT);
	say("woke");
	waiting = thread_current(os);
	ck_assert_int_eq(thread_wait(os, SYM_wait_EVENT, 0, VTIME_NEVER), THREAD_WOKEN);
	say("signalled");
}

static void waker(void *argument)
{
	(void)argument;
	say("other");
	cpu_spend(rig.core.cpu, 20000);
	thread_wake(waiting);
	say("other-end");
}

START_TEST(a_thread_that_waits_gives_its_cpu_away_and_comes_back)
{
	setup(1);
	thread_new(os, 0, "sleeper", sleeper, NULL);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "sleep woke ");
	thread_new(os, 0, "waker", waker, NULL);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "sleep woke other other-end signalled ");
	ck_assert_uint_eq(rig_count(&rig, R_THREAD_END), 2);
	teardown();
}
END_TEST

START_TEST(a_level_held_from_outside_keeps_vectors_of_its_class_and_below_out)
{
	setup(1);
	connect("a", 0x51, 0)->queues = false;
	connect("b", 0x61, 0)->queues = false;
	irql_hold(&os->cpus[0], 5);
	message_at(1000, 0, 0x51);
	message_at(1000, 0, 0x61);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "b /b ");
	irql_hold(&os->cpus[0], 0);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "b /b a /a ");
	teardown();
}
END_TEST

START_TEST(a_cpu_held_at_dispatch_level_runs_service_routines_and_no_dpcs)
{
	setup(1);
	connect("a", 0x51, 0)->dpc_ns = 10;
	irql_hold(&os->cpus[0], IRQL_DISPATCH);
	message_at(1000, 0, 0x51);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "a /a ");
	irql_hold(&os->cpus[0], 0);
	rig_run(&rig);
	ck_assert_str_eq(said.text, "a /a dpc-a /dpc-a ");
	teardown();
}
END_TEST

START_TEST(a_vector_without_a_service_routine_is_ended_and_recorded)
{
	setup(1);
	message_at(1000, 0, 0x51);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_ISR_UNEXPECTED), 1);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_EOI), 1);
	teardown();
}
END_TEST

START_TEST(every_record_in_a_service_routine_is_caused_by_what_brought_it)
{
	uint64_t enter = 0, accept = 0;

	setup(1);
	connect("a", 0x51, 0);
	message_at(1000, 0, 0x51);
	rig_run(&rig);
	for (uint64_t i = 0; i < trace_count(rig.trace); i++) {
		const struct record *r = trace_at(rig.trace, i);

		if (r->kind == R_APIC_ACCEPT)
			accept = i;
		if (r->kind == R_ISR_ENTER)
			ck_assert_uint_eq(trace_at(rig.trace, r->cause)->kind, R_APIC_ACCEPT);
		if (r->kind == R_ISR_ENTER)
			enter = i;
		if (r->kind == R_DPC_ENTER)
			ck_assert_uint_eq(trace_at(rig.trace, r->cause)->kind, R_DPC_QUEUE);
		if (r->kind == R_DPC_QUEUE)
			ck_assert_uint_eq(r->cause, enter);
	}
	ck_assert_uint_gt(accept, 0);
	ck_assert_uint_gt(enter, accept);
	teardown();
}
END_TEST

SUITE("os", a_dpc_runs_after_its_service_routine_when_the_level_drops,
      a_higher_class_interrupts_a_service_routine_an_equal_one_waits,
      a_service_routine_cuts_through_a_dpc_and_its_own_dpc_waits_its_turn,
      a_dpc_that_is_queued_already_is_not_queued_twice, a_cpu_held_at_dispatch_level_runs_service_routines_and_no_dpcs,
      equal_messages_merge_while_the_first_waits_and_are_two_while_it_runs,
      a_dpc_for_another_cpu_runs_there_after_an_inter_processor_interrupt,
      a_lock_held_elsewhere_is_spun_for_and_handed_over, acquiring_a_lock_twice_is_found_at_once_and_stops_the_machine,
      a_thread_that_waits_gives_its_cpu_away_and_comes_back,
      a_level_held_from_outside_keeps_vectors_of_its_class_and_below_out,
      a_vector_without_a_service_routine_is_ended_and_recorded,
      every_record_in_a_service_routine_is_caused_by_what_brought_it)
