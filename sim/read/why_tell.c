/* SPDX-License-Identifier: MIT */
/* Answers in words. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "sim/read/query.h"
#include "sim/read/tell.h"
#include "sim/read/why.h"
#include "sim/trace/rectext.h"

#define NONE UINT64_MAX
#define CHAIN_MOST 256

void why_since(const struct why_gate *g, const struct trace *trace, const struct why_places *places, struct str *out)
{
	const struct record *since = g->since == NONE ? NULL : trace_at(trace, g->since);
	char text[160];

	if (!since)
		return;
	str_format(out, say("since #%llu at %s"), (unsigned long long)g->since, vtime_text(since->at, text, sizeof text));
	if (g->by != NONE) {
		str_append(out, ": ");
		tell_record(trace, trace_at(trace, g->by), out);
	}
	if (g->code != NONE && places && places->place(places->context, g->code, text, sizeof text))
		str_format(out, ", %s", text);
}

static void put_gate(const struct why_answer *answer, unsigned id, const struct trace *trace, const struct why_places *places,
		     struct str *out)
{
	static const char *const states[] = { N_("open"), N_("CLOSED"), "-", "" };
	const struct why_gate *g = &answer->gate[id];
	struct str since = { 0 };

	if (g->state == WHY_NO_GATE)
		return;
	str_append(out, "  ");
	text_column(out, say(states[g->state]), 8);
	text_column(out, say(why_names[id].name), 15);
	str_append(out, g->text[0] ? g->text : say("not reached"));
	why_since(g, trace, places, &since);
	if (since.length)
		str_format(out, " (%s)", since.text);
	str_append(out, "\n");
	if (g->state == WHY_CLOSED && g->command[0]) {
		str_format(out, "          %s %s\n", say("opens with:"), g->command);
	}
	str_free(&since);
}

void why_verdict(const struct why_answer *answer, const struct trace *trace, struct str *out)
{
	static const char *const modes[] = { N_("no mechanism"), "INTx", "MSI", "MSI-X" };
	char cause[16];

	str_format(out, "%s", rectext_object(trace, answer->asked.device));
	if (answer->frame != NONE)
		str_format(out, say(" frame #%llu"), (unsigned long long)answer->frame);
	if (answer->frame != NONE && answer->asked.queue)
		str_format(out, " (queue:%u frame:%llu)", answer->asked.queue - 1, (unsigned long long)answer->asked.frame);
	if (answer->asked.cause != WHY_ANY)
		str_format(out, " %s", why_cause_name((unsigned)answer->asked.cause, cause, sizeof cause));
	if (answer->mode == SYM_grant_MSI || answer->mode == SYM_grant_MSIX)
		str_format(out, say(", %s message %d"), modes[answer->mode & 3], answer->asked.message);
	else
		str_format(out, ", %s", say(modes[answer->mode & 3]));
	if (answer->closed >= 0)
		str_format(out, say(": stopped by %s: %s"), say(why_names[answer->closed].name), answer->gate[answer->closed].text);
	else
		str_append(out, say(": every gate is open"));
}

void why_tell(const struct why_answer *answer, const struct trace *trace, const struct why_places *places, struct str *out)
{
	why_verdict(answer, trace, out);
	str_append(out, "\n");
	for (unsigned id = 0; id < WHY_GATES; id++)
		put_gate(answer, id, trace, places, out);
}

void why_text(const struct why_answer *answer, const struct trace *trace, struct str *out)
{
	why_tell(answer, trace, NULL, out);
}

void why_chain(const struct trace *trace, uint64_t number, struct str *out)
{
	uint64_t found[CHAIN_MOST];
	size_t n = query_causes(trace, number, found, CHAIN_MOST);

	while (n-- > 0) {
		const struct record *record = trace_at(trace, found[n]);
		char time[40];

		str_format(out, "#%-8llu %10s  %-16s ", (unsigned long long)found[n], vtime_text(record->at, time, sizeof time),
			   record_forms[record->kind].name);
		tell_record(trace, record, out);
		str_append(out, "\n");
	}
}
