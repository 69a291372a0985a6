/* SPDX-License-Identifier: MIT */
/* What the machine itself has seen: broken rules (rule.violation), bad accesses (Register_Bad), ends (Bug_Check). */
#include <string.h>

#include "sim/read/rule_parts.h"

#define WARNING "warning: " /* begins the text of a violation that is one */

void rule_see_told(struct rules *rules, const struct record *record)
{
	enum rule_id rule = rule_named(trace_text_of(rules->trace, record->w[0]));
	const char *text = trace_text_of(rules->trace, record->w[1]);
	bool warning = !strncmp(text, WARNING, strlen(WARNING));
	struct finding *finding;

	if (rule == RULE_COUNT)
		return;
	finding = rule_find(rules, rule, record, "%s", warning ? text + strlen(WARNING) : text);
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
		  record->w[3] ? "a write of %u bytes at offset 0x%llx names no register" : "a read of %u bytes at offset 0x%llx names no register",
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
	if (!explained(rules, record))
		rule_find(rules, RULE_Bug_Check, record, "0x%llx %s: %s", (unsigned long long)record->w[0],
			  trace_text_of(rules->trace, record->w[1]), trace_text_of(rules->trace, record->w[2]));
}
