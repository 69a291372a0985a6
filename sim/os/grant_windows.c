/* SPDX-License-Identifier: MIT */
/* What Windows documents: the number asked for, else exactly one, else the line (DDI, interrupt affinity and priority). */
#include "sim/base/say.h"
#include "sim/os/grant.h"

static unsigned grant(struct os *os, unsigned asked)
{
	(void)os;
	return asked;
}

static const char *const keys[] = { NULL };

const struct grant_policy grant_windows = {
	.name = "windows",
	.help = N_("the number asked for; if there are not that many, exactly one; else the line"),
	.keys = keys,
	.all_or_one = true,
	.grant = grant,
};
