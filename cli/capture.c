/* SPDX-License-Identifier: MIT */
/* Captures through libpcap, from memory: the bytes that are hashed are the bytes that are read. */
#include "config.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>

#include "cli/capture.h"
#include "lessons/host/file.h"
#include "lessons/host/sha256.h"
#include "sim/base/mem.h"

static bool whole(const struct pcap_pkthdr *head, size_t number, struct err *err)
{
	if (!head->len || head->len > CAPTURE_FRAME_MAX) {
		err_set(err, "frame %zu has a length that no Ethernet has", number);
		err_expected(err, "1 to %d bytes", CAPTURE_FRAME_MAX);
		return err_found(err, "%u", head->len);
	}
	if (head->caplen >= head->len)
		return true;
	err_set(err, "frame %zu was cut short when it was captured", number);
	err_expected(err, "all of its %u bytes (tcpdump -s 0)", head->len);
	return err_found(err, "%u", head->caplen);
}

static vtime time_of(const struct pcap_pkthdr *head)
{
	/* Opened with nanosecond precision: tv_usec holds nanoseconds. */
	return (vtime)head->ts.tv_sec * 1000000000 + (vtime)head->ts.tv_usec;
}

static void add_frame(struct sim_capture *capture, size_t *room, vtime at, const struct pcap_pkthdr *head, const u_char *bytes)
{
	uint8_t *copy = mem_new(head->len);

	memcpy(copy, bytes, head->len);
	mem_grow(&capture->frames, room, capture->n + 1, sizeof *capture->frames);
	capture->frames[capture->n++] = (struct sim_frame){ .at = at, .length = head->len, .bytes = copy };
}

static bool read_frames(struct sim_capture *capture, pcap_t *pcap, struct err *err)
{
	struct pcap_pkthdr *head;
	const u_char *bytes;
	vtime first = 0, last = 0;
	size_t room = 0;
	int more;

	while ((more = pcap_next_ex(pcap, &head, &bytes)) == 1) {
		if (!whole(head, capture->n + 1, err))
			return false;
		if (!capture->n)
			first = time_of(head);
		if (time_of(head) - first > last)
			last = time_of(head) - first;
		add_frame(capture, &room, last, head, bytes);
	}
	if (more == PCAP_ERROR) {
		err_set(err, "the capture breaks off after frame %zu", capture->n);
		return err_found(err, "%s", pcap_geterr(pcap));
	}
	if (!capture->n) {
		err_set(err, "the capture is empty");
		return err_expected(err, "at least one frame");
	}
	return true;
}

static bool ethernet(pcap_t *pcap, struct err *err)
{
	int type = pcap_datalink(pcap);
	const char *name = pcap_datalink_val_to_name(type);

	if (type == DLT_EN10MB)
		return true;
	err_set(err, "the capture is of another kind of link");
	err_expected(err, "Ethernet (EN10MB)");
	return name ? err_found(err, "%s", name) : err_found(err, "link type %d", type);
}

/* The frames of an open capture, which is closed. */
static bool take(struct sim_capture *capture, pcap_t *pcap, struct err *err)
{
	bool good = ethernet(pcap, err) && read_frames(capture, pcap, err);

	pcap_close(pcap);
	return good;
}

bool capture_parse(struct sim_capture *capture, const char *name, const void *bytes, size_t n, struct err *err)
{
	char reason[PCAP_ERRBUF_SIZE] = "";
	/* The stream is only read; fmemopen's type does not say so. */
	FILE *file = n ? fmemopen((void *)(uintptr_t)bytes, n, "r") : NULL;
	pcap_t *pcap = file ? pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, reason) : NULL;
	bool good = false;

	*capture = (struct sim_capture){ .name = mem_copy_text(name) };
	if (pcap) {
		good = take(capture, pcap, err);
	} else {
		err_set(err, "it is not a capture");
		err_expected(err, "pcap or pcapng");
		if (n)
			err_found(err, "%s", reason);
		else
			err_found(err, "an empty file");
		if (file)
			fclose(file);
	}
	if (!good) {
		err_at(err, name, 0, 0);
		capture_free(capture);
	}
	return good;
}

bool capture_read(struct sim_capture *capture, const char *name, const char *path, struct err *err)
{
	size_t n;
	char *bytes = file_read(path, CAPTURE_BYTES_MAX, &n, err), hash[SHA256_TEXT];
	bool good = bytes && capture_parse(capture, name, bytes, n, err);

	if (good) {
		sha256_text(bytes, n, hash);
		capture->sha256 = mem_copy_text(hash);
	}
	mem_free(bytes);
	return good;
}

void capture_free(struct sim_capture *capture)
{
	for (size_t i = 0; i < capture->n; i++)
		mem_free((void *)(uintptr_t)capture->frames[i].bytes);
	mem_free(capture->frames);
	mem_free((void *)(uintptr_t)capture->name);
	mem_free((void *)(uintptr_t)capture->sha256);
	*capture = (struct sim_capture){ 0 };
}
