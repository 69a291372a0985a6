/* SPDX-License-Identifier: MIT */
/* What a run came to: counted as the records come, told at its end, in words or as one JSON object. */
#ifndef MSILAB_CLI_SUMMARY_H
#define MSILAB_CLI_SUMMARY_H

#include "cli/intake.h"
#include "cli/replay.h"
#include "sim/trace/trace.h"

struct summary {
	const struct trace *trace; /* set by who makes it; the rest begins as zeros */
	uint64_t records, count[RECORD_KINDS];
	uint64_t drops[SYM_drop_COUNT]; /* frames dropped, by reason */
	uint64_t frames;                /* checksum of those indicated */
	struct record end[2];           /* the first bugcheck, and its parameters */
};

void summary_see(struct summary *summary, const struct record *record);

/* How it ended; errors: findings of readers too. */
struct summary_end {
	enum replay_end how;
	const struct sim *sim;
	const struct intake *intake;
	uint64_t errors;
};
void summary_text(const struct summary *summary, const struct summary_end *end, struct str *out);
void summary_json(const struct summary *summary, const struct summary_end *end, struct str *out);

#endif
