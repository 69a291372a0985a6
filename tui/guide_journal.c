/* SPDX-License-Identifier: MIT */
/* What of a journal is a step's beginning, or its sweep. */
#include <string.h>

#include "lessons/host/sweep.h"
#include "tui/guide.h"

/* `run TIME` and `until KIND [LIMIT]` are no commands: they do not stand in the journal. */
bool guide_passes_time(const char *line)
{
	return !strncmp(line, "run ", 4) || !strncmp(line, "until ", 6);
}

static bool begins_step(const struct guide *guide, const char *text)
{
	return lesson_is_step_note(guide->lesson, guide->end.step, text);
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

/* The journal goes on from command i with those of these lines, and ends before they do, or with them. */
static bool ends_within(const struct journal *journal, size_t i, struct str *lines)
{
	for (char *at = lines->text, *end; at && i < journal->n && (end = strchr(at, '\n')); at = end + 1) {
		*end = '\0';
		if (guide_passes_time(at))
			continue;
		if (strcmp(journal->commands[i].text, at))
			return false;
		i++;
	}
	return i == journal->n;
}

size_t guide_sweep_commands(const struct guide *guide, const struct journal *journal)
{
	const struct lesson_step *step = guide_last(guide);
	struct str lines = { 0 };
	size_t i = journal->n;
	bool swept;

	while (i && strcmp(journal->commands[i - 1].text, SWEEP_NOTE))
		i--;
	if (!i || !step)
		return 0;
	sweep_whole(step, guide->end.trace, &lines);
	swept = ends_within(journal, i - 1, &lines);
	str_free(&lines);
	return swept ? journal->n - i + 1 : 0;
}
