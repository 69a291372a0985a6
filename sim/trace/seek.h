/* SPDX-License-Identifier: MIT */
/*
 * Few records among many: by kind, object and first word. What each full chunk of a trace may hold is noted the first time that it is
 * searched, so that further searches pass over chunks which hold nothing of the kind. A ring's chunks are not noted.
 */
#ifndef MSILAB_TRACE_SEEK_H
#define MSILAB_TRACE_SEEK_H

#include "sim/trace/trace.h"

#define SEEK_ANY UINT64_MAX
#define SEEK_NONE UINT64_MAX

struct seek {
	unsigned kind, other; /* either of two kinds; both the same: one */
	uint32_t obj;
	uint64_t word;        /* word 0, SEEK_ANY: whatever it is */
};

/* The last at or before a number, the first at or after one and before `end`; SEEK_NONE: none that is kept. */
uint64_t seek_last(const struct trace *trace, uint64_t number, const struct seek *wanted);
uint64_t seek_first(const struct trace *trace, uint64_t number, uint64_t end, const struct seek *wanted);

#endif
