/* SPDX-License-Identifier: MIT */
/* Violations and bugchecks with their source lines. */
#include <stdio.h>
#include <string.h>

#include "cli/findings.h"
#include "sim/base/str.h"
#include "tui/dwarf.h"

void findings_note(struct findings *findings, const struct record *record)
{
	if (record->kind != R_RULE_VIOLATION && record->kind != R_BUGCHECK)
		return;
	if (findings->n < FINDINGS_MAX)
		findings->said[findings->n++] = *record;
	else
		findings->more++;
}

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

static void tell(const struct record *r, const struct trace *trace, const struct intake *intake)
{
	struct str line = { 0 };
	char time[32];

	place(r->w[3], intake, &line);
	if (r->kind == R_BUGCHECK)
		str_format(&line, "bugcheck 0x%llx %s: %s", (unsigned long long)r->w[0], trace_text_of(trace, r->w[1]),
			   trace_text_of(trace, r->w[2]));
	else
		str_format(&line, "%s: %s", trace_text_of(trace, r->w[0]), trace_text_of(trace, r->w[1]));
	fprintf(stderr, "%s (record %llu, %s", line.text, (unsigned long long)r->number, vtime_text(r->at, time, sizeof time));
	if (r->cpu != RECORD_NO_CPU)
		fprintf(stderr, ", CPU %u, IRQL %u", r->cpu, r->irql);
	fprintf(stderr, ")\n");
	str_free(&line);
}

void findings_tell(const struct findings *findings, const struct trace *trace, const struct intake *intake)
{
	for (unsigned i = 0; i < findings->n; i++)
		tell(&findings->said[i], trace, intake);
	if (findings->more)
		fprintf(stderr, "and %u more\n", findings->more);
}
