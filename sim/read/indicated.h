/* SPDX-License-Identifier: MIT */
/* What the frames indicated come to, all in their order: one number by which two runs are compared. */
#ifndef MSILAB_READ_INDICATED_H
#define MSILAB_READ_INDICATED_H

#include "sim/trace/record.h"

/* So far, this record heard; records of other kinds change nothing. It begins with 0. */
static inline uint64_t indicated_heard(uint64_t checksum, const struct record *record)
{
	return record->kind == R_NBL_INDICATE ? checksum * UINT64_C(0x100000001B3) + record->w[3] : checksum;
}

#endif
