/* SPDX-License-Identifier: MIT */
/* A finding in words. */
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "tui/finding.h"

void finding_title(const struct finding *finding, struct str *out)
{
	str_format(out, "%s %s", finding->severity == RULE_ERROR ? say("error") : say("warning"), rule_forms[finding->rule].name);
}

void finding_place(const struct look *look, const struct finding *finding, struct str *out)
{
	const char *function = look->function ? look->function(look->context, finding->code) : NULL;
	char line[120];

	if (finding->code == UINT64_MAX || !look->place || !look->place(look->context, finding->code, line, sizeof line))
		return;
	if (function)
		str_format(out, say("%s in %s"), line, function);
	else
		str_append(out, line);
}

/* As far as the cursor. */
static size_t times_of(const struct look *look, const struct finding *finding)
{
	size_t times = 0;

	for (size_t i = finding->first; i < look->findings_n && look->findings[i].record < look->cursor; i++)
		times += look->findings[i].first == finding->first;
	return times;
}

void finding_moment(const struct look *look, const struct finding *finding, struct str *out)
{
	size_t times = times_of(look, finding);
	char time[32];

	vtime_text(finding->at, time, sizeof time);
	if (finding->cpu != RECORD_NO_CPU)
		str_format(out, say("record %llu, %s, CPU %u, IRQL %u"), (unsigned long long)finding->record, time, finding->cpu, finding->irql);
	else
		str_format(out, say("record %llu, %s"), (unsigned long long)finding->record, time);
	if (times > 1)
		str_format(out, say("; so %zu times up to here"), times);
}

void finding_text(const struct look *look, const struct finding *finding, struct str *out)
{
	const struct rule_form *form = &rule_forms[finding->rule];
	struct str place = { 0 };

	finding_title(finding, out);
	finding_place(look, finding, &place);
	str_format(out, "%s%s\n%s\n", place.length ? "  " : "", place.length ? place.text : "", finding->said);
	str_format(out, say("why it matters: %s"), say(form->why));
	str_append(out, "\n");
	str_format(out, say("how to fix it: %s"), say(form->fix));
	str_append(out, "\n");
	finding_moment(look, finding, out);
	str_append(out, "\n");
	for (unsigned i = 0; i < finding->led_n; i++) {
		const struct record *record = trace_at(look->trace, finding_led(finding, i));

		if (!record)
			continue;
		str_format(out, say("what led there: #%llu "), (unsigned long long)record->number);
		tell_record(look->trace, record, out);
		str_append(out, "\n");
	}
	str_free(&place);
}

const struct finding *finding_at(const struct look *look, uint64_t cursor, size_t *n)
{
	const struct session *session = look->session;
	size_t from = cursor ? session_findings_before(session, cursor - 1) : 0, end = session_findings_before(session, cursor);

	*n = end - from;
	return *n ? &look->findings[from] : NULL;
}
