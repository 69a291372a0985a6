/* SPDX-License-Identifier: MIT */
/* Numbers as they lie in memory that a device and a driver share: little-endian, at any address. */
#ifndef MSILAB_BASE_LITTLE_H
#define MSILAB_BASE_LITTLE_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

static inline uint32_t little32(const void *from)
{
	uint32_t value;

	memcpy(&value, from, sizeof value);
	return le32toh(value);
}

static inline uint64_t little64(const void *from)
{
	uint64_t value;

	memcpy(&value, from, sizeof value);
	return le64toh(value);
}

static inline void little_put64(void *to, uint64_t value)
{
	value = htole64(value);
	memcpy(to, &value, sizeof value);
}

#endif
