/* SPDX-License-Identifier: MIT */
/* Levels, costs and records of the driver's calls. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/ndis/gate.h"
#include "sim/os/bugcheck.h"
#include "sim/os/probe.h"

enum rule { RULE_INTERRUPT, RULE_SYNCH, RULE_MINIPORT };

static const char *const rule_names[] = {
	[RULE_INTERRUPT] = "Irql_Interrupt_Function",
	[RULE_SYNCH] = "Irql_Synch_Function",
	[RULE_MINIPORT] = "Irql_Miniport_Driver_Function",
};

enum level {
	LEVEL_PASSIVE = IRQL_PASSIVE,
	LEVEL_APC = IRQL_APC,
	LEVEL_DISPATCH = IRQL_DISPATCH,
	LEVEL_DEVICE = IRQL_CLOCK - 1,
	LEVEL_DIRQL = IRQL_CLOCK - 1, /* the call checks its own interrupt's */
	LEVEL_HIGH = IRQL_HIGH,
};

static const struct form {
	const char *name;
	uint8_t low, high;
	enum cost cost;
	enum rule rule;
} forms[API_COUNT] = {
#define API(n, l, h, c, r, help) [API_##n] = { #n, LEVEL_##l, LEVEL_##h, COST_##c, RULE_##r },
#include "sim/ndis/api.def"
#undef API
};

/* The documented end of a call at a wrong level (DDI, bug check codes): 0xC4 with this first parameter, unless code says other. */
static const struct end {
	enum api api;
	enum bugcheck_code code;
	uint8_t p1;
} ends_high[] = {
	{ API_NdisAcquireSpinLock, BUGCHECK_DRIVER_VERIFIER, 0x42 },
	{ API_NdisReleaseSpinLock, BUGCHECK_DRIVER_VERIFIER, 0x32 },
	{ API_NdisAllocateMemoryWithTagPriority, BUGCHECK_DRIVER_VERIFIER, 0x02 },
	{ API_NdisFreeMemory, BUGCHECK_DRIVER_VERIFIER, 0x12 },
	{ API_NdisMMapIoSpace, BUGCHECK_DRIVER_VERIFIER, 0x73 },
	{ API_NdisMUnmapIoSpace, BUGCHECK_DRIVER_VERIFIER, 0x7B },
	{ API_NdisSetEvent, BUGCHECK_DRIVER_VERIFIER, 0x80 },
	{ API_NdisMSleep, BUGCHECK_DRIVER_VERIFIER, 0x3B },
	{ API_NdisWaitEvent, BUGCHECK_NDIS_DRIVER, 0x14 },
	{ API_NdisMAllocateSharedMemory, BUGCHECK_NDIS_DRIVER, 0x01 },
}, ends_low[] = {
	{ API_NdisReleaseSpinLock, BUGCHECK_DRIVER_VERIFIER, 0x32 },
	{ API_NdisDprAcquireSpinLock, BUGCHECK_DRIVER_VERIFIER, 0x40 },
	{ API_NdisDprReleaseSpinLock, BUGCHECK_DRIVER_VERIFIER, 0x41 },
};

static const struct end *end_of(const struct end *ends, size_t n, enum api api)
{
	for (size_t i = 0; i < n; i++)
		if (ends[i].api == api)
			return &ends[i];
	return NULL;
}

void gate_broken(const struct call *call, const char *rule, const char *text)
{
	violation(call->ndis->core, call->obj, rule, text, call->record, call->at);
}

static const char *level_name(uint8_t irql, char text[static 24])
{
	static const char *const names[] = { [IRQL_PASSIVE] = "PASSIVE_LEVEL", [IRQL_APC] = "APC_LEVEL", [IRQL_DISPATCH] = "DISPATCH_LEVEL" };
	const char *above = irql <= IRQL_DEVICE_HIGH ? "DIRQL" : irql == IRQL_HIGH ? "HIGH_LEVEL" : "IRQL";

	snprintf(text, 24, "%s (%u)", irql <= IRQL_DISPATCH ? names[irql] : above, irql);
	return text;
}

