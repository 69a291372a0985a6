/* SPDX-License-Identifier: MIT */
/* The lesson in words. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "tui/lesson_tell.h"

#define CELLS_COLUMNS 60

static void add(struct lesson_page *page, enum role role, unsigned choice, struct str *take)
{
	if (page->n < LESSON_PARAGRAPHS_MAX)
		page->paragraph[page->n++] = (struct lesson_paragraph){ role, choice, false, mem_copy_text(take->text ? take->text : "") };
	str_free(take);
}

static void add_text(struct lesson_page *page, enum role role, const char *text)
{
	struct str copy = { 0 };

	str_append(&copy, text);
	add(page, role, 0, &copy);
}

static void add_blank(struct lesson_page *page)
{
	if (page->n && page->paragraph[page->n - 1].text[0])
		add_text(page, ROLE_TEXT, "");
}

void lesson_page_free(struct lesson_page *page)
{
	for (unsigned i = 0; i < page->n; i++)
		mem_free(page->paragraph[i].text);
	page->n = 0;
}

void lesson_heading(const struct guide *guide, struct str *out)
{
	const struct lesson *lesson = guide->lesson;
	const struct lesson_step *step = guide_shown(guide);

	if (!step)
		str_format(out, say("Lesson %u, completed: %s"), lesson->number, say(lesson->title));
	else
		str_format(out, step->variation ? say("Lesson %u, step %u of %u, for those who want more: %s") : say("Lesson %u, step %u of %u: %s"),
			   lesson->number, guide->at.step + 1, lesson->steps, say(step->title));
}

/* ---- the prediction ---- */

static void add_choice(struct lesson_page *page, const struct lesson_step *step, unsigned i)
{
	struct str text = { 0 };

	str_format(&text, " %u  %s", i + 1, say(step->choice[i].text));
	add(page, ROLE_TEXT, i + 1, &text);
}

static void add_answer(struct lesson_page *page, const struct lesson_choice *choice, unsigned number)
{
	struct str text = { 0 };

	str_format(&text, say("You said %u: %s"), number, say(choice->text));
	add(page, ROLE_DIM, 0, &text);
	str_format(&text, choice->idea ? say("Not so. %s") : "%s", say(choice->says));
	add(page, choice->idea ? ROLE_BLOCKED : ROLE_GOOD, 0, &text);
}

static void add_prediction(struct lesson_page *page, const struct lesson_step *step, const struct lesson_place *place)
{
	struct str text = { 0 };

	if (!step->ask)
		return;
	add_blank(page);
	str_format(&text, say("Predict: %s"), say(step->ask));
	add(page, ROLE_TITLE, 0, &text);
	if (place->answered)
		add_answer(page, &step->choice[place->choice], place->choice + 1);
	for (unsigned i = 0; !place->answered && i < step->choices; i++)
		add_choice(page, step, i);
}

/* ---- goals and hints ---- */

/* What must never happen has not happened so far. */
void lesson_goal_text(const struct goal *goal, struct str *out)
{
	struct str distance = { 0 };

	goal_distance(goal, &distance);
	if (goal->kind == GOAL_never && goal->state == GOAL_REACHED)
		str_append(&distance, say("so far"));
	str_append(out, say(goal->says));
	if (distance.length)
		str_format(out, ": %s", distance.text);
	str_free(&distance);
}

unsigned lesson_cells(const struct goal *goal, unsigned from, struct str *out)
{
	static const char *const marks[] = { [CELL_UNTRIED] = "[ ]", [CELL_OPEN] = "[.]", [CELL_GREEN] = "[x]", [CELL_RED] = "[!]" };
	unsigned i = from;

	for (; i < goal->cells; i++) {
		if (i > from && out->length + strlen(goal->cell[i].under) + 6 > CELLS_COLUMNS)
			break;
		str_format(out, "%s%s %s", i > from ? "  " : "    ", marks[goal->cell[i].state], goal->cell[i].under);
	}
	return i;
}

