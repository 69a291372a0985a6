/* SPDX-License-Identifier: MIT */
/* Captures of frames (pcap and pcapng), read whole. The only file that knows libpcap. */
#ifndef MSILAB_CLI_CAPTURE_H
#define MSILAB_CLI_CAPTURE_H

#include "sim/base/err.h"
#include "sim/sim.h"

#define CAPTURE_BYTES_MAX (256u << 20)
#define CAPTURE_FRAME_MAX 16384

/* Reads the n bytes of a capture file. Only whole Ethernet frames are taken: a file that is no capture, is truncated, empty, of
 * another link type or holds frames cut short is one error. name is copied; times count from the first frame and never go
 * back. The caller frees with capture_free. */
bool capture_parse(struct sim_capture *capture, const char *name, const void *bytes, size_t n, struct err *err);

/* The same of the file at `path`, whose hash is kept too. */
bool capture_read(struct sim_capture *capture, const char *name, const char *path, struct err *err);

void capture_free(struct sim_capture *capture);

#endif
