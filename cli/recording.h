/* SPDX-License-Identifier: MIT */
/* A journal replayed with its whole trace kept, and a moment in it: what commands that look back at a run have in common. */
#ifndef MSILAB_CLI_RECORDING_H
#define MSILAB_CLI_RECORDING_H

#include "cli/intake.h"
#include "cli/prefault.h"
#include "cli/replay.h"

struct recording {
	struct intake intake;
	struct prefault *prefault;
	struct trace *trace;
	enum replay_end end;
};

/* Reads and replays the journal of this path. false: an error was printed and *status is the command's. */
bool recording_open(struct recording *recording, const char *path, const struct arguments *arguments, int *status);
void recording_close(struct recording *recording);

/* The record --at names: #NUMBER, or the last one at or before a time. Without the option: the last record before devices are
 * stopped for good, so that what ran can be seen; a machine that never ran: the trace's last. false: err. */
bool recording_moment(const struct recording *recording, const struct arguments *arguments, uint64_t *number, struct err *err);

#endif
