/* SPDX-License-Identifier: MIT */
/* Checks that what a lesson names is there: other lessons, views, records, commands, drivers. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/place.h"
#include "cli/proof.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "tui/view.h"

#define ID_BYTES 48 /* so long is a name that fits wherever it is kept */
#define CODE_LINES 160 /* of an exercise in C: what can be read at one sitting */
#define SOURCE_BYTES_MAX (1u << 20)

/* ---- other lessons ---- */

/* As journals, folders and the command line have it. */
static bool is_id(const char *id)
{
	for (const char *at = id; *at; at++)
		if (!islower((unsigned char)*at) && !isdigit((unsigned char)*at) && *at != '-')
			return false;
	return *id && strlen(id) < ID_BYTES;
}

void check_own(struct proof *proof)
{
	const struct lesson *lesson = proof->lesson;

	if (!is_id(lesson->id))
		proof_say(proof, 0, "the id '%s' is no name; expected small letters, digits and hyphens, at most %d", lesson->id, ID_BYTES - 1);
	for (unsigned i = 0; i < proof->others; i++) {
		const struct lesson *other = proof->other[i];

		if (!strcmp(other->id, lesson->id))
			proof_say(proof, 0, "the id %s is that of %s too", lesson->id, other->file);
		if (other->number == lesson->number)
			proof_say(proof, 0, "the number %u is that of %s too", lesson->number, other->file);
	}
}

static const struct lesson *other_named(const struct proof *proof, const char *id)
{
	for (unsigned i = 0; i < proof->others; i++)
		if (!strcmp(proof->other[i]->id, id))
			return proof->other[i];
	return NULL;
}

/* Whether what comes before `lesson` has this lesson in it. depth: a circle of others ends the walk. */
static bool leads_back(const struct proof *proof, const struct lesson *lesson, unsigned depth)
{
	for (unsigned i = 0; lesson && depth && i < lesson->after.n; i++)
		if (!strcmp(lesson->after.line[i], proof->lesson->id) ||
		    leads_back(proof, other_named(proof, lesson->after.line[i]), depth - 1))
			return true;
	return false;
}

void check_after(struct proof *proof)
{
	const struct lesson *lesson = proof->lesson;

	for (unsigned i = 0; i < lesson->after.n; i++) {
		const char *id = lesson->after.line[i];
		const struct lesson *before = other_named(proof, id);

		if (!strcmp(id, lesson->id))
			proof_say(proof, 0, "it comes after itself");
		else if (!before)
			proof_say(proof, 0, "there is no lesson %s that it could come after", id);
		else if (leads_back(proof, before, 16))
			proof_say(proof, 0, "%s comes after this lesson, and this one after it", id);
	}
}

/* ---- words in texts ---- */

static bool is_command(const char *name)
{
	for (unsigned i = 0; i < COMMAND_KINDS; i++)
		if (!strcmp(command_forms[i].verb, name))
			return true;
	return false;
}

/* Whether the lesson itself uses the word in a line (a register's name). */
static bool in_lines(const struct lesson_list *lines, const char *word)
{
	for (unsigned i = 0; i < lines->n; i++)
		if (strstr(lines->line[i], word))
			return true;
	return false;
}

static bool used(const struct lesson *lesson, const char *word)
{
	for (unsigned i = 0; i < lesson->steps; i++)
		if (in_lines(&lesson->step[i].commands, word) || in_lines(&lesson->step[i].solution, word) || in_lines(&lesson->step[i].code_solution, word))
			return true;
	return false;
}

static bool is_file(const char *word)
{
	size_t n = strlen(word);

	return n > 2 && (!strcmp(word + n - 2, ".c") || !strcmp(word + n - 2, ".h") || (n > 4 && !strcmp(word + n - 4, ".lua")));
}

/* Small letters with points in them: what records and commands are called. "i.e" is none. */
static bool is_name(const char *word)
{
	const char *point = strchr(word, '.');

	if (!point || point - word < 2 || strlen(point) < 3 || is_file(word))
		return false;
	for (; *word; word++)
		if (!islower((unsigned char)*word) && *word != '.')
			return false;
	return true;
}

static bool is_cost(const char *word)
{
	for (unsigned i = 0; i < COST_COUNT; i++)
		if (!strcmp(cost_names[i].name, word))
			return true;
	return false;
}

