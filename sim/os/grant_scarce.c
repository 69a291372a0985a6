/* SPDX-License-Identifier: MIT */
/* A pool of messages for the whole machine, in the order in which devices start; what is released comes back. */
#include "sim/base/say.h"
#include "sim/os/grant.h"

static unsigned grant(struct os *os, unsigned asked)
{
	uint64_t pool = 4, left;
	struct err err;

	settings_number(&os->policy_settings, "vectors", 4, UINT32_MAX, &pool, &err);
	left = pool > os->messages_out ? pool - os->messages_out : 0;
	return asked < left ? asked : (unsigned)left;
}

static const char *const keys[] = { "vectors", NULL };

const struct grant_policy grant_scarce = {
	.name = "scarce",
	.help = N_("a pool of vectors=N shared by all devices in start order; then the line"),
	.keys = keys,
	.grant = grant,
};
