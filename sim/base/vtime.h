/* SPDX-License-Identifier: MIT */
/* Virtual time: nanoseconds since the machine began, signed 64 bits. The only time there is. */
#ifndef MSILAB_BASE_VTIME_H
#define MSILAB_BASE_VTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t vtime;

#define VTIME_NEVER INT64_MAX

/* Reads a number, decimal or 0x, with an optional unit ns, us, ms or s (default ns; a decimal point is allowed
 * with a unit: 1.5us). false: not such a number, or it does not fit. */
bool vtime_parse(const char *text, vtime *value);

/* The shortest exact form with a unit: 800ns, 1.5us, 20ms. Returns text. */
const char *vtime_text(vtime value, char *text, size_t size);

#endif
