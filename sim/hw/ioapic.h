/* SPDX-License-Identifier: MIT */
/*
 * The IO-APIC (82093AA rules): 24 redirection entries, mask, polarity, trigger mode, remote IRR; level inputs are sent again after
 * EOI while asserted. PCI lines are level, active low; `level` here means asserted, whatever the polarity.
 */
#ifndef MSILAB_HW_IOAPIC_H
#define MSILAB_HW_IOAPIC_H

#include "sim/core/core.h"

#define IOAPIC_INPUTS 24

struct hw;

struct ioapic {
	struct hw *hw;
	struct core *core;
	uint32_t obj;
	unsigned storm; /* so many redeliveries in a row are a storm record, and each multiple; 0: never */
	struct ioapic_input {
		uint64_t entry;   /* the redirection entry, remote IRR in bit 14, mask in bit 16 (reset: masked) */
		unsigned holders; /* functions that assert it: wired OR */
		unsigned in_row;  /* redeliveries without a pause: the storm counter's base */
		struct event send;
		uint64_t address; /* of the message on its way */
		uint32_t data;
		struct ioapic *ioapic;
	} input[IOAPIC_INPUTS];
};

void ioapic_init(struct ioapic *ioapic, struct hw *hw, uint32_t obj, unsigned storm);
void ioapic_level(struct ioapic *ioapic, unsigned input, bool asserted); /* one holder more or less */
void ioapic_eoi(struct ioapic *ioapic, uint8_t vector);
uint32_t ioapic_read(const struct ioapic *ioapic, unsigned index);       /* indirect registers 00h.. */
void ioapic_write(struct ioapic *ioapic, unsigned index, uint32_t value);

#endif