enum role lesson_goal(const struct goal *goal, struct str *out)
{
	static const struct {
		const char *mark;
		enum role role;
	} of[] = { [GOAL_OPEN] = { "[ ]", ROLE_TEXT }, [GOAL_REACHED] = { "[x]", ROLE_GOOD }, [GOAL_MISSED] = { "[!]", ROLE_BLOCKED } };

	str_format(out, "%s ", of[goal->state].mark);
	lesson_goal_text(goal, out);
	return of[goal->state].role;
}

void lesson_blame(const struct trace *trace, const struct goal *goal, struct str *out)
{
	uint64_t number;
	const struct record *record = goal_blames(goal, &number) ? trace_at(trace, number) : NULL;
	char at[32];

	if (!record)
		return;
	str_format(out, "    #%llu %s ", (unsigned long long)number, vtime_text(record->at, at, sizeof(at)));
	tell_record(trace, record, out);
}

enum role lesson_pointed_answer(const struct goal *goal, struct str *out)
{
	bool reached = goal->state == GOAL_REACHED;

	if (goal->kind != GOAL_point || goal->pointed == UINT64_MAX || (!reached && goal->missing < 0))
		return ROLE_TEXT;
	str_format(out, reached ? "%s" : say("Not so. %s"), say(reached ? goal->right : goal->near[goal->missing].says));
	return reached ? ROLE_GOOD : ROLE_BLOCKED;
}

static void add_pointed(struct lesson_page *page, const struct goal *goal)
{
	struct str text = { 0 };
	enum role role = lesson_pointed_answer(goal, &text);

	if (text.length)
		add(page, role, 0, &text);
}

static void add_goals(struct lesson_page *page, const struct look *look, const struct lesson_step *step)
{
	const struct guide *guide = look->guide;

	if (step->goals) {
		add_blank(page);
		add_text(page, ROLE_TITLE, say("Goals"));
	}
	for (unsigned i = 0; i < step->goals; i++) {
		const struct goal *goal = guide_goal(guide, i);
		struct str text = { 0 };
		enum role role = lesson_goal(goal, &text);

		add(page, role, 0, &text);
		for (unsigned cell = 0; cell < goal->cells;) {
			cell = lesson_cells(goal, cell, &text);
			add(page, ROLE_TEXT, 0, &text);
		}
		lesson_blame(look->trace, goal, &text);
		if (text.length)
			add(page, ROLE_BLOCKED, 0, &text);
		add_pointed(page, goal);
	}
}

static void add_hints(struct lesson_page *page, const struct guide *guide, const struct lesson_step *step)
{
	unsigned n = guide->progress.step[guide->at.step].hints;

	if (n)
		add_blank(page);
	for (unsigned i = 0; i < n && i < step->hints.n; i++) {
		struct str text = { 0 };

		str_format(&text, say("Hint %u of %u: %s"), i + 1, step->hints.n, say(step->hints.line[i]));
		add(page, ROLE_DIM, 0, &text);
	}
}

/* ---- the end ---- */

static void add_labelled(struct lesson_page *page, const char *label, const char *text)
{
	struct str line = { 0 };

	if (!text)
		return;
	add_blank(page);
	str_format(&line, "%s %s", label, say(text));
	add(page, ROLE_TEXT, 0, &line);
}

static void add_solution(struct lesson_page *page, const struct lesson *lesson)
{
	add_blank(page);
	add_text(page, ROLE_TITLE, say("A solution"));
	for (unsigned i = 0; i < lesson->steps; i++) {
		const struct lesson_list *solution = &lesson->step[i].solution;
		struct str line = { 0 };

		str_format(&line, say("step %u:"), i + 1);
		for (unsigned k = 0; k < solution->n; k++)
			str_format(&line, "%s%s", k ? "; " : " ", solution->line[k]);
		add(page, ROLE_DIM, 0, &line);
	}
}

static void make_end(struct lesson_page *page, const struct lesson *lesson)
{
	add_labelled(page, say("Solved."), lesson->solved);
	add_labelled(page, say("Read more:"), lesson->reference);
	add_labelled(page, say("In the real world:"), lesson->bug);
	add_solution(page, lesson);
}

