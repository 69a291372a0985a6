/* SPDX-License-Identifier: MIT */
/* The arithmetic of MSI, for everybody. */
#include "sim/base/say.h"
#include "sim/os/grant.h"

static unsigned grant(struct os *os, unsigned asked)
{
	unsigned granted = 1;

	(void)os;
	while (granted * 2 <= asked)
		granted *= 2;
	return granted;
}

static const char *const keys[] = { NULL };

const struct grant_policy grant_pow2 = {
	.name = "pow2",
	.help = N_("the largest power of two that is not more than what was asked for"),
	.keys = keys,
	.grant = grant,
};
