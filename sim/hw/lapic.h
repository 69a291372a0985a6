/* SPDX-License-Identifier: MIT */
/*
 * A local APIC: IRR, ISR, TMR, TPR, PPR, EOI (Intel SDM vol. 3, APIC chapter; reference of the rules: doc/modelled.md).
 * The priority class of a vector is vector >> 4; a vector is deliverable when its class is strictly above PPR's.
 */
#ifndef MSILAB_HW_LAPIC_H
#define MSILAB_HW_LAPIC_H

#include "sim/core/core.h"

struct hw;

struct vectors {
	uint32_t word[8];
	uint8_t used; /* bit i: word i is not 0 */
};

struct lapic {
	struct hw *hw;
	struct core *core;
	uint32_t obj; /* the CPU's object */
	unsigned cpu; /* its APIC id too */
	struct vectors irr, isr, tmr;
	uint8_t tpr;
	uint32_t svr; /* 1FFh from the start: enabled, spurious vector FFh (DFh under this system) */
	uint32_t esr, esr_next; /* as read; errors since the write that latched it */
	uint32_t ldr, dfr;
	uint32_t taken[256]; /* deliveries of each vector */
	uint64_t why[256]; /* the apic.accept record that set IRR[v]: the cause of the service routine */
};

void lapic_init(struct lapic *lapic, struct hw *hw, unsigned cpu, uint32_t obj);

/* A fixed message for this CPU (level: trigger mode of the message). Records accept, merge or reject; pokes. */
void lapic_accept(struct lapic *lapic, uint8_t vector, bool level);

/* The highest deliverable vector, -1: none. Pure. */
int lapic_highest_deliverable(const struct lapic *lapic); /* private: of those in IRR, which is not empty */
static inline int lapic_deliverable(const struct lapic *lapic)
{
	return lapic->irr.used ? lapic_highest_deliverable(lapic) : -1;
}

/* IRR to ISR (apic.deliver); returns the record that accepted it, to be the cause of what follows. */
uint64_t lapic_deliver(struct lapic *lapic, uint8_t vector);

/* Clears the highest ISR bit; level-triggered ones are broadcast to the IO-APIC (unless SVR.12). */
void lapic_eoi(struct lapic *lapic);

/* No record: the irql.* record of the caller says it. Lowering does not deliver; the caller looks. */
static inline void lapic_tpr(struct lapic *lapic, uint8_t tpr)
{
	lapic->tpr = tpr;
}
uint8_t lapic_ppr(const struct lapic *lapic);

/* Register access at `offset` (0x20 .. 0x3F0 in steps of 16): for inspection, export and the vector replayer. */
uint32_t lapic_read(const struct lapic *lapic, unsigned offset);
void lapic_write(struct lapic *lapic, unsigned offset, uint32_t value);

/* Routes a message (address FEExxxxxh and data) to the CPUs it names. Destination, mode and format: SDM, "Message Signalled
 * Interrupts". false: no CPU takes it. */
bool lapic_route(struct hw *hw, uint64_t address, uint32_t data);

#endif
