/* SPDX-License-Identifier: MIT */
/* Names of cause bits as the data sheet has them. */
#ifndef MSILAB_TUI_CAUSES_H
#define MSILAB_TUI_CAUSES_H

#include <stddef.h>
#include <stdint.h>

struct scene_device;

/* "RXQ0-3 LSC", "-" for none. Returns out. */
const char *causes_text(uint32_t bits, char *out, size_t size);

/* The same with the names of that device, which may be another than the VNIC. */
const char *causes_named(const struct scene_device *device, uint32_t bits, char *out, size_t size);

#endif
