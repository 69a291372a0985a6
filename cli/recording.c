/* SPDX-License-Identifier: MIT */
/* Replaying into memory and finding a moment. */
#include <stdio.h>
#include <string.h>

#include "cli/crash.h"
#include "cli/recording.h"
#include "cli/talk.h"
#include "sim/read/export.h"

/* What comes after the moment looked at need not happen. */
static vtime horizon(const struct arguments *arguments)
{
	const char *at = arguments->option[OPTION_AT];
	vtime time;

	return at && *at != '#' && vtime_parse(at, &time) ? time : VTIME_NEVER;
}

bool recording_open(struct recording *recording, const char *path, const struct arguments *arguments, int *status)
{
	struct sim *sim;
	struct err err;
	enum status refused;
	size_t strayed;

	if (!intake_open(&recording->intake, path, arguments, &err, &refused)) {
		*status = cli_failed(&err, refused);
		return false;
	}
	crash_journal(path);
	recording->prefault = prefault_new();
	recording->trace = trace_new();
	trace_prefault(recording->trace, prefault_face(recording->prefault));
	sim = sim_new(&recording->intake.journal.machine, &recording->intake.inputs, recording->trace);
	recording->end = replay(sim, &recording->intake.journal, horizon(arguments), recording->intake.budget, &strayed);
	sim_free(sim);
	if (recording->end == REPLAY_BUDGET)
		talk_say("the event budget is exhausted; this is the state there");
	return true;
}

void recording_close(struct recording *recording)
{
	trace_free(recording->trace);
	prefault_free(recording->prefault);
	intake_close(&recording->intake);
}

static uint64_t last_at(const struct trace *trace, vtime at)
{
	uint64_t low = 0, high = trace_count(trace);

	while (high - low > 1) {
		uint64_t middle = low + (high - low) / 2;

		if (trace_at(trace, middle)->at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

bool recording_moment(const struct recording *recording, const struct arguments *arguments, uint64_t *number, struct err *err)
{
	const char *at = arguments->option[OPTION_AT];
	uint64_t last = trace_count(recording->trace) - 1;
	vtime time;

	if (!at) {
		*number = export_lspci_moment(recording->trace);
		return true;
	}
	if (*at == '#' && words_number(at + 1, last, number))
		return true;
	if (*at != '#' && vtime_parse(at, &time)) {
		*number = last_at(recording->trace, time);
		return true;
	}
	err_set(err, "--at cannot be %s", at);
	return err_expected(err, "a time such as 1500us, or #0 to #%llu", (unsigned long long)last);
}
