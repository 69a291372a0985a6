/* SPDX-License-Identifier: MIT */
/* Captures: any bytes are frames of sensible lengths in order of time, or one error with a sentence. */
#include "cli/capture.h"
#include "sim/base/bug.h"
#include "tests/fuzz/fuzz.h"

static unsigned touched(const struct sim_frame *frame)
{
	unsigned sum = 0;

	for (size_t i = 0; i < frame->length; i++)
		sum += frame->bytes[i];
	return sum;
}

static void sensible(const struct sim_capture *capture)
{
	vtime last = 0;

	must(capture->n > 0);
	for (size_t i = 0; i < capture->n; i++) {
		must(capture->frames[i].length > 0 && capture->frames[i].length <= CAPTURE_FRAME_MAX);
		must(capture->frames[i].at >= last);
		must(touched(&capture->frames[i]) <= 255u * CAPTURE_FRAME_MAX);
		last = capture->frames[i].at;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct sim_capture capture;
	struct err err;
	char said[1024];

	if (capture_parse(&capture, "input", bytes, n, &err)) {
		sensible(&capture);
		capture_free(&capture);
	} else {
		must(*err_text(&err, said, sizeof said) && err.text[0]);
	}
	return 0;
}
