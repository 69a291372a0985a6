/* SPDX-License-Identifier: MIT */
/* Frames at even distances. */
#include "sim/hw/gen_kinds.h"

static vtime gap(struct gen *gen)
{
	return gen->gap;
}

const struct gen_kind gen_constant = {
	.name = "constant",
	.help = "a frame every gap=",
	.gap = gap,
};
