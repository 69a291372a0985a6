/* SPDX-License-Identifier: MIT */
/* Keeping a session. */
#include "cli/keep.h"

/* The same trouble is told once, until all is well again. */
bool keep_trouble(struct keep *keep, struct err *err)
{
	bool told = keep->troubled;

	if (!keep->sync)
		return false;
	if (sync_failed(keep->sync, err)) {
		keep->file.damaged = keep->branches.damaged = keep->troubled = true;
		return !told;
	}
	if (!keep->file.damaged && sync_done(keep->sync))
		keep->troubled = false;
	return false;
}

void keep_settle(struct keep *keep)
{
	if (keep->sync)
		sync_wait(keep->sync);
}

/* A session of one branch without a name needs no file of branches, unless its journal is replaced. */
static bool needs_branches(const struct keep *keep, const struct session *session, size_t kept)
{
	return keep->branches.fd >= 0 || session->branches > 1 || session->branch[session->now]->name[0] ||
	       journal_file_replaces(&keep->file, session_journal(session), kept);
}

/* The branches first: while the journal's replacement waits for the disk, they hold what was shown. */
bool keep_changed(struct keep *keep, const struct session *session, size_t kept, struct err *err)
{
	bool good = true;
	struct err other;

	if (!keep->file.path)
		return true;
	if (needs_branches(keep, session, kept))
		good = branch_file_update(&keep->branches, session, err);
	return journal_file_update(&keep->file, session_journal(session), kept, good ? err : &other) && good;
}
