/* SPDX-License-Identifier: MIT */
/* What a driver's calls and handlers return, for people. */
#ifndef MSILAB_READ_STATUS_H
#define MSILAB_READ_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/base/str.h"

/* A failure: severity 3 of an NTSTATUS. */
bool status_failed(uint64_t status);

/* NULL: the interface has no name for it. */
const char *status_name(uint64_t status);

/* "0xc001001e NDIS_STATUS_RESOURCE_CONFLICT"; the number alone where there is no name. */
void status_text(uint64_t status, struct str *out);

#endif