static void make_code(struct lesson_page *page, const char *code)
{
	add_text(page, ROLE_TITLE, say("In C: + are the solution's lines, - yours"));
	for (; *code; code += strcspn(code, "\n") + 1) {
		struct str line = { 0 };

		str_append_bytes(&line, code, strcspn(code, "\n"));
		add(page, *code == '+' ? ROLE_GOOD : *code == '-' ? ROLE_BLOCKED : ROLE_TEXT, 0, &line);
		page->paragraph[page->n - 1].code = true;
	}
}

void lesson_page_make(struct lesson_page *page, const struct look *look, bool explained)
{
	const struct guide *guide = look->guide;
	const struct lesson_step *step = guide_shown(guide);
	struct str heading = { 0 };

	page->n = 0;
	lesson_heading(guide, &heading);
	add(page, ROLE_TITLE, 0, &heading);
	add_blank(page);
	if (!step && explained && guide->code.length) {
		make_code(page, guide->code.text);
	} else if (!step) {
		make_end(page, guide->lesson);
	} else if (explained) {
		add_text(page, ROLE_TEXT, step->explain ? say(step->explain) : say("this step has no explanation"));
	} else {
		add_text(page, ROLE_TEXT, say(step->text));
		add_prediction(page, step, &guide->at);
		add_goals(page, look, step);
		add_hints(page, guide, step);
	}
}

/* ---- what to do next ---- */

static bool missed(const struct lesson_step *step)
{
	for (unsigned i = 0; i < step->goals; i++)
		if (step->goal[i].state == GOAL_MISSED)
			return true;
	return false;
}

static const char *key(const struct look *look, const char *line, char text[16])
{
	return keymap_key_of(look->keymap, line, text, 16);
}

static void todo_predict(const struct look *look, unsigned choices, struct str *out)
{
	char lesson[16];

	if (look->asked == VIEW_lesson)
		str_format(out, say("What do you think? Press a number from 1 to %u."), choices);
	else
		str_format(out, say("Predict first: %s shows the question."), key(look, "view lesson", lesson));
}

static bool sweeps(const struct lesson_step *step)
{
	for (unsigned i = 0; i < step->goals; i++)
		if (goal_has_cells(&step->goal[i]) && step->goal[i].state != GOAL_REACHED)
			return true;
	return false;
}

static void todo_do(const struct look *look, const struct lesson_step *step, struct str *out)
{
	char enter[16], prompt[16], run[16], hint[16], reset[16], undo[16], lesson[16];

	if (missed(step))
		str_format(out, say("A goal is missed: %s takes your last command back, %s begins the step anew."), key(look, "undo", undo),
			   key(look, "reset", reset));
	else if (sweeps(step))
		str_format(out, say("%s types a command: 'sweep' tries them all; %s: the form, %s: a hint."), key(look, "prompt", prompt),
			   key(look, "view form", run), key(look, "hint", hint));
	else if (step->variation && look->asked != VIEW_lesson)
		str_format(out, say("%s types a command, %s: a hint, %s: the text; or leave it out with %s."), key(look, "prompt", prompt),
			   key(look, "hint", hint), key(look, "view lesson", lesson), key(look, "next", enter));
	else if (look->asked == VIEW_lesson)
		str_format(out, say("Now do it: %s shows where; %s types a command, %s: a hint."), key(look, "next", enter), key(look, "prompt", prompt),
			   key(look, "hint", hint));
	else
		str_format(out, say("%s types a command, %s lets time pass, %s: a hint, %s: the text."), key(look, "prompt", prompt),
			   key(look, "run", run), key(look, "hint", hint), key(look, "view lesson", lesson));
	if (!missed(step) && guide_in_c(look->guide)) {
		str_append(out, " ");
		str_format(out, say("%s: in C."), key(look, "edit", undo));
	}
}

