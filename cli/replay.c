/* SPDX-License-Identifier: MIT */
/* Replaying: run to each command's stamp, apply it, run out. */
#include <string.h>

#include "cli/replay.h"
#include "tui/session.h"

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Commands that a person asked for after a bugcheck are given too: the machine refuses them, which is a record. Time
 * stands still then, so that their moment says nothing about the replay. */
static void take_commands(struct sim *sim, const struct journal *journal, vtime until, uint64_t budget, size_t *strayed)
{
	*strayed = journal->n;
	for (size_t i = 0; i < journal->n && journal->commands[i].at <= until; i++) {
		struct command command = journal->commands[i];
		bool stopped;

		sim_run(sim, command.at, least(command.event, budget));
		if (sim_events(sim) >= budget)
			return;
		stopped = sim_stopped(sim);
		sim_apply(sim, &command);
		if (*strayed == journal->n && !stopped &&
		    (command.at != journal->commands[i].at ||
		     (journal->commands[i].event != JOURNAL_ANY_EVENT && command.event != journal->commands[i].event)))
			*strayed = i;
	}
}

enum replay_end replay(struct sim *sim, const struct journal *journal, vtime until, uint64_t budget, size_t *strayed)
{
	const struct command *last = journal->n ? &journal->commands[journal->n - 1] : NULL;
	bool ended = last && last->at <= until && !strcmp(last->text, SESSION_END_NOTE);

	take_commands(sim, journal, until, budget, strayed);
	if (!ended && sim_events(sim) < budget)
		sim_run(sim, until, budget);
	if (sim_stopped(sim))
		return REPLAY_STOPPED;
	if (sim_events(sim) >= budget)
		return REPLAY_BUDGET;
	return ended || until < VTIME_NEVER ? REPLAY_ENDED : REPLAY_IDLE;
}
