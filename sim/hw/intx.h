/* SPDX-License-Identifier: MIT */
/*
 * The interrupt pin: Interrupt Status, Assert_INTx and Deassert_INTx, virtual wires of the bridges above with the swizzle
 * (BASE 2.2.8.1), the root bus wired to IO-APIC inputs: 16 + (slot + pin) mod 8.
 * Pins are 1..4 = INTA#..INTD# in fields and records, 0 is none.
 */
#ifndef MSILAB_HW_INTX_H
#define MSILAB_HW_INTX_H

#include <stdbool.h>
#include <stdint.h>

struct device;

struct intx {
	uint8_t pin;       /* 0: none */
	bool condition;    /* what the model said last: its interrupt condition */
	bool hold;         /* no new assertion for now */
	bool asserted;     /* the function's end of the wire */
	uint8_t input;     /* IO-APIC input its pin reaches */
	uint8_t wires[4];  /* of a bridge: how many from below assert each of its upstream pins */
};

void intx_declare(struct device *device); /* finds the input; machine.route */

/* Looks again at Interrupt Status and the line after any change of what they depend on. */
void intx_look(struct device *device);

/* The function was reset or pulled out: the line is released. */
void intx_drop(struct device *device);

/* A line message of `from` arrives; walks up the bridges to the IO-APIC. dma.c calls it in order with the requester's writes. */
void intx_arrive(struct device *from, bool asserted);

/* One hop: the pin on the upstream side for a pin of a device in that slot below. */
static inline unsigned intx_swizzle(unsigned pin, unsigned slot)
{
	return (pin - 1 + slot) % 4 + 1;
}

#endif
