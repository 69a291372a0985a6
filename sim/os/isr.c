/* SPDX-License-Identifier: MIT */
/*
 * Delivery of vectors to service routines. The nesting on the stack is the nesting of levels: isr_take is called from
 * inside cpu_spend of whatever runs, and from irql_lower.
 */
#include "sim/base/bug.h"
#include "sim/os/irql.h"
#include "sim/os/isr.h"
#include "sim/os/nest.h"
#include "sim/os/os.h"

/* One service: level and lock of the interrupt, the routine. Whether it claimed. */
static bool serve(struct cpu *cpu, struct interrupt *interrupt, unsigned place)
{
	struct core *core = cpu->core;
	uint8_t before = irql_raise(cpu, interrupt->irql > cpu->irql ? interrupt->irql : cpu->irql);
	struct nest nest = { .kind = NEST_ISR, .obj = interrupt->obj, .what = interrupt->message, .code = interrupt->code };
	struct isr_answer answer = { .targets = 0 };
	uint64_t was;

	interrupt->running++;
	lock_acquire(interrupt->lock, cpu);
	nest.record = core_record(core, R_ISR_ENTER, interrupt->obj, interrupt->message, interrupt->vector, place, interrupt->code);
	interrupt->calls++;
	nest_enter(cpu, &nest);
	was = core_because(core, nest.record);
	interrupt->service(interrupt, &answer);
	core_record(core, R_ISR_EXIT, interrupt->obj, interrupt->message, answer.claimed, answer.queue_default,
		    answer.targets);
	interrupt->unclaimed += !answer.claimed;
	nest_leave(cpu);
	lock_release(interrupt->lock, cpu);
	interrupt->served(interrupt, &answer);
	if (!--interrupt->running && interrupt->waiting)
		thread_wake(interrupt->waiting);
	core->cause = was;
	if (before < cpu->irql && before > IRQL_DISPATCH)
		irql_lower(cpu, before);
	return answer.claimed;
}

/* A level chain stops at the first claim; if another device still asserts, the line comes again after EOI. An edge has one
 * routine in this system (messages are not shared). */
static void walk(struct cpu *cpu, uint8_t vector)
{
	struct interrupt *first = cpu->os->chain[cpu->number][vector], *next;
	unsigned place = 0;

	if (!first)
		core_record(cpu->core, R_ISR_UNEXPECTED, cpu->obj, vector, 0, 0, 0);
	for (struct interrupt *i = first; i; i = next) {
		bool claimed = serve(cpu, i, place++);

		next = i->next;
		if (i->level && claimed)
			break;
	}
}

static void dispatch(struct cpu *cpu, uint8_t vector)
{
	struct core *core = cpu->core;
	struct lapic *lapic = cpu->lapic;
	struct stretch stretch = cpu->stretch;
	uint64_t was = core_because(core, lapic_deliver(lapic, vector));
	uint8_t before = irql_raise(cpu, vector >> 4);

	cpu->stretch = (struct stretch){ .since = core->now };
	if (vector != ISR_VECTOR_IPI) {
		cpu_spend(cpu, core_cost(core, COST_ISR_ENTRY));
		walk(cpu, vector);
		cpu_spend(cpu, core_cost(core, COST_ISR_EXIT));
	}
	cpu_spend(cpu, core_cost(core, COST_EOI));
	lapic_eoi(lapic);
	irql_lower(cpu, before);
	cpu->stretch = stretch;
	core->cause = was;
}

void isr_take(struct cpu *cpu)
{
	struct lapic *lapic = cpu->lapic;
	int vector;

	while ((vector = lapic_deliverable(lapic)) >= 0)
		dispatch(cpu, (uint8_t)vector);
	if (cpu->irql < IRQL_DISPATCH && cpu->dpc_first)
		dpc_drain(cpu);
}

static struct interrupt **chain(const struct interrupt *interrupt)
{
	return &interrupt->os->chain[interrupt->cpu][interrupt->vector];
}

void isr_connect(struct interrupt *interrupt)
{
	struct interrupt **end = chain(interrupt);

	while (*end)
		end = &(*end)->next;
	*end = interrupt;
	interrupt->next = NULL;
	interrupt->connected = true;
	interrupt->since = core_record(interrupt->os->core, R_ISR_CONNECT, interrupt->obj, interrupt->message, interrupt->vector,
				       UINT64_C(1) << interrupt->cpu, interrupt->kind);
}

static void unlink_from_chain(struct interrupt *interrupt)
{
	struct interrupt **at = chain(interrupt);

	while (*at != interrupt)
		at = &(*at)->next;
	*at = interrupt->next;
}

void isr_disconnect(struct interrupt *interrupt)
{
	must(interrupt->connected);
	unlink_from_chain(interrupt);
	interrupt->waiting = thread_current(interrupt->os);
	while (interrupt->running)
		thread_wait(interrupt->os, SYM_wait_DPCS, interrupt->obj, VTIME_NEVER);
	interrupt->waiting = NULL;
	interrupt->connected = false;
	core_record(interrupt->os->core, R_ISR_DISCONNECT, interrupt->obj, interrupt->message, interrupt->vector, 0, 0);
}

bool isr_synchronize(struct interrupt *interrupt, bool (*body)(void *), void *context)
{
	struct cpu *cpu = os_cpu(interrupt->os);
	uint8_t before = irql_raise(cpu, interrupt->irql > cpu->irql ? interrupt->irql : cpu->irql);
	bool result;

	lock_acquire(interrupt->lock, cpu);
	result = body(context);
	lock_release(interrupt->lock, cpu);
	irql_lower(cpu, before);
	return result;
}

/* An inter-processor interrupt on its way. One per target is enough: the second merges in the target's IRR. */
struct ipi {
	struct event event;
	struct os *os;
	unsigned target;
};

static void arrive(struct event *event)
{
	struct ipi *ipi = (struct ipi *)event;

	lapic_accept(&ipi->os->hw->lapics[ipi->target], ISR_VECTOR_IPI, false);
}

void isr_ipi(struct os *os, unsigned target)
{
	struct core *core = os->core;
	struct ipi *ipi = os->ipis[target];
	uint64_t was;

	if (!ipi) {
		ipi = os->ipis[target] = arena_new(&core->arena, sizeof *ipi);
		event_init(&ipi->event, "ipi", arrive);
		ipi->os = os;
		ipi->target = target;
	}
	if (event_queued(&ipi->event))
		return;
	was = core_because(core, core_record(core, R_IPI_SEND, core->cpu ? core->cpu->obj : 0, target, ISR_VECTOR_IPI, 0, 0));
	core_after(core, &ipi->event, EVENT_INTERRUPT, core_cost(core, COST_IPI_FLIGHT));
	core->cause = was;
}
