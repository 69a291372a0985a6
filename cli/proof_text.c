/* SPDX-License-Identifier: MIT */
/* Checks of what a learner reads. */
#include <string.h>

#include "cli/proof.h"
#include "sim/base/say.h"
#include "sim/base/utf8.h"
#include "tui/pane.h"

#define FILL_IN "FILL IN" /* where `msilab lesson new` leaves something to its author */
#define ONE 1
#define TWO 2

/* ---- every text ---- */

struct walk {
	struct proof *proof;
	void (*each)(struct proof *proof, const struct proof_text *text);
	unsigned step;
};

static void visit(struct walk *walk, const char *field, const char *words, int lines)
{
	const struct lesson *lesson = walk->proof->lesson;
	struct proof_text text = { .field = field, .text = words, .step = walk->step, .lines = lines };

	if (!words)
		return;
	text.line = marks_line(&lesson->marks, words);
	text.marked = text.line;
	if (!text.line && walk->step)
		text.line = lesson->step[walk->step - 1].line;
	walk->each(walk->proof, &text);
}

static void walk_goals(struct walk *walk, const struct lesson_step *step)
{
	for (unsigned i = 0; i < step->goals; i++) {
		visit(walk, "goals.says", step->goal[i].says, TWO);
		for (unsigned k = 0; k < step->goal[i].near_n; k++)
			visit(walk, "goals.near.says", step->goal[i].near[k].says, step->goal[i].kind == GOAL_point ? LESSON_LINES : TWO);
		visit(walk, "goals.right", step->goal[i].right, LESSON_LINES);
	}
}

static void walk_step(struct walk *walk, const struct lesson_step *step)
{
	visit(walk, "title", step->title, ONE);
	visit(walk, "text", step->text, LESSON_LINES);
	visit(walk, "predict.ask", step->ask, LESSON_LINES);
	for (unsigned i = 0; i < step->choices; i++) {
		visit(walk, "predict.text", step->choice[i].text, TWO);
		visit(walk, "predict.says", step->choice[i].says, LESSON_LINES);
	}
	walk_goals(walk, step);
	for (unsigned i = 0; i < step->hints.n; i++)
		visit(walk, "hints", step->hints.line[i], LESSON_LINES);
	visit(walk, "explain", step->explain, LESSON_LINES);
}

void proof_each_text(struct proof *proof, void (*each)(struct proof *proof, const struct proof_text *text))
{
	const struct lesson *lesson = proof->lesson;
	struct walk walk = { proof, each, 0 };

	visit(&walk, "title", lesson->title, ONE);
	for (walk.step = 1; walk.step <= lesson->steps; walk.step++)
		walk_step(&walk, &lesson->step[walk.step - 1]);
	walk.step = 0;
	visit(&walk, "solved", lesson->solved, LESSON_LINES);
	visit(&walk, "reference", lesson->reference, LESSON_LINES);
	visit(&walk, "bug", lesson->bug, LESSON_LINES);
}

/* ---- to be filled in ---- */

static void find_unfilled(struct proof *proof, const struct proof_text *text)
{
	const char *found = strstr(text->text, FILL_IN);

	if (found)
		proof_say(proof, text->line, "%s is to be filled in: %s", text->field, found + strlen(FILL_IN) + strspn(found + strlen(FILL_IN), ": "));
}

void check_filled(struct proof *proof)
{
	proof_each_text(proof, find_unfilled);
}

/* ---- length ---- */

bool proof_shows(const char *words)
{
	for (unsigned n; *words; words += n) {
		n = utf8_sequence(words);
		if (!n || ((unsigned char)*words < ' ' && *words != '\n') || *words == 0x7f)
			return false;
	}
	return true;
}

static void fits(struct proof *proof, const struct proof_text *text, const char *words, const char *language)
{
	int rows = pane_wrap_rows(words, LESSON_COLUMNS);

	if (!proof_shows(words))
		proof_say(proof, text->line, "%s has a character that no screen shows; expected UTF-8 without tabs and control characters", text->field);
	if (rows <= text->lines)
		return;
	if (language)
		proof_say(proof, text->line, "%s takes %d lines of %d columns in %s; expected at most %d", text->field, rows, LESSON_COLUMNS,
			  language, text->lines);
	else
		proof_say(proof, text->line, "%s takes %d lines of %d columns; expected at most %d", text->field, rows, LESSON_COLUMNS, text->lines);
}

