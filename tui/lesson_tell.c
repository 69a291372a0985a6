/* SPDX-License-Identifier: MIT */
/* The lesson in words. */
#include <stdarg.h>
#include <string.h>

#include "lessons/host/goal_cells.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "tui/lesson_tell.h"

#define CELLS_COLUMNS 60

static void add(struct lesson_page *page, enum role role, unsigned choice, struct str *take)
{
	if (page->n < LESSON_PARAGRAPHS_MAX)
		page->paragraph[page->n++] = (struct lesson_paragraph){ role, choice, false, 0, mem_copy_text(take->text ? take->text : "") };
	str_free(take);
}

/* Behind a mark or a number. */
static void add_hanging(struct lesson_page *page, enum role role, unsigned choice, struct str *take)
{
	add(page, role, choice, take);
	page->paragraph[page->n - 1].hang = LESSON_HANG;
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
		str_format(out, guide_left_out(guide) ? say("Lesson %u, at its end: %s") : say("Lesson %u, completed: %s"), lesson->number, say(lesson->title));
	else
		str_format(out, step->variation ? say("Lesson %u, step %u of %u, for those who want more: %s") : say("Lesson %u, step %u of %u: %s"),
			   lesson->number, guide->at.step + 1, lesson->steps, say(step->title));
}

/* ---- the prediction ---- */

static void add_choice(struct lesson_page *page, const struct lesson_step *step, unsigned i)
{
	struct str text = { 0 };

	str_format(&text, " %u  %s", i + 1, say(step->choice[i].text));
	add_hanging(page, ROLE_TEXT, i + 1, &text);
}

static void add_answer(struct lesson_page *page, const struct lesson_choice *choice, unsigned number)
{
	struct str text = { 0 };

	str_format(&text, say("You said %u: %s"), number, say(choice->text));
	add(page, ROLE_DIM, 0, &text);
	str_format(&text, choice->idea ? say("Not so. %s") : "%s", say(choice->says));
	add(page, choice->idea ? ROLE_BLOCKED : ROLE_GOOD, 0, &text);
}

static void add_prediction(struct lesson_page *page, const struct lesson_step *step, unsigned chosen)
{
	struct str text = { 0 };

	if (!step->ask)
		return;
	add_blank(page);
	str_format(&text, say("Predict: %s"), say(step->ask));
	add(page, ROLE_TITLE, 0, &text);
	if (chosen)
		add_answer(page, &step->choice[chosen - 1], chosen);
	for (unsigned i = 0; !chosen && i < step->choices; i++)
		add_choice(page, step, i);
}

/* ---- goals and hints ---- */

enum goal_state lesson_goal_state(const struct guide *guide, const struct goal *goal)
{
	bool so_far = goal->kind == GOAL_never && goal->state == GOAL_REACHED && !guide->at.done;

	return so_far ? GOAL_OPEN : goal->state;
}

void lesson_goal_text(const struct guide *guide, const struct goal *goal, struct str *out)
{
	struct str distance = { 0 };

	goal_distance(goal, &distance);
	if (lesson_goal_state(guide, goal) != goal->state)
		str_append(&distance, say("so far"));
	if (distance.length)
		str_format(out, say("%s: %s"), say(goal->says), distance.text);
	else
		str_append(out, say(goal->says));
	str_free(&distance);
}

static void cell_text(const struct goal *goal, unsigned i, struct str *out)
{
	const struct goal_cell *cell = &goal->cell[i];

	if (cell->under)
		str_append(out, cell->under);
	else if (cell->ways)
		str_format(out, say("k=%u: %llu of %llu"), i, (unsigned long long)cell->green, (unsigned long long)cell->ways);
	else
		str_format(out, "k=%u", i);
}

unsigned lesson_cells(const struct goal *goal, unsigned from, struct str *out)
{
	static const char *const marks[] = { [CELL_UNTRIED] = "[ ]", [CELL_OPEN] = "[.]", [CELL_GREEN] = "[x]", [CELL_RED] = "[!]" };
	struct str text = { 0 };
	unsigned i = from;

	for (; i < goal->cells; i++) {
		str_clear(&text);
		cell_text(goal, i, &text);
		if (i > from && out->length + text.length + 6 > CELLS_COLUMNS)
			break;
		str_format(out, "%s%s %s", i > from ? "  " : "    ", marks[goal->cell[i].state], text.text);
	}
	str_free(&text);
	return i;
}

bool lesson_way(const struct trace *trace, const struct goal *goal, unsigned i, struct str *out)
{
	const struct way *way = cells_bad_way(goal);
	struct str where = { 0 };

	if (!way || i >= way->k)
		return false;
	place_tell(trace, goal->device, goal->ways.silent, way->gap[i], &where);
	str_append(out, "    ");
	if (way->gap[i] < goal->ways.places.connected)
		str_format(out, say("interrupt %u: %s; it waits until the line is connected"), i + 1, where.text);
	else
		str_format(out, say("interrupt %u: %s"), i + 1, where.text);
	str_free(&where);
	return true;
}

