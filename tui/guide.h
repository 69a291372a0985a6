/* SPDX-License-Identifier: MIT */
/*
 * A lesson that guides a session. Where the learner stands is read from the trace (lesson_place): at the cursor for what is shown,
 * at the end for what may be done. A step begins by its note and its commands, which are given one after another as the
 * session has time for them. While a prediction is open, time does not go on.
 */
#ifndef MSILAB_TUI_GUIDE_H
#define MSILAB_TUI_GUIDE_H

#include "lessons/host/places.h"
#include "lessons/host/progress.h"
#include "tui/session.h"

/* What plain text has told of the step. */
struct guide_told {
	unsigned step, choice, hints; /* step: from 1; 0: nothing yet */
	bool answered, done;
	enum goal_state state[LESSON_LIST_MAX];
	unsigned green[LESSON_LIST_MAX]; /* cells of it, and ways in them */
	int missing[LESSON_LIST_MAX];    /* near: what is said to be missing */
	uint64_t pointed[LESSON_LIST_MAX];
};

/* The last reset, until it is taken back or something is done after it. */
struct guide_reset {
	const struct session_branch *from, *made; /* from NULL: none; made NULL: it is under way */
	struct progress_lesson progress;          /* as it was */
	bool everything;
};

struct guide {
	/* read freely */
	struct lesson *lesson;     /* borrowed, as is `ahead`: two readings of one file, for a reading holds what its goals know */
	struct lesson_place at;    /* at the cursor */
	struct lesson_place end;   /* at the end of the branch that is looked at */
	struct progress_lesson progress; /* what stays, whatever is undone */
	unsigned in_vain;          /* lines that were not given, for the system had stopped */
	bool craft;                /* set by who has an editor: the lesson's source can be edited and built here */
	bool news;                 /* of progress, for who keeps it; who keeps it clears it */
	struct guide_reset reset;
	struct guide_told told;    /* plain_lesson.c's */
	struct str code;           /* the solution in C beside the learner's own, at the lesson's end; whoever has it puts it here */
	/* private to guide*.c */
	struct lesson *ahead;
	uint64_t generation, cursor; /* that `at` and `end` are of; cursor 0: of none */
	char **line;                 /* still to be given, from `given` on; owned */
	size_t lines, given, room;
	bool begins;                 /* they begin a step */
	enum record_kind until;
	struct place_until place;
	uint64_t back;               /* where the cursor stood when it was pointed */
	bool past;                   /* that was not the end */
	unsigned anew;               /* the step that begins with another driver, when that is there */
};

/* Borrows both readings. progress: what was come to before; NULL: nothing. */
void guide_init(struct guide *guide, struct lesson *lesson, struct lesson *ahead, const struct progress_lesson *progress);
void guide_fini(struct guide *guide);

/* Reads what the trace has come to, and where the cursor stands; the session is held while a prediction is open. */
void guide_follow(struct guide *guide, struct session *session);

/* Begins the lesson, or goes on with it: what a step whose beginning was cut short still has to give is given. */
void guide_begin(struct guide *guide, struct session *session);

/* Begins a step (from 0; one past the last: the lesson is completed) behind what is recorded. */
void guide_step(struct guide *guide, struct session *session, unsigned step);

/* Begins a step anew from where it began, if it did: what was done since stays as a branch. */
void guide_again(struct guide *guide, struct session *session, unsigned step);

/* A prediction stays made until its step is reset or the answer itself is taken back: where a step begins again, or a fork left the answer
 * behind, it is given again. guide_predict: where the end asks, and it is known. guide_predicted: what of a step (from 0) is known, from 1; 0: nothing. */
void guide_predict(struct guide *guide, struct session *session);
unsigned guide_predicted(const struct guide *guide, unsigned step);
void guide_taken_back(struct guide *guide, const char *line);

/* Gives each line of a text (a sweep) behind what is recorded. */
void guide_lines(struct guide *guide, struct session *session, const char *text);

/* Gives what waits, as far as the session is free for it. false: nothing waited. A line that cannot be given is said (err), and
 * the rest is dropped. */
bool guide_work(struct guide *guide, struct session *session, struct err *err);
bool guide_busy(const struct guide *guide);
void guide_drop(struct guide *guide); /* what waits */
bool guide_cut(struct guide *guide);  /* the rest of a sweep: what is interrupted in it came to another place. false: there was none */

/* The step shown is asked for a hint, or answered (from 1), or a record is pointed at. */
void guide_hint(struct guide *guide);
void guide_answer(struct guide *guide, unsigned choice);
void guide_pointed(struct guide *guide);

/* The step shown, and that at the end; NULL: the lesson is completed. */
const struct lesson_step *guide_shown(const struct guide *guide);
const struct lesson_step *guide_last(const struct guide *guide);

/* What was predicted in the step shown, also where the place shown is before the answer; from 1, 0: nothing. */
unsigned guide_choice(const struct guide *guide);

/* The step shown can be done in C here. */
bool guide_in_c(const struct guide *guide);

/* The prediction of this place is to be made. */
bool guide_asks(const struct lesson_place *place);

/* That of the step shown, also where the place shown is before an answer that was given later: then it is made. */
bool guide_unpredicted(const struct guide *guide);

/* Goal i of the step shown. What was pointed at is known wherever the cursor looks. */
const struct goal *guide_goal(const struct guide *guide, unsigned i);

/* The step shown is the last, and a goal of it waits to be pointed at; alone: nothing else is open. */
bool guide_points(const struct guide *guide, bool *alone);
bool guide_completed(const struct lesson_place *place);

/* Steps that the lesson asks for were passed over. */
bool guide_left_out(const struct guide *guide);

/* ---- guide_journal.c ---- */

/* The line is `run` or `until`: no command, and in no journal. */
bool guide_passes_time(const char *line);

/* The commands of the journal that began the step at its end, and after; 0: none did. of_person: whether a command came after
 * those that the step gave. */
size_t guide_step_commands(const struct guide *guide, const struct journal *journal, bool *of_person);

/* The step began, and has not given all its commands. */
bool guide_half_begun(const struct guide *guide, const struct journal *journal);

/* How many commands at the end of the journal are a sweep of this step, perhaps one that a bugcheck has ended; 0: none. */
size_t guide_sweep_commands(const struct guide *guide, const struct journal *journal);

#endif
