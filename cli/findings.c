/* SPDX-License-Identifier: MIT */
/* Findings with their source lines. */
#include <stdio.h>
#include <string.h>

#include "cli/findings.h"
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
		str_format(out, "%s:%u in %s: ", last_name(at.file), at.line, at.function ? at.function : "?");
	else
		str_format(out, "%s+0x%llx: ", intake->inputs.modules[module].name, (unsigned long long)offset);
	if (dwarf)
		dwarf_close(dwarf);
}

/* The same rule broken by the same code of the same device: told once, and counted. */
static bool alike(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && a->obj == b->obj && a->code == b->code;
}

static void tell(const struct finding *finding, size_t times, const struct intake *intake)
{
	const struct rule_form *form = &rule_forms[finding->rule];
	struct str line = { 0 };
	char time[32];

	place(finding->code, intake, &line);
	str_format(&line, finding->severity == RULE_WARNING ? say("warning: %s: %s") : "%s: %s", form->name, finding->what);
	vtime_text(finding->at, time, sizeof time);
	if (finding->cpu == RECORD_NO_CPU)
		str_format(&line, say(" (record %llu, %s)"), (unsigned long long)finding->record, time);
	else
		str_format(&line, say(" (record %llu, %s, CPU %u, IRQL %u)"), (unsigned long long)finding->record, time, finding->cpu,
			   finding->irql);
	fprintf(stderr, "%s\n", line.text);
	if (times > 1)
		fprintf(stderr, say("    so %zu times in all\n"), times);
	fprintf(stderr, say("    why it matters: %s\n"), say(form->why));
	fprintf(stderr, say("    how to fix it: %s\n"), say(form->fix));
	str_free(&line);
}

void findings_tell(const struct rules *rules, const struct intake *intake)
{
	size_t n, told = 0;
	const struct finding *findings = rules_findings(rules, &n);

	for (size_t i = 0; i < n; i++) {
		size_t first = 0, times = 0;

		while (!alike(&findings[first], &findings[i]))
			first++;
		if (first < i)
			continue;
		for (size_t k = i; k < n; k++)
			times += alike(&findings[i], &findings[k]);
		if (told++ < FINDINGS_MAX)
			tell(&findings[i], times, intake);
	}
	if (told > FINDINGS_MAX)
		fprintf(stderr, say("and %zu more\n"), told - FINDINGS_MAX);
}

size_t findings_errors(const struct rules *rules)
{
	size_t n, errors = 0;
	const struct finding *findings = rules_findings(rules, &n);

	for (size_t i = 0; i < n; i++)
		errors += findings[i].severity == RULE_ERROR;
	return errors;
}
