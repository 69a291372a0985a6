/* SPDX-License-Identifier: MIT */
/* A system without messages: every driver meets its fallback. */
#include "sim/base/say.h"
#include "sim/os/grant.h"

static unsigned grant(struct os *os, unsigned asked)
{
	(void)os, (void)asked;
	return 0;
}

static const char *const keys[] = { NULL };

const struct grant_policy grant_line = {
	.name = "line",
	.help = N_("never messages, always the line"),
	.keys = keys,
	.grant = grant,
};
