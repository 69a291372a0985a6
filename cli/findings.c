/* SPDX-License-Identifier: MIT */
/* Findings with their source lines. */
#include <stdio.h>
#include <string.h>

#include "cli/findings.h"
#include "cli/talk.h"
#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/dwarf.h"

static const char *last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

#define OFFSET UINT64_C(0xFFFFFFFFFFFF)

/* NULL: the code is in no module that is known, or that says nothing. */
static struct dwarf *dwarf_of(uint64_t code, const struct intake *intake)
{
	uint64_t module = code >> 48;

	if (code == UINT64_MAX || module >= intake->inputs.modules_n)
		return NULL;
	return dwarf_open(modules_path(intake->modules, intake->inputs.modules[module].name));
}

void findings_place(uint64_t code, const struct intake *intake, struct str *out)
{
	uint64_t module = code >> 48, offset = code & OFFSET;
	struct dwarf_place at;
	struct dwarf *dwarf = dwarf_of(code, intake);

	if (code == UINT64_MAX || module >= intake->inputs.modules_n)
		return;
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

	findings_place(finding->code, intake, &line);
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
	str_append(&line, "    ");
	str_format(&line, say("why it matters: %s"), say(form->why));
	str_append(&line, "\n    ");
	str_format(&line, say("how to fix it: %s"), say(form->fix));
	str_append(&line, "\n");
	fputs(line.text, stderr);
	str_free(&line);
}

static size_t times_of(const struct finding *findings, size_t n, size_t first)
{
	size_t times = 0;

	for (size_t i = first; i < n; i++)
		times += findings[i].first == first;
	return times;
}

void findings_tell(const struct rules *rules, const struct intake *intake)
{
	size_t n, told = 0;
	const struct finding *findings = rules_findings(rules, &n);

	for (size_t i = 0; i < n; i++) { /* alike ones are told once, and counted */
		if (findings[i].first == i && told++ < FINDINGS_MAX)
			tell(&findings[i], times_of(findings, n, i), intake);
	}
	if (told > FINDINGS_MAX)
		talk_say("and %zu more", told - FINDINGS_MAX);
}

size_t findings_of(const struct rules *rules, enum rule_severity severity)
{
	size_t n, count = 0;
	const struct finding *findings = rules_findings(rules, &n);

	for (size_t i = 0; i < n; i++)
		count += findings[i].severity == severity;
	return count;
}

static void member(const char *name, const char *text, struct str *out)
{
	str_format(out, ",\"%s\":", name);
	rectext_quote(text, strlen(text), out);
}

static void place_json(uint64_t code, const struct intake *intake, struct str *out)
{
	struct dwarf_place at;
	struct dwarf *dwarf = dwarf_of(code, intake);

	if (dwarf && dwarf_find(dwarf, code & OFFSET, &at) && at.file) {
		member("file", last_name(at.file), out);
		str_format(out, ",\"line\":%u", at.line);
		if (at.function)
			member("function", at.function, out);
	}
	if (dwarf)
		dwarf_close(dwarf);
}

static void finding_json(const struct finding *finding, size_t times, const struct trace *trace, const struct intake *intake, struct str *out)
{
	const struct rule_form *form = &rule_forms[finding->rule];

	str_format(out, "{\"finding\":\"%s\",\"severity\":\"%s\",\"record\":%llu,\"at\":%lld", form->name,
		   finding->severity == RULE_ERROR ? "error" : "warning", (unsigned long long)finding->record, (long long)finding->at);
	if (finding->cpu != RECORD_NO_CPU)
		str_format(out, ",\"cpu\":%u,\"irql\":%u", finding->cpu, finding->irql);
	member("obj", finding->obj ? rectext_object(trace, finding->obj) : "", out);
	member("what", finding->what, out);
	member("why", form->why, out);
	member("fix", form->fix, out);
	place_json(finding->code, intake, out);
	str_append(out, ",\"led\":[");
	for (unsigned i = 0; i < finding->led_n; i++)
		str_format(out, "%s%llu", i ? "," : "", (unsigned long long)finding_led(finding, i));
	str_format(out, "],\"times\":%zu}\n", times);
}

void findings_json(const struct rules *rules, const struct trace *trace, const struct intake *intake, struct str *out)
{
	size_t n;
	const struct finding *findings = rules_findings(rules, &n);

	for (size_t i = 0; i < n; i++)
		if (findings[i].first == i)
			finding_json(&findings[i], times_of(findings, n, i), trace, intake, out);
}