static void todo_done(const struct look *look, struct str *out)
{
	const struct guide *guide = look->guide;
	bool last = guide->at.step + 1 == guide->lesson->steps;
	bool rule = guide_shown(guide)->explain && look->asked == VIEW_lesson;
	char enter[16], explain[16];

	key(look, "explain", explain);
	key(look, "next", enter);
	if (last)
		str_format(out, rule ? say("Step done. %s ends the lesson; %s: the rule behind the step.") : say("Step done. %s ends the lesson."), enter, explain);
	else
		str_format(out, rule ? say("Step done. %s goes on to the next one; %s: the rule behind it.") : say("Step done. %s goes on to the next one."), enter,
			   explain);
}

/* There is more below: what has come about is said all the same. */
static void todo_more(const struct look *look, bool explained, struct str *out)
{
	char enter[16], explain[16];

	key(look, "explain", explain);
	key(look, "next", enter);
	if (explained)
		str_format(out, say("%s: more to read below; %s: the step's text again."), enter, explain);
	else if (guide_shown(look->guide) && look->guide->at.done && look->newest)
		str_format(out, say("Step done. %s: what is below, then on."), enter);
	else
		str_format(out, say("%s: more to read below."), enter);
}

void lesson_todo(const struct look *look, bool more, bool explained, struct str *out)
{
	const struct guide *guide = look->guide;
	const struct lesson_step *step = guide_shown(guide);
	char enter[16], trace[16], point[16], hint[16];
	bool alone;

	if (guide_busy(guide))
		str_append(out, say("The step is being prepared."));
	else if (more)
		todo_more(look, explained && step, out);
	else if (explained && step)
		str_format(out, say("This is the rule behind the step. %s: its text again."), key(look, "explain", point));
	else if (!step && guide->code.length)
		str_format(out, say("The lesson is completed. %s: the solution in C beside yours; %s shows the course, with what comes next."),
			   key(look, "explain", point), key(look, "next", enter));
	else if (!step)
		str_format(out, say("The lesson is completed. %s shows the course, with what comes next."), key(look, "next", enter));
	else if (guide_asks(&guide->at))
		todo_predict(look, step->choices, out);
	else if (guide_points(guide, &alone) && alone)
		str_format(out, say("Which record is it? Choose it in the trace (%s), then %s points at it; %s: a hint."), key(look, "view trace", trace),
			   key(look, "point", point), key(look, "hint", hint));
	else if (!look->newest)
		str_format(out, say("You look at the past: %s goes back to now."), key(look, "next", enter));
	else if (guide->at.done)
		todo_done(look, out);
	else
		todo_do(look, step, out);
}

static void todo_do_plain(const struct guide *guide, const struct lesson_step *step, struct str *out)
{
	if (missed(step))
		str_append(out, say("a goal is missed: 'undo' takes your last command back, 'reset step' begins the step anew"));
	else if (sweeps(step))
		str_append(out, say("'sweep' tries them all; 'view form' shows what can be changed; 'hint' helps"));
	else if (step->variation)
		str_append(out, say("give the commands, or leave it out with 'next skip'; 'hint' helps"));
	else
		str_append(out, say("give the command ('inject' lists them), let time pass with 'run 1ms'; 'hint' helps"));
	if (!missed(step) && guide_in_c(guide)) {
		str_append(out, "; ");
		str_append(out, say("'edit' is the way in C"));
	}
}

void lesson_todo_plain(const struct look *look, struct str *out)
{
	const struct guide *guide = look->guide;
	const struct lesson_step *step = guide_shown(guide);
	bool alone;

	if (!step)
		str_append(out, say("the lesson is completed; 'lessons' shows what there is, 'lesson NAME' begins one, 'quit' leaves"));
	else if (guide_asks(&guide->at))
		str_format(out, say("predict: 'answer N', N from 1 to %u"), step->choices);
	else if (guide_points(guide, &alone) && alone)
		str_append(out, say("which record is it? 'view trace' and 'filter' tell them; 'point NUMBER' points at one; 'hint' helps"));
	else if (!look->newest)
		str_append(out, say("you look at the past; 'last' goes back to now"));
	else if (guide->at.done)
		str_append(out, step->explain ? say("the step is done; 'next' goes on, 'explain step' tells the rule behind it") : say("the step is done; 'next' goes on"));
	else
		todo_do_plain(guide, step, out);
}
