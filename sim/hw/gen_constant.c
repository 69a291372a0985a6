/* SPDX-License-Identifier: MIT */
/* Frames at even distances. */
#include "sim/base/say.h"
#include "sim/hw/gen_kinds.h"

static vtime gap(struct gen *gen)
{
	return gen->gap;
}

const struct gen_kind gen_constant = {
	.name = "constant",
	.help = N_("a frame every gap="),
	.gap = gap,
};
