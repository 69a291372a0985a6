/* SPDX-License-Identifier: MIT */
/*
 * The local APIC and the routing of messages to local APICs (SDM vol. 3, APIC chapter). Destination modes: physical, flat
 * and cluster logical. Lowest priority takes the CPU with the lowest number of those that match.
 */
#include "sim/base/bug.h"
#include "sim/hw/hw.h"

enum { SVR_ENABLE = 1 << 8, SVR_NO_BROADCAST = 1 << 12, SPURIOUS_VECTOR = 0xDF };
enum { ESR_RECEIVED_ILLEGAL = 1 << 6, ESR_ILLEGAL_REGISTER = 1 << 7 };
enum { FIRST_VECTOR = 16, FLAT_CPUS = 8, LOCAL_MASKED = 0x10000 };

/* Registers by offset. */
enum {
	REG_ID = 0x020, REG_VERSION = 0x030, REG_TPR = 0x080, REG_PPR = 0x0A0, REG_EOI = 0x0B0, REG_LDR = 0x0D0,
	REG_DFR = 0x0E0, REG_SVR = 0x0F0, REG_ISR = 0x100, REG_TMR = 0x180, REG_IRR = 0x200, REG_ESR = 0x280,
};

/* ---- Sets of vectors. ---- */

static bool has(const struct vectors *set, uint8_t vector)
{
	return set->word[vector / 32] >> vector % 32 & 1;
}

static void put(struct vectors *set, uint8_t vector, bool on)
{
	unsigned i = vector / 32;
	uint32_t bit = 1u << vector % 32;

	set->word[i] = on ? set->word[i] | bit : set->word[i] & ~bit;
	set->used = (uint8_t)((set->used & ~(1u << i)) | (set->word[i] ? 1u << i : 0));
}

/* -1: empty */
static int highest(const struct vectors *set)
{
	int i;

	if (!set->used)
		return -1;
	i = 31 - __builtin_clz(set->used);
	return i * 32 + 31 - __builtin_clz(set->word[i]);
}

/* ---- Start. ---- */

void lapic_init(struct lapic *lapic, struct hw *hw, unsigned cpu, uint32_t obj)
{
	*lapic = (struct lapic){ .hw = hw, .core = hw->core, .obj = obj, .cpu = cpu };
	lapic->svr = SVR_ENABLE | SPURIOUS_VECTOR;
	lapic->dfr = UINT32_MAX;
	if (hw->core->machine->cpus <= FLAT_CPUS) {
		lapic->ldr = 1u << (24 + cpu);
	} else if (cpu < 60) {
		lapic->dfr = 0x0FFFFFFF;
		lapic->ldr = (cpu / 4 << 4 | 1u << cpu % 4) << 24;
	}
	core_record(hw->core, R_APIC_REG, obj, REG_SVR, lapic->svr, 0, 0);
	core_record(hw->core, R_APIC_REG, obj, REG_DFR, lapic->dfr, 0, 0);
	core_record(hw->core, R_APIC_REG, obj, REG_LDR, lapic->ldr, 0, 0);
}

/* ---- A message for this CPU. ---- */

static void reject(struct lapic *lapic, uint8_t vector, unsigned why)
{
	core_record(lapic->core, R_APIC_REJECT, lapic->obj, vector, why, 0, 0);
}

static void reject_illegal(struct lapic *lapic, uint8_t vector)
{
	reject(lapic, vector, SYM_gate_BAD_VECTOR);
	lapic->esr_next |= ESR_RECEIVED_ILLEGAL;
}

void lapic_accept(struct lapic *lapic, uint8_t vector, bool level)
{
	struct core *core = lapic->core;

	if (!(lapic->svr & SVR_ENABLE)) {
		reject(lapic, vector, SYM_gate_APIC_DISABLED);
	} else if (vector < FIRST_VECTOR) {
		reject_illegal(lapic, vector);
	} else if (has(&lapic->irr, vector)) {
		core_record(core, R_APIC_MERGE, lapic->obj, vector, level, 0, 0);
	} else {
		put(&lapic->irr, vector, true);
		put(&lapic->tmr, vector, level);
		lapic->why[vector] = core_record(core, R_APIC_ACCEPT, lapic->obj, vector, level, 0, 0);
		lapic->hw->poke(lapic->hw, lapic->cpu);
	}
}

uint8_t lapic_ppr(const struct lapic *lapic)
{
	int service = highest(&lapic->isr);
	uint8_t class = service < 0 ? 0 : (uint8_t)(service & 0xF0);

	return lapic->tpr >> 4 >= class >> 4 ? lapic->tpr : class;
}

int lapic_highest_deliverable(const struct lapic *lapic)
{
	int vector = highest(&lapic->irr);

	return vector >> 4 > lapic_ppr(lapic) >> 4 ? vector : -1;
}

uint64_t lapic_deliver(struct lapic *lapic, uint8_t vector)
{
	must(has(&lapic->irr, vector));
	put(&lapic->irr, vector, false);
	put(&lapic->isr, vector, true);
	lapic->taken[vector]++;
	core_record(lapic->core, R_APIC_DELIVER, lapic->obj, vector, 0, 0, 0);
	return lapic->why[vector];
}

