/* SPDX-License-Identifier: MIT */
/* Bursts of frames back to back at the speed of the link, their starts at even distances (never overlapping). */
#include "sim/base/say.h"
#include "sim/hw/gen_kinds.h"

static vtime gap(struct gen *gen)
{
	vtime rest = gen->gap - (vtime)(gen->burst - 1) * gen->wire;

	if (gen->sent % gen->burst || !gen->sent)
		return gen->sent ? gen->wire : gen->gap;
	return rest > gen->wire ? rest : gen->wire;
}

const struct gen_kind gen_burst = {
	.name = "burst",
	.help = N_("burst= frames back to back, a burst every gap="),
	.gap = gap,
};
