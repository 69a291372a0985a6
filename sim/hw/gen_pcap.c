/* SPDX-License-Identifier: MIT */
/* The frames of a capture at the times of the capture, or at even distances if gap= is given; again from its start if
 * frames= asks for more than it holds (the pause between two rounds is the first gap of the capture). */
#include "sim/base/say.h"
#include "sim/hw/gen_kinds.h"

static vtime gap(struct gen *gen)
{
	const struct gen_capture *capture = gen->capture;
	size_t i = gen->sent % capture->n;

	if (gen->gap || capture->n == 1)
		return gen->gap ? gen->gap : 1;
	if (i)
		return capture->frames[i].at - capture->frames[i - 1].at;
	return gen->sent ? capture->frames[1].at - capture->frames[0].at : capture->frames[0].at;
}

const struct gen_kind gen_pcap = {
	.name = "pcap",
	.help = N_("the frames of the capture file=, at its times or one every gap="),
	.gap = gap,
	.needs_capture = true,
};
