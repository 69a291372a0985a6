/* SPDX-License-Identifier: MIT */
/*
 * A lesson as data, read from a file of Lua (lessons/01-wire-and-message.lua shows the form): a machine; steps with texts, a
 * prediction, commands that the step gives, goals, hints; a solution, and wrong solutions that must fail. Texts are English and
 * looked up in the catalogue where they are shown.
 *
 * Where a learner stands is computed from the trace: a step begins with the command `note LESSON STEP`, and its goals look at
 * what comes after it. So undo, step back and replay need nothing of their own here.
 */
#ifndef MSILAB_HOST_LESSON_H
#define MSILAB_HOST_LESSON_H

#include "lessons/host/goal.h"
#include "lessons/host/marks.h"
#include "sim/base/err.h"
#include "sim/read/kinds.h"

#define LESSON_STEPS_MAX 16
#define LESSON_LIST_MAX 16 /* of commands, goals, choices, hints, fields */

struct lesson_list {
	unsigned n;
	char *line[LESSON_LIST_MAX];
	unsigned at[LESSON_LIST_MAX]; /* in the file; 0: not known */
};

struct lesson_choice {
	char *text, *says; /* says: the answer to who chose it */
	char *idea;        /* the misconception; NULL: the right choice */
};

struct lesson_step {
	unsigned line;             /* in the file, of its title; 0: not known */
	char *title, *text, *view; /* view: NULL: stays */
	char *device;              /* the one that flow and form show; NULL: stays */
	struct lesson_list commands;
	char *ask;                 /* NULL: no prediction */
	unsigned choices;
	struct lesson_choice choice[LESSON_LIST_MAX];
	unsigned goals;
	struct goal goal[LESSON_LIST_MAX];
	struct lesson_list hints, solution;
	struct lesson_list code_solution; /* in C: in place of solution; empty: the same lines */
	struct lesson_list sweep;  /* what is done under each policy of a `policies` goal */
	char *explain;
	bool variation;            /* for those who want more: not needed for the lesson */
};

struct lesson_wrong {
	unsigned line;
	char *idea;                /* the misconception */
	unsigned step;             /* from 1: where it is tried */
	struct lesson_list lines;  /* in place of the step's solution */
	char *driver;              /* the module the device of `code` gets instead; NULL: the machine's */
	char *fails;               /* id of the goal that names it */
};

/* The exercise in C: one file that the learner edits a copy of. Both are among the drivers that ship, or beside the lesson. */
struct lesson_code {
	char *device;   /* NULL: there is none */
	char *source;   /* a file; the module of what is not solved yet has its name without .c */
	char *solution; /* a module; NULL with device NULL */
	unsigned step;  /* from 1: where the mistake is mended; the steps before show it, and ask nothing of a driver that has it no more */
};

struct lesson {
	char *id, *title, *machine, *file;
	unsigned machine_line;     /* in the file, of the machine's first line; 0: not known */
	unsigned number;
	struct lesson_list after;  /* ids of lessons that come before */
	struct lesson_list form;   /* DEVICE KEYWORD: the fields of the form that are offered */
	struct lesson_list languages; /* of a person's own lesson: those it claims to be translated to */
	struct lesson_code code;
	unsigned steps;
	struct lesson_step step[LESSON_STEPS_MAX];
	unsigned wrongs;
	struct lesson_wrong wrong[LESSON_LIST_MAX];
	char *solved, *reference, *bug; /* shown after completion */
	struct marks marks;        /* its texts for the catalogue */
};

/* Reads a lesson. NULL: err with file and line where they are known. */
struct lesson *lesson_read(const char *text, size_t n, const char *file, struct err *err);
void lesson_free(struct lesson *lesson);

/* The device that a step (from 0) shows: what it says, or the last before it that says one; NULL: none does. */
const char *lesson_device(const struct lesson *lesson, unsigned step);

/* The device whose driver is exchanged when it is done in C. */
const char *lesson_code_device(const struct lesson *lesson);

/* ---- the learner's place ---- */

struct lesson_place {
	/* read freely */
	unsigned step;     /* from 0; == steps: completed */
	bool begun;        /* a step was begun */
	bool answered;     /* this step's prediction */
	unsigned choice;   /* last chosen, from 0 */
	bool done;         /* everything this step asks for */
	/* set by who has it: the index of the trace's kinds, read on as the trace grows; NULL: every record is looked at. Borrowed */
	struct kinds *by_kind;
	uint64_t since;    /* the record that began this step; UINT64_MAX: none did */
	/* private to lesson_place.c */
	struct lesson *lesson;
	const struct trace *trace;
	const struct rules *rules; /* NULL: no goal asks for findings, or nobody has them */
	bool judges;       /* a goal asks for them */
	uint64_t next;
	bool kinds[RECORD_KINDS]; /* that a goal waits for, and notes */
};

/* At the beginning of a trace: before the first step. Both are borrowed; goals are the lesson's own. */
void lesson_place_init(struct lesson_place *place, struct lesson *lesson, const struct trace *trace);

/* The rules that are read along with the trace: findings that goals ask for. Without them none is found; where the rules have
 * not read to, the place waits. Borrowed. */
void lesson_place_judge(struct lesson_place *place, const struct rules *rules);

/* Whether a goal of the lesson asks for findings. */
bool lesson_judges(const struct lesson *lesson);

/* As if a step (from 0) began where the place is; for who measures. */
void lesson_place_step(struct lesson_place *place, unsigned step);

/* Reads on up to and with record `number`. */
void lesson_place_advance(struct lesson_place *place, uint64_t number);

/* The record that words point at: its number, with or without #; or a filter: the first that passes since the step began. It must
 * have come since then. false: err. */
bool lesson_pointed(const struct lesson_place *place, const char *words, uint64_t *number, struct err *err);

/* The commands that say where the learner is, for the journal. */
void lesson_step_note(const struct lesson *lesson, unsigned step, struct str *out);
bool lesson_is_step_note(const struct lesson *lesson, unsigned step, const char *command); /* also as journals had it before the end was named */
void lesson_answer_note(const struct lesson *lesson, unsigned step, unsigned choice, struct str *out);
void lesson_point_note(const struct lesson *lesson, unsigned step, uint64_t number, struct str *out);

#endif
