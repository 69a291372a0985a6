/* SPDX-License-Identifier: MIT */
/*
 * A session: the program's heart without a terminal. It owns the journal, the machine, the traces and the scene at the cursor.
 *
 * Looking is a fold of the trace up to the cursor and never runs the machine. A command given at the cursor, when the machine is
 * further on, forks: the journal cut to that moment is replayed in a fresh machine, and the old branch stays listed with
 * its trace. Undo and redo of commands are the same replay. At most one machine lives: the newest branch looked at.
 *
 * After a command the cursor is behind what it did at once, in the present. Whatever may take long is a job: it is done in slices
 * and can be interrupted between any two; then the session is as if it had not been asked, or stands at what was reached. A
 * branch that is being replayed stands beside the list until it is whole. Without edge.slices every call does its job to the end.
 */
#ifndef MSILAB_TUI_SESSION_H
#define MSILAB_TUI_SESSION_H

#include <limits.h>

#include "sim/journal/journal.h"
#include "sim/sim.h"

#define SESSION_BRANCHES_MAX 32
#define SESSION_LIMIT (1000000000) /* ns: how far a search for something that does not come runs on */

#define SESSION_BRANCH_NAME 24
#define SESSION_BRANCH_TEXT 260 /* bytes of what one is called at most */
#define SESSION_NOBODY UINT_MAX /* no branch has the machine */
#define SESSION_BOOKMARKS_MAX 64
#define SESSION_BOOKMARK_NAME 24
#define SESSION_BOOKMARK_TEXT 40
#define SESSION_BOOKMARK_NOTE "note bookmark "
#define SESSION_END_NOTE "note end" /* the last command of a journal that was left here; it is not taken again */

/* Viewing speeds beside simulated time a second. */
#define SPEED_RECORDS (-1) /* one record that the flow view shows after another */
#define SPEED_FULL (-2)    /* as fast as the machine goes */

struct scene;
struct codelog;
struct finding;
struct rules;

struct session;
struct session_left;

struct session_edge {
	/* The branches changed, or another one is looked at. Of the journal of the one looked at `kept` commands are as before, what follows
	 * is new. Called at once, for writing through. false: it could not be written, and that is to be said (err). */
	bool (*journal)(void *context, const struct session *session, size_t kept, struct err *err);
	const struct session_left *left; /* of an earlier run, the journal's branch among them; NULL: nothing. Read by session_new */
	/* What was written did not reach the disk, and that is to be said (err). Asked after each key. NULL: never. */
	bool (*trouble)(void *context, struct err *err);
	/* Returns when all that was written is on the disk: the person turns away. NULL: it is. */
	void (*settle)(void *context);
	/* A command is about to be taken: brings what it names (a capture) into the inputs and notes it by name and hash in
	 * `named`, the inputs of the branch's head. false: it cannot be had. */
	bool (*bring)(void *context, const struct command *command, struct settings *named, struct err *err);
	/* A branch of an earlier run is entered for the first time: brings what its drivers and commands name, and notes it by hash in the
	 * journal. false: it cannot be had (err), and the branch stays as it is. NULL: all is there. */
	bool (*wake)(void *context, struct journal *journal, struct err *err);
	void *context;
	struct trace_prefault *prefault; /* of the session's traces; NULL: nobody */
	uint64_t budget; /* events after which the machine goes on no more; 0: no limit */
	bool slices; /* who made the session drives session_slice; false: nothing waits, calls return when all is done */
};

struct session_branch {
	struct journal journal;
	struct trace *trace;
	struct scene_keys *keys;
	struct rules *rules; /* read along */
	bool asleep;        /* of an earlier run: its journal is here, its trace is empty until it is woken */
	uint64_t records;   /* of one that sleeps: how far it had come */
	uint64_t forked_at; /* records shared with the branch it came from */
	vtime forked_time;
	vtime clock;        /* how far time had come when its machine went: further than the last record, if nothing happened since */
	unsigned from;      /* itself: it came from none, or that one is gone */
	unsigned id;        /* from 1, never given twice in a session */
	char name[SESSION_BRANCH_NAME]; /* given by the person; "": none */
};

/* A command that was taken back, or that an interrupted start left. */
struct session_undone {
	char *line;
	vtime at;
	uint64_t event;
	bool together; /* it was taken back together with the command before it */
};

/* What an earlier run left beside the journal that is gone on with. */
struct session_left {
	struct session_left_branch {
		struct journal journal;
		unsigned id;
		size_t from;        /* place in this list */
		uint64_t forked_at, records;
		vtime forked_time;
		char name[SESSION_BRANCH_NAME];
	} *branch;
	size_t n, now; /* now: the one that was looked at */
	struct session_undone *undone;
	size_t undone_n;
};
void session_left_free(struct session_left *left);

