/* SPDX-License-Identifier: MIT */
/* Chunks of records cut from slabs, and the store of texts behind an open-addressed table. */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/trace/trace.h"

#define SLAB_CHUNKS ((size_t)256)
#define SLAB_BYTES (SLAB_CHUNKS * TRACE_CHUNK * sizeof(struct record))
#define LARGE_CHUNKS (MEM_LARGE / (TRACE_CHUNK * sizeof(struct record)))
#define TOLD_CHUNKS (LARGE_CHUNKS + LARGE_CHUNKS / 2) /* so far ahead memory is told of: time enough, and little when no more is written */

_Static_assert(LARGE_CHUNKS * TRACE_CHUNK * sizeof(struct record) == MEM_LARGE, "chunks fill large pages");

/* A short trace stays in small pages; one that outgrows the first MEM_LARGE gets large ones. */
static struct record *place(struct trace *trace, size_t chunk)
{
	if (chunk / SLAB_CHUNKS == trace->slabs_n) {
		mem_grow(&trace->slabs, &trace->slabs_room, trace->slabs_n + 1, sizeof trace->slabs[0]);
		trace->slabs[trace->slabs_n] = mem_map(SLAB_BYTES, trace->slabs_n ? 0 : MEM_LARGE);
		trace->slabs_n++;
	}
	return trace->slabs[chunk / SLAB_CHUNKS] + chunk % SLAB_CHUNKS * TRACE_CHUNK;
}

/* From the second MEM_LARGE on: the large page being written is its writer's. */
static void tell_ahead(struct trace *trace)
{
	if (!trace->prefault || trace->ring || trace->cut <= LARGE_CHUNKS)
		return;
	if (trace->told < trace->cut)
		trace->told = ((trace->cut - 1) / LARGE_CHUNKS + 1) * LARGE_CHUNKS;
	for (; trace->told < trace->cut + TOLD_CHUNKS; trace->told += LARGE_CHUNKS)
		trace->prefault->soon(trace->prefault, place(trace, trace->told), MEM_LARGE);
}

static struct record *cut(struct trace *trace)
{
	struct record *chunk = place(trace, trace->cut++);

	tell_ahead(trace);
	return chunk;
}

static struct record *fresh(struct trace *trace)
{
	return trace->ring && trace->chunks_n == trace->ring ? trace->chunks[0] : cut(trace);
}

/* Opens the next chunk; a full ring reuses its oldest. */
static void open_chunk(struct trace *trace)
{
	struct record *chunk = fresh(trace);

	if (trace->chunks_n && chunk == trace->chunks[0]) {
		memmove(trace->chunks, trace->chunks + 1, (trace->chunks_n - 1) * sizeof trace->chunks[0]);
		trace->chunks_n--;
		trace->first_chunk++;
	}
	mem_grow(&trace->chunks, &trace->chunks_room, trace->chunks_n + 1, sizeof trace->chunks[0]);
	trace->chunks[trace->chunks_n++] = chunk;
	trace->next = chunk;
	trace->end = chunk + TRACE_CHUNK;
	trace->flushed = 0;
}

struct trace *trace_new(void)
{
	struct trace *trace = mem_new(sizeof *trace);

	trace->slots_n = 256;
	trace->slots = mem_new(trace->slots_n * sizeof trace->slots[0]);
	mem_grow(&trace->texts, &trace->texts_room, 1, sizeof trace->texts[0]);
	mem_grow(&trace->text_lengths, &trace->lengths_room, 1, sizeof trace->text_lengths[0]);
	trace->texts[0] = mem_copy_text("");
	trace->text_lengths[0] = 0;
	trace->texts_n = 1;
	trace->objects_n = 1;
	trace->notes = mem_new(sizeof *trace->notes);
	open_chunk(trace);
	return trace;
}

struct trace *trace_new_ring(uint64_t records)
{
	struct trace *trace = trace_new();

	trace->ring = (size_t)((records + TRACE_CHUNK - 1) / TRACE_CHUNK) + 1;
	for (size_t chunk = 0; chunk < trace->ring; chunk++)
		memset(place(trace, chunk), 0, TRACE_CHUNK * sizeof(struct record));
	return trace;
}

struct trace *trace_new_sink(trace_sink *sink, void *context)
{
	struct trace *trace = trace_new();

	trace->ring = 1;
	trace->sink = sink;
	trace->context = context;
	return trace;
}

void trace_free(struct trace *trace)
{
	if (!trace)
		return;
	for (size_t i = 0; i < trace->slabs_n; i++) {
		if (trace->told)
			trace->prefault->gone(trace->prefault, trace->slabs[i], SLAB_BYTES);
		mem_unmap(trace->slabs[i], SLAB_BYTES);
	}
	mem_free(trace->slabs);
	for (size_t i = 0; i < trace->notes->n; i++)
		mem_free(trace->notes->note[i]);
	mem_free(trace->notes->note);
	mem_free(trace->notes);
	for (size_t i = 0; i < trace->texts_n; i++)
		mem_free(trace->texts[i]);
	mem_free(trace->chunks);
	mem_free(trace->texts);
	mem_free(trace->text_lengths);
	mem_free(trace->slots);
	for (size_t i = 1; i < trace->objects_n; i++)
		mem_free(trace->objects[i].registers);
	mem_free(trace->objects);
	mem_free(trace);
}

