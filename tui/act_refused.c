/* SPDX-License-Identifier: MIT */
/* A command that the machine refused: the reason, and the word that may have been meant. */
#include <stdio.h>
#include <string.h>

#include "sim/base/err.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "tui/act.h"
#include "tui/complete.h"

/* The record in which the machine refused the command just given; NULL: it took it. */
static const struct record *refusal(const struct screen *screen)
{
	const struct trace *trace = session_trace(screen->session);

	for (uint64_t n = screen->session->cursor; n-- > trace_first(trace);) {
		const struct record *record = trace_at(trace, n);

		if (record->kind == R_CMD_REFUSED)
			return record;
		if (record->kind == R_CMD_TAKE)
			break;
	}
	return NULL;
}

/* KEY= is offered without a value: a word that begins so is known. */
static bool is_known(const char *word, const char *offered)
{
	size_t n = strlen(offered);

	return !strcmp(word, offered) || (n && offered[n - 1] == '=' && !strncmp(word, offered, n));
}

/* What stands where the word that is not known stands, if one is near. */
static const char *nearest_word(struct screen *screen, const char *line, char near[48])
{
	struct look look = screen_look(screen);
	struct complete *offered = mem_new(sizeof(*offered));
	const char *names[COMPLETE_MAX + 1], *found = NULL;
	char lead[REQUEST_TEXT_MAX], word[64];

	for (const char *at = line + strcspn(line, " "); *at && !found; at += strcspn(at, " ")) {
		at += strspn(at, " ");
		snprintf(word, sizeof(word), "%.*s", (int)strcspn(at, " "), at);
		snprintf(lead, sizeof(lead), "%.*s", (int)(at - line), line);
		complete_line(offered, lead, &look);
		for (unsigned i = 0; i < offered->n; i++)
			names[i] = offered->word[i];
		names[offered->n] = NULL;
		found = err_nearest(word, names);
		if (found && is_known(word, found))
			found = NULL;
	}
	snprintf(near, 48, "%s", found ? found : "");
	mem_free(offered);
	return near[0] ? near : NULL;
}

bool act_refused(struct screen *screen)
{
	const struct record *record = screen->session->outcome == SESSION_DONE ? refusal(screen) : NULL;
	const struct trace *trace = session_trace(screen->session);
	char near[48];

	if (!record)
		return false;
	if (screen->session->scene->bugcheck == UINT64_MAX && nearest_word(screen, trace_text_of(trace, record->w[0]), near))
		screen_say(screen, ROLE_BLOCKED, "refused: %s; is '%s' meant?", say(trace_text_of(trace, record->w[1])), near);
	else
		screen_say(screen, ROLE_BLOCKED, "refused: %s", say(trace_text_of(trace, record->w[1])));
	return true;
}
