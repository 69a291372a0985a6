/* SPDX-License-Identifier: MIT */
/* What all generators share: reading the command, the flows' frames, counting. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/hw/gen_kinds.h"

#define GAP_MOST INT64_C(1000000000000000) /* ns */

const struct gen_kind *const gen_kinds[] = {
#define GENERATOR(symbol) &symbol,
#include "sim/hw/gen.def"
#undef GENERATOR
	NULL,
};

const struct gen_kind *gen_kind_named(const char *name)
{
	for (unsigned i = 0; gen_kinds[i]; i++)
		if (!strcmp(gen_kinds[i]->name, name))
			return gen_kinds[i];
	return NULL;
}

static bool refuse(const char **reason, const char *why)
{
	*reason = why;
	return false;
}

/* A number among the keys; absent leaves *value. */
static bool number(const struct words *words, const char *key, uint64_t least, uint64_t most, uint64_t *value)
{
	const char *text = words_value(words, key);

	return !text || (words_number(text, most, value) && *value >= least);
}

static const struct gen_capture *capture_named(const char *name, const struct gen_capture *captures, size_t n)
{
	for (size_t i = 0; name && i < n; i++)
		if (!strcmp(captures[i].name, name))
			return captures[i].n ? &captures[i] : NULL;
	return NULL;
}

/* gap= a time, or rate= frames a second. */
static bool read_gap(struct gen *gen, const struct words *words, const char **reason)
{
	const char *gap = words_value(words, "gap"), *rate = words_value(words, "rate");
	uint64_t a_second;

	if (gap && rate)
		return refuse(reason, N_("gap and rate say the same: give one"));
	if (gap && (!vtime_parse(gap, &gen->gap) || gen->gap < 1 || gen->gap > GAP_MOST))
		return refuse(reason, N_("gap is a time from 1ns to 1000000s"));
	if (rate && (!words_number(rate, 1000000000, &a_second) || !a_second))
		return refuse(reason, N_("rate is a number of frames a second from 1 to 1000000000"));
	if (rate)
		gen->gap = (vtime)(1000000000 / a_second);
	if (!gen->gap && !gen->kind->needs_capture)
		return refuse(reason, N_("say how often: gap=TIME or rate=FRAMES-A-SECOND"));
	return true;
}

static bool read_numbers(struct gen *gen, const struct words *words, const char **reason)
{
	uint64_t flows = 1, burst = GEN_BURST, size = FRAME_SIZE;

	if (!number(words, "frames", 0, UINT64_MAX, &gen->frames))
		return refuse(reason, N_("frames is a number; 0 is for ever"));
	if (!number(words, "flows", 1, GEN_FLOWS_MAX, &flows))
		return refuse(reason, N_("flows is a number from 1 to 1024"));
	if (!number(words, "burst", 1, 1000000, &burst))
		return refuse(reason, N_("burst is a number from 1 to 1000000"));
	if (!number(words, "size", FRAME_MIN, FRAME_MAX, &size))
		return refuse(reason, N_("size is a number of bytes from 60 to 9216"));
	if (!number(words, "seed", 0, UINT64_MAX, &gen->seed))
		return refuse(reason, N_("seed is a number"));
	gen->flows = (unsigned)flows;
	gen->burst = (unsigned)burst;
	gen->size = (unsigned)size;
	return true;
}

static bool read_kind(struct gen *gen, const struct words *words, const char **reason)
{
	const char *kind = words_value(words, "kind");

	gen->frame_kind = FRAME_TCP4;
	if (!kind)
		return true;
	for (unsigned i = 0; i < FRAME_KINDS; i++)
		if (!strcmp(frame_kind_names[i], kind)) {
			gen->frame_kind = (enum frame_kind)i;
			return true;
		}
	return refuse(reason, N_("kind is tcp4, udp4, tcp6, udp6 or arp"));
}

static uint32_t number_of(const struct gen *gen, unsigned flow)
{
	return flow * gen->stretch >> 16;
}

