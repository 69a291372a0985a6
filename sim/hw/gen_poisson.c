/* SPDX-License-Identifier: MIT */
/* Frames that know nothing of each other: exponential gaps around a mean. */
#include "sim/base/say.h"
#include "sim/hw/gen_kinds.h"

static vtime gap(struct gen *gen)
{
	return (vtime)rng_exponential(&gen->rng, (uint64_t)gen->gap);
}

const struct gen_kind gen_poisson = {
	.name = "poisson",
	.help = N_("exponential gaps of mean gap="),
	.gap = gap,
};
