/* SPDX-License-Identifier: MIT */
/*
 * Frame generators: who decides when the next frame arrives and which it is. Pure: a generator is asked for one frame after
 * the other and never sees the queue; the device that receives owns the event.
 *
 * A kind of generator is one file gen_*.c and one line in gen.def. Every stream draws from its own seed, so that the same
 * settings give the same frames at the same times whatever else happens.
 */
#ifndef MSILAB_HW_GEN_H
#define MSILAB_HW_GEN_H

#include "sim/base/rng.h"
#include "sim/base/vtime.h"
#include "sim/base/words.h"
#include "sim/core/arena.h"
#include "sim/base/frame.h"

#define GEN_FLOWS_MAX 1024
#define GEN_SPREAD 64 /* fewer flows are taken from so many numbers, evenly: neighbours hash to the same queue */
#define GEN_BURST 8 /* frames in a burst where nothing is said */

/* Frames of a capture, handed in by the edge; the bytes are borrowed for the life of the machine. */
struct gen_capture {
	const char *name;
	size_t n;
	const struct gen_frame {
		vtime at; /* since the first frame */
		uint32_t length;
		const uint8_t *bytes;
	} *frames;
};

struct gen_kind;

struct gen {
	const struct gen_kind *kind; /* NULL: off */
	vtime gap;                   /* between frames, or between the starts of bursts; ns */
	uint64_t frames;             /* how many in all; 0: until it is turned off */
	unsigned burst, flows;
	unsigned size;               /* asked for, bytes */
	enum frame_kind frame_kind;
	uint64_t seed;
	vtime wire;                  /* from one frame's start to the next, back to back */
	const struct gen_capture *capture;

	uint64_t sent; /* frames handed out so far; also the number in the next frame */
	struct rng rng;
	/* private to gen.c: one built frame per flow, numbered anew each time it is used */
	uint8_t *templates;
	size_t room; /* bytes there, kept from stream to stream */
	unsigned stride, length;
	unsigned stretch;      /* from one flow's number to the next, in 65536ths */
	unsigned flow, number; /* of the next frame: which of them, and its number (base/frame.h) */
};

struct gen_kind {
	const char *name; /* the word of the traffic command */
	const char *help;
	/* Time from the last frame (or the command) to the next. */
	vtime (*gap)(struct gen *gen);
	bool needs_capture; /* frames come from a capture, not from flows */
};

extern const struct gen_kind *const gen_kinds[]; /* in the order shown to the user, ends with NULL */
const struct gen_kind *gen_kind_named(const char *name);

/* What a stream is started with by the device it is for. */
struct gen_place {
	const char *name;       /* of the device: its stream is its own */
	const uint8_t *station; /* six bytes: the address frames are sent to */
	const struct gen_capture *captures; /* what file= may name */
	size_t captures_n;
	uint64_t seed;       /* where seed= is not given */
	unsigned speed;      /* of the link, in units of 100 Mbit/s, at least 1: bursts are back to back */
	struct arena *arena; /* memory of the flows' frames */
};

/* Reads a traffic command's line (traffic nic0 constant gap=5000 frames=16 size=64 ...); gen starts zeroed. false: *reason says why, in a text
 * that lives for ever, and gen is unchanged. */
bool gen_start(struct gen *gen, const struct words *words, const struct gen_place *place, const char **reason);
/* How long a frame of that length occupies the wire: with preamble, check sequence and the least gap after it, 24 bytes. */
vtime gen_wire(unsigned length, unsigned speed);

void gen_stop(struct gen *gen);

/* Time from the last frame to the next, which is chosen now; VTIME_NEVER: none is left. */
vtime gen_gap(struct gen *gen);

/* The frame that gen_gap has chosen; the bytes are valid until the next call. *length is set, and *code (frame_code; 0: of a capture). Counts it
 * as sent. */
const uint8_t *gen_frame(struct gen *gen, unsigned *length, uint64_t *code);

#endif
