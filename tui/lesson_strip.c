/* SPDX-License-Identifier: MIT */
/* The lesson on top of another view. */
#include "tui/lesson_strip.h"
#include "tui/lesson_tell.h"

#define GOALS_COLS 60
#define GOALS_ROWS 20
#define GOALS_MAX 4

/* Who pointed at another record is answered here, and looks on. */
static void answer(const struct goal *goal, struct str *out)
{
	if (goal->state != GOAL_REACHED)
		lesson_pointed_answer(goal, out);
}

static int goal_rows(const struct goal *goal, int cols)
{
	struct str text = { 0 };
	int rows;

	answer(goal, &text);
	rows = 1 + (text.length ? pane_wrap_rows(text.text, cols) : 0);
	str_free(&text);
	return rows;
}

bool lesson_strip_answers(int cols, int rows)
{
	return cols >= GOALS_COLS && rows >= GOALS_ROWS;
}

int lesson_strip_rows(const struct guide *guide, int cols, int rows)
{
	const struct lesson_step *step = guide_shown(guide);
	int wanted = 2;

	if (!lesson_strip_answers(cols, rows))
		return 3;
	for (unsigned i = 0; step && i < step->goals && i < GOALS_MAX; i++)
		wanted += goal_rows(guide_goal(guide, i), cols - 1);
	return wanted;
}

static void draw_goals(const struct guide *guide, const struct pane *pane)
{
	const struct lesson_step *step = guide_shown(guide);
	int y = 0;

	for (unsigned i = 0; step && i < step->goals && y < pane->h; i++) {
		const struct goal *goal = guide_goal(guide, i);
		struct str text = { 0 };
		enum role role = lesson_goal(goal, &text);

		pane_cut(pane, pane_text(pane, 0, y, role, text.text), y);
		str_clear(&text);
		answer(goal, &text);
		y += 1 + (text.length ? pane_wrap(pane, y + 1, ROLE_BLOCKED, text.text) : 0);
		str_free(&text);
	}
}

void lesson_strip_draw(const struct look *look, const struct pane *pane)
{
	struct pane inner, goals;
	struct str text = { 0 };
	int rows;

	if (pane->h < 2)
		return;
	lesson_heading(look->guide, &text);
	inner = pane_titled(pane, text.text, false);
	inner = pane_inside(&inner, 1, 0, inner.w - 1, inner.h);
	str_clear(&text);
	lesson_todo(look, false, false, &text);
	rows = pane_wrap_rows(text.text, inner.w);
	goals = pane_inside(&inner, 0, 0, inner.w, inner.h - rows);
	draw_goals(look->guide, &goals);
	pane_wrap(&inner, inner.h - rows < 0 ? 0 : inner.h - rows, ROLE_LIT, text.text);
	str_free(&text);
}
