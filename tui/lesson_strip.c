/* SPDX-License-Identifier: MIT */
/* The lesson on top of another view. */
#include "tui/lesson_strip.h"
#include "tui/lesson_tell.h"

#define GOALS_COLS 60
#define GOALS_ROWS 20
#define GOALS_MAX 4

int lesson_strip_rows(const struct guide *guide, int cols, int rows)
{
	const struct lesson_step *step = guide_shown(guide);
	int goals = step ? (int)step->goals : 0;

	if (cols < GOALS_COLS || rows < GOALS_ROWS)
		return 3;
	return 2 + (goals > GOALS_MAX ? GOALS_MAX : goals);
}

static void draw_goals(const struct guide *guide, const struct pane *pane)
{
	const struct lesson_step *step = guide_shown(guide);

	for (unsigned i = 0; step && i < step->goals && (int)i < pane->h; i++) {
		struct str text = { 0 };
		enum role role = lesson_goal(guide_goal(guide, i), &text);

		pane_cut(pane, pane_text(pane, 0, (int)i, role, text.text), (int)i);
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
	lesson_todo(look, false, &text);
	rows = pane_wrap_rows(text.text, inner.w);
	goals = pane_inside(&inner, 0, 0, inner.w, inner.h - rows);
	draw_goals(look->guide, &goals);
	pane_wrap(&inner, inner.h - rows < 0 ? 0 : inner.h - rows, ROLE_LIT, text.text);
	str_free(&text);
}
