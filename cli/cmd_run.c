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
#include "cli/refusals.h"
#include "cli/replay.h"
#include "cli/starts.h"
#include "cli/summary.h"
#include "cli/talk.h"
#include "sim/read/export.h"
#include "sim/trace/rectext.h"

struct printer {
	const struct trace *trace;
	bool json, quiet, strict;
	struct str line;
	struct summary summary;
	struct rules *rules;
	struct starts starts;
	struct refusals refusals;
};

static void print_records(void *context, const struct record *records, size_t n)
{
	struct printer *printer = context;

	for (size_t i = 0; i < n; i++) {
		summary_see(&printer->summary, &records[i]);
		rules_see(printer->rules, &records[i]);
		starts_see(&printer->starts, &records[i]);
		refusals_see(&printer->refusals, &records[i]);
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

/* Behind the records, whose lines have no member `finding`. Who wants no records gets the summary; the others can count. */
static void print_findings(struct printer *printer, const struct summary_end *end)
{
	str_clear(&printer->line);
	findings_json(printer->rules, printer->trace, end->intake, &printer->line);
	if (printer->quiet)
		summary_json(&printer->summary, end, &printer->line);
	fwrite(printer->line.text, 1, printer->line.length, stdout);
}

static enum status verdict(const struct printer *printer, enum replay_end end)
{
	if (end == REPLAY_BUDGET)
		return STATUS_BUDGET;
	if (printer->strict && findings_of(printer->rules, RULE_WARNING))
		return STATUS_FAILED;
	return findings_of(printer->rules, RULE_ERROR) || printer->summary.count[R_BUGCHECK] ? STATUS_FAILED : STATUS_GOOD;
}

static enum status run(struct intake *intake, const struct arguments *arguments)
{
	struct printer printer = { .json = arguments->option[OPTION_JSON], .quiet = arguments->option[OPTION_QUIET],
				   .strict = arguments->option[OPTION_STRICT] };
	struct trace *trace = trace_new_sink(print_records, &printer);
	struct sim *sim;
	struct summary_end ending;
	enum replay_end end;
	enum status status;
	size_t strayed;

	printer.trace = printer.summary.trace = trace;
	printer.rules = rules_new(trace);
	sim = sim_new(&intake->journal.machine, &intake->inputs, trace);
	end = replay(sim, &intake->journal, VTIME_NEVER, intake->budget, &strayed);
	trace_flush(trace);
	ending = (struct summary_end){ .how = end, .sim = sim, .intake = intake, .errors = findings_of(printer.rules, RULE_ERROR) };
	if (printer.json)
		print_findings(&printer, &ending);
	fflush(stdout);
	if (strayed < intake->journal.n)
		talk_say("command %zu (%s) was taken at another moment than the recorded one", strayed + 1,
			intake->journal.commands[strayed].text);
	refusals_tell(&printer.refusals, trace, intake, arguments->word[0]);
	findings_tell(printer.rules, intake);
	starts_tell(&printer.starts, trace, intake);
	str_clear(&printer.line);
	summary_text(&printer.summary, &ending, &printer.line);
	fputs(printer.line.text, stderr);
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
