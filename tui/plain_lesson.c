/* SPDX-License-Identifier: MIT */
/* A lesson in plain text. */
#include "sim/base/say.h"
#include "tui/lesson_tell.h"
#include "tui/plain.h"
#include "tui/plain_lesson.h"

static void tell(struct str *out, const char *word, const char *text)
{
	struct str line = { 0 };

	str_format(&line, "%s %s", word, text);
	plain_wrapped(line.text, out);
	str_free(&line);
}

static void tell_goal(const struct look *look, const struct goal *goal, struct str *out)
{
	static const char *const words[] = { [GOAL_OPEN] = N_("GOAL open:"), [GOAL_REACHED] = N_("GOAL reached:"), [GOAL_MISSED] = N_("GOAL missed:") };
	struct str text = { 0 };

	lesson_goal_text(look->guide, goal, &text);
	tell(out, say(words[lesson_goal_state(look->guide, goal)]), text.text);
	for (unsigned cell = 0; cell < goal->cells;) {
		str_clear(&text);
		cell = lesson_cells(goal, cell, &text);
		plain_wrapped(text.text, out);
	}
	str_clear(&text);
	for (unsigned i = 0; lesson_way(look->trace, goal, i, &text); i++) {
		plain_wrapped(text.text, out);
		str_clear(&text);
	}
	lesson_blame(look->trace, goal, &text);
	if (text.length)
		plain_wrapped(text.text, out);
	str_free(&text);
}

static void tell_answer(const struct guide *guide, const struct lesson_step *step, struct str *out)
{
	unsigned chosen = guide_choice(guide);
	const struct lesson_choice *choice = &step->choice[chosen - 1];

	struct str text = { 0 };

	str_format(&text, choice->idea ? say("ANSWER %u not so:") : say("ANSWER %u right:"), chosen);
	tell(out, text.text, say(choice->says));
	str_free(&text);
}

/* The answer to who pointed. */
static void tell_point(const struct goal *goal, struct str *out)
{
	if (goal->kind != GOAL_point || goal->pointed == UINT64_MAX)
		return;
	if (goal->state == GOAL_REACHED)
		tell(out, say("ANSWER right:"), say(goal->right));
	else if (goal->missing >= 0)
		tell(out, say("ANSWER not so:"), say(goal->near[goal->missing].says));
}

static void tell_prediction(const struct lesson_step *step, struct str *out)
{
	tell(out, "PREDICT", say(step->ask));
	for (unsigned i = 0; i < step->choices; i++)
		str_format(out, "  %u %s\n", i + 1, say(step->choice[i].text));
}

static void tell_hint(const struct lesson_step *step, unsigned n, struct str *out)
{
	struct str word = { 0 };

	str_format(&word, "HINT %u/%u:", n + 1, step->hints.n);
	tell(out, word.text, say(step->hints.line[n]));
	str_free(&word);
}

static void tell_next(const struct look *look, struct str *out)
{
	struct str todo = { 0 };

	lesson_todo_plain(look, &todo);
	tell(out, "NEXT", todo.text);
	str_free(&todo);
}

/* explained: the solution also of who passed steps over. */
static void tell_end(const struct look *look, bool explained, struct str *out)
{
	struct lesson_page page;

	lesson_page_end(&page, look, explained);
	for (unsigned i = 1; i < page.n; i++)
		plain_wrapped(page.paragraph[i].text, out);
	lesson_page_free(&page);
	if (look->guide->code.length && (explained || !guide_left_out(look->guide)))
		str_format(out, "%s\n%s", say("In C: + are the solution's lines, - yours"), look->guide->code.text);
}