static void check_word(struct proof *proof, const struct proof_text *text, const char *word)
{
	struct query query;
	struct err err = { 0 };
	char said[800];

	if (!strncmp(word, "kind:", 5)) {
		if (query_read(&query, word, &err))
			query_fini(&query);
		else
			proof_say(proof, text->line, "%s: %s", text->field, err_text(&err, said, sizeof said));
	} else if (is_name(word) && record_kind_named(word) == RECORD_KINDS && !is_command(word) && !is_cost(word) && !used(proof->lesson, word)) {
		proof_say(proof, text->line, "%s names %s, which is neither a record nor a command", text->field, word);
	}
}

static void check_words(struct proof *proof, const struct proof_text *text)
{
	for (const char *at = text->text; *at;) {
		size_t n = strcspn(at, " \t\n,;()\"'");
		char word[80];

		snprintf(word, sizeof word, "%.*s", (int)n, at);
		for (size_t end = strlen(word); end && strchr(".:!?", word[end - 1]); end--)
			word[end - 1] = '\0';
		if (n < sizeof word)
			check_word(proof, text, word);
		at += n ? n : 1;
	}
}

/* ---- the views, and what they show ---- */

static void check_view(struct proof *proof, const struct lesson_step *step)
{
	const char *names[VIEW_COUNT + 1] = { 0 }, *near;

	if (!step->view || view_named(step->view) != VIEW_COUNT)
		return;
	for (unsigned k = 0; k < VIEW_COUNT; k++)
		names[k] = view_forms[k].name;
	near = err_nearest(step->view, names);
	proof_say(proof, step->line, "there is no view %s; expected %s", step->view, near ? near : view_forms[0].name);
}

static void check_device(struct proof *proof, const struct lesson_step *step)
{
	if (step->device && !machine_device(&proof->intake->journal.machine, step->device))
		proof_say(proof, step->line, "device: the machine has no %s", step->device);
}

/* The form of the device that is shown would be empty: the learner would not know why. */
static void check_offered(struct proof *proof, const struct lesson_step *step, const char *shown)
{
	const struct lesson_list *form = &proof->lesson->form;
	size_t length = strlen(shown);

	if (!form->n || !step->view || strcmp(step->view, "form"))
		return;
	for (unsigned i = 0; i < form->n; i++)
		if (!strncmp(form->line[i], shown, length) && form->line[i][length] == ' ')
			return;
	proof_say(proof, step->line, "no field of %s is offered; expected device = \"%.*s\"", shown, (int)strcspn(form->line[0], " "), form->line[0]);
}

void check_names(struct proof *proof)
{
	const struct lesson *lesson = proof->lesson;
	const struct machine *machine = &proof->intake->journal.machine;
	const char *shown = machine->drivers_n ? machine->drivers[0].device : "";

	for (unsigned i = 0; i < lesson->steps; i++) {
		const struct lesson_step *step = &lesson->step[i];

		shown = step->device ? step->device : shown;
		check_view(proof, step);
		check_device(proof, step);
		check_offered(proof, step, shown);
	}
	proof_form(proof);
	proof_each_text(proof, check_words);
}

/* ---- the exercise in C ---- */

static void check_source(struct proof *proof, const char *name)
{
	struct str path = { 0 };
	struct err err = { 0 };
	char said[800], *text;
	unsigned lines = 0;
	size_t n;

	str_format(&path, "%s/%s", place(PLACE_SOURCES), name);
	if (access(path.text, R_OK)) { /* made by the build, beside its module */
		str_clear(&path);
		str_format(&path, "%s/%s", place(PLACE_DRIVERS), name);
	}
	if (access(path.text, R_OK) && proof->intake->folder) {
		str_clear(&path);
		str_format(&path, "%s/%s", proof->intake->folder, name);
	}
	text = file_read(path.text, SOURCE_BYTES_MAX, &n, &err);
	for (const char *at = text; at && *at; at++)
		lines += *at == '\n';
	if (!text)
		proof_say(proof, 0, "%s", err_text(&err, said, sizeof said));
	else if (lines > CODE_LINES)
		proof_say(proof, 0, "%s has %u lines; expected at most %d", name, lines, CODE_LINES);
	mem_free(text);
	str_free(&path);
}

void check_code(struct proof *proof)
{
	const struct lesson_code *code = &proof->lesson->code;
	struct str solution = { 0 };

	if (!code->source)
		return;
	if (code->step > proof->lesson->steps)
		proof_say(proof, 0, "code: there is no step %u; expected at most %u", code->step, proof->lesson->steps);
	if (strchr(code->source, '/')) {
		proof_say(proof, 0, "code: source %s is a path; expected the name of a file beside the lesson or among the drivers", code->source);
		return;
	}
	check_source(proof, code->source);
	str_format(&solution, "%s.c", code->solution);
	check_source(proof, solution.text);
	str_free(&solution);
}
