/* SPDX-License-Identifier: MIT */
/* The bench for the system. */
#include "tests/unit/rig_os.h"

struct os *rig_os_init(struct rig *rig, const char *head)
{
	struct os *os;

	rig_init(rig, head);
	os = arena_new(&rig->core.arena, sizeof *os);
	os_init(os, &rig->core, rig->hw);
	rig_mark(rig);
	return os;
}

void rig_os_fini(struct rig *rig, struct os *os)
{
	os_fini(os);
	rig_fini(rig);
}