/* One frame per flow, built once. */
static void build_templates(struct gen *gen, const struct gen_place *place)
{
	struct frame_form form = { .size = gen->size };

	gen->stride = (gen->size + 2 * ARENA_LINE - 1) & ~(ARENA_LINE - 1u); /* the longest headers fit whatever size was asked */
	if (gen->room < (size_t)gen->flows * gen->stride) {
		gen->room = (size_t)gen->flows * gen->stride;
		gen->templates = (uint8_t *)(uintptr_t)arena_take(place->arena, ARENA_MACHINE, gen->room, ARENA_LINE);
	}
	gen->stretch = gen->flows < GEN_SPREAD ? (GEN_SPREAD << 16) / gen->flows : 1 << 16;
	for (unsigned flow = 0; flow < gen->flows; flow++) {
		frame_flow(&form, gen->frame_kind, place->station, number_of(gen, flow));
		gen->length = frame_build(&form, gen->templates + (size_t)flow * gen->stride);
	}
	gen->wire = gen_wire(gen->length, place->speed);
}

static bool find_capture(struct gen *gen, const struct words *words, const struct gen_place *place, const char **reason)
{
	gen->capture = capture_named(words_value_or(words, "file", 3), place->captures, place->captures_n);
	if (!gen->capture)
		return refuse(reason, N_("file names no capture of this machine that holds frames"));
	if (!gen->frames)
		gen->frames = gen->capture->n;
	return true;
}

bool gen_start(struct gen *gen, const struct words *words, const struct gen_place *place, const char **reason)
{
	const char *name = words_plain(words, 2);
	struct gen fresh = { .kind = name ? gen_kind_named(name) : NULL, .seed = place->seed };

	fresh.templates = gen->templates;
	fresh.room = gen->room;

	if (!fresh.kind)
		return refuse(reason, N_("traffic is off, constant, poisson, burst or pcap"));
	if (!read_gap(&fresh, words, reason) || !read_numbers(&fresh, words, reason) || !read_kind(&fresh, words, reason))
		return false;
	if (fresh.kind->needs_capture && !find_capture(&fresh, words, place, reason))
		return false;
	if (!fresh.kind->needs_capture)
		build_templates(&fresh, place);
	rng_init(&fresh.rng, fresh.seed, place->name);
	*gen = fresh;
	return true;
}

vtime gen_wire(unsigned length, unsigned speed)
{
	return ((vtime)length + 24) * 80 / speed; /* 80 ns a byte at 100 Mbit/s */
}

void gen_stop(struct gen *gen)
{
	gen->kind = NULL;
}

/* Its frame was last used many frames ago: it is on its way to the cache until this one's time comes. */
static void choose_flow(struct gen *gen)
{
	gen->flow = gen->flows > 1 ? (unsigned)rng_below(&gen->rng, gen->flows) : 0;
	gen->number = number_of(gen, gen->flow);
	__builtin_prefetch(gen->templates + gen->flow * gen->stride, 1);
}

vtime gen_gap(struct gen *gen)
{
	vtime gap;

	if (!gen->kind || (gen->frames && gen->sent == gen->frames))
		return VTIME_NEVER;
	gap = gen->kind->gap(gen);
	if (!gen->capture)
		choose_flow(gen);
	return gap < 0 ? 0 : gap; /* captures need not be in order of time */
}

static const uint8_t *captured(struct gen *gen, unsigned *length)
{
	const struct gen_frame *frame = &gen->capture->frames[gen->sent++ % gen->capture->n];

	*length = frame->length;
	return frame->bytes;
}

const uint8_t *gen_frame(struct gen *gen, unsigned *length, uint64_t *code)
{
	uint8_t *bytes;

	*code = 0;
	if (gen->capture)
		return captured(gen, length);
	bytes = gen->templates + gen->flow * gen->stride;
	*code = frame_code(gen->frame_kind, gen->number, (uint32_t)gen->sent);
	frame_number(bytes, gen->frame_kind, (uint32_t)gen->sent++);
	*length = gen->length;
	return bytes;
}
