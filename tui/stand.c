/* SPDX-License-Identifier: MIT */
/* A line a fact: its word, then what belongs to it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/stand.h"

static void tour_text(const struct tour *tour, struct str *out)
{
	if (!tour || !tour->begun)
		return;
	str_format(out, "tour %u %u\n", tour->at, tour->steps);
	for (unsigned i = 0; i < tour->begun; i++)
		str_format(out, "step %llu %llu %llu\n", (unsigned long long)tour->span[i].before,
			   (unsigned long long)tour->span[i].start, (unsigned long long)tour->span[i].target);
}

void stand_text(struct screen *screen, struct str *out)
{
	const struct session *session = screen->session;

	str_format(out, "records %llu %llu\n", (unsigned long long)session->cursor,
		   (unsigned long long)trace_count(session_trace(session)));
	str_format(out, "device %s\nview %s\nspeed %lld\n", screen->device, view_forms[screen->focus].name, (long long)session->speed);
	if (screen->guide)
		str_format(out, "beside %s\n", view_forms[screen->beside].name);
	if (screen->why[0])
		str_format(out, "why %s\n", screen->why);
	if (screen->state[VIEW_trace].filter[0])
		str_format(out, "filter %s\n", screen->state[VIEW_trace].filter);
	if (screen->state[VIEW_trace].search[0])
		str_format(out, "search %s\n", screen->state[VIEW_trace].search);
	tour_text(screen->tour, out);
}

static void tell_progress(struct screen *screen)
{
	struct err err = { 0 };
	char text[600];

	if (!screen->guide || !screen->guide->news || !screen->progress)
		return;
	screen->guide->news = false;
	if (!screen->progress(screen->context, &screen->guide->progress, &err))
		screen_say(screen, ROLE_ERROR, "%s; progress is kept in memory", err_text(&err, text, sizeof(text)));
}

void stand_tell(struct screen *screen, bool left)
{
	struct str text = { 0 };

	tell_progress(screen);
	if (!screen->stand)
		return;
	stand_text(screen, &text);
	if (left || !screen->told.text || strcmp(screen->told.text, text.text)) {
		str_clear(&screen->told);
		str_append(&screen->told, text.text);
		screen->stand(screen->context, text.text, left);
	}
	str_free(&text);
}

struct standing {
	struct screen *screen;
	uint64_t cursor, records;
	unsigned tour_at, tour_steps, spans;
};

static void take_records(struct standing *standing, const char *rest)
{
	unsigned long long cursor, records;

	if (sscanf(rest, "%llu %llu", &cursor, &records) == 2) {
		standing->cursor = cursor;
		standing->records = records;
	}
}

static void take_device(struct standing *standing, const char *rest)
{
	const struct machine *machine = &standing->screen->session->next;

	for (size_t i = 0; i < machine->devices_n; i++)
		if (!strcmp(machine->devices[i].name, rest))
			snprintf(standing->screen->device, sizeof(standing->screen->device), "%s", rest);
}

static void take_view(struct standing *standing, const char *rest)
{
	if (view_named(rest) != VIEW_COUNT)
		standing->screen->focus = view_named(rest);
}

static void take_beside(struct standing *standing, const char *rest)
{
	if (view_named(rest) != VIEW_COUNT)
		standing->screen->beside = view_named(rest);
}

static void take_speed(struct standing *standing, const char *rest)
{
	long long speed = strtoll(rest, NULL, 10);

	if (speed > 0 || speed == SPEED_RECORDS || speed == SPEED_FULL)
		standing->screen->session->speed = speed;
}

static void take_why(struct standing *standing, const char *rest)
{
	snprintf(standing->screen->why, sizeof(standing->screen->why), "%s", rest);
}

static void take_filter(struct standing *standing, const char *rest)
{
	struct view_state *state = &standing->screen->state[VIEW_trace];

	snprintf(state->filter, sizeof(state->filter), "%s", rest);
}

static void take_search(struct standing *standing, const char *rest)
{
	struct view_state *state = &standing->screen->state[VIEW_trace];

	snprintf(state->search, sizeof(state->search), "%s", rest);
}

static void take_tour(struct standing *standing, const char *rest)
{
	sscanf(rest, "%u %u", &standing->tour_at, &standing->tour_steps);
}

static void take_step(struct standing *standing, const char *rest)
{
	struct tour *tour = standing->screen->tour;
	unsigned long long before, start, target;

	if (!tour || standing->spans == tour->steps || sscanf(rest, "%llu %llu %llu", &before, &start, &target) != 3)
		return;
	tour->span[standing->spans].before = before;
	tour->span[standing->spans].start = start;
	tour->span[standing->spans++].target = target;
}

static const struct {
	const char *word;
	void (*take)(struct standing *standing, const char *rest);
} words[] = {
	{ "records", take_records }, { "device", take_device }, { "view", take_view },	   { "beside", take_beside },	   { "speed", take_speed }, { "why", take_why },
	{ "filter", take_filter },   { "search", take_search }, { "tour", take_tour }, { "step", take_step },
};

static void take_line(struct standing *standing, char *line)
{
	size_t n = strcspn(line, " ");

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i].word) == n && !strncmp(words[i].word, line, n))
			words[i].take(standing, line + n + (line[n] == ' '));
}

static bool tour_again(const struct standing *standing)
{
	struct tour *tour = standing->screen->tour;

	if (!tour || !standing->spans || standing->tour_steps != tour->steps || standing->tour_at > standing->spans)
		return false;
	tour->begun = standing->spans;
	tour->at = standing->tour_at;
	tour->held = true;
	tour->branch = standing->screen->session->now;
	standing->screen->tour_shown = tour->at + 1;
	return true;
}

/* The machine had gone on after the last command. */
static void go_on(struct session *session, uint64_t records)
{
	uint64_t recorded = trace_count(session_trace(session));

	session_seek(session, UINT64_MAX);
	if (records > recorded)
		session_step(session, (int64_t)(records - recorded));
	session_finish(session);
	session->news[0] = '\0'; /* that nothing is left to happen was said then */
}

bool stand_take(struct screen *screen, const char *text)
{
	struct standing standing = { .screen = screen };

	session_finish(screen->session);
	while (*text) {
		size_t n = strcspn(text, "\n");
		char line[REQUEST_TEXT_MAX + 16];

		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		take_line(&standing, line);
		text += n + (text[n] == '\n');
	}
	go_on(screen->session, standing.records);
	session_seek(screen->session, standing.cursor ? standing.cursor : UINT64_MAX);
	return tour_again(&standing);
}