void lapic_eoi(struct lapic *lapic)
{
	struct core *core = lapic->core;
	int vector = highest(&lapic->isr);
	bool broadcast;
	uint64_t was;

	if (vector < 0)
		return;
	put(&lapic->isr, (uint8_t)vector, false);
	broadcast = has(&lapic->tmr, (uint8_t)vector) && !(lapic->svr & SVR_NO_BROADCAST);
	was = core_because(core, core_record(core, R_APIC_EOI, lapic->obj, (uint64_t)vector, broadcast, 0, 0));
	if (broadcast)
		ioapic_eoi(&lapic->hw->ioapic, (uint8_t)vector);
	core_because(core, was);
}

/* ---- Registers. ---- */

uint32_t lapic_read(const struct lapic *lapic, unsigned offset)
{
	unsigned word = offset >> 4 & 7;

	switch (offset & ~0x70u) {
	case REG_ISR:
		return lapic->isr.word[word];
	case REG_TMR:
		return lapic->tmr.word[word];
	case REG_IRR:
		return lapic->irr.word[word];
	}
	switch (offset) {
	case REG_ID:
		return lapic->cpu << 24;
	case REG_VERSION:
		return 0x01050014; /* version 14h, six local vectors, directed end of interrupt */
	case REG_TPR:
		return lapic->tpr;
	case REG_PPR:
		return lapic_ppr(lapic);
	case REG_LDR:
		return lapic->ldr;
	case REG_DFR:
		return lapic->dfr;
	case REG_SVR:
		return lapic->svr;
	case REG_ESR:
		return lapic->esr;
	default:
		return offset >= 0x320 && offset <= 0x370 ? LOCAL_MASKED : 0;
	}
}

/* Registers that are there and that this machine does not use: the command register, local vectors, the timer. */
static bool unused(unsigned offset)
{
	return offset == 0x300 || offset == 0x310 || (offset >= 0x320 && offset <= 0x370) || offset == 0x380 || offset == 0x3E0;
}

static void store(struct lapic *lapic, unsigned offset, uint32_t *reg, uint32_t value)
{
	*reg = value;
	core_record(lapic->core, R_APIC_REG, lapic->obj, offset, value, 0, 0);
}

void lapic_write(struct lapic *lapic, unsigned offset, uint32_t value)
{
	switch (offset) {
	case REG_TPR:
		lapic->tpr = (uint8_t)value;
		core_record(lapic->core, R_APIC_REG, lapic->obj, offset, lapic->tpr, 0, 0);
		lapic->hw->poke(lapic->hw, lapic->cpu);
		break;
	case REG_EOI:
		lapic_eoi(lapic);
		break;
	case REG_LDR:
		store(lapic, offset, &lapic->ldr, value & 0xFF000000);
		break;
	case REG_DFR:
		store(lapic, offset, &lapic->dfr, value | 0x0FFFFFFF);
		break;
	case REG_SVR:
		store(lapic, offset, &lapic->svr, value & 0x13FF);
		break;
	case REG_ESR: /* a write makes visible what has happened since the last one */
		store(lapic, offset, &lapic->esr, lapic->esr_next);
		lapic->esr_next = 0;
		break;
	default:
		if (!unused(offset))
			lapic->esr_next |= ESR_ILLEGAL_REGISTER;
	}
}

/* ---- Routing. ---- */

enum { MODE_FIXED, MODE_LOWEST, PHYSICAL_ALL = 0xFF };

struct route {
	uint8_t destination, vector;
	bool logical, one, level;
};

static bool matches(const struct lapic *lapic, const struct route *route)
{
	uint8_t own = (uint8_t)(lapic->ldr >> 24);

	if (!route->logical)
		return route->destination == PHYSICAL_ALL || route->destination == lapic->cpu;
	if (lapic->dfr >> 28 == 0xF)
		return own & route->destination;
	if (route->destination == PHYSICAL_ALL)
		return true;
	return own >> 4 == route->destination >> 4 && own & route->destination & 0xF;
}

static bool deliver(struct hw *hw, const struct route *route)
{
	bool taken = false;

	for (unsigned cpu = 0; cpu < hw->core->machine->cpus && !(taken && route->one); cpu++) {
		if (!matches(&hw->lapics[cpu], route))
			continue;
		lapic_accept(&hw->lapics[cpu], route->vector, route->level);
		taken = true;
	}
	return taken;
}

bool lapic_route(struct hw *hw, uint64_t address, uint32_t data)
{
	unsigned mode = data >> 8 & 7;
	struct route route = {
		.destination = (uint8_t)(address >> 12),
		.vector = (uint8_t)data,
		.logical = address & 4,
		.one = mode == MODE_LOWEST || address & 8,
		.level = data & 1 << 15,
	};

	if (mode > MODE_LOWEST)
		return false;
	if (route.level && !(data & 1 << 14))
		return true;
	if (!route.logical && route.destination < hw->core->machine->cpus) {
		lapic_accept(&hw->lapics[route.destination], route.vector, route.level);
		return true;
	}
	return deliver(hw, &route);
}
