/* SPDX-License-Identifier: MIT */
/* A goal and the records that it sees: the suites test_goal*. */
#ifndef MSILAB_TESTS_UNIT_GOAL_RIG_H
#define MSILAB_TESTS_UNIT_GOAL_RIG_H

#include <string.h>

#include "lessons/host/goal.h"
#include "sim/base/mem.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

struct rig {
	struct trace *trace;
	struct goal goal;
};

/* second: NULL for kinds that have one filter */
static inline void prepare(struct rig *rig, enum goal_kind kind, const char *first, const char *second)
{
	struct err err;

	*rig = (struct rig){ .trace = tell_machine(), .goal = { .kind = kind, .least = 1, .most = UINT64_MAX, .time = 100 } };
	ck_assert(query_read(&rig->goal.first, first, &err));
	if (second)
		ck_assert(query_read(&rig->goal.second, second, &err));
	goal_reset(&rig->goal);
}

static inline void see(struct rig *rig, vtime at, const char *words)
{
	goal_see(&rig->goal, rig->trace, trace_at(rig->trace, tell(rig->trace, at, words)));
}

static inline void frees(struct rig *rig)
{
	goal_fini(&rig->goal);
	trace_free(rig->trace);
}

static inline void near(struct rig *rig, unsigned i, const char *filter)
{
	struct err err;

	ck_assert(query_read(&rig->goal.near[i].record, filter, &err));
	rig->goal.near[i].says = mem_copy_text("near");
	rig->goal.near_n = i + 1;
}

#define SET "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1"
#define CLEAR "dev.cause.clear obj=nic0 cpu=- bits=0x1 icr_after=0x0"

#endif
