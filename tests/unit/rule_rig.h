/* SPDX-License-Identifier: MIT */
/* Traces of one device and its driver, told record by record, and which rules they break: the suites test_rule*. */
#ifndef MSILAB_TESTS_UNIT_RULE_RIG_H
#define MSILAB_TESTS_UNIT_RULE_RIG_H

#include <stdio.h>
#include <string.h>

#include "sim/read/rule.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

/* The machine of tell.h whose registers have the offsets of the data sheet where it matters: ICR 0, IMS 4, IVAR[0] 8. */
static inline struct trace *started(const char *kind)
{
	struct trace *trace = tell_machine();
	char words[160];

	snprintf(words, sizeof words, "pnp.grant obj=nic0 cpu=0 irql=0 kind=%s count=2 asked=4 policy=\"cap\"", kind);
	tell(trace, 1, "pnp.start obj=nic0 cpu=0 irql=0 driver=\"x\"");
	tell(trace, 1, words);
	return trace;
}

static inline void registered(struct trace *trace, const char *kind)
{
	char words[160];

	tell(trace, 2, "api.call obj=nic0 cpu=0 irql=0 name=\"NdisMRegisterInterruptEx\" a=0x0 b=0x0 at=module0+0x10");
	snprintf(words, sizeof words, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=0 vector=0x61 cpus=0x1 kind=%s", kind);
	tell(trace, 2, words);
}

static inline void writes(struct trace *trace, vtime at, unsigned offset, unsigned value)
{
	char words[160];

	snprintf(words, sizeof words, "mmio.write obj=nic0 cpu=0 irql=0 offset=0x%x value=0x%x size=4 at=module0+0x20", offset, value);
	tell(trace, at, words);
}

enum { ICR = 0, IMS = 4, IVAR0 = 8 };

/* Cause 0 is pending and enabled in the device, and its line is up. */
static inline void asserted(struct trace *trace, vtime at)
{
	writes(trace, at, IMS, 1);
	tell(trace, at, "dev.unmask obj=nic0 cpu=- bits=0x1 ims_after=0x1");
	tell(trace, at, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
	tell(trace, at, "line.assert obj=nic0 cpu=- pin=1 code=0x20");
}

static inline void enter(struct trace *trace, vtime at)
{
	tell(trace, at, "isr.enter obj=nic0.interrupt cpu=0 irql=6 message=0 vector=0x61 place=0 code=module0+0x30");
}

static inline void leaves(struct trace *trace, vtime at, int claimed)
{
	char words[160];

	snprintf(words, sizeof words, "isr.exit obj=nic0.interrupt cpu=0 irql=6 message=0 claimed=%d queue_default=0 targets=0x0", claimed);
	tell(trace, at, words);
}

/* Exactly these findings, by name, in this order. Frees the trace. */
static inline void expect(struct trace *trace, const char *names)
{
	struct rules *rules = rules_new(trace);
	struct str found = { 0 };
	const struct finding *findings;
	size_t n;

	rules_advance(rules, UINT64_MAX);
	findings = rules_findings(rules, &n);
	for (size_t i = 0; i < n; i++)
		str_format(&found, "%s%s", i ? " " : "", rule_forms[findings[i].rule].name);
	ck_assert_str_eq(found.text ? found.text : "", names);
	str_free(&found);
	rules_free(rules);
	trace_free(trace);
}

#endif
