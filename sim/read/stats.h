/* SPDX-License-Identifier: MIT */
/* What a stretch of a trace comes to in numbers: records by kind, time by level, interrupts by vector, waits and run times. */
#ifndef MSILAB_READ_STATS_H
#define MSILAB_READ_STATS_H

#include "sim/base/machine.h"
#include "sim/read/scene.h"

#define STATS_LEVELS 16
#define STATS_VECTORS 256

/* Times in ns, sorted once told. */
struct stats_times {
	vtime *list;
	size_t n, room;
};

struct stats_cpu {
	vtime at_level[STATS_LEVELS];    /* time spent at each IRQL */
	uint64_t vectors[STATS_VECTORS]; /* deliveries */
};

struct stats {
	uint64_t records, from, to; /* numbers of the first and the last record */
	vtime time;                 /* between their times */
	uint64_t count[RECORD_KINDS];
	unsigned cpus_n;
	struct stats_cpu *cpus;
	struct stats_times isr_wait; /* acceptance by the local APIC to the service routine */
	struct stats_times isr_run;
	struct stats_times dpc_wait; /* queued to started */
	struct stats_times dpc_run;
};

/* Records from..to, both included; what is not kept is left out. */
void stats_init(struct stats *stats, const struct trace *trace, uint64_t from, uint64_t to);
void stats_fini(struct stats *stats);

/* The value that `part` of 100 of the times are not above; 0 without any. 0: least, 50: median, 100: greatest. */
vtime stats_part(const struct stats_times *times, unsigned part);

/* What the frames indicated come to so far, this record heard; other kinds change nothing. It begins with 0. */
uint64_t stats_frames(uint64_t checksum, const struct record *record);

/* Tables as text: the summary; deliveries by vector and CPU in the manner of /proc/interrupts; vectors and their service
 * routines in the manner of !idt. */
void stats_text(const struct stats *stats, struct str *out);
void stats_interrupts_text(const struct stats *stats, const struct scene *scene, struct str *out);
void stats_vectors_text(const struct scene *scene, struct str *out);

#endif
