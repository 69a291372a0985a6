/* SPDX-License-Identifier: MIT */
/*
 * A view: a function from what there is to see (struct look) and a position (struct view_state) to cells, a function from a
 * request such as `down` to a new position or another request, and the same as linear text for plain mode. A view knows
 * neither the terminal nor the machine. views.def lists them.
 */
#ifndef MSILAB_TUI_VIEW_H
#define MSILAB_TUI_VIEW_H

#include "sim/base/machine.h"
#include "sim/base/str.h"
#include "sim/trace/trace.h"
#include "tui/keymap.h"
#include "tui/pane.h"

struct compare;
struct course;
struct explain_calls;
struct finding;
struct scene;
struct chain;
struct sieve;
struct spans;
struct guide;
struct session;

enum view_kind {
#define VIEW(name, key, title, help) VIEW_##name,
#include "tui/views.def"
#undef VIEW
	VIEW_COUNT
};

#define LOOK_FRAMES_MAX 16
#define LOOK_MARK_NAME 24
#define LOOK_MARKS ('z' - 'a' + 1)

/* A place in a driver's source. */
struct look_place {
	const char *function, *file; /* NULL: not known */
	unsigned line;               /* 1-based; 0: not known */
	uint64_t entry;              /* address of the function's beginning, as in records; 0: not known */
	const struct look_place *inner; /* functions of headers whose code was put in there, innermost first */
	unsigned inlined;
};

/* One level of nesting: what the system called the driver for. It is that of frames `first` and on, up to the next level's. */
struct look_level {
	unsigned first;
	uint32_t obj, message, name; /* name: of a handler, a text */
	uint8_t kind, irql;          /* enum scene_frame_kind */
};

/* The driver at the cursor: whose code runs, where, and what it nested on (innermost first). */
struct look_source {
	const char *module;
	const char *text; /* of the current place's file; NULL: not found */
	unsigned current; /* the frame that the line is of: those before it are inline functions that it uses */
	struct look_place frame[LOOK_FRAMES_MAX];
	struct look_level level[LOOK_FRAMES_MAX];
	unsigned frames, levels;
	unsigned cpu;
	uint32_t thread; /* the thread below all that, 0: the idle loop */
	bool stepped;    /* the place was stepped to by lines */
};

/* Everything a view may look at. All is borrowed, and valid during the call. */
struct look {
	const struct trace *trace;
	const struct scene *scene; /* the state after the records before `cursor` */
	uint64_t cursor;           /* records seen; the record under the cursor is cursor - 1, none at 0 */
	bool newest;               /* the cursor is at the machine's own now */
	const struct machine *machine; /* with the settings for the next start */
	const char *device;        /* the device that flow and form show */
	const struct keymap *keymap;
	enum view_kind asked;      /* the view that help was asked from */
	const struct look_source *source;
	const char *form;          /* text of the .form file of the device's driver; NULL: none */
	const char *why;           /* the question of `why`, "" : the record under the cursor */
	const struct explain_calls *calls; /* of the driver interface; NULL: not known */
	const struct finding *findings; /* what the rules found, by rising record; also ahead of the cursor */
	size_t findings_n;
	const struct session *session; /* its lists: branches, bookmarks, what was taken back */
	const struct compare *compare; /* what `diff` found */
	const struct course *course; /* NULL: nobody has asked for it */
	const char *built;         /* what the compiler said; NULL or "" : nothing yet */
	const struct guide *guide; /* the lesson; NULL: none */
	uint64_t marks[LOOK_MARKS]; /* bookmarks a..z as cursors; 0: none */
	uint64_t stop;             /* the cursor's stop before this one; 0: none */
	/* Both may be NULL. then: the scene at another cursor, until the next call. function: of a driver's code, by its address; NULL:
	 * not known. */
	const struct scene *(*then)(void *context, uint64_t cursor);
	bool (*place)(void *context, uint64_t code, char *text, size_t size); /* FILE:LINE of driver code; NULL: not known */
	const char *(*function)(void *context, uint64_t code);
	void *context;
	const char (*mark_names)[LOOK_MARK_NAME];
	uint64_t generation;       /* another number: another trace, whatever its address */
	struct sieve *sieve;       /* the trace view's: records that pass its filter */
	struct chain *chain;       /* likewise: causes and effects of a record */
	struct spans *spans;       /* the timeline's index, which it brings up to date itself; NULL: no timeline */
};

/* The record under the cursor, NULL at the start. */
const struct record *look_record(const struct look *look);
vtime look_now(const struct look *look);

/* The scene at another cursor, until the next call; NULL: it cannot be had. */
const struct scene *look_then(const struct look *look, uint64_t cursor);
/* The cursor after the last record at or before a time. */
uint64_t look_cursor_at(const struct look *look, vtime time);

#define VIEW_ZOOM_ALL 1000

/* A view's position. What a field means is each view's own; a view's state starts as zeroes. */
struct view_state {
	int64_t top, at;
	int shift;         /* columns the text is moved left: why */
	int zoom;          /* timeline; VIEW_ZOOM_ALL: what shows the whole trace */
	bool moved;        /* the position was chosen; else it follows the cursor */
	int rows, cols;    /* of the pane drawn last: for pages */
	char filter[200];  /* trace */
	bool chain;        /* trace: causes and effects of record `at` are shown */
	bool follow;       /* trace: the cursor stays at the newest record while time passes */
	char search[200];
};

struct view {
	void (*draw)(const struct look *look, struct view_state *state, const struct pane *pane);
	/* UP DOWN LEFT RIGHT PAGE_* ZOOM_* NEXT FIRST LAST while the view has the keys. false: not the view's; the program
	 * does its own. *out, if its kind is not REQUEST_NONE, is done next. */
	bool (*request)(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out);
	/* A click at a place of the pane drawn last. NULL: clicks only take the keys here. */
	bool (*click)(const struct look *look, struct view_state *state, int x, int y, struct request *out);
	/* The wheel at a place, one line a turn (1 down, -1 up). NULL: up and down. */
	bool (*wheel)(const struct look *look, struct view_state *state, int x, int y, int turn, struct request *out);
	void (*text)(const struct look *look, const struct view_state *state, struct str *out);
};

extern const struct view *const views[VIEW_COUNT];
extern const struct view_form {
	const char *name, *key, *title, *help;
} view_forms[VIEW_COUNT];

/* VIEW_COUNT: no such view. */
enum view_kind view_named(const char *name);

/* Moves a list's position: at in 0..n-1 by the request, top so that at is visible. false: not a list request. */
bool view_list_move(struct view_state *state, enum request_kind kind, int64_t n);
void view_list_show(struct view_state *state, int64_t n, int rows);

/* Moves the top of a text; whoever draws it keeps the top within. false: not a request that scrolls. */
bool view_scroll(struct view_state *state, enum request_kind kind);

#endif
