/* SPDX-License-Identifier: MIT */
/* What the machine itself has seen: broken rules (rule.violation), bad accesses (Register_Bad), ends (Bug_Check). */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/read/rule_parts.h"
#include "sim/read/tell.h"

#define WARNING "warning: " /* begins the text of a violation that is one */

void rule_see_told(struct rules *rules, const struct record *record)
{
	enum rule_id rule = rule_named(trace_text_of(rules->trace, record->w[0]));
	const char *text = trace_text_of(rules->trace, record->w[1]);
	bool warning = !strncmp(text, WARNING, strlen(WARNING));
	struct finding *finding;

	if (rule == RULE_COUNT)
		return;
	text += warning ? strlen(WARNING) : 0;
	finding = rule_find_told(rules, rule, record, "", text);
	if (warning)
		finding->severity = RULE_WARNING;
	if (record->w[2] != record->number)
		rule_led(finding, record->w[2]);
}

/* Why no register answers: its size, its place, or that there is none. */
static const char *bad_text(bool write, uint64_t size, uint64_t offset)
{
	if (size != 4)
		return write ? N_("a %u-byte write at offset 0x%llx: registers are 4 bytes wide, as is each access") :
			       N_("a %u-byte read at offset 0x%llx: registers are 4 bytes wide, as is each access");
	if (offset & 3)
		return write ? N_("a %u-byte write at offset 0x%llx, which is not a multiple of 4") :
			       N_("a %u-byte read at offset 0x%llx, which is not a multiple of 4");
	return write ? N_("a %u-byte write at offset 0x%llx names no register") :
		       N_("a %u-byte read at offset 0x%llx names no register");
}

static void bad(struct rules *rules, const struct record *record, const struct record *access)
{
	uint64_t size = access->w[2], offset = access->w[0] & UINT64_C(0xFFFFFFFFFFFFFF);
	struct finding *finding;

	finding = rule_find(rules, RULE_Register_Bad, record, bad_text(access->kind == R_MMIO_WRITE, size, offset), (unsigned)size,
			    (unsigned long long)offset);
	finding->code = access->w[3];
}

/* By a driver's code: it has a CPU. The driver's own record of a read follows, that of a write went before. */
void rule_see_bad(struct rules *rules, const struct record *record)
{
	struct rule_cpu *cpu = rule_cpu(rules, record);

	if (record->cpu == RECORD_NO_CPU)
		return;
	if (record->w[3])
		bad(rules, record, &cpu->write);
	else
		cpu->bad_read = record->number;
}

void rule_see_bad_write(struct rules *rules, const struct record *record)
{
	rule_cpu(rules, record)->write = *record;
}

void rule_see_bad_read(struct rules *rules, const struct record *record)
{
	struct rule_cpu *cpu = rule_cpu(rules, record);

	if (record->cpu != RECORD_NO_CPU && cpu->bad_read && cpu->bad_read + 1 == record->number)
		bad(rules, record, record);
	cpu->bad_read = 0;
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
	char lead[80];

	if (explained(rules, record))
		return;
	snprintf(lead, sizeof lead, "0x%llx %s: ", (unsigned long long)record->w[0], trace_text_of(rules->trace, record->w[1]));
	rule_find_told(rules, RULE_Bug_Check, record, lead, trace_text_of(rules->trace, record->w[2]));
}
