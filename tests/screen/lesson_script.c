/* SPDX-License-Identifier: MIT */
/* lesson_script screen|plain FILE: how a learner who knows the solution plays a lesson, as a script of the screen (all of it by keys)
 * or as lines of plain text. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/file.h"
#include "lessons/host/lesson.h"
#include "sim/base/mem.h"

static void by_keys(const char *line)
{
	if (!strncmp(line, "answer ", 7))
		printf("key 9 %s\n", line + 7);
	else
		printf("type :%s\nkey Enter\n", line);
}

static void give(const char *line, bool screen)
{
	if (screen)
		by_keys(line);
	else
		puts(line);
}

/* In the lesson's view Enter turns pages and shows the picture; where the picture has the keys it goes on. */
static void play(const struct lesson_step *step, bool screen)
{
	for (unsigned i = 0; i < step->solution.n; i++)
		give(step->solution.line[i], screen);
	puts(screen ? "type :next\nkey Enter" : "next");
}

int main(int argc, char **argv)
{
	struct err err = { 0 };
	size_t n = 0;
	char *text = argc == 3 ? file_read(argv[2], 1 << 20, &n, &err) : NULL;
	struct lesson *lesson = text ? lesson_read(text, n, argv[2], &err) : NULL;

	if (!lesson) {
		fprintf(stderr, "lesson_script: %s\n", err.text);
		return 1;
	}
	/* a rule that is broken on purpose does not stop the time that a line lets pass */
	give("findings show", !strcmp(argv[1], "screen"));
	for (unsigned i = 0; i < lesson->steps; i++)
		play(&lesson->step[i], !strcmp(argv[1], "screen"));
	if (!strcmp(argv[1], "screen"))
		puts("photo end");
	lesson_free(lesson);
	mem_free(text);
	return 0;
}
