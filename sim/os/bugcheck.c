/* SPDX-License-Identifier: MIT */
/* The end of the virtual machine, and the record of a broken rule. */
#include "sim/os/bugcheck.h"
#include "sim/os/cpu.h"
#include "sim/os/probe.h"

static const char *name_of(enum bugcheck_code code)
{
	switch (code) {
#define BUGCHECK(id, number, text) case BUGCHECK_##id: return text;
#include "sim/os/bugchecks.def"
#undef BUGCHECK
	}
	return "?";
}

void bugcheck(struct core *core, enum bugcheck_code code, const uint64_t p[4], const char *text, uint64_t at)
{
	uint64_t record;

	if (core->stopped) {
		if (core->cpu)
			cpu_abandon(core->cpu);
		return;
	}
	record = core_record(core, R_BUGCHECK, 0, code, core_text(core, name_of(code)), core_text(core, text), at);

	core_because(core, record);
	core_record(core, R_BUGCHECK_PARAMETERS, 0, probe_address(core, p[0]), probe_address(core, p[1]),
		    probe_address(core, p[2]), probe_address(core, p[3]));
	core->stopped = true;
	core->stopped_on = core->cpu_number;
	if (core->cpu)
		cpu_abandon(core->cpu);
}

void violation(struct core *core, uint32_t obj, const char *rule, const char *text, uint64_t about, uint64_t at)
{
	core_record(core, R_RULE_VIOLATION, obj, core_text(core, rule), core_text(core, text), about, at);
}
