/* SPDX-License-Identifier: MIT */
/* Names of cause bits as the data sheet has them. */
#ifndef MSILAB_TUI_CAUSES_H
#define MSILAB_TUI_CAUSES_H

#include <stddef.h>
#include <stdint.h>

/* "RXQ0-3 LSC", "-" for none. Returns out. */
const char *causes_text(uint32_t bits, char *out, size_t size);

#endif
