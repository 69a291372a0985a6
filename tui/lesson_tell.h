/* SPDX-License-Identifier: MIT */
/* A lesson in words, for the screen and for plain text: paragraphs in the order in which they are read, and the one line that says
 * what to do next. Everything is in the person's language. */
#ifndef MSILAB_TUI_LESSON_TELL_H
#define MSILAB_TUI_LESSON_TELL_H

#include "tui/guide.h"
#include "tui/role.h"
#include "tui/view.h"

#define LESSON_PARAGRAPHS_MAX 1300
#define LESSON_HANG 4 /* columns of a goal's mark, or of a choice's number */

struct lesson_paragraph {
	enum role role;
	unsigned choice;  /* from 1: a click answers with it; 0: none */
	bool code;        /* a line of source: it is not wrapped */
	int hang;         /* columns by which all rows but the first stand further right */
	char *text;       /* "" : a blank row */
};

struct lesson_page {
	unsigned n;
	struct lesson_paragraph paragraph[LESSON_PARAGRAPHS_MAX];
};

/* The page of the place shown; explained: the step's explanation instead, or at the end the solution in C. */
void lesson_page_make(struct lesson_page *page, const struct look *look, bool explained);
void lesson_page_end(struct lesson_page *page, const struct look *look, bool explained); /* of the lesson's end, without the C */
bool lesson_shows_code(const struct guide *guide, bool explained);
void lesson_page_free(struct lesson_page *page);

/* "Lesson 1, step 2 of 4: title" */
void lesson_heading(const struct guide *guide, struct str *out);

/* What is behind the step shown; before its prediction is made, that it would give the answer away. */
const char *lesson_explanation(const struct guide *guide);

/* What to do next; more: there is more to read below; explained: the page is the explanation. */
void lesson_todo(const struct look *look, bool more, bool explained, struct str *out);

/* The same by commands, for plain text. */
void lesson_todo_plain(const struct look *look, struct str *out);

/* A goal's state as it is shown: what must never happen has not happened so far, and counts as reached when the step is done. */
enum goal_state lesson_goal_state(const struct guide *guide, const struct goal *goal);

/* What a goal says, and its distance; lesson_goal: after its mark, and its role. */
void lesson_goal_text(const struct guide *guide, const struct goal *goal, struct str *out);
/* A row of the cells of a goal that has cells, a mark and what is tried each, so many as a row of the text holds; the next that comes. */
unsigned lesson_cells(const struct goal *goal, unsigned from, struct str *out);
/* Where interrupt i, from 0, came in the first way of `interleavings` that is not green. false: there was no such. */
bool lesson_way(const struct trace *trace, const struct goal *goal, unsigned i, struct str *out);
enum role lesson_goal(const struct guide *guide, const struct goal *goal, struct str *out);

/* The record that a goal was missed by, told; nothing where none is to blame. */
void lesson_blame(const struct trace *trace, const struct goal *goal, struct str *out);

/* The answer to who pointed at a record for this goal; nothing where nobody did. */
enum role lesson_pointed_answer(const struct goal *goal, struct str *out);

#endif
