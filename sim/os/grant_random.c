/* SPDX-License-Identifier: MIT */
/* Any legal number, from a stream of its own. */
#include "sim/base/say.h"
#include "sim/os/grant.h"

static unsigned grant(struct os *os, unsigned asked)
{
	return (unsigned)rng_below(&os->grant_rng, (uint64_t)asked + 1);
}

static const char *const keys[] = { "seed", NULL };

const struct grant_policy grant_random = {
	.name = "random",
	.help = N_("any number from the line to all, by seed=N"),
	.keys = keys,
	.grant = grant,
};
