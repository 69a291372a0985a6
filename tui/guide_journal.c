/* SPDX-License-Identifier: MIT */
/* What of a journal is a step's beginning, or its sweep. */
#include <string.h>

#include "tui/guide.h"

#define SWEEP_COMMANDS 512

/* `run TIME` and `until KIND [LIMIT]` are no commands: they do not stand in the journal. */
bool guide_passes_time(const char *line)
{
	return !strncmp(line, "run ", 4) || !strncmp(line, "until ", 6);
}

static bool begins_step(const struct guide *guide, const char *text)
{
	struct str note = { 0 };
	bool same;

	lesson_step_note(guide->lesson, guide->end.step, &note);
	same = !strcmp(note.text, text);
	str_free(&note);
	return same;
}

static unsigned own_commands(const struct lesson_step *step)
{
	unsigned n = 0;

	for (unsigned i = 0; step && i < step->commands.n; i++)
		n += !guide_passes_time(step->commands.line[i]);
	return n;
}

size_t guide_step_commands(const struct guide *guide, const struct journal *journal, bool *of_person)
{
	size_t n = journal->n;

	*of_person = false;
	while (n && !begins_step(guide, journal->commands[n - 1].text))
		n--;
	if (!n)
		return 0;
	*of_person = journal->n - n > own_commands(guide_last(guide));
	return journal->n - n + 1;
}

bool guide_half_begun(const struct guide *guide, const struct journal *journal)
{
	bool of_person;
	size_t since = guide_step_commands(guide, journal, &of_person);

	return since && since - 1 < own_commands(guide_last(guide));
}

/* Commands among the lines of a sweep, in the order given. */
static size_t sweep_commands(struct str *lines, const char *command[], size_t most)
{
	size_t n = 0;

	for (char *at = lines->text, *end; at && (end = strchr(at, '\n')) && n < most; at = end + 1) {
		*end = '\0';
		if (!guide_passes_time(at))
			command[n++] = at;
	}
	return n;
}

static bool ends_with(const struct journal *journal, const char *const command[], size_t n)
{
	bool same = n <= journal->n;

	for (size_t i = 0; same && i < n; i++)
		same = !strcmp(journal->commands[journal->n - n + i].text, command[i]);
	return same;
}

size_t guide_sweep_commands(const struct guide *guide, const struct journal *journal)
{
	const struct lesson_step *step = guide_last(guide);
	const char *command[SWEEP_COMMANDS];
	struct str lines = { 0 };
	size_t n = 0;

	while (n < journal->n && n < SWEEP_COMMANDS && strcmp(journal->commands[journal->n - 1 - n].text, SWEEP_NOTE))
		n++;
	if (step)
		lesson_sweep(step, &lines);
	if (++n > sweep_commands(&lines, command, SWEEP_COMMANDS) || !ends_with(journal, command, n))
		n = 0;
	str_free(&lines);
	return n;
}
