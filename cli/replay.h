/* SPDX-License-Identifier: MIT */
/* A journal given to a machine, to its end. */
#ifndef MSILAB_CLI_REPLAY_H
#define MSILAB_CLI_REPLAY_H

#include "sim/journal/journal.h"
#include "sim/sim.h"

enum replay_end {
	REPLAY_IDLE,    /* nothing is left to happen */
	REPLAY_ENDED,   /* the session was left here, or the moment asked for has come */
	REPLAY_STOPPED, /* a bugcheck */
	REPLAY_BUDGET,  /* as many events as were allowed */
};

/* Takes every command at its moment, then lets the machine run until nothing is left (or the journal says that it ends); no
 * further than `until` is past. *strayed: the first command that found another moment than the recorded one, journal->n: none did. */
enum replay_end replay(struct sim *sim, const struct journal *journal, vtime until, uint64_t budget, size_t *strayed);

#endif
