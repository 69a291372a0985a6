/* SPDX-License-Identifier: MIT */
/* A system that never refuses while vectors are left. */
#include "sim/base/say.h"
#include "sim/os/grant.h"

static unsigned grant(struct os *os, unsigned asked)
{
	(void)os;
	return asked;
}

static const char *const keys[] = { NULL };

const struct grant_policy grant_all = {
	.name = "all",
	.help = N_("the number asked for, or as many as are left"),
	.keys = keys,
	.grant = grant,
};
