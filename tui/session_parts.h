/* SPDX-License-Identifier: MIT */
/* What the files of the session share; nobody else includes it. */
#ifndef MSILAB_TUI_SESSION_PARTS_H
#define MSILAB_TUI_SESSION_PARTS_H

#include "tui/session.h"

struct session_job;

/* One slice of a step; true: the step is over. */
typedef bool session_step_run(struct session *session, struct session_job *job);

#define SESSION_STEPS_MAX 10
#define SESSION_SLICE_EVENTS 300 /* a millisecond or two: an event of a busy machine writes several records, which are folded and judged */
#define SESSION_SLICE_RECORDS 500 /* likewise, with a sentence made of each */
#define SESSION_TICK_EVENTS 1500  /* of a machine that runs at full speed, which draws in between */

/* A job: steps one after another. What a step needs stands here; whoever begins the job fills it. */
struct session_job {
	enum session_doing doing;
	session_step_run *step[SESSION_STEPS_MAX];
	unsigned n, at;
	vtime from, to;               /* simulated time, for the progress */
	uint64_t scanned, whole;      /* or records, while they are searched; whole 0: they are not */
	/* replay */
	struct session_branch *aside; /* being built, in no list; owned. NULL: the branch looked at goes on */
	bool start;                   /* the session's first replay */
	bool revives;                 /* aside takes the place of the branch looked at */
	bool by_time;                 /* event stamps do not count */
	bool no_policies;             /* nor do the journal's commands that choose one */
	const struct journal *journal;
	size_t commands, next;
	size_t back;                  /* commands after those that are taken back */
	uint64_t records;             /* stop at so many; UINT64_MAX: the whole journal */
	/* run to a moment, or a record */
	vtime time;
	uint64_t event, last;         /* last: events after which it gives up */
	uint64_t target;              /* records of a replay; 0: up to time and event */
	size_t findings;              /* before it set off: what comes then may stop it */
	/* search and step */
	uint64_t place;               /* the record that is looked at next; the cursor wanted */
	vtime limit;                  /* from where it sets off; 0: `time` as it is, VTIME_NEVER: none */
	bool (*wanted)(void *context, const struct trace *trace, const struct record *record);
	void *context;
	session_compute_slice *compute;
	unsigned branch;              /* that is woken, or looked at then */
	/* places of code */
	session_code_wanted *code_wanted;
	unsigned cpu;
	bool backwards;
	uint64_t origin;
	/* what is done at the end */
	char *line;                   /* a command, owned */
	size_t kept;                  /* commands that the edge's journal keeps */
	bool again, ends, stops;      /* again: a redo; ends: the end note; stops: running ends if nothing is found */
};

#define SESSION_CODE_EVENTS 2000000 /* a search in code gives up after so many */

void session_code_forget(struct session *session); /* the code log goes, nobody watches any more */

struct session_branch *session_here(const struct session *session);
uint64_t session_recorded(const struct session *session); /* records of the branch looked at */
void session_forget_undone(struct session *session);
void session_tell_edge(struct session *session, size_t kept);
bool session_is_bookmark(const struct command *command);
void session_read_bookmarks(struct session *session, unsigned branch); /* those that its journal has; of one that sleeps, only new names */
void session_stopped_news(struct session *session);

bool session_frozen(const struct session *session); /* nothing goes on here but looking */

/* A job begins; NULL: one is under way already, or this is a saved trace. session_begun does it to the end unless slices are driven. */
struct session_job *session_job_new(struct session *session, enum session_doing doing);
void session_job_step(struct session_job *job, session_step_run *step);
void session_begun(struct session *session);

/* The number of the last of so many further events that the budget allows. */
uint64_t session_most(const struct session *session, uint64_t events);

/* The machine's next event, if it lies before `until`. false: it does not, or nothing is queued. */
bool session_one_event(struct session *session, vtime until);

/* The machine's events up to a time and a number of events, judged. true: one of them is to stop at, and the cursor is there. */
bool session_events(struct session *session, vtime until, uint64_t last);

/* The first finding from this place of the list on that time stops at, about a record before `end`; then the cursor is there, and the
 * job is over. false: there is none, or the session does not stop. */
bool session_stop_at(struct session *session, size_t place, uint64_t end);
bool session_stop_between(struct session *session, uint64_t from, uint64_t end); /* the same, about a record from `from` on */
session_step_run session_judge_all;

void session_apply(struct session *session, struct command *command);
struct session_branch *session_branch_new(const struct journal *journal); /* the head alone, no command */
void session_branch_free(struct session_branch *branch);
void session_branch_become(struct session_branch *branch, struct session_branch *take); /* its records go, those of the other come */
void session_branch_list(struct session *session, struct session_branch *take, unsigned from); /* to the list's end */
void session_branch_add(struct session *session, struct session_branch *take); /* the same, from the one looked at, and looks at it */

/* Steps of jobs (session_machine.c). session_replay_new builds aside's machine; then: the commands again at their stamps; the time
 * after the last one; aside becomes a branch. session_revive adds them all, if the machine is another branch's. */
void session_build(struct session *session, struct session_branch *branch);
session_step_run session_replay, session_replay_rest, session_install;
void session_revive(struct session *session, struct session_job *job);
void session_replay_dropped(struct session *session, struct session_job *job); /* interrupted */

/* session->next from the branch's head and commands. */
void session_next_settings(struct session *session);

#endif
