/* SPDX-License-Identifier: MIT */
/* A device that is halted with a failure did not start; the last call, or else handler, with the same status says why. */
#include <stdio.h>

#include "cli/findings.h"
#include "cli/starts.h"
#include "cli/talk.h"
#include "sim/base/say.h"
#include "sim/base/vtime.h"
#include "sim/read/status.h"
#include "sim/trace/rectext.h"

void starts_see(struct starts *starts, const struct record *record)
{
	if (record->kind == R_API_RETURN && status_failed(record->w[1]))
		starts->call = *record;
	else if (record->kind == R_HANDLER_EXIT && status_failed(record->w[1]))
		starts->handler = *record;
	else if (record->kind == R_PNP_STATE && record->w[0] == SYM_state_HALTED && status_failed(record->w[1]) && starts->n++ < STARTS_MAX)
		starts->failed[starts->n - 1] = (struct start){ *record, starts->call.w[1] == record->w[1] ? starts->call : starts->handler };
}

static void tell(const struct start *start, const struct trace *trace, const struct intake *intake)
{
	const struct record *returned = &start->returned;
	struct str line = { 0 }, status = { 0 };
	char time[32];

	status_text(start->state.w[1], &status);
	str_format(&line, say("%s did not start: %s, at %s"), rectext_object(trace, start->state.obj), status.text,
		   vtime_text(start->state.at, time, sizeof time));
	if (returned->w[1] == start->state.w[1]) {
		str_append(&line, "\n    ");
		findings_place(returned->kind == R_API_RETURN ? returned->w[3] : UINT64_MAX, intake, &line);
		str_format(&line, say("%s returned it, record %llu"), trace_text_of(trace, returned->w[0]),
			   (unsigned long long)returned->number);
	}
	fprintf(stderr, "%s\n", line.text);
	str_free(&status);
	str_free(&line);
}

void starts_tell(const struct starts *starts, const struct trace *trace, const struct intake *intake)
{
	for (size_t i = 0; i < starts->n && i < STARTS_MAX; i++)
		tell(&starts->failed[i], trace, intake);
	if (starts->n > STARTS_MAX)
		talk_say("and %zu more", starts->n - STARTS_MAX);
}
