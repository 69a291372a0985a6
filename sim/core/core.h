/* SPDX-License-Identifier: MIT */
/*
 * The core of a machine: its clock, its queue, its trace, its memory, and what the floors above hang on it. Exactly one
 * lives in a process while a simulation does.
 *
 * Events are taken in their order, on one stack at a time: the engine's, which is the caller's own, or that of a CPU's code
 * (sim/os/cpu.h). Code that waits takes events itself until its own comes, so that no stack is changed where nobody else runs;
 * where another CPU's comes, it goes straight there. The engine begins, and gets the stack back at a bound of core_run.
 */
#ifndef MSILAB_CORE_CORE_H
#define MSILAB_CORE_CORE_H

#include "sim/base/machine.h"
#include "sim/core/arena.h"
#include "sim/core/fiber.h"
#include "sim/core/queue.h"
#include "sim/trace/trace.h"

struct hw;   /* sim/hw/hw.h */
struct os;   /* sim/os/os.h */
struct ndis; /* sim/ndis/ndis_root.h */
struct cpu;  /* sim/os/cpu.h */
struct probe; /* sim/os/probe.h */

#define CORE_AHEAD_NEVER (-2)

struct core {
	/* what each event and record looks at, side by side */
	struct cpu *cpu;     /* whose code runs, NULL for the engine; first: crossing.c */
	vtime now;
	uint64_t events; /* events taken so far, look-ahead spends included */
	vtime until;     /* bounds of the running core_run */
	uint64_t until_event;
	vtime ahead;     /* the same for look-ahead; -1: nothing runs; CORE_AHEAD_NEVER: there is none, which only tests ask for */
	struct trace *trace; /* borrowed from the edge */
	uint64_t cause;      /* number of the record being handled */
	uint8_t cpu_number;  /* of cpu: RECORD_NO_CPU for the engine and devices */
	uint8_t irql;        /* of that CPU */
	bool stopped;        /* a bugcheck: no event is taken any more */
	uint8_t stopped_on;  /* whose code it was: as cpu_number */
	uint32_t objects;    /* declared so far */
	const struct machine *machine;
	struct probe *probe; /* what watches driver code */
	struct ndis *ndis;
	struct hw *hw;
	struct os *os;
	struct fiber *taker; /* on whose stack events are taken */
	struct fiber engine;
	struct queue queue;
	struct arena arena;
	struct fiber_pool stacks;
	void (*crashed)(struct core *core); /* once, after the stop, on the engine's stack; NULL: nothing is left to do */
	void (*quiet)(struct core *core); /* nothing is queued any more, and the clock has not gone on; NULL: nobody asks */
};

/* The running simulation: the one mutable variable of the machine wing, for driver calls that carry no handle. */
extern struct core *core_running;

/* Takes the reservation for a machine. While another one lives that is a bug(). */
struct arena core_arena(void);

/* Makes this core, which may lie in the arena, the running one. The arena is its own from now on; machine and trace are borrowed. */
void core_init(struct core *core, struct arena arena, const struct machine *machine, struct trace *trace);
void core_fini(struct core *core); /* gives everything back, the core too if it lies in the arena */

/* Takes events until the next lies after `until`, or `until_event` events have been taken in all, or the machine stopped.
 * Then, if `until` is not VTIME_NEVER, no event at or before it is left and the machine goes on, the clock shows `until`.
 * Returns the time. */
vtime core_run(struct core *core, vtime until, uint64_t until_event);

/* Takes the next event, on the stack of the caller. false: none is to be taken within the bounds of the running core_run. */
static inline bool core_next(struct core *core)
{
	struct event *event;

	if (queue_first(&core->queue) > core->until || core->events >= core->until_event || core->stopped ||
	    queue_empty(&core->queue))
		return false;
	event = queue_take(&core->queue);
	core->now = event->at;
	core->events++;
	core->cause = event->cause;
	event->run(event);
	return true;
}

/* Whether nothing can happen up to and with `end`, and no bound is crossed. */
static inline bool core_is_free(const struct core *core, vtime end)
{
	return end <= core->ahead && queue_first(&core->queue) > end && core->events < core->until_event;
}

static inline void core_skip(struct core *core, vtime ns) /* where core_is_free has said so */
{
	core->now += ns;
	core->events++;
}

/* Look-ahead (rule 2): advances the clock if nothing can happen meanwhile; that counts as one event. false: who spends queues an event
 * of its own and takes events until it comes. */
static inline bool core_ahead(struct core *core, vtime ns)
{
	if (!core_is_free(core, core->now + ns))
		return false;
	core_skip(core, ns);
	return true;
}

/* Whether an event that was kept behind the one being handled (queue_follow) is handled now: as an event of its own. false: a bound
 * of the running core_run is reached, and it must be queued. */
static inline bool core_follows(struct core *core, const struct event *event)
{
	if (core->events >= core->until_event || core->stopped)
		return false;
	core->events++;
	core->cause = event->cause;
	return true;
}

/* Queues an event `delay` from now; it remembers the record now being handled as its cause. */
static inline void core_after(struct core *core, struct event *event, enum event_class class, vtime delay)
{
	event->cause = core->cause;
	queue_insert(&core->queue, event, class, core->now + delay);
}

static inline uint64_t core_fill(const struct core *core, struct record *r, enum record_kind kind, uint32_t obj, uint64_t w0,
				 uint64_t w1, uint64_t w2, uint64_t w3)
{
	r->at = core->now;
	r->cause = core->cause == UINT64_MAX ? r->number : core->cause;
	r->kind = (uint16_t)kind;
	r->cpu = core->cpu_number;
	r->irql = core->irql;
	r->obj = obj;
	r->w[0] = w0;
	r->w[1] = w1;
	r->w[2] = w2;
	r->w[3] = w3;
	return r->number;
}

/* Writes one record and returns its number. Its cause is the record being handled. */
static inline uint64_t core_record(struct core *core, enum record_kind kind, uint32_t obj, uint64_t w0, uint64_t w1,
				   uint64_t w2, uint64_t w3)
{
	return core_fill(core, trace_append(core->trace), kind, obj, w0, w1, w2, w3);
}

/* The same where trace_has_room has said so: a function that calls nothing else saves no registers. */
static inline uint64_t core_record_here(struct core *core, enum record_kind kind, uint32_t obj, uint64_t w0, uint64_t w1,
					uint64_t w2, uint64_t w3)
{
	return core_fill(core, trace_take(core->trace), kind, obj, w0, w1, w2, w3);
}

/* What is written from now on is caused by `record`. Returns what it was, to be put back by the same function. */
static inline uint64_t core_because(struct core *core, uint64_t record)
{
	uint64_t was = core->cause;

	core->cause = record;
	return was;
}

/* Declares an object and returns its number (from 1). detail may be "". */
uint32_t core_object(struct core *core, unsigned type, const char *name, uint32_t parent, const char *detail);

static inline uint64_t core_text(struct core *core, const char *text)
{
	return trace_text(core->trace, text);
}

static inline vtime core_cost(const struct core *core, enum cost cost)
{
	return core->machine->cost[cost];
}

#endif
