/* SPDX-License-Identifier: MIT */
/* The summary of a run. */
#include "cli/summary.h"
#include "sim/base/say.h"
#include "sim/read/indicated.h"
#include "sim/read/tell.h"

static void see_end(struct summary *summary, const struct record *record)
{
	bool parameters = record->kind == R_BUGCHECK_PARAMETERS;

	if ((parameters || record->kind == R_BUGCHECK) && !summary->end[parameters].number)
		summary->end[parameters] = *record;
}

void summary_see(struct summary *summary, const struct record *record)
{
	summary->records++;
	summary->count[record->kind]++;
	summary->frames = indicated_heard(summary->frames, record);
	if (record->kind == R_DEV_DROP && record->w[1] < SYM_drop_COUNT)
		summary->drops[record->w[1]]++;
	see_end(summary, record);
}

/* What is counted, in its order. */
static const struct {
	enum record_kind kind;
	const char *one, *many, *member;
} counted[] = {
	{ R_CMD_TAKE, NN_("%llu command", "%llu commands"), "commands" },
	{ R_MSI_SEND, NN_("%llu message", "%llu messages"), "messages" },
	{ R_LINE_ASSERT, NN_("%llu line asserted", "%llu lines asserted"), "lines_asserted" },
	{ R_ISR_ENTER, NN_("%llu service routine", "%llu service routines"), "service_routines" },
	{ R_DPC_ENTER, NN_("%llu DPC", "%llu DPCs"), "dpcs" },
	{ R_NBL_INDICATE, NN_("%llu list indicated", "%llu lists indicated"), "lists_indicated" },
	{ R_DEV_DROP, NN_("%llu frame dropped", "%llu frames dropped"), "frames_dropped" },
	{ R_RULE_VIOLATION, NN_("%llu violation", "%llu violations"), "violations" }, /* of readers too */
	{ R_BUGCHECK, NN_("%llu bugcheck", "%llu bugchecks"), "bugchecks" },
};

static const struct {
	const char *said, *word;
} endings[] = {
	[REPLAY_IDLE] = { N_("nothing is left to happen"), "idle" },
	[REPLAY_ENDED] = { N_("the session ended here"), "ended" },
	[REPLAY_STOPPED] = { N_("the machine stopped with a bugcheck"), "stopped" },
	[REPLAY_BUDGET] = { N_("the event budget is exhausted"), "budget" },
};

static uint64_t count_of(const struct summary *summary, const struct summary_end *end, size_t i)
{
	return counted[i].kind == R_RULE_VIOLATION ? end->errors : summary->count[counted[i].kind];
}

/* Which bugcheck, as its two records say it. */
static void tell_end(const struct summary *summary, struct str *out)
{
	for (unsigned i = 0; i < 2 && summary->end[i].number; i++) {
		str_append(out, "    ");
		tell_record(summary->trace, &summary->end[i], out);
		str_append(out, "\n");
	}
}

/* " (no-descriptor 3, link-down 1)" */
static void tell_drops(const struct summary *summary, struct str *out)
{
	const char *before = " (";

	for (unsigned reason = 0; reason < SYM_drop_COUNT; reason++) {
		if (!summary->drops[reason])
			continue;
		str_format(out, "%s%s %llu", before, tell_symbol("drop", reason), (unsigned long long)summary->drops[reason]);
		before = ", ";
	}
	if (*before == ',')
		str_append(out, ")");
}

void summary_text(const struct summary *summary, const struct summary_end *end, struct str *out)
{
	char time[32];

	str_format(out, say("%s at %s"), say(endings[end->how].said), vtime_text(sim_now(end->sim), time, sizeof time));
	str_append(out, "\n");
	tell_end(summary, out);
	str_format(out, say("%llu events of %llu, %llu records, seed %llu"), (unsigned long long)sim_events(end->sim),
		   (unsigned long long)end->intake->budget, (unsigned long long)summary->records,
		   (unsigned long long)end->intake->journal.machine.seed);
	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		uint64_t n = count_of(summary, end, i);

		str_append(out, i ? ", " : "\n");
		str_format(out, say_n(counted[i].one, counted[i].many, n), (unsigned long long)n);
		if (counted[i].kind == R_DEV_DROP)
			tell_drops(summary, out);
	}
	str_append(out, "\n");
	if (summary->count[R_NBL_INDICATE]) {
		str_format(out, say("checksum of the frames indicated, in their order: 0x%016llx"), (unsigned long long)summary->frames);
		str_append(out, "\n");
	}
}

void summary_json(const struct summary *summary, const struct summary_end *end, struct str *out)
{
	const char *before = "";

	str_format(out, "{\"summary\":\"%s\",\"at\":%lld,\"events\":%llu,\"budget\":%llu,\"records\":%llu,\"seed\":%llu", endings[end->how].word,
		   (long long)sim_now(end->sim), (unsigned long long)sim_events(end->sim), (unsigned long long)end->intake->budget,
		   (unsigned long long)summary->records, (unsigned long long)end->intake->journal.machine.seed);
	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
		str_format(out, ",\"%s\":%llu", counted[i].member, (unsigned long long)count_of(summary, end, i));
	str_append(out, ",\"dropped\":{");
	for (unsigned reason = 0; reason < SYM_drop_COUNT; reason++) {
		if (!summary->drops[reason])
			continue;
		str_format(out, "%s\"%s\":%llu", before, record_symbol("drop", reason), (unsigned long long)summary->drops[reason]);
		before = ",";
	}
	str_format(out, "},\"checksum\":\"0x%016llx\"}\n", (unsigned long long)summary->frames);
}
