/* SPDX-License-Identifier: MIT */
/* Captures: what is read of a good one, and the one error of each bad one. The files are written by the tests, byte by byte. */
#include <string.h>

#include "cli/capture.h"
#include "sim/base/str.h"
#include "tests/unit/suite.h"

static void word(struct str *file, uint32_t value)
{
	str_append_bytes(file, &value, sizeof value);
}

/* The head of a pcap file with nanosecond stamps. */
static void head(struct str *file, uint32_t link)
{
	word(file, 0xa1b23c4d);
	word(file, 2 | 4 << 16);
	word(file, 0);
	word(file, 0);
	word(file, 65535);
	word(file, link);
}

static void frame(struct str *file, uint32_t s, uint32_t ns, uint32_t captured, uint32_t length)
{
	word(file, s);
	word(file, ns);
	word(file, captured);
	word(file, length);
	for (uint32_t i = 0; i < captured; i++)
		str_append_bytes(file, "\x5a", 1);
}

/* The error that parsing gives; frees the file. */
static const char *refusal(struct str *file, size_t n)
{
	static char text[1024];
	struct sim_capture capture;
	struct err err = { 0 };

	ck_assert(!capture_parse(&capture, "a.pcap", file->text, n, &err));
	str_free(file);
	return err_text(&err, text, sizeof text);
}

START_TEST(frames_and_times_since_the_first_are_read)
{
	struct str file = { 0 };
	struct sim_capture capture;
	struct err err;

	head(&file, 1);
	frame(&file, 100, 999999999, 60, 60);
	frame(&file, 101, 5, 1514, 1514);
	ck_assert(capture_parse(&capture, "a.pcap", file.text, file.length, &err));
	ck_assert_uint_eq(capture.n, 2);
	ck_assert_int_eq(capture.frames[0].at, 0);
	ck_assert_int_eq(capture.frames[1].at, 6);
	ck_assert_uint_eq(capture.frames[1].length, 1514);
	ck_assert_uint_eq(capture.frames[1].bytes[1513], 0x5a);
	capture_free(&capture);
	str_free(&file);
}
END_TEST

START_TEST(times_never_go_back)
{
	struct str file = { 0 };
	struct sim_capture capture;
	struct err err;

	head(&file, 1);
	frame(&file, 100, 10, 60, 60);
	frame(&file, 100, 30, 60, 60);
	frame(&file, 99, 0, 60, 60);
	ck_assert(capture_parse(&capture, "a.pcap", file.text, file.length, &err));
	ck_assert_int_eq(capture.frames[2].at, 20);
	capture_free(&capture);
	str_free(&file);
}
END_TEST

START_TEST(file_that_is_no_capture_is_refused)
{
	struct str file = { 0 };

	str_append(&file, "this is a text and not a capture");
	ck_assert_ptr_nonnull(strstr(refusal(&file, 32), "a.pcap: it is not a capture; expected pcap or pcapng; found "));
	str_append(&file, "");
	ck_assert_ptr_nonnull(strstr(refusal(&file, 0), "found an empty file"));
}
END_TEST

START_TEST(capture_that_breaks_off_is_refused)
{
	struct str file = { 0 };

	head(&file, 1);
	frame(&file, 1, 0, 60, 60);
	frame(&file, 2, 0, 60, 60);
	ck_assert_ptr_nonnull(strstr(refusal(&file, file.length - 7), "a.pcap: the capture breaks off after frame 1; found "));
}
END_TEST

START_TEST(capture_without_a_frame_is_refused)
{
	struct str file = { 0 };

	head(&file, 1);
	ck_assert_str_eq(refusal(&file, file.length), "a.pcap: the capture is empty; expected at least one frame");
}
END_TEST

START_TEST(other_link_is_refused)
{
	struct str file = { 0 };

	head(&file, 105);
	frame(&file, 1, 0, 60, 60);
	ck_assert_str_eq(refusal(&file, file.length),
			 "a.pcap: the capture is of another kind of link; expected Ethernet (EN10MB); found IEEE802_11");
}
END_TEST

START_TEST(frame_cut_short_is_refused)
{
	struct str file = { 0 };

	head(&file, 1);
	frame(&file, 1, 0, 64, 1514);
	ck_assert_str_eq(refusal(&file, file.length), "a.pcap: frame 1 was cut short when it was captured; "
						      "expected all of its 1514 bytes (tcpdump -s 0); found 64");
}
END_TEST

SUITE("capture", frames_and_times_since_the_first_are_read, times_never_go_back, file_that_is_no_capture_is_refused,
      capture_that_breaks_off_is_refused, capture_without_a_frame_is_refused, other_link_is_refused,
      frame_cut_short_is_refused)
