/* SPDX-License-Identifier: MIT */
/* monkey_script SEED N EXAMPLES: a script of N random keys, lines, clicks, turns of the wheel and sizes. The same seed is the same
 * script wherever it is made. Keys are those of the tables and a few that nobody bound; lines are the file's examples. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/rng.h"
#include "tui/keymap.h"

#define LINES_MAX 400
#define COLS_MOST 300
#define ROWS_MOST 100

struct monkey {
	struct rng rng;
	struct keymap keymap;
	const char *line[LINES_MAX];
	unsigned lines;
};

static unsigned below(struct monkey *monkey, unsigned n)
{
	return (unsigned)rng_below(&monkey->rng, n);
}

static void a_key(struct monkey *monkey)
{
	static const char *const others[] = { "a", "Z", "0", "F12", "Del", "C-x", "Enter", "Enter", "Esc", "Space", "Tab" };
	char name[16];

	if (below(monkey, 5))
		printf("key %s\n", keymap_key_text(monkey->keymap.binding[below(monkey, monkey->keymap.n)].key, name, sizeof(name)));
	else
		printf("key %s\n", others[below(monkey, sizeof(others) / sizeof(*others))]);
}

static void a_line(struct monkey *monkey)
{
	printf("key Esc\ntype :%s\nkey Enter\n", monkey->line[below(monkey, monkey->lines)]);
}

static void a_text(struct monkey *monkey)
{
	static const char *const texts[] = { "abc", "é漢ｱ", "\\\" '", "#0=x", "  ", "😀", ":", "/deliver", "nic0 ", "99999999999999999999" };

	printf("type %s\n", texts[below(monkey, sizeof(texts) / sizeof(*texts))]);
}

static void a_tick(struct monkey *monkey)
{
	static const unsigned ms[] = { 2, 100, 1000 };

	printf("tick %u\n", ms[below(monkey, 3)]);
}

static void a_size(struct monkey *monkey)
{
	static const char *const usual[] = { "80x24", "120x40", "40x12" };

	if (below(monkey, 2))
		printf("size %s\n", usual[below(monkey, 3)]);
	else
		printf("size %ux%u\n", 1 + below(monkey, COLS_MOST), 1 + below(monkey, ROWS_MOST));
}

static void a_click(struct monkey *monkey)
{
	printf("click %u %u\n", below(monkey, 130), below(monkey, 45));
}

static void a_turn(struct monkey *monkey)
{
	printf("wheel %u %u %s\n", below(monkey, 130), below(monkey, 45), below(monkey, 2) ? "up" : "down");
}

static void one(struct monkey *monkey)
{
	static const struct {
		unsigned share;
		void (*write)(struct monkey *monkey);
	} kinds[] = { { 66, a_key }, { 12, a_line }, { 2, a_text }, { 5, a_tick }, { 6, a_size }, { 6, a_click }, { 3, a_turn } };
	unsigned at = below(monkey, 100), i = 0;

	while (at >= kinds[i].share)
		at -= kinds[i++].share;
	kinds[i].write(monkey);
}

/* Without comments, and without what would write files. */
static void take_lines(struct monkey *monkey, char *text)
{
	for (char *line = strtok(text, "\n"); line && monkey->lines < LINES_MAX; line = strtok(NULL, "\n"))
		if (line[0] != '#' && strncmp(line, "save ", 5))
			monkey->line[monkey->lines++] = line;
}

int main(int argc, char **argv)
{
	struct monkey monkey = { .lines = 0 };
	struct err err = { 0 };
	size_t size;
	char *text = argc == 4 ? file_read(argv[3], 1 << 20, &size, &err) : NULL;

	if (!text)
		return 2;
	rng_init(&monkey.rng, strtoull(argv[1], NULL, 10), "monkey");
	keymap_init(&monkey.keymap);
	take_lines(&monkey, text);
	puts("stay");
	for (unsigned long n = strtoul(argv[2], NULL, 10); n; n--) {
		one(&monkey);
		if (n % 50 == 1)
			puts(n == 1 ? "photo end" : "photo here");
	}
	mem_free(text);
	return 0;
}
