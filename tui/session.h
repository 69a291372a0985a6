/* SPDX-License-Identifier: MIT */
/*
 * A session: the program's heart without a terminal. It owns the journal, the machine, the traces and the scene at the cursor.
 *
 * Looking is a fold of the trace up to the cursor and never runs the machine. A command given at the cursor, when the machine is
 * further on, forks: the journal cut to that moment is replayed in a fresh machine, and the old branch stays listed with
 * its trace. Undo and redo of commands are the same replay. At most one machine lives: the newest branch looked at.
 */
#ifndef MSILAB_TUI_SESSION_H
#define MSILAB_TUI_SESSION_H

#include "sim/journal/journal.h"
#include "sim/sim.h"

#define SESSION_BRANCHES_MAX 32
#define SESSION_LIMIT (1000000000) /* ns: how far a search for something that does not come runs on */

#define SESSION_END_NOTE "note end" /* the last command of a journal that was left here; it is not taken again */

/* Viewing speeds beside simulated time a second. */
#define SPEED_RECORDS (-1) /* one record that the flow view shows after another */
#define SPEED_FULL (-2)    /* as fast as the machine goes */

struct scene;

struct session_edge {
	/* The branch's journal changed: `kept` commands are as before, what follows is new. Called at once, for writing through. */
	void (*journal)(void *context, const struct journal *journal, size_t kept);
	/* A command is about to be taken: brings what it names (a capture) into the inputs and notes it by name and hash in
	 * `named`, the inputs of the branch's head. false: it cannot be had. */
	bool (*bring)(void *context, const struct command *command, struct settings *named, struct err *err);
	void *context;
};

struct session_branch {
	struct journal journal;
	struct trace *trace;
	uint64_t forked_at; /* records shared with the branch it came from */
	unsigned from;
	char what[80];      /* the command that made it */
};

struct session {
	/* read freely */
	struct session_branch *branch[SESSION_BRANCHES_MAX];
	unsigned branches, now;    /* now: the one that is looked at */
	const struct scene *scene; /* at the cursor */
	uint64_t cursor;           /* records seen; at least 1 */
	struct machine next;       /* the head with the settings for the next start */
	bool running;
	vtime speed;               /* simulated ns a second, or SPEED_* */
	char news[200];            /* why it stopped by itself; "" : it did not */
	/* private to session.c */
	const struct inputs *inputs;
	struct session_edge edge;
	struct scene_keys *keys;   /* of the trace looked at */
	struct sim *sim;
	unsigned live;             /* the branch the machine is of */
	uint64_t settled;          /* records before the machine's last event: the present begins here */
	vtime shown;               /* viewing time while running */
	char **undone;             /* lines for redo, newest last */
	size_t undone_n, undone_room;
};

/* Builds the machine and replays the journal's commands, which may be none. Both are borrowed: the journal is copied, the inputs
 * must outlive the session. NULL: the machine cannot be built. The cursor is at the newest record. */
struct session *session_new(const struct journal *journal, const struct inputs *inputs, const struct session_edge *edge,
			    struct err *err);

/* A session that only looks, at a trace that it takes over (not empty): no command can be given, time does not run. */
struct session *session_of_trace(struct trace *take);

/* The person leaves: the journal says that what follows was never run. */
void session_end(struct session *session);
void session_free(struct session *session);

const struct trace *session_trace(const struct session *session);
const struct journal *session_journal(const struct session *session);

/* The cursor is in the machine's present: in its last event or command, or at its end. */
bool session_newest(const struct session *session);

/* A command at the cursor, which then stands at its record: what it did at once lies ahead. false: not a command (err); one that
 * the machine refuses is a record and true. */
bool session_command(struct session *session, const char *line, struct err *err);

void session_seek(struct session *session, uint64_t cursor);  /* within what is recorded */
void session_seek_time(struct session *session, vtime time);  /* runs the machine if it is not there yet */
void session_step(struct session *session, int64_t records);  /* runs the machine at the end; negative: back */
void session_run(struct session *session, vtime time);        /* so long from the machine's now; stops at a bugcheck */

/* To the next (direction 1) or previous (-1) record that wanted() accepts. Forward past the end runs the machine for at most
 * `limit` and some ten thousand events. false: none was found; the cursor has not moved back then. */
bool session_find(struct session *session, int direction, vtime limit,
		  bool (*wanted)(void *context, const struct trace *trace, const struct record *record), void *context);

/* Time passes for the viewer while running. false: nothing changed. */
bool session_tick(struct session *session, unsigned ms);

bool session_undo(struct session *session); /* false: no command of the person is left */
bool session_redo(struct session *session);
void session_look(struct session *session, unsigned branch);

#endif
