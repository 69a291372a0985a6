/* SPDX-License-Identifier: MIT */
/*
 * The timeline's index of queues. A receive descriptor waits from the device's write-back until the driver gives the slot out
 * again (RDT moves on); a transmit descriptor from TDT moving on until the device is done with it. Which register is which comes
 * from the names that the machine declares.
 */
#include <stdlib.h>
#include <string.h>

#include "sim/base/mem.h"
#include "tui/spans_parts.h"

#define SEND_FIRST 8          /* dev.desc.write counts transmit queues from here */
#define DESCRIPTOR_BYTES 16

enum register_kind { REGISTER_LENGTH, REGISTER_TAIL, REGISTER_CONTROL };

static const struct {
	const char *name; /* "RDT" of "RDT[3]" */
	enum lane_kind lane;
	enum register_kind kind;
} registers[] = {
	{ "RDLEN", LANE_RECEIVE, REGISTER_LENGTH }, { "RDT", LANE_RECEIVE, REGISTER_TAIL }, { "RXDCTL", LANE_RECEIVE, REGISTER_CONTROL },
	{ "TDLEN", LANE_SEND, REGISTER_LENGTH },    { "TDT", LANE_SEND, REGISTER_TAIL },    { "TXDCTL", LANE_SEND, REGISTER_CONTROL },
};

/* A register that matters; registers of a device count from 0. */
struct span_queue {
	uint32_t obj, index, queue, value;
	enum lane_kind lane;
	enum register_kind kind;
};

static struct span_queue *register_of(struct spans *spans, uint32_t obj, uint64_t index)
{
	for (size_t i = 0; i < spans->queues_n; i++)
		if (spans->queues[i].obj == obj && spans->queues[i].index == index)
			return &spans->queues[i];
	return NULL;
}

static uint32_t length_of(const struct spans *spans, const struct span_queue *tail)
{
	for (size_t i = 0; i < spans->queues_n; i++) {
		const struct span_queue *at = &spans->queues[i];

		if (at->obj == tail->obj && at->lane == tail->lane && at->queue == tail->queue && at->kind == REGISTER_LENGTH)
			return at->value / DESCRIPTOR_BYTES;
	}
	return 0;
}

static void declare(struct spans *spans, const struct record *record)
{
	const char *name = trace_text_of(spans->trace, record->w[2]);
	size_t n = strcspn(name, "[");

	for (size_t i = 0; name[n] && i < sizeof(registers) / sizeof(*registers); i++) {
		if (strlen(registers[i].name) != n || strncmp(name, registers[i].name, n) != 0)
			continue;
		mem_grow(&spans->queues, &spans->queues_room, spans->queues_n + 1, sizeof(*spans->queues));
		spans->queues[spans->queues_n++] = (struct span_queue){
			.obj = record->obj, .index = (uint32_t)record->w[0], .queue = (uint32_t)strtoul(name + n + 1, NULL, 10),
			.value = (uint32_t)record->w[3], .lane = registers[i].lane, .kind = registers[i].kind,
		};
		return;
	}
}

static void change(struct spans *spans, enum lane_kind kind, uint32_t obj, uint32_t queue, vtime at, int64_t by)
{
	const struct span_lane *lane = spans_lane(spans, kind, obj, queue);
	int64_t depth = (lane ? lane->value : 0) + by;

	if (depth < 0)
		depth = 0;
	if (depth != (lane ? lane->value : 0))
		spans_note(spans, kind, obj, queue, at, (uint32_t)depth, (uint16_t)(depth < UINT16_MAX ? depth : UINT16_MAX));
}

static void written(struct spans *spans, const struct record *record)
{
	struct span_queue *reg = register_of(spans, record->obj, record->w[0]);
	uint32_t after = (uint32_t)record->w[1], length, moved;

	if (!reg)
		return;
	if (reg->kind == REGISTER_TAIL && (length = length_of(spans, reg))) {
		moved = (after + length - reg->value % length) % length;
		change(spans, reg->lane, reg->obj, reg->queue, record->at, reg->lane == LANE_SEND ? (int64_t)moved : -(int64_t)moved);
	}
	if (reg->kind == REGISTER_CONTROL) /* enabled or not: the ring is empty */
		change(spans, reg->lane, reg->obj, reg->queue, record->at, -(int64_t)UINT32_MAX);
	reg->value = after;
}

static void reset(struct spans *spans, const struct record *record)
{
	for (size_t i = 0; i < spans->queues_n; i++) {
		struct span_queue *reg = &spans->queues[i];

		if (reg->obj != record->obj)
			continue;
		reg->value = 0;
		change(spans, reg->lane, reg->obj, reg->queue, record->at, -(int64_t)UINT32_MAX);
	}
}

void spans_fold_queue(struct spans *spans, const struct record *record)
{
	switch (record->kind) {
	case R_MACHINE_REG:
		declare(spans, record);
		break;
	case R_DEV_REG:
		written(spans, record);
		break;
	case R_DEV_RESET:
		reset(spans, record);
		break;
	case R_DEV_DESC_WRITE:
		if (record->w[0] >= SEND_FIRST)
			change(spans, LANE_SEND, record->obj, (uint32_t)record->w[0] - SEND_FIRST, record->at, -1);
		else
			change(spans, LANE_RECEIVE, record->obj, (uint32_t)record->w[0], record->at, 1);
		break;
	default:
		break;
	}
}
