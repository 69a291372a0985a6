/* SPDX-License-Identifier: MIT */
/* Findings with their source lines. */
#include <stdio.h>
#include <string.h>

#include "cli/findings.h"
#include "cli/talk.h"
#include "sim/base/say.h"
#include "tui/dwarf.h"

static const char *last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "vnic-line.c:57 in line_isr: ", or nothing where the code is not known. */
static void place(uint64_t code, const struct intake *intake, struct str *out)
{
	uint64_t module = code >> 48, offset = code & UINT64_C(0xFFFFFFFFFFFF);
	struct dwarf_place at;
	struct dwarf *dwarf;

	if (code == UINT64_MAX || module >= intake->inputs.modules_n)
		return;
	dwarf = dwarf_open(modules_path(intake->modules, intake->inputs.modules[module].name));
	if (dwarf && dwarf_find(dwarf, offset, &at) && at.file)
		str_format(out, say("%s:%u in %s: "), last_name(at.file), at.line, at.function ? at.function : "?");
	else
		str_format(out, "%s+0x%llx: ", intake->inputs.modules[module].name, (unsigned long long)offset);
	if (dwarf)
		dwarf_close(dwarf);
}

static void tell(const struct finding *finding, size_t times, const struct intake *intake)
{
	const struct rule_form *form = &rule_forms[finding->rule];
	struct str line = { 0 };
	char time[32];

	place(finding->code, intake, &line);
	if (finding->severity == RULE_WARNING)
		str_append(&line, say("warning: "));
	str_format(&line, "%s: %s (", form->name, finding->said);
	vtime_text(finding->at, time, sizeof time);
	if (finding->cpu != RECORD_NO_CPU)
		str_format(&line, say("record %llu, %s, CPU %u, IRQL %u"), (unsigned long long)finding->record, time, finding->cpu, finding->irql);
	else
		str_format(&line, say("record %llu, %s"), (unsigned long long)finding->record, time);
	str_append(&line, ")\n");
	if (times > 1) {
		str_append(&line, "    ");
		str_format(&line, say("so %zu times in all"), times);
		str_append(&line, "\n");
	}
	str_format(&line, "    %s %s\n", say("why it matters:"), say(form->why));
	str_format(&line, "    %s %s\n", say("how to fix it:"), say(form->fix));
	fputs(line.text, stderr);
	str_free(&line);
}

void findings_tell(const struct rules *rules, const struct intake *intake)
{
	size_t n, told = 0;
	const struct finding *findings = rules_findings(rules, &n);

	for (size_t i = 0; i < n; i++) { /* alike ones are told once, and counted */
		size_t times = 0;

		if (findings[i].first != i)
			continue;
		for (size_t k = i; k < n; k++)
			times += findings[k].first == i;
		if (told++ < FINDINGS_MAX)
			tell(&findings[i], times, intake);
	}
	if (told > FINDINGS_MAX)
		talk_say("and %zu more", told - FINDINGS_MAX);
}

size_t findings_errors(const struct rules *rules)
{
	size_t n, errors = 0;
	const struct finding *findings = rules_findings(rules, &n);

	for (size_t i = 0; i < n; i++)
		errors += findings[i].severity == RULE_ERROR;
	return errors;
}