/* A moment with a name. In the journal it is the command `note bookmark NAME #RECORD TEXT`, given at the branch's end whatever the cursor
 * looks at: so looking never forks, and a note changes nothing in the machine. Undo passes over such notes. */
struct session_bookmark {
	char name[SESSION_BOOKMARK_NAME];
	char text[SESSION_BOOKMARK_TEXT]; /* what it is about, "" : nothing was said */
	unsigned branch;
	uint64_t cursor;
};

enum session_doing { SESSION_IDLE, SESSION_REPLAYING, SESSION_RUNNING, SESSION_SEARCHING, SESSION_COMPARING };
enum session_outcome { SESSION_DONE, SESSION_NOT_FOUND, SESSION_INTERRUPTED, SESSION_BROKEN }; /* broken: stopped at a finding */

struct session {
	/* read freely */
	struct session_branch *branch[SESSION_BRANCHES_MAX];
	unsigned branches, now;    /* now: the one that is looked at */
	const struct scene *scene; /* at the cursor */
	uint64_t cursor;           /* records seen; at least 1 */
	uint64_t generation;       /* counts how often another trace came to be looked at */
	struct machine next;       /* the head with the settings for the next start */
	bool running;
	bool stops;                /* time stops at the record where an error is found for the first time; free to set */
	vtime speed;               /* simulated ns a second, or SPEED_* */
	char news[200];            /* why it stopped by itself; "" : it did not */
	enum session_outcome outcome; /* of the last job */
	bool saved;                /* a saved trace: there is no machine */
	bool held;                 /* by who drives the session: commands are taken, but time does not go on */
	struct session_undone *undone; /* for redo, newest last */
	size_t undone_n;
	struct session_bookmark bookmark[SESSION_BOOKMARKS_MAX];
	unsigned bookmarks;
	/* private to session.c */
	const struct inputs *inputs;
	struct session_edge edge;
	struct sim *sim;           /* NULL: none is built */
	unsigned live;             /* the branch the machine is of, or SESSION_NOBODY */
	unsigned last_id;
	struct codelog *code;      /* places of driver code; NULL: nobody stepped by lines */
	uint64_t code_generation;  /* the trace it is of */
	uint64_t code_at, code_cursor; /* the place stepped to plus one, while the cursor is there */
	uint64_t settled;          /* records before the machine's last event: the present begins here */
	vtime shown;               /* viewing time while running */
	vtime fork_time;           /* when what is forked at the cursor goes on; 0: at its last record */
	struct session_job *job;   /* NULL: none */
	size_t undone_room;
	bool rewrite;              /* the edge's journal is longer than ours */
};

/* Builds the machine and replays the journal's commands, which may be none. The inputs must outlive the session, the journal its
 * first job: it is copied. NULL: the machine cannot be built. The cursor ends at the newest record. */
struct session *session_new(const struct journal *journal, const struct inputs *inputs, const struct session_edge *edge,
			    struct err *err);

/* A session that only looks, at a trace that it takes over (not empty): no command can be given, time does not run. */
struct session *session_of_trace(struct trace *take);

/* The person leaves: the journal says that what follows was never run. */
void session_end(struct session *session);
void session_free(struct session *session);

const struct trace *session_trace(const struct session *session);
const struct journal *session_journal(const struct session *session);

/* As session_seek to before a record; a command that is given now comes at that record's time, not at that of the one before it. */
void session_seek_before(struct session *session, uint64_t number);

/* The scene at another cursor (at least 1), until the next call; the session's own stays. */
const struct scene *session_then(struct session *session, uint64_t cursor);

/* The cursor is in the machine's present: in its last event or command, or at its end. */
bool session_newest(const struct session *session);

/* A command at the cursor, which then stands behind what it did at once. false: not a command (err); one that the machine
 * refuses is a record and true. */
bool session_command(struct session *session, const char *line, struct err *err);

/* The same journal under another grant policy, as a branch of its own: commands are given at their times. */
bool session_policy(struct session *session, const char *policy, struct err *err);

/* The journal's first so many commands with another driver for a device, as a branch of its own: likewise, up to the time of the command
 * that is left out. The module is among the inputs; sha256: its hash. */
struct session_module {
	const char *name, *sha256;
};
bool session_driver(struct session *session, const char *device, const struct session_module *module, size_t commands, struct err *err);

/* To the next (1) or previous (-1) place of driver code that wanted() accepts, from the one stepped to, else from the last one that the CPU
 * (CODELOG_ANY) reached before the cursor; the cursor moves to the record before it. origin: the place it sets out from. As a
 * search it may be a job; going on past what is recorded runs the machine. false: it was not begun, or nothing was found. */