static void check_text(struct proof *proof, const struct proof_text *text)
{
	if (!text->text[strspn(text->text, " \t\n")])
		proof_say(proof, text->line, "%s says nothing", text->field);
	fits(proof, text, text->text, NULL);
}

void check_texts(struct proof *proof)
{
	const struct lesson *lesson = proof->lesson;

	proof_each_text(proof, check_text);
	for (unsigned i = 0; i < lesson->steps; i++)
		if (lesson->step[i].goals && !lesson->step[i].explain)
			proof_say(proof, lesson->step[i].line, "step %u explains nothing", i + 1);
	if (!lesson->solved)
		proof_say(proof, 0, "nothing is said at its end; expected solved");
	if (!lesson->reference)
		proof_say(proof, 0, "it names no documentation; expected reference");
}

/* ---- translations ---- */

static void check_translation(struct proof *proof, const struct proof_text *text)
{
	if (proof->languages.n && !text->marked) {
		proof_say(proof, text->line, "%s is not marked for translation: %.40s; expected _ before it", text->field, text->text);
		return;
	}
	for (unsigned i = 0; i < proof->languages.n; i++) {
		const struct catalogue *catalogue = proof->languages.language[i].catalogue;
		const char *found = catalogue ? catalogue_find(catalogue, text->text) : NULL;

		if (catalogue && !found)
			proof_say(proof, text->line, "%s is not translated to %s: %.40s", text->field, proof->languages.language[i].name, text->text);
		if (found)
			fits(proof, text, found, proof->languages.language[i].name);
	}
}

void check_translations(struct proof *proof)
{
	for (unsigned i = 0; i < proof->languages.n; i++)
		if (!proof->languages.language[i].catalogue)
			proof_say(proof, 0, "there are no translations to %s; expected locale/%s/LC_MESSAGES/%s.mo beside the lesson",
				  proof->languages.language[i].name, proof->languages.language[i].name, proof->lesson->id);
	proof_each_text(proof, check_translation);
}

/* ---- predictions ---- */

static bool idea_twice(const struct lesson_step *step, unsigned i)
{
	for (unsigned k = 0; k < i; k++)
		if (step->choice[i].idea && step->choice[k].idea && !strcmp(step->choice[i].idea, step->choice[k].idea))
			return true;
	return false;
}

static unsigned count_right(struct proof *proof, const struct lesson_step *step)
{
	unsigned right = 0;

	for (unsigned k = 0; k < step->choices; k++) {
		right += !step->choice[k].idea;
		if (idea_twice(step, k))
			proof_say(proof, step->line, "two choices have the idea %s", step->choice[k].idea);
	}
	return right;
}

/* Time stands still until a prediction is made: lines that let it pass come after `answer`. */
static void check_answered(struct proof *proof, unsigned i, const char *field, const struct lesson_list *lines)
{
	static const char *const passes[] = { "run ", "until ", "sweep" };
	bool answered = false;

	for (unsigned k = 0; k < lines->n && !answered; k++) {
		answered = !strncmp(lines->line[k], "answer ", 7);
		for (size_t n = 0; n < sizeof passes / sizeof *passes; n++)
			if (!strncmp(lines->line[k], passes[n], strlen(passes[n]))) {
				proof_say(proof, proof->lesson->step[i].line, "step %u: %s lets time pass before it answers: '%s'", i + 1, field, lines->line[k]);
				return;
			}
	}
	if (lines->n && !answered)
		proof_say(proof, proof->lesson->step[i].line, "step %u: %s makes no prediction; expected answer N", i + 1, field);
}

void check_prediction(struct proof *proof)
{
	const struct lesson *lesson = proof->lesson;
	unsigned asked = 0;

	for (unsigned i = 0; i < lesson->steps; i++) {
		const struct lesson_step *step = &lesson->step[i];
		unsigned right = count_right(proof, step);

		asked += step->ask != NULL;
		if (step->ask)
			check_answered(proof, i, "solution", &step->solution);
		if (step->ask)
			check_answered(proof, i, "code_solution", &step->code_solution);
		if (step->ask && right != 1)
			proof_say(proof, step->line, "step %u: %u choices are right; expected one", i + 1, right);
	}
	if (!asked)
		proof_say(proof, 0, "nothing is predicted");
}
