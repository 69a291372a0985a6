/* SPDX-License-Identifier: MIT */
/* What several pages of the inspect view look up. */
#ifndef MSILAB_TUI_INSPECT_PARTS_H
#define MSILAB_TUI_INSPECT_PARTS_H

#include "tui/inspect.h"

/* The interrupt object of a device; place 0 of the family if it has none. */
const struct scene_interrupt *inspect_interrupt(const struct scene *scene, uint32_t device);

/* The service routine's function of a connection of this kind (SYM_grant_*), by name. */
void inspect_service(const struct look *look, const struct scene_device *device, unsigned kind, struct str *text);

/* What a service routine or a deferred call is for: a device's message, its line (which has no number), frames that come back, a timer. */
void inspect_what_for(const struct scene *scene, uint32_t obj, uint32_t message, struct str *text);

/* What a message's address and data say: the CPU (APIC id) and the vector. */
void inspect_target(struct str *text, uint64_t address, uint32_t data);

/* A register by its name; NULL: the device has none. */
const struct scene_reg *inspect_reg(const struct scene *scene, const struct scene_device *device, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
