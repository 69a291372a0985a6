/* SPDX-License-Identifier: MIT */
/*
 * Vectors for devices: 30h..BFh of each CPU (classes 3..11 are device levels). A device begins in the class that its
 * priority and its turn give it and takes the lowest free vectors from there on; the order is ours, Windows documents none.
 */
#ifndef MSILAB_OS_VECTORS_H
#define MSILAB_OS_VECTORS_H

#include "sim/os/os.h"

#define VECTORS_FIRST 0x30
#define VECTORS_END 0xC0

/* The class where the next device begins. priority: IRQ_PRIORITY, 0 undefined, 1 low, 2 normal, 3 high. */
unsigned vectors_class(struct os *os, unsigned priority);

/* Takes `count` (a power of two) consecutive vectors aligned to count on a CPU, from class `class` on, then round; the first of
 * them, 0: there are none. */
uint8_t vectors_take(struct os *os, unsigned cpu, unsigned class, unsigned count);

/* One more user of a vector that is taken (a shared line), and one less; the last gives it back. */
void vectors_share(struct os *os, unsigned cpu, uint8_t vector);
void vectors_give(struct os *os, unsigned cpu, uint8_t vector);

#endif
