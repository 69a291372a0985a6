/* SPDX-License-Identifier: MIT */
/* What the machine itself has seen: broken rules (rule.violation), bad accesses (Register_Bad), ends (Bug_Check). */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/read/rule_parts.h"
#include "sim/read/tell.h"

#define WARNING "warning: " /* begins the text of a violation that is one */

/* The machine's text, in the person's language too. */
static void retell(struct finding *finding, const char *text)
{
	struct str said = { 0 };

	tell_text(text, &said);
	snprintf(finding->said, sizeof finding->said, "%s", said.text);
	str_free(&said);
}

void rule_see_told(struct rules *rules, const struct record *record)
{
	enum rule_id rule = rule_named(trace_text_of(rules->trace, record->w[0]));
	const char *text = trace_text_of(rules->trace, record->w[1]);
	bool warning = !strncmp(text, WARNING, strlen(WARNING));
	struct finding *finding;

	if (rule == RULE_COUNT)
		return;
	text += warning ? strlen(WARNING) : 0;
	finding = rule_find(rules, rule, record, "%s", text);
	retell(finding, text);
	if (warning)
		finding->severity = RULE_WARNING;
	if (record->w[2] != record->number)
		rule_led(finding, record->w[2]);
}

/* By a driver's code: it has a CPU. */
void rule_see_bad(struct rules *rules, const struct record *record)
{
	if (record->cpu == RECORD_NO_CPU)
		return;
	rule_find(rules, RULE_Register_Bad, record,
		  record->w[3] ? N_("a write of %u bytes at offset 0x%llx names no register") : N_("a read of %u bytes at offset 0x%llx names no register"),
		  (unsigned)record->w[2], (unsigned long long)(record->w[0] & UINT64_C(0xFFFFFFFFFFFFFF)));
}

/* An error at the same instant on the same CPU, or what keeps a line asserted, explains the end. */
static bool explained(const struct rules *rules, const struct record *record)
{
	for (size_t i = rules->n; i--;) {
		const struct finding *finding = &rules->findings[i];

		if (finding->rule == RULE_Line_NotDismissed || finding->rule == RULE_Line_Ignored || finding->rule == RULE_Dpc_Budget)
			return true;
		if (finding->at == record->at && finding->cpu == record->cpu && finding->severity == RULE_ERROR)
			return true;
	}
	return false;
}

void rule_see_bugcheck(struct rules *rules, const struct record *record)
{
	unsigned long long code = record->w[0];
	const char *name = trace_text_of(rules->trace, record->w[1]), *text = trace_text_of(rules->trace, record->w[2]);
	struct finding *finding;
	struct str said = { 0 };

	if (explained(rules, record))
		return;
	finding = rule_find(rules, RULE_Bug_Check, record, "0x%llx %s: %s", code, name, text);
	tell_text(text, &said);
	snprintf(finding->said, sizeof finding->said, "0x%llx %s: %s", code, name, said.text);
	str_free(&said);
}
