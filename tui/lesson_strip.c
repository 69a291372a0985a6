/* SPDX-License-Identifier: MIT */
/* The lesson on top of another view. */
#include "sim/base/text.h"
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

/* Rows of the goal itself: a reached one has one; what is missing of another is read whole, as far as there is room. */
static int goal_rows(const struct guide *guide, const struct goal *goal, int cols, int *spare)
{
	struct str text = { 0 };
	int more = 0;

	if (lesson_goal(guide, goal, &text) != ROLE_GOOD)
		more = pane_hang_rows(text.text, cols, LESSON_HANG) - 1;
	str_free(&text);
	if (more > *spare)
		more = *spare;
	*spare -= more;
	return 1 + more;
}

static int answer_rows(const struct goal *goal, int cols)
{
	struct str text = { 0 };
	int rows;

	answer(goal, &text);
	rows = text.length ? pane_wrap_rows(text.text, cols) : 0;
	str_free(&text);
	return rows;
}

static int spare_rows(const struct lesson_step *step)
{
	return step && step->goals < GOALS_MAX ? (int)(GOALS_MAX - step->goals) : 0;
}

bool lesson_strip_answers(int cols, int rows)
{
	return cols >= GOALS_COLS && rows >= GOALS_ROWS;
}

int lesson_strip_rows(const struct guide *guide, int cols, int rows)
{
	const struct lesson_step *step = guide_shown(guide);
	int wanted = 2, spare = spare_rows(step);

	if (!lesson_strip_answers(cols, rows))
		return 3;
	for (unsigned i = 0; step && i < step->goals && i < GOALS_MAX; i++)
		wanted += goal_rows(guide, guide_goal(guide, i), cols - 1, &spare) + answer_rows(guide_goal(guide, i), cols - 1);
	return wanted;
}

/* So many rows of it; the last one is cut. */
static void draw_goal(const struct pane *pane, int y, int rows, enum role role, const char *text)
{
	int x = 0;

	for (; rows > 1; rows--, x = LESSON_HANG) {
		size_t skip, n = text_line(text, (unsigned)(pane->w - x), &skip);

		pane_format(pane, x, y++, role, "%.*s", (int)n, text);
		text += n + skip;
	}
	pane_cut(pane, pane_text(pane, x, y, role, text), y);
}

static void draw_goals(const struct guide *guide, const struct pane *pane)
{
	const struct lesson_step *step = guide_shown(guide);
	int y = 0, spare = spare_rows(step);

	for (unsigned i = 0; step && i < step->goals && y < pane->h; i++) {
		const struct goal *goal = guide_goal(guide, i);
		struct str text = { 0 };
		enum role role = lesson_goal(guide, goal, &text);
		int rows = goal_rows(guide, goal, pane->w, &spare);

		draw_goal(pane, y, rows, role, text.text);
		str_clear(&text);
		answer(goal, &text);
		y = pane_wrap(pane, y + rows, ROLE_BLOCKED, text.text);
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
