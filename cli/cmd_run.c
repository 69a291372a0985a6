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
#include "sim/read/export.h"
#include "sim/read/stats.h"
#include "sim/trace/rectext.h"

struct printer {
	const struct trace *trace;
	bool json, quiet;
	struct str line;
	uint64_t count[RECORD_KINDS];
	uint64_t records, frames; /* frames: their checksum */
	struct rules *rules;
};

static void print_records(void *context, const struct record *records, size_t n)
{
	struct printer *printer = context;

	for (size_t i = 0; i < n; i++) {
		printer->count[records[i].kind]++;
		printer->records++;
		printer->frames = stats_frames(printer->frames, &records[i]);
		rules_see(printer->rules, &records[i]);
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

/* What the summary counts, in its order. */
static const struct {
	enum record_kind kind;
	const char *one, *many;
} counted[] = {
	{ R_CMD_TAKE, "command", "commands" },
	{ R_MSI_SEND, "message", "messages" },
	{ R_LINE_ASSERT, "line asserted", "lines asserted" },
	{ R_ISR_ENTER, "service routine", "service routines" },
	{ R_DPC_ENTER, "DPC", "DPCs" },
	{ R_NBL_INDICATE, "list indicated", "lists indicated" },
	{ R_RULE_VIOLATION, "violation", "violations" }, /* of readers too */
	{ R_BUGCHECK, "bugcheck", "bugchecks" },
};

static const char *const endings[] = {
	[REPLAY_IDLE] = "nothing is left to happen",
	[REPLAY_ENDED] = "the session ended here",
	[REPLAY_STOPPED] = "the machine stopped with a bugcheck",
	[REPLAY_BUDGET] = "the event budget is exhausted",
};

static void summary(const struct printer *printer, const struct sim *sim, const struct intake *intake, enum replay_end end)
{
	char time[32];

	fprintf(stderr, "%s at %s\n", endings[end], vtime_text(sim_now(sim), time, sizeof time));
	fprintf(stderr, "%llu events of %llu, %llu records, seed %llu\n", (unsigned long long)sim_events(sim),
		(unsigned long long)intake->budget, (unsigned long long)printer->records,
		(unsigned long long)intake->journal.machine.seed);
	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		uint64_t n = counted[i].kind == R_RULE_VIOLATION ? findings_errors(printer->rules) : printer->count[counted[i].kind];

		fprintf(stderr, "%s%llu %s", i ? ", " : "", (unsigned long long)n, n == 1 ? counted[i].one : counted[i].many);
	}
	fprintf(stderr, "\n");
	if (printer->count[R_NBL_INDICATE])
		fprintf(stderr, "checksum of the frames indicated, in their order: 0x%016llx\n", (unsigned long long)printer->frames);
}

static enum status verdict(const struct printer *printer, enum replay_end end)
{
	if (end == REPLAY_BUDGET)
		return STATUS_BUDGET;
	return findings_errors(printer->rules) || printer->count[R_BUGCHECK] ? STATUS_FAILED : STATUS_GOOD;
}

static enum status run(struct intake *intake, const struct arguments *arguments)
{
	struct printer printer = { .json = arguments->option[OPTION_JSON], .quiet = arguments->option[OPTION_QUIET] };
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
	fflush(stdout);
	if (strayed < intake->journal.n)
		fprintf(stderr, "msilab: command %zu (%s) was taken at another moment than the recorded one\n", strayed + 1,
			intake->journal.commands[strayed].text);
	findings_tell(printer.rules, intake);
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
		fprintf(stderr, "msilab: %s has no command: nothing was run\n", arguments->word[0]);
		status = STATUS_NOTHING;
	}
	intake_close(&intake);
	return status;
}
