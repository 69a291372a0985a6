/* SPDX-License-Identifier: MIT */
/* Traces of nic0 on its way to an interrupt, and a question asked at their end: the suites test_why*. */
#ifndef MSILAB_TESTS_UNIT_WHY_RIG_H
#define MSILAB_TESTS_UNIT_WHY_RIG_H

#include <stdio.h>
#include <string.h>

#include "sim/read/why.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

/* A machine whose nic0 is started with MSI-X, message 1 aimed at cpu1 with vector 61h, everything open but no cause. */
static inline struct trace *started(void)
{
	struct trace *trace = tell_machine();

	tell(trace, 0, "apic.reg obj=cpu0 cpu=- offset=0xf0 after=0x1df");
	tell(trace, 0, "apic.reg obj=cpu1 cpu=- offset=0xf0 after=0x1df");
	tell(trace, 0, "dev.link obj=nic0 cpu=- up=1 speed=100");
	tell(trace, 1, "pnp.grant obj=nic0 cpu=0 irql=0 kind=msix count=2 asked=4 policy=\"cap\"");
	tell(trace, 1, "pnp.state obj=nic0 cpu=0 irql=0 state=running status=0x0");
	tell(trace, 1, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x4 size=2 written=0x406 after=0x406");
	tell(trace, 1, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x8000 after=0x8003");
	tell(trace, 1, "msix.entry obj=nic0 cpu=0 irql=0 entry=1 address_after=0xfee01000 data_after=0x61 control_after=0x0");
	tell(trace, 1, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=1 vector=0x61 cpus=0x2 kind=msix");
	tell(trace, 1, "dev.reg obj=nic0 cpu=- index=2 after=0x81");
	tell(trace, 1, "dev.unmask obj=nic0 cpu=- bits=0x1 ims_after=0x1");
	return trace;
}

static inline void ask(const struct trace *trace, const char *what, struct why_answer *answer)
{
	struct scene *scene = scene_new(trace);
	struct why_question question;
	struct err err;
	char said[512];

	scene_advance(scene, UINT64_MAX);
	ck_assert_msg(why_read(&question, what, trace, &err), "%s", err_text(&err, said, sizeof said));
	why_ask(answer, scene, &question);
	scene_free(scene);
}

static inline uint64_t raise_cause(struct trace *trace)
{
	return tell(trace, 100, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
}

static inline uint64_t send_message(struct trace *trace)
{
	return tell_because(trace, 100, (int64_t)raise_cause(trace),
			    "msi.send obj=nic0 cpu=- message=1 address=0xfee01000 data=0x61 source=1");
}

static inline uint64_t serve(struct trace *trace, bool claimed)
{
	uint64_t send = send_message(trace);
	uint64_t enter = tell_because(trace, 900, (int64_t)send,
				      "isr.enter obj=nic0.interrupt cpu=1 irql=6 message=1 vector=0x61 place=0");

	return tell_because(trace, 950, (int64_t)enter, claimed ? "isr.exit obj=nic0.interrupt cpu=1 irql=6 message=1 claimed=1" :
								  "isr.exit obj=nic0.interrupt cpu=1 irql=6 message=1 claimed=0");
}

#endif
