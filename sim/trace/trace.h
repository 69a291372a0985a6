/* SPDX-License-Identifier: MIT */
/*
 * The trace: records in order, and the store of texts they refer to. It keeps all of them, or the last N (a ring), or hands
 * each full chunk to a sink; the machine does not know which. Owned by the edge (readers outlive the machine); the machine
 * appends. Records are kept in chunks of TRACE_CHUNK, so that a record's address stays valid while it is kept; chunks are cut
 * from slabs of mapped memory, of which only what was written is resident, and of a long one what comes next (trace_prefault).
 */
#ifndef MSILAB_TRACE_TRACE_H
#define MSILAB_TRACE_TRACE_H

#include <stddef.h>

#include "sim/trace/record.h"

#define TRACE_CHUNK 4096
#define TRACE_AHEAD 8 /* records: 512 bytes, written in about 150 ns */

/* Called with each full chunk, and with the rest by trace_flush; records are valid during the call only. */
typedef void trace_sink(void *context, const struct record *records, size_t n);

/* What a machine.object record said; kept apart from the records, so that a ring knows the names too. */
struct trace_object {
	uint32_t name, parent; /* text number; object number */
	uint8_t type;
	bool again; /* an earlier object has the same name */
	struct trace_register { /* register.h */
		uint64_t offset;
		uint32_t name;
	} *registers;
	size_t registers_n, registers_room;
};

/*
 * Who brings in the memory that a long trace comes to next, meanwhile: brought by the edge, which may have a thread for that. Pages that
 * nobody has touched cost a kept record more than writing it does. What is brought in stays zeroed, and is the trace's all the time.
 */
struct trace_prefault {
	void (*soon)(struct trace_prefault *prefault, void *memory, size_t size); /* comes to be written; in steps of MEM_LARGE */
	void (*gone)(struct trace_prefault *prefault, void *memory, size_t size); /* is given back as soon as this returns */
};

struct trace {
	struct record *next, *end; /* room left in the chunk being filled */
	uint64_t count;            /* records ever written */
	/* private to trace.c */
	struct record **chunks;
	size_t chunks_n, chunks_room;
	struct record **slabs;
	size_t slabs_n, slabs_room;
	size_t cut;           /* chunks cut from all slabs */
	size_t told;          /* chunks whose memory prefault knows of, or that were there before */
	struct trace_prefault *prefault; /* NULL: nobody */
	uint64_t first_chunk; /* number of the chunk in chunks[0] (ring) */
	size_t ring;          /* chunks kept; 0: all */
	trace_sink *sink;
	void *context;
	size_t flushed; /* records of the open chunk already given to the sink */
	char **texts;
	uint32_t *text_lengths;
	size_t texts_n, texts_room, lengths_room;
	uint32_t *slots; /* open addressing over text contents; values are text numbers */
	size_t slots_n;
	struct trace_object *objects; /* [0] is "none" */
	size_t objects_n, objects_room;
	struct trace_notes {  /* what full chunks hold, for seek.c */
		struct trace_note **note; /* by chunk; NULL: nobody searched it yet */
		size_t n, room;
	} *notes;
};

struct trace *trace_new(void);                                  /* keeps all */
struct trace *trace_new_ring(uint64_t records);                 /* keeps at least the last `records`; all its memory is there at once */
struct trace *trace_new_sink(trace_sink *sink, void *context);  /* keeps none but the open chunk */
void trace_free(struct trace *trace);
void trace_prefault(struct trace *trace, struct trace_prefault *prefault); /* of one that keeps all; it must outlive the trace. NULL: nobody */
void trace_flush(struct trace *trace);    /* gives the open chunk's new records to the sink, if there is one */

void trace_turn(struct trace *trace);     /* private: makes room; use trace_append */

static inline bool trace_has_room(const struct trace *trace)
{
	return __builtin_expect(trace->next != trace->end, 1);
}

/* The next record's place, with its number set, where there is room; the caller fills the rest at once. A trace that is kept is longer
 * than any cache: the place of a later record is asked for now. */
static inline struct record *trace_take(struct trace *trace)
{
	struct record *record = trace->next++;

	__builtin_prefetch(record + TRACE_AHEAD, 1);
	record->number = trace->count++;
	return record;
}

/* The same wherever it is. */
static inline struct record *trace_append(struct trace *trace)
{
	if (!trace_has_room(trace))
		trace_turn(trace);
	return trace_take(trace);
}

uint64_t trace_count(const struct trace *trace);  /* records ever written: one past the last number */
uint64_t trace_first(const struct trace *trace);  /* the oldest number still kept */
const struct record *trace_at(const struct trace *trace, uint64_t number); /* NULL: not kept */

/* Records number .. number+*n-1 lie side by side; *n is at least 1. NULL: not kept. The fast way to read. */
const struct record *trace_run(const struct trace *trace, uint64_t number, size_t *n);

/* Who writes a machine.object record also says it here. Numbers follow one another from 1. */
void trace_declare(struct trace *trace, unsigned type, uint32_t name, uint32_t parent);

/* NULL: 0, or a number that none has. trace_objects: one past the last number. */
const struct trace_object *trace_object(const struct trace *trace, uint32_t obj);
uint32_t trace_objects(const struct trace *trace);

/* Texts: the same bytes get the same number, numbers count from 1 in order of first use; 0 is the empty text. A text may
 * hold zero bytes (byte strings); it ends with an extra zero byte. */
uint32_t trace_text(struct trace *trace, const char *text);
uint32_t trace_bytes(struct trace *trace, const void *bytes, size_t n);
const char *trace_text_of(const struct trace *trace, uint64_t number);            /* "" for a number that is none */
const char *trace_bytes_of(const struct trace *trace, uint64_t number, size_t *n);

#endif