static void tell_level(const struct call *call, uint8_t low, uint8_t high)
{
	char text[160], level[3][24];
	const char *name = forms[call->api].name, *is = level_name(call->cpu->irql, level[0]), *least = level_name(low, level[1]),
		   *most = level_name(high, level[2]);

	if (low == high)
		snprintf(text, sizeof text, "%s is called at %s; it is for %s alone", name, is, most);
	else if (low == IRQL_PASSIVE)
		snprintf(text, sizeof text, "%s is called at %s; the highest allowed is %s", name, is, most);
	else
		snprintf(text, sizeof text, "%s is called at %s; allowed is %s to %s", name, is, least, most);
	gate_broken(call, rule_names[forms[call->api].rule], text);
}

static void stop(const struct call *call, const struct end *end)
{
	uint64_t p[4] = { end->p1, 0, 0, call->cpu->irql };

	bugcheck(call->ndis->core, end->code, p, "a call at a level that it does not allow", call->at);
}

static void too_high(const struct call *call, uint8_t high)
{
	const struct end *end = end_of(ends_high, sizeof ends_high / sizeof *ends_high, call->api);
	bool waits = call->api == API_NdisWaitEvent || call->api == API_NdisMSleep;
	struct end other = { call->api, BUGCHECK_DRIVER_VERIFIER, 0xE5 };

	tell_level(call, forms[call->api].low, high);
	if (call->cpu->irql < IRQL_DISPATCH || call->api == API_MsilabPagedCode)
		return;
	if (waits && call->cpu->dpc_running) {
		other = (struct end){ call->api, BUGCHECK_ATTEMPTED_SWITCH_FROM_DPC, 0 };
		end = NULL;
	}
	stop(call, end ? end : &other);
}

static void too_low(const struct call *call)
{
	const struct end *end = end_of(ends_low, sizeof ends_low / sizeof *ends_low, call->api);

	tell_level(call, forms[call->api].low, forms[call->api].high);
	if (end)
		stop(call, end);
}

void gate_level(const struct call *call, uint8_t highest)
{
	if (call->cpu->irql > highest)
		too_high(call, highest);
}

/* The machine stops when a CPU has been at DISPATCH_LEVEL or above for longer than the option "watchdog" allows. */
void gate_watch_long(const struct cpu *cpu, uint64_t at)
{
	struct core *core = cpu->core;
	vtime time = core->now - cpu->high_since, limit;

	limit = os_time(cpu->os, "watchdog", GATE_WATCHDOG);
	if (!limit || time <= limit)
		return;
	core_record(core, R_WATCHDOG, cpu->obj, (uint64_t)time, (uint64_t)limit, 0, 0);
	bugcheck(core, BUGCHECK_DPC_WATCHDOG_VIOLATION, (uint64_t[4]){ 1, (uint64_t)limit, 0, 0 },
		 N_("a CPU stays at DISPATCH_LEVEL or above for too long"), at);
}

/* A loop of nothing but these makes no progress (doc/modelled.md). */
static bool polls(enum api api)
{
	return api == API_NdisStallExecution || api == API_KeGetCurrentIrql;
}

void gate_init(struct ndis *ndis)
{
	for (enum api i = 0; i < API_COUNT; i++) {
		struct gate_way *way = &ndis->way[i];

		*way = (struct gate_way){ core_cost(ndis->core, forms[i].cost), (uint32_t)core_text(ndis->core, forms[i].name),
					  forms[i].low, (uint8_t)(forms[i].high - forms[i].low + 1) };
		if (way->cost <= 0 || polls(i))
			way->levels = 0;
	}
}

struct call gate_enter_slowly(enum api api, uint32_t obj, uint64_t a, uint64_t b, const void *from)
{
	struct ndis *ndis = ndis_here();
	struct core *core = ndis->core;
	const struct form *form = &forms[api];
	struct call call = { ndis, core->cpu, api, obj, .at = probe_caller(core, from) };

	probe_call(call.cpu, from);
	if (!polls(api))
		probe_progress(call.cpu);
	call.record = core_record(core, R_API_CALL, obj, ndis->way[api].text, probe_address(core, a), probe_address(core, b), call.at);
	call.was = core_because(core, call.record);
	if (call.cpu->irql > form->high)
		too_high(&call, form->high);
	else if (call.cpu->irql < form->low)
		too_low(&call);
	cpu_spend(call.cpu, ndis->way[api].cost);
	gate_watch(call.cpu, call.at);
	return call;
}

uint64_t gate_leave_slowly(struct call call, uint64_t value)
{
	struct core *core = call.ndis->core;

	core_record(core, R_API_RETURN, call.obj, call.ndis->way[call.api].text, probe_address(core, value), call.record, call.at);
	core->cause = call.was;
	return value;
}
