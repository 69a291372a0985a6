/* SPDX-License-Identifier: MIT */
/*
 * Memory that a driver named: read and written through here and nowhere else, because a fault on the way is the driver's mistake
 * and any other fault in the machine's code is ours.
 */
#ifndef MSILAB_NDIS_GUEST_H
#define MSILAB_NDIS_GUEST_H

#include "sim/ndis/root.h"
#include "sim/os/containment.h"

static inline uint64_t guest_address(const volatile void *pointer)
{
	return (uint64_t)(uintptr_t)pointer;
}

static inline void *guest_pointer(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

#define GUEST_READS_MOST 1000000 /* in one call of the driver: a chain that it gave has no end */

_Noreturn void guest_endless(struct ndis *ndis);

static inline void guest_count(struct ndis *ndis)
{
	if (__builtin_expect(++ndis->core->cpu->stretch.reads > GUEST_READS_MOST, 0))
		guest_endless(ndis);
}

/* A bad address ends in a bugcheck and does not return. */
static inline void guest_read(struct ndis *ndis, void *to, const volatile void *from, size_t n)
{
	guest_count(ndis);
	containment_read(ndis->core, to, guest_address(from), n, 0);
}

/* The n bytes at `from`, in place if that is memory of the driver, else copied into `room`: to be read before time passes. */
static inline const void *guest_see(struct ndis *ndis, const volatile void *from, size_t n, void *room)
{
	guest_count(ndis);
	if (live_has(guest_address(from)) && live_is(guest_address(from), n))
		return (const void *)(uintptr_t)from;
	guest_read(ndis, room, from, n);
	return room;
}

static inline __attribute__((always_inline)) void guest_write(struct ndis *ndis, volatile void *to, const void *from, size_t n)
{
	containment_write(ndis->core, guest_address(to), from, n, 0);
}

/* One object: GUEST_GET(ndis, &here, pointer), GUEST_PUT(ndis, pointer, value), seen = GUEST_SEE(ndis, pointer, &room). */
#define GUEST_GET(ndis, here, pointer) guest_read((ndis), (here), (pointer), sizeof *(here))
#define GUEST_SEE(ndis, pointer, room) ((__typeof__(*(room)) const *)guest_see((ndis), (pointer), sizeof *(room), (room)))
#define GUEST_PUT(ndis, pointer, value)                                                                                      \
	do {                                                                                                                 \
		__typeof__(*(pointer)) put_ = (value);                                                                       \
		guest_write((ndis), (pointer), &put_, sizeof put_);                                                          \
	} while (0)

/* An NDIS_STRING as bytes of UTF-8, cut at size - 1; always ends with a zero byte. string may be NULL. */
void guest_string(struct ndis *ndis, const void *string, char *text, size_t size);

/* A zero-ended narrow text of the driver, cut at size - 1. */
void guest_text(struct ndis *ndis, const char *from, char *text, size_t size);

/* Wide text of at most `units` units, up to a zero, likewise. */
void guest_wide(struct ndis *ndis, const void *from, size_t units, char *text, size_t size);

#endif