enum role lesson_goal(const struct guide *guide, const struct goal *goal, struct str *out)
{
	enum goal_state state = lesson_goal_state(guide, goal);
	static const struct {
		const char *mark;
		enum role role;
	} of[] = { [GOAL_OPEN] = { "[ ]", ROLE_TEXT }, [GOAL_REACHED] = { "[x]", ROLE_GOOD }, [GOAL_MISSED] = { "[!]", ROLE_BLOCKED } };

	str_format(out, "%s ", of[state].mark);
	lesson_goal_text(guide, goal, out);
	return of[state].role;
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
		enum role role = lesson_goal(guide, goal, &text);

		add_hanging(page, role, 0, &text);
		for (unsigned cell = 0; cell < goal->cells;) {
			cell = lesson_cells(goal, cell, &text);
			add(page, ROLE_TEXT, 0, &text);
		}
		for (unsigned n = 0; lesson_way(look->trace, goal, n, &text); n++)
			add_hanging(page, ROLE_TEXT, 0, &text);
		lesson_blame(look->trace, goal, &text);
		if (text.length)
			add_hanging(page, ROLE_BLOCKED, 0, &text);
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

__attribute__((format(printf, 2, 3))) static void add_paragraph(struct lesson_page *page, const char *format, ...)
{
	struct str line = { 0 };
	va_list args;

	add_blank(page);
	va_start(args, format);
	str_vformat(&line, format, args);
	va_end(args);
	add(page, ROLE_TEXT, 0, &line);
}

static void add_solution(struct lesson_page *page, const struct lesson *lesson)
{
	add_blank(page);
	add_text(page, ROLE_TITLE, say("A solution"));
	for (unsigned i = 0; i < lesson->steps; i++) {
		const struct lesson_list *solution = &lesson->step[i].solution;
		struct str lines = { 0 }, line = { 0 };

		for (unsigned k = 0; k < solution->n; k++)
			str_format(&lines, "%s%s", k ? "; " : "", solution->line[k]);
		str_format(&line, say("step %u: %s"), i + 1, lines.text ? lines.text : "");
		str_free(&lines);
		add(page, ROLE_DIM, 0, &line);
	}
}

/* Who passed steps over is told which, and the solution only when asked for. */
static void add_left_out(struct lesson_page *page, const struct guide *guide)
{
	struct str numbers = { 0 }, text = { 0 };

	for (unsigned i = 0; i < guide->lesson->steps; i++)
		if (!guide->progress.step[i].done && !guide->lesson->step[i].variation)
			str_format(&numbers, numbers.length ? ", %u" : "%u", i + 1);
	str_format(&text, say("Not done yet: step %s."), numbers.text);
	str_free(&numbers);
	add(page, ROLE_TEXT, 0, &text);
}

static void make_end(struct lesson_page *page, const struct guide *guide, bool explained)
{
	const struct lesson *lesson = guide->lesson;

	if (guide_left_out(guide))
		add_left_out(page, guide);
	if (guide_left_out(guide) && !explained)
		return;
	if (lesson->solved)
		add_paragraph(page, say("Solved. %s"), say(lesson->solved));
	if (lesson->reference)
		add_paragraph(page, say("Read more: %s"), say(lesson->reference));
	if (lesson->bug)
		add_paragraph(page, say("In the real world: %s"), say(lesson->bug));
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

bool lesson_shows_code(const struct guide *guide, bool explained)
{
	return !guide_shown(guide) && explained && guide->code.length;
}

const char *lesson_explanation(const struct guide *guide)
{
	const struct lesson_step *step = guide_shown(guide);

	if (guide_unpredicted(guide))
		return say("Predict first: the rule behind the step would give the answer away.");
	return step->explain ? say(step->explain) : say("this step has no explanation");
}

static void make_heading(struct lesson_page *page, const struct guide *guide)
{
	struct str heading = { 0 };

	page->n = 0;
	lesson_heading(guide, &heading);
	add(page, ROLE_TITLE, 0, &heading);
	add_blank(page);
}

void lesson_page_end(struct lesson_page *page, const struct look *look, bool explained)
{
	make_heading(page, look->guide);
	make_end(page, look->guide, explained);
}

void lesson_page_make(struct lesson_page *page, const struct look *look, bool explained)
{
	const struct guide *guide = look->guide;
	const struct lesson_step *step = guide_shown(guide);

	make_heading(page, guide);
	if (lesson_shows_code(guide, explained)) {
		make_code(page, guide->code.text);
	} else if (!step) {
		make_end(page, guide, explained);
	} else if (explained) {
		add_text(page, ROLE_TEXT, lesson_explanation(guide));
		if (guide_unpredicted(guide))
			add_prediction(page, step, 0);
	} else {
		add_text(page, ROLE_TEXT, say(step->text));
		add_prediction(page, step, guide_choice(guide));
		add_goals(page, look, step);
		add_hints(page, guide, step);
	}
}
