/* SPDX-License-Identifier: MIT */
/*
 * msilab run JOURNAL: the journal without a screen. The trace goes to the output as it comes, the summary to the error stream;
 * the status says whether a rule was broken, the machine stopped, or the budget was used up.
 */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/crash.h"
#include "cli/findings.h"
#include "cli/intake.h"
#include "cli/replay.h"
#include "cli/starts.h"
#include "cli/talk.h"
#include "sim/base/say.h"
#include "sim/read/export.h"
#include "sim/read/indicated.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"

struct printer {
	const struct trace *trace;
	bool json, quiet, strict;
	struct str line;
	uint64_t count[RECORD_KINDS];
	uint64_t records, frames; /* frames: their checksum */
	struct rules *rules;
	struct starts starts;
	struct record end[2]; /* the first bugcheck, and its parameters */
};

static void see_end(struct printer *printer, const struct record *record)
{
	bool parameters = record->kind == R_BUGCHECK_PARAMETERS;

	if ((parameters || record->kind == R_BUGCHECK) && !printer->end[parameters].number)
		printer->end[parameters] = *record;
}

static void print_records(void *context, const struct record *records, size_t n)
{
	struct printer *printer = context;

	for (size_t i = 0; i < n; i++) {
		printer->count[records[i].kind]++;
		printer->records++;
		printer->frames = indicated_heard(printer->frames, &records[i]);
		rules_see(printer->rules, &records[i]);
		starts_see(&printer->starts, &records[i]);
		see_end(printer, &records[i]);
		if (printer->quiet)
			continue;
		str_clear(&printer->line);
		if (printer->json)
			export_json_record(printer->trace, &records[i], &printer->line);
		else
			rectext_line(printer->trace, &records[i], &printer->line);
		str_append(&printer->line, "\n");
		fwrite(printer->line.text, 1, printer->line.length, stdout);
	}
}

/* Behind the records, whose lines have no member `finding`. */
static void print_findings(struct printer *printer, const struct intake *intake)
{
	str_clear(&printer->line);
	findings_json(printer->rules, printer->trace, intake, &printer->line);
	fwrite(printer->line.text, 1, printer->line.length, stdout);
}

/* What the summary counts, in its order. */
static const struct {
	enum record_kind kind;
	const char *one, *many;
} counted[] = {
	{ R_CMD_TAKE, NN_("%llu command", "%llu commands") },
	{ R_MSI_SEND, NN_("%llu message", "%llu messages") },
	{ R_LINE_ASSERT, NN_("%llu line asserted", "%llu lines asserted") },
	{ R_ISR_ENTER, NN_("%llu service routine", "%llu service routines") },
	{ R_DPC_ENTER, NN_("%llu DPC", "%llu DPCs") },
	{ R_NBL_INDICATE, NN_("%llu list indicated", "%llu lists indicated") },
	{ R_RULE_VIOLATION, NN_("%llu violation", "%llu violations") }, /* of readers too */
	{ R_BUGCHECK, NN_("%llu bugcheck", "%llu bugchecks") },
};

static const char *const endings[] = {
	[REPLAY_IDLE] = N_("nothing is left to happen"),
	[REPLAY_ENDED] = N_("the session ended here"),
	[REPLAY_STOPPED] = N_("the machine stopped with a bugcheck"),
	[REPLAY_BUDGET] = N_("the event budget is exhausted"),
};

/* Which bugcheck, as its two records say it. */
static void tell_end(const struct printer *printer, struct str *out)
{
	for (unsigned i = 0; i < 2 && printer->end[i].number; i++) {
		str_append(out, "    ");
		tell_record(printer->trace, &printer->end[i], out);
		str_append(out, "\n");
	}
}

static void summary(const struct printer *printer, const struct sim *sim, const struct intake *intake, enum replay_end end)
{
	struct str text = { 0 };
	char time[32];

	str_format(&text, say("%s at %s"), say(endings[end]), vtime_text(sim_now(sim), time, sizeof time));
	str_append(&text, "\n");
	tell_end(printer, &text);
	str_format(&text, say("%llu events of %llu, %llu records, seed %llu"), (unsigned long long)sim_events(sim),
		   (unsigned long long)intake->budget, (unsigned long long)printer->records,
		   (unsigned long long)intake->journal.machine.seed);
	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		uint64_t n = counted[i].kind == R_RULE_VIOLATION ? findings_of(printer->rules, RULE_ERROR) : printer->count[counted[i].kind];

		str_append(&text, i ? ", " : "\n");
		str_format(&text, say_n(counted[i].one, counted[i].many, n), (unsigned long long)n);
	}
	str_append(&text, "\n");
	if (printer->count[R_NBL_INDICATE]) {
		str_format(&text, say("checksum of the frames indicated, in their order: 0x%016llx"), (unsigned long long)printer->frames);
		str_append(&text, "\n");
	}
	fputs(text.text, stderr);
	str_free(&text);
}

static enum status verdict(const struct printer *printer, enum replay_end end)
{
	if (end == REPLAY_BUDGET)
		return STATUS_BUDGET;
	if (printer->strict && findings_of(printer->rules, RULE_WARNING))
		return STATUS_FAILED;
	return findings_of(printer->rules, RULE_ERROR) || printer->count[R_BUGCHECK] ? STATUS_FAILED : STATUS_GOOD;
}

static enum status run(struct intake *intake, const struct arguments *arguments)
{
	struct printer printer = { .json = arguments->option[OPTION_JSON], .quiet = arguments->option[OPTION_QUIET],
				   .strict = arguments->option[OPTION_STRICT] };
	struct trace *trace = trace_new_sink(print_records, &printer);
	struct sim *sim;
	enum replay_end end;
	enum status status;
	size_t strayed;

	printer.trace = trace;
	printer.rules = rules_new(trace);
	sim = sim_new(&intake->journal.machine, &intake->inputs, trace);
	end = replay(sim, &intake->journal, intake->budget, &strayed);
	trace_flush(trace);
	if (printer.json)
		print_findings(&printer, intake);
	fflush(stdout);
	if (strayed < intake->journal.n)
		talk_say("command %zu (%s) was taken at another moment than the recorded one", strayed + 1,
			intake->journal.commands[strayed].text);
	findings_tell(printer.rules, intake);
	starts_tell(&printer.starts, trace, intake);
	summary(&printer, sim, intake, end);
	sim_free(sim);
	trace_free(trace);
	str_free(&printer.line);
	status = verdict(&printer, end);
	rules_free(printer.rules);
	return status;
}

int cmd_run(const struct arguments *arguments)
{
	struct intake intake;
	struct err err;
	enum status status;

	if (!intake_open(&intake, arguments->word[0], arguments, &err, &status))
		return cli_failed(&err, status);
	crash_journal(arguments->word[0]);
	if (intake.journal.n) {
		status = run(&intake, arguments);
	} else {
		talk_say("%s has no command: nothing was run", arguments->word[0]);
		status = STATUS_NOTHING;
	}
	intake_close(&intake);
	return status;
}