typedef bool session_code_wanted(void *context, const struct session *session, uint64_t origin, uint64_t number);
bool session_code_find(struct session *session, int direction, unsigned cpu, session_code_wanted *wanted, void *context);
uint64_t session_code_at(const struct session *session); /* the place stepped to; CODELOG_NONE: the cursor has left it */

/* The job under way. A slice is a millisecond or two; without a job nothing happens. Interrupting leaves nothing half done. While
 * one is under way no other is begun: who asks is refused (false, or nothing happens). */
bool session_busy(const struct session *session);
enum session_doing session_doing(const struct session *session, unsigned *percent);
void session_slice(struct session *session);
void session_finish(struct session *session);
void session_interrupt(struct session *session);

/* The time at the cursor: that of its record, at the end the machine's own, which may have gone on without a record. */
vtime session_clock(const struct session *session);

/* The budget of events is used up. */
bool session_exhausted(const struct session *session);

void session_seek(struct session *session, uint64_t cursor);  /* within what is recorded */
void session_seek_time(struct session *session, vtime time);  /* runs the machine if it is not there yet */
void session_step(struct session *session, int64_t records);  /* runs the machine at the end; negative: back */
void session_run(struct session *session, vtime time);        /* so long from the machine's now; stops at a bugcheck */

/* To the next (direction 1) or previous (-1) record that wanted() accepts. Forward past the end runs the machine for at most
 * `limit` and two million events. false: none was found (where slices are driven, outcome says it at the end); the cursor has not
 * moved back then. context must stay until the job's end. */
bool session_find(struct session *session, int direction, vtime limit,
		  bool (*wanted)(void *context, const struct trace *trace, const struct record *record), void *context);

/* Something that others compute from what is recorded, as a job: slice() does a millisecond or two of it and tells how far it is; true: it is
 * over. Branches and their traces stay as they are meanwhile. context must stay until the job's end. false: a job is under way. */
typedef bool session_compute_slice(void *context, unsigned *percent);
bool session_compute(struct session *session, session_compute_slice *slice, void *context);

/* What the rules found in the branch looked at, by rising record. Whatever the machine writes is judged at once. Borrowed until the
 * next call that changes the session. */
const struct finding *session_findings(const struct session *session, size_t *n);

/* Those rules themselves, of the branch looked at. */
const struct rules *session_rules(const struct session *session);

/* How many of them are about records before this one. */
size_t session_findings_before(const struct session *session, uint64_t record);

/* A saved trace is judged when there is time: at most so many records more. false: there is more. */
bool session_judge(struct session *session, uint64_t records);
bool session_judged(const struct session *session);

/* Time passes for the viewer while running. false: nothing changed. */
bool session_tick(struct session *session, unsigned ms);

/* Names the moment at the cursor; a name that is there moves. false: too many, or the name is not one word (err). */
bool session_bookmark(struct session *session, const char *name, const char *text, struct err *err);
const struct session_bookmark *session_bookmark_named(const struct session *session, const char *name);

/* The records that two branches have in common, from the beginning. */
uint64_t session_shared(const struct session *session, unsigned a, unsigned b);

/* To a bookmark: in the branch looked at if that has the moment too, else in its own. */
void session_bookmark_go(struct session *session, const struct session_bookmark *bookmark);

bool session_undo(struct session *session, size_t count); /* so many commands at once; false: there are no more */
bool session_redo(struct session *session);
bool session_redoes_on(const struct session *session); /* what redo would give now was taken back together with what it gave last */
/* What the edge has to say of the disk is the news (false: nothing); waits for the disk, before the program stops for a while. */
bool session_trouble(struct session *session);
void session_settle(struct session *session);


/* Looks at another branch, at its end or a cursor; one that sleeps is woken first, as a job. session_wake: without looking; false: a job is under
 * way. The branch looked at is the one whose journal is kept. */
void session_look(struct session *session, unsigned branch);
void session_look_at(struct session *session, unsigned branch, uint64_t cursor);
bool session_wake(struct session *session, unsigned branch);

/* What a branch is called: as its person named it, else by the first command in which it differs from the one it came from. Its last command;
 * NULL: none. A branch by number or name; `branches`: there is none. A name for the one looked at. */
const char *session_branch_text(const struct session *session, unsigned number, char *text, size_t size);
const char *session_branch_last(const struct session *session, unsigned number);
unsigned session_branch_named(const struct session *session, const char *name);
bool session_branch_name(struct session *session, const char *name, struct err *err);

/* The commands that two journals have in common, from the beginning. */
size_t session_common(const struct journal *a, const struct journal *b);

#endif