void trace_prefault(struct trace *trace, struct trace_prefault *prefault)
{
	must(!trace->told);
	trace->prefault = prefault;
}

void trace_flush(struct trace *trace)
{
	struct record *chunk = trace->end - TRACE_CHUNK;
	size_t n = (size_t)(trace->next - chunk);

	if (trace->sink && n > trace->flushed)
		trace->sink(trace->context, chunk + trace->flushed, n - trace->flushed);
	trace->flushed = n;
}

void trace_turn(struct trace *trace)
{
	trace_flush(trace);
	open_chunk(trace);
}

uint64_t trace_count(const struct trace *trace)
{
	return trace->count;
}

uint64_t trace_first(const struct trace *trace)
{
	return trace->first_chunk * TRACE_CHUNK;
}

const struct record *trace_run(const struct trace *trace, uint64_t number_wanted, size_t *n)
{
	uint64_t count = trace_count(trace), chunk = number_wanted / TRACE_CHUNK;
	size_t place = (size_t)(number_wanted % TRACE_CHUNK);

	if (number_wanted < trace_first(trace) || number_wanted >= count)
		return NULL;
	*n = TRACE_CHUNK - place;
	if (*n > count - number_wanted)
		*n = (size_t)(count - number_wanted);
	return trace->chunks[chunk - trace->first_chunk] + place;
}

const struct record *trace_at(const struct trace *trace, uint64_t number_wanted)
{
	size_t n;

	return trace_run(trace, number_wanted, &n);
}

static uint32_t hash(const char *bytes, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)bytes[i]) * 16777619u;
	return h;
}

/* The slot that holds this text, or the empty one where it belongs. */
static uint32_t *slot(const struct trace *trace, const char *bytes, size_t n)
{
	size_t i = hash(bytes, n) & (trace->slots_n - 1);

	for (;; i = (i + 1) & (trace->slots_n - 1)) {
		uint32_t text = trace->slots[i];

		if (!text || (trace->text_lengths[text] == n && memcmp(trace->texts[text], bytes, n) == 0))
			return &trace->slots[i];
	}
}

static void widen(struct trace *trace)
{
	mem_free(trace->slots);
	trace->slots_n *= 2;
	trace->slots = mem_new(trace->slots_n * sizeof trace->slots[0]);
	for (uint32_t i = 1; i < trace->texts_n; i++)
		*slot(trace, trace->texts[i], trace->text_lengths[i]) = i;
}

uint32_t trace_bytes(struct trace *trace, const void *bytes, size_t n)
{
	uint32_t *place;
	char *copy;

	if (n == 0)
		return 0;
	must(n < UINT32_MAX && trace->texts_n < UINT32_MAX);
	place = slot(trace, bytes, n);
	if (*place)
		return *place;
	copy = mem_new(n + 1);
	memcpy(copy, bytes, n);
	mem_grow(&trace->texts, &trace->texts_room, trace->texts_n + 1, sizeof trace->texts[0]);
	mem_grow(&trace->text_lengths, &trace->lengths_room, trace->texts_n + 1, sizeof trace->text_lengths[0]);
	trace->texts[trace->texts_n] = copy;
	trace->text_lengths[trace->texts_n] = (uint32_t)n;
	*place = (uint32_t)trace->texts_n++;
	if (trace->texts_n * 2 > trace->slots_n)
		widen(trace);
	return (uint32_t)trace->texts_n - 1;
}

uint32_t trace_text(struct trace *trace, const char *text)
{
	return trace_bytes(trace, text, strlen(text));
}

const char *trace_bytes_of(const struct trace *trace, uint64_t text, size_t *n)
{
	if (text >= trace->texts_n)
		text = 0;
	*n = trace->text_lengths[text];
	return trace->texts[text];
}

const char *trace_text_of(const struct trace *trace, uint64_t text)
{
	size_t n;

	return trace_bytes_of(trace, text, &n);
}

void trace_declare(struct trace *trace, unsigned type, uint32_t name, uint32_t parent)
{
	struct trace_object object = { .name = name, .parent = parent, .type = (uint8_t)type };

	for (size_t i = 1; i < trace->objects_n; i++)
		object.again |= trace->objects[i].name == name;
	mem_grow(&trace->objects, &trace->objects_room, trace->objects_n + 1, sizeof object);
	trace->objects[trace->objects_n++] = object;
}

const struct trace_object *trace_object(const struct trace *trace, uint32_t obj)
{
	return obj && obj < trace->objects_n ? &trace->objects[obj] : NULL;
}

uint32_t trace_objects(const struct trace *trace)
{
	return (uint32_t)trace->objects_n;
}
