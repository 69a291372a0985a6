/* SPDX-License-Identifier: MIT */
/* One message for everybody. */
#include "sim/base/say.h"
#include "sim/os/grant.h"

static unsigned grant(struct os *os, unsigned asked)
{
	(void)os, (void)asked;
	return 1;
}

static const char *const keys[] = { NULL };

const struct grant_policy grant_one = {
	.name = "one",
	.help = N_("one message, whatever was asked for"),
	.keys = keys,
	.grant = grant,
};
