/* SPDX-License-Identifier: MIT */
/*
 * The code log: which places of driver code were reached, in order, while somebody stepped by source lines. It is kept beside the
 * trace and never in it: the machine only tells who watches (sim_watch), so the trace of a journal is the same with and without.
 * It holds the last CODELOG_ROOM places, or those around a record that was asked for.
 */
#ifndef MSILAB_TUI_CODELOG_H
#define MSILAB_TUI_CODELOG_H

#include "sim/base/place.h"

#define CODELOG_ROOM ((uint64_t)1 << 20)
#define CODELOG_NONE UINT64_MAX
#define CODELOG_ANY 0xFF

struct codelog {
	/* read freely */
	uint64_t n;      /* places noted ever; place number i is kept if codelog_at gives it */
	bool closed;     /* the room around `want` is full: nothing more is noted */
	/* private to codelog.c */
	struct code_place *place;
	uint64_t want, wanted_n; /* wanted_n: the first place at or past record `want`, plus one; 0: not reached */
};

/* want: the record around which places are kept; UINT64_MAX: the newest ones. */
struct codelog *codelog_new(uint64_t want);
void codelog_free(struct codelog *log);
void codelog_note(void *log, const struct code_place *place); /* a code_watcher */

uint64_t codelog_first(const struct codelog *log);                                    /* the oldest number kept */
const struct code_place *codelog_at(const struct codelog *log, uint64_t number);       /* NULL: not kept */

/* The number of the last place that a CPU (CODELOG_ANY: whichever) reached before `records` records were written; CODELOG_NONE: none is
 * kept. */
uint64_t codelog_before(const struct codelog *log, unsigned cpu, uint64_t records);

/* Nothing is missing of what was reached around that many records. */
bool codelog_covers(const struct codelog *log, uint64_t records);

#endif
