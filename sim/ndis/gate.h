/* SPDX-License-Identifier: MIT */
/*
 * The gate: every call of a driver goes through it. Entering writes api.call, checks the level
 * against api.def and pays the cost, during which anything may happen; so the body looks at handles and state afterwards.
 *
 *     struct call call = GATE(NdisMQueueDpc, obj, a, b);
 *     ... the work, at one instant ...
 *     return (ULONG)gate_leave(&call, value);
 *
 * A level that is too high is the rule's finding and then a bugcheck, the documented one where there is one (0xC4 with the
 * verifier's number, 0x7C, 0xB8 for a wait in a DPC), else 0xC4/0xE5. A level that is too low, APC_LEVEL where PASSIVE is
 * asked for, and PAGED_CODE are the finding alone; of the locks taken and released below DISPATCH_LEVEL see the table.
 */
#ifndef MSILAB_NDIS_GATE_H
#define MSILAB_NDIS_GATE_H

#include "sim/ndis/root.h"
#include "sim/os/irql.h"
#include "sim/os/probe.h"

struct call {
	struct ndis *ndis;
	struct cpu *cpu;
	enum api api;
	uint32_t obj;
	uint64_t record; /* api.call */
	uint64_t was;    /* the cause before */
	uint64_t at;     /* where in the driver, in record form */
};

/* Where in the driver this call of it comes from. */
#define GATE_FROM crossing_from(__builtin_return_address(0))

#define GATE(name, obj, a, b)                                                                                                \
	gate_enter(API_##name, (obj), (uint64_t)(uintptr_t)(a), (uint64_t)(uintptr_t)(b), GATE_FROM)

/* Names get their numbers, in the order of api.def, and levels and costs are put side by side. */
void gate_init(struct ndis *ndis);

#define GATE_WATCHDOG INT64_C(10000000000) /* ns, the 10 seconds that the DDI allows a DPC; option "watchdog", 0: never */
#define GATE_WATCH_FROM 1000000            /* a shorter time is never too long: the option is not looked up */

/* For the light gate too. */
void gate_watch_long(const struct cpu *cpu, uint64_t at); /* private: use gate_watch */
static inline bool gate_watched(const struct cpu *cpu, vtime now)
{
	return now - cpu->high_since >= GATE_WATCH_FROM;
}

static inline void gate_watch(const struct cpu *cpu, uint64_t at)
{
	if (gate_watched(cpu, cpu->core->now))
		gate_watch_long(cpu, at);
}

/* Whether nothing comes between a call and its work, and nothing has to be looked up or told: so it is with nearly all of them. */
static inline __attribute__((always_inline)) bool gate_passes(const struct core *core, const struct gate_way *way, uint64_t at, uint64_t a, uint64_t b)
{
	const struct cpu *cpu = core->cpu;
	const struct probe *probe = core->probe;
	vtime end = core->now + way->cost;

	return at < probe->single && probe_is_number(probe, a) && probe_is_number(probe, b) &&
	       (uint8_t)(cpu->irql - way->low) < way->levels && !cpu->poked && !gate_watched(cpu, end) && core_is_free(core, end) &&
	       trace_has_room(core->trace);
}

/*
 * obj: the device that the call's handle names, or 0. In line, because with what is known at the place of a call most of it goes
 * away; and nothing is called on the common way, so that nothing has to be saved.
 */
struct call gate_enter_slowly(enum api api, uint32_t obj, uint64_t a, uint64_t b, const void *from); /* private */
static inline __attribute__((always_inline)) struct call gate_enter(enum api api, uint32_t obj, uint64_t a, uint64_t b,
								    const void *from)
{
	struct ndis *ndis = ndis_here();
	struct core *core = ndis->core;
	const struct gate_way *way = &ndis->way[api];
	uint64_t at = (uint64_t)(uintptr_t)from - 1 - core->probe->low, record;

	if (__builtin_expect(!gate_passes(core, way, at, a, b), 0))
		return gate_enter_slowly(api, obj, a, b, from);
	probe_restart(core->cpu, (uint64_t)(uintptr_t)from - 1);
	probe_progress(core->cpu);
	record = core_record_here(core, R_API_CALL, obj, way->text, a, b, at);
	core_skip(core, way->cost);
	return (struct call){ ndis, core->cpu, api, obj, record, core_because(core, record), at };
}

/* Writes api.return and gives the value back. */
uint64_t gate_leave_slowly(struct call call, uint64_t value); /* private; by value, so that a call stays in registers */
static inline __attribute__((always_inline)) uint64_t gate_leave(const struct call *call, uint64_t value)
{
	struct ndis *ndis = call->ndis;
	struct core *core = ndis->core;

	if (__builtin_expect(!trace_has_room(core->trace) || !probe_is_number(core->probe, value), 0))
		return gate_leave_slowly(*call, value);
	core_record_here(core, R_API_RETURN, call->obj, ndis->way[call->api].text, value, call->record, call->at);
	core->cause = call->was;
	return value;
}

/* A function of the driver as the words of a record have it, so that a call that is given one need not look for it. */
static inline uint64_t gate_code(const void *function)
{
	return probe_address(core_running, (uint64_t)(uintptr_t)function);
}

static inline void *gate_leave_pointer(const struct call *call, void *value)
{
	return (void *)(uintptr_t)gate_leave(call, (uint64_t)(uintptr_t)value);
}

/* A rule that this call breaks. */
void gate_broken(const struct call *call, const char *rule, const char *text);

/* The narrower bound of a call whose level depends on an argument; the same answer as too high a level at the gate. */
void gate_level(const struct call *call, uint8_t highest);

#endif
