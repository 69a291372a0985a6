/* SPDX-License-Identifier: MIT */
/*
 * The screen: keys, clicks and sizes in, cells out. It holds a session and the positions of its views, and knows no terminal:
 * loop.c drives it with one, script.c without.
 */
#ifndef MSILAB_TUI_SCREEN_H
#define MSILAB_TUI_SCREEN_H

#include "tui/card.h"
#include "tui/compare.h"
#include "tui/craft.h"
#include "tui/guide.h"
#include "tui/layout.h"
#include "tui/manners.h"
#include "tui/prompt.h"
#include "tui/session.h"
#include "tui/source.h"
#include "tui/spans.h"
#include "tui/tour.h"
#include "tui/view.h"
#include "tui/watch.h"

#define SCREEN_BUTTONS_MAX 24
#define SCREEN_ECHOES 4

struct screen {
	/* read freely */
	struct canvas canvas;
	bool quit, suspend, whole; /* asked for; who obeys clears it */
	bool resume;               /* with quit: to go on with another session */
	bool again;                /* with quit: a kiosk begins anew */
	/* set by who makes it */
	struct tour *tour;         /* NULL: none; borrowed */
	struct guide *guide;       /* NULL: no lesson; borrowed */
	/* Progress that has news is to be kept; false: it could not, and that is to be said (err). everything: what was come to in all lessons goes, or comes back; false: there is nowhere
	 * to keep it, or it cannot be done (err). NULL: nobody keeps it. */
	bool (*progress)(void *context, const struct progress_lesson *progress, struct err *err);
	bool (*everything)(void *context, bool back, struct err *err);
	struct source *source;     /* NULL: no sources; borrowed */
	const struct explain_calls *calls; /* NULL: not known; borrowed */
	bool (*save)(void *context, const char *file, const char *text, struct err *err); /* NULL: files are not written */
	bool (*resumable)(void *context, const char *which, struct err *err); /* NULL: no sessions are kept */
	void (*stand)(void *context, const char *text, bool left); /* NULL: nobody keeps where the person stands */
	void (*notes)(void *context, const char *text); /* what the speaker alone reads; NULL: nobody does */
	bool presenting;           /* for a room */
	bool kiosk;                /* the tour plays for whoever passes by */
	bool ascii_only;           /* the terminal can draw no other signs */
	/* What there is to begin, valid until the next call; and to leave for it: a lesson's id, "tour", "lab". false: it cannot be had
	 * (err). NULL: nothing else can be begun from here. */
	const struct course *(*course)(void *context);
	bool (*leave_for)(void *context, const char *which, struct err *err);
	void *craft_context;
	const struct craft *craft; /* the lesson in C; NULL: it is not done so, or no copy can be kept. Borrowed */
	bool terminal;             /* who drives it can lend the terminal: it obeys `edit` by act_craft_edited */
	bool menu;                 /* there is nothing but the course to be seen */
	const char *config;        /* the file that keeps manners, for what is said; NULL: none */
	void *context;
	bool edit;                 /* the terminal is wanted for the editor */
	/* private to screen*.c */
	unsigned edit_line;
	bool building;
	struct str built;          /* what the compiler said */
	struct session *session;
	const struct course *lessons; /* as it was asked for last; NULL: not yet */
	struct manners manners;
	struct prompt prompt;
	enum view_kind focus, before; /* before: where help was asked from */
	enum view_kind beside;     /* what stands beside the lesson: the view that had the keys last; VIEW_lesson: none yet */
	unsigned tour_shown;       /* step whose view has been shown, plus one */
	struct view_state state[VIEW_COUNT];
	struct view_state anchor[VIEW_COUNT]; /* positions before the first of the resizes that nothing was done between */
	bool anchored;
	char device[MACHINE_NAME_MAX];
	char why[REQUEST_TEXT_MAX];
	char message[600];
	enum role message_role;
	enum request_kind await;   /* a request whose letter is the next key; REQUEST_NONE */
	struct card card;
	/* present.c */
	bool blank, taken;         /* taken: a visitor has the kiosk */
	bool typed;                /* what is done was typed at the prompt */
	unsigned idle_ms, last_ms; /* since the last key or click; at the tour's end */
	unsigned noted;            /* what was told the speaker: twice the stop, and whether it is revealed, plus one; 0: nothing */
	unsigned echoes;
	char echo[SCREEN_ECHOES][16];
	struct compare compare;
	char mark_names[LOOK_MARKS][LOOK_MARK_NAME];
	struct spans *spans;
	struct sieve *sieve;
	struct chain *chain;
	bool zoomed;               /* the timeline shows all; zoom: what it showed before */
	int zoom;
	struct str told;           /* where the person stood when that was told last */
	struct look_source place;
	struct screen_line {       /* stepping by lines (act_line.c) */
		session_code_wanted *wanted;
		int direction;
		unsigned more;     /* steps still to go */
		bool out, anywhere;
		struct look_place shown; /* the line it sets out from */
		struct source_calls calls;
		int nested;
		uint64_t counted;  /* records that `nested` knows of */
		uint64_t goal;     /* of a step back over calls or out; known if sought */
		bool sought;
		char file[100];    /* until line */
		unsigned number;
	} line;
	void (*after)(struct screen *screen); /* what is said when the session's job ends; NULL: nothing */
	unsigned branches;         /* when it began */
	struct inspect_search *set_by; /* under way; NULL: none is */
	unsigned other;            /* branch that a comparison waits for */
	int direction;
	const struct sought *sought; /* what a search looks for (act_find.c) */
	enum record_kind sought_kind;
	uint64_t at, stop;         /* the cursor as it was last looked from, and the stop before */
	struct watches watches;
	unsigned buttons;
	struct screen_button {
		int x, w;
		enum request_kind kind;
	} button[SCREEN_BUTTONS_MAX];
};

/* Takes the session over. */
struct screen *screen_new(struct session *take, unsigned cols, unsigned rows, bool ascii);
void screen_free(struct screen *screen);

void screen_resize(struct screen *screen, unsigned cols, unsigned rows);
void screen_key(struct screen *screen, int key);
void screen_click(struct screen *screen, int x, int y);
void screen_wheel(struct screen *screen, int x, int y, int turn);
void screen_do(struct screen *screen, const struct request *request);
bool screen_line(struct screen *screen, const char *line); /* as typed at the prompt; false: an error is shown */
void screen_draw(struct screen *screen);

bool screen_watching(const struct screen *screen); /* a tick a second is wanted: a file may be saved */
bool screen_moving(const struct screen *screen); /* ticks are wanted */
bool screen_busy(const struct screen *screen);   /* the machine runs at full speed, or a job is under way: short ticks */
bool screen_working(const struct screen *screen); /* a job is under way: screen_work does a slice of it */
void screen_work(struct screen *screen);
void screen_tick(struct screen *screen, unsigned ms);

void screen_say(struct screen *screen, enum role role, const char *format, ...) __attribute__((format(printf, 3, 4)));
struct look screen_look(struct screen *screen);
struct layout screen_layout(struct screen *screen);
void screen_place(struct screen *screen); /* where the driver is; there is a source */

#endif
