/* SPDX-License-Identifier: MIT */
/* The lessons read, and what is said of each. */
#include <stdio.h>
#include <string.h>

#include "cli/course.h"
#include "cli/lessons.h"
#include "cli/sessions.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

struct making {
	struct course *course;
	const struct progress *progress;
	struct lesson *lesson[COURSE_MAX];
	unsigned n;
};

static struct course_entry *add(struct course *course, const char *line, const char *title)
{
	struct course_entry *entry = &course->entry[course->n < COURSE_MAX - 1 ? course->n++ : course->n];

	*entry = (struct course_entry){ 0 };
	snprintf(entry->line, sizeof entry->line, "%s", line);
	snprintf(entry->title, sizeof entry->title, "%s", title);
	return entry;
}

static void read_one(const char *path, void *context)
{
	struct making *making = context;
	struct err err = { 0 };

	if (making->n < COURSE_MAX && (making->lesson[making->n] = lessons_read(path, &err)))
		making->n++;
}

static void tell_state(const struct progress_lesson *come_to, struct course_entry *entry)
{
	entry->done = come_to && come_to->done;
	if (entry->done)
		snprintf(entry->state, sizeof entry->state, "%s", say("[x] done"));
	else if (come_to && come_to->at > come_to->steps)
		snprintf(entry->state, sizeof entry->state, "%s", say("steps were left out"));
	else if (come_to && come_to->at)
		snprintf(entry->state, sizeof entry->state, say("step %u of %u"), come_to->at, come_to->steps);
	else
		snprintf(entry->state, sizeof entry->state, "%s", say("not begun"));
}

static const struct lesson *lesson_of(const struct making *making, const char *id)
{
	for (unsigned i = 0; i < making->n; i++)
		if (!strcmp(making->lesson[i]->id, id))
			return making->lesson[i];
	return NULL;
}

static bool is_done(const struct making *making, const char *id)
{
	const struct progress_lesson *come_to = progress_of(making->progress, id);

	return come_to && come_to->done;
}

/* What comes before it and is not done. */
static unsigned tell_before(const struct making *making, const struct lesson *lesson, struct str *out)
{
	unsigned n = 0;

	for (unsigned i = 0; i < lesson->after.n; i++) {
		const struct lesson *other = lesson_of(making, lesson->after.line[i]);

		if (!other || is_done(making, other->id))
			continue;
		str_format(out, "%s%u %s", n++ ? ", " : "", other->number, say(other->title));
	}
	return n;
}

static void tell_about(const struct making *making, const struct lesson *lesson, struct course_entry *entry)
{
	struct str before = { 0 };

	if (tell_before(making, lesson, &before))
		snprintf(entry->about, sizeof entry->about, say("Best after: %s. But the choice is yours."), before.text);
	else
		snprintf(entry->about, sizeof entry->about, say_n("%u step: read, predict, do, see.", "%u steps: read, predict, do, see.", lesson->steps), lesson->steps);
	str_free(&before);
}

static void add_lesson(const struct making *making, const struct lesson *lesson)
{
	char line[100];
	struct course_entry *entry;

	snprintf(line, sizeof line, "lesson %.80s", lesson->id);
	entry = add(making->course, line, say(lesson->title));
	snprintf(entry->number, sizeof entry->number, "%u", lesson->number);
	tell_state(progress_of(making->progress, lesson->id), entry);
	tell_about(making, lesson, entry);
}

/* The lesson that was begun and not finished, else the first that is not done. */
static unsigned next(const struct course *course, const struct progress *progress)
{
	for (unsigned i = 0; i < course->n; i++)
		if (!course->entry[i].done && progress->last[0] && !strcmp(course->entry[i].line + strlen("lesson "), progress->last))
			return i;
	for (unsigned i = 0; i < course->n; i++)
		if (!course->entry[i].done)
			return i;
	return 0;
}

static void add_session(struct course *course)
{
	struct session_kept *kept;
	size_t count = sessions_list(&kept), i = 0;
	char line[40], title[120];

	while (i < count && kept[i].state == SESSION_HERE)
		i++;
	if (i < count) {
		snprintf(line, sizeof line, "resume %u", kept[i].number);
		snprintf(title, sizeof title,
			 kept[i].state == SESSION_CUT ? say("go on with session %u, which was cut short") : say("go on with session %u, which you left"),
			 kept[i].number);
		add(course, line, title);
		snprintf(course->entry[course->n - 1].about, sizeof course->entry->about, "%s", say("A session of the laboratory or the tour, where you stood."));
	}
	mem_free(kept);
}

static void add_others(struct course *course)
{
	struct course_entry *entry = add(course, "lesson tour", say("the tour: the way of an interrupt, step by step (ten minutes)"));

	snprintf(entry->about, sizeof entry->about, "%s", say("It plays by itself. Whoever is new here begins with it, or with the first lesson."));
	entry = add(course, "lesson lab", say("the laboratory: a machine to try things on"));
	snprintf(entry->about, sizeof entry->about, "%s", say("No lesson, no goals: a machine with a network controller, and everything that can be done to it."));
}

void course_make(struct course *course, const struct progress *progress, bool sessions)
{
	struct making making = { .course = course, .progress = progress };

	course->n = 0;
	snprintf(course->hello, sizeof course->hello, "%s",
		 say("How a device tells a computer that something has happened, and what a driver has to do about it: you predict, you do it, you see "
		     "it. Nothing can break. Whoever is new takes the first lesson, or lets the tour play."));
	lessons_each(read_one, &making);
	for (unsigned i = 0; i < making.n; i++)
		add_lesson(&making, making.lesson[i]);
	course->at = next(course, progress);
	add_others(course);
	if (sessions)
		add_session(course);
	add(course, "", say("leave"));
	for (unsigned i = 0; i < making.n; i++)
		lesson_free(making.lesson[i]);
}
