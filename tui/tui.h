/* SPDX-License-Identifier: MIT */
/*
 * The program's face for the command line: the laboratory, a lesson and the tour, on a terminal, in plain text, or driven by a script.
 * Files, modules and the journal's place are the caller's.
 */
#ifndef MSILAB_TUI_TUI_H
#define MSILAB_TUI_TUI_H

#include <stdio.h>

#include "sim/journal/journal.h"
#include "sim/sim.h"
#include "tui/manners.h"
#include "tui/session.h"
#include "tui/source.h"

struct explain_calls;
struct course;
struct craft;
struct lesson;
struct script;
struct tour_step;
struct progress_lesson;

struct tui_options {
	/* Two readings of a lesson, which the face learns by; NULL: none. */
	struct lesson *lesson, *ahead;
	const struct progress_lesson *come_to; /* in it before; NULL: nothing */
	bool (*progress)(void *context, const struct progress_lesson *progress, struct err *err); /* as of struct screen, as is the next */
	bool (*everything)(void *context, bool back, struct err *err);
	const struct journal *journal; /* the machine, and commands to replay */
	const struct inputs *inputs;
	const struct source_module *modules; /* in the order of inputs->modules */
	size_t modules_n;
	const char *sources;       /* folder where sources are looked for too; NULL: none */
	const struct explain_calls *calls; /* of the driver interface, for explanations; NULL: none */
	struct session_edge edge;  /* the journal is written through */
	bool (*save)(void *context, const char *file, const char *text, struct err *err); /* the command `save` */
	void *context;
	/* Where the person stands, whenever it changed (stand.h); left: they go, this is the last. NULL: nobody keeps it. */
	void (*stand)(void *context, const char *text, bool left);
	const char *stood;         /* what was kept so before; NULL: a new session */
	/* The command `resume`: another session is to be gone on with, once this one has ended. false: it cannot be had (err). */
	bool (*resume)(void *context, const char *which, struct err *err);
	const struct craft *craft; /* the lesson in C, and its context; NULL: it is not */
	void *craft_context;
	/* What there is to begin, and leaving for it (struct screen). */
	const struct course *(*course)(void *context);
	bool (*leave_for)(void *context, const char *which, struct err *err);
	const struct tour_step *stops; /* of tui_present */
	unsigned stops_n;
	void (*notes)(void *context, const char *text); /* what the speaker alone reads; NULL: nobody does */
	bool kiosk;                /* the tour plays for whoever passes by, again and again */
	const char *hello;         /* said first; NULL: nothing */
	const char *plain;         /* not NULL: plain mode, and who switched it on ("--plain", "ACCESSIBLE") */
	const char *script;        /* not NULL: the text of a script; photographs go to out */
	const char *script_name;
	struct script *goes_on;    /* private to tui.c: its rest, where a kiosk begins anew */
	unsigned cols, rows;       /* of a scripted screen; 0: 80x24 */
	const struct manners *manners; /* keys, theme, signs; NULL: the defaults */
	const char *config;        /* the file they are kept in, for what is said; NULL: none */
	FILE *in, *out;            /* of plain mode and scripts */
};

/* Whether a screen can be had on this terminal; where not, plain mode is the face. */
bool tui_possible(void);

/* The machine of the tour, as a machine description. */
extern const char tui_tour_machine[];

/* 0; 1: a line of a script failed or an expectation did (err); 2: the screen cannot be had (err); 3: the machine cannot be built
 * (err); 4: the event budget is used up; 5: another session is to be gone on with; 128 + n: ended by signal n. */
int tui_lab(const struct tui_options *options, struct err *err);
int tui_course(const struct tui_options *options, struct err *err); /* nothing but the course, on any machine */
int tui_learn(const struct tui_options *options, struct err *err);
int tui_present(const struct tui_options *options, struct err *err);
int tui_demo(const struct tui_options *options, struct err *err);

/* Gives the terminal back; for a handler of a crash: it uses only what a signal handler may. */
void tui_restore(void);

#endif