void plain_lesson_whole(struct screen *screen, struct str *out)
{
	struct look look = screen_look(screen);
	const struct guide *guide = look.guide;
	const struct lesson_step *step = guide_shown(guide);
	struct str heading = { 0 };

	lesson_heading(guide, &heading);
	str_append(out, "\n");
	tell(out, step ? "STEP" : "LESSON", heading.text);
	str_free(&heading);
	if (!step) {
		tell_end(&look, false, out);
	} else {
		plain_wrapped(say(step->text), out);
		if (step->ask)
			tell_prediction(step, out);
		if (guide_choice(guide))
			tell_answer(guide, step, out);
		for (unsigned i = 0; i < step->goals; i++) {
			tell_goal(&look, guide_goal(guide, i), out);
			tell_point(guide_goal(guide, i), out);
		}
		for (unsigned i = 0; i < step->hints.n && i < guide->progress.step[guide->at.step].hints; i++)
			tell_hint(step, i, out);
	}
	tell_next(&look, out);
}

/* Cells, and ways in them. */
static unsigned green(const struct goal *goal)
{
	unsigned n = 0;

	for (unsigned i = 0; i < goal->cells; i++)
		n += (goal->cell[i].state == CELL_GREEN) + (unsigned)goal->cell[i].green;
	return n;
}

/* What a step has come to be since it was told. */
static bool tell_news(const struct look *look, const struct lesson_step *step, const struct guide_told *told, struct str *out)
{
	const struct guide *guide = look->guide;
	size_t before = out->length;

	if (guide->at.answered && (!told->answered || told->choice != guide->at.choice))
		tell_answer(guide, step, out);
	for (unsigned i = 0; i < step->goals; i++) {
		const struct goal *goal = guide_goal(guide, i);

		if (lesson_goal_state(guide, goal) != told->state[i] || green(goal) != told->green[i] || goal->missing != told->missing[i] || goal->pointed != told->pointed[i])
			tell_goal(look, goal, out);
		if (goal->pointed != told->pointed[i])
			tell_point(goal, out);
	}
	for (unsigned i = told->hints; i < step->hints.n && i < guide->progress.step[guide->at.step].hints; i++)
		tell_hint(step, i, out);
	return out->length > before || told->done != guide->at.done || told->answered != guide->at.answered;
}

static void remember(struct guide *guide)
{
	const struct lesson_step *step = guide_shown(guide);
	struct guide_told *told = &guide->told;

	*told = (struct guide_told){ .step = guide->at.step + 1, .answered = guide->at.answered, .choice = guide->at.choice, .done = guide->at.done };
	if (step)
		told->hints = guide->progress.step[guide->at.step].hints;
	for (unsigned i = 0; step && i < step->goals; i++) {
		told->state[i] = lesson_goal_state(guide, guide_goal(guide, i));
		told->green[i] = green(guide_goal(guide, i));
		told->missing[i] = guide_goal(guide, i)->missing;
		told->pointed[i] = guide_goal(guide, i)->pointed;
	}
}

void plain_lesson(struct screen *screen, struct str *out)
{
	struct guide *guide = screen->guide;
	const struct lesson_step *step;
	struct look look;

	if (!guide)
		return;
	look = screen_look(screen);
	step = guide_shown(guide);
	if (guide->told.step != guide->at.step + 1)
		plain_lesson_whole(screen, out);
	else if (step && tell_news(&look, step, &guide->told, out))
		tell_next(&look, out);
	remember(guide);
}

void plain_lesson_open(struct screen *screen, struct str *out)
{
	struct look look = screen_look(screen);
	const struct lesson_step *step = guide_shown(look.guide);

	for (unsigned i = 0; step && i < step->goals; i++)
		if (guide_goal(look.guide, i)->state != GOAL_REACHED)
			tell_goal(&look, guide_goal(look.guide, i), out);
	tell_next(&look, out);
}

void plain_lesson_explain(struct screen *screen, struct str *out)
{
	struct look look = screen_look(screen);
	const struct lesson_step *step = guide_shown(screen->guide);

	if (step)
		tell(out, "EXPLAIN", lesson_explanation(screen->guide));
	if (step && guide_unpredicted(screen->guide))
		tell_prediction(step, out);
	if (!step)
		tell_end(&look, true, out);
}
