/* SPDX-License-Identifier: MIT */
/* At most a fixed number a device. */
#include "sim/base/say.h"
#include "sim/os/grant.h"

static unsigned grant(struct os *os, unsigned asked)
{
	uint64_t most = 1;
	struct err err;

	settings_number(&os->policy_settings, "count", 1, UINT32_MAX, &most, &err);
	return asked < most ? asked : (unsigned)most;
}

static const char *const keys[] = { "count", NULL };

const struct grant_policy grant_cap = {
	.name = "cap",
	.help = N_("at most count=N messages"),
	.keys = keys,
	.grant = grant,
};
