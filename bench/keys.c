/* SPDX-License-Identifier: MIT */
/*
 * Writes keys to a program on a pseudo terminal and times its answer on screen:
 * from the key to the last byte of the answer. bench/echo is timed beside it, key
 * by key in turn, so that both figures come from the same moments.
 *
 *     keys [OPTION...] COMMAND [ARGUMENT...]
 *     keys program=msilab presses=200 unanswered=0 median_ms=1.20 p99_ms=3.40 max_ms=4.01 max_key=2
 *         bytes_median=310 bytes_p99=1200 start_ms=40.2 rss_kb=31000       (one line)
 *     keys program=echo presses=200 ...
 *
 * KEYS are words: each is one press, and they go round. A word names a key (Enter),
 * or is text in which <NAME> stands for a key: t#12<Enter> is written at once.
 *
 *     --file FILE     KEYS from a file, each once: # begins a comment, and N*KEY stands for N
 *                     presses of KEY. max_key is the one that took longest, counted from 1
 *     --first KEYS    pressed before, not timed: brings the program where it is to be
 *     --each FILE     a line for each press: its number, milliseconds, what was pressed
 *     --between KEYS  pressed after each timed press, not timed
 *     --until TEXT    the answer ends at the byte that completes TEXT, for a program
 *                     that draws all the time; without it where nothing follows
 *
 * A press that is not answered within PTY_LIMIT_MS counts as so long.
 */
#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/pty.h"

#define PAUSE_MS   17 /* between two presses, at most; their lengths vary */
#define MOST	   100000
#define MOST_KEYS  4000
#define KEYS_BYTES 32768

struct keys {
	const char *list[MOST_KEYS]; /* what each press writes */
	const char *word[MOST_KEYS]; /* as it was given */
	int n;
	char text[KEYS_BYTES];
};

struct options {
	struct winsize size;
	long presses;
	const char *until; /* NULL: answers end by quiet */
	const char *echo;
	FILE *each; /* NULL: nobody asked */
	struct keys keys, first, between;
};

struct series {
	struct pty pty;
	double *ms, *bytes; /* of each press */
	FILE *each;
	long presses, unanswered, longest; /* longest: the press, from 1 */
};

static const struct {
	const char *name, *bytes;
} named_keys[] = {
	{ "Up", "\033OA" },	 { "Down", "\033OB" }, { "Right", "\033OC" }, { "Left", "\033OD" },
	{ "Home", "\033OH" },	 { "End", "\033OF" },  { "PgUp", "\033[5~" }, { "PgDn", "\033[6~" },
	{ "Enter", "\r" },	 { "Esc", "\033" },    { "Tab", "\t" },	      { "Space", " " },
	{ "Backspace", "\177" }, { "S-Tab", "\033[Z" }, { "F1", "\033OP" },  { "F5", "\033[15~" },
};

static void sleep_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static void press(struct series *s, const struct options *o, const char *key)
{
	struct pty_answer answer = pty_press(&s->pty, key, o->until);

	if (s->pty.over)
		return;
	s->unanswered += answer.ms == 0;
	s->ms[s->presses] = answer.ms > 0 ? answer.ms : PTY_LIMIT_MS;
	if (!s->longest || s->ms[s->presses] > s->ms[s->longest - 1])
		s->longest = s->presses + 1;
	if (s->each)
		fprintf(s->each, "%ld %.2f %s\n", s->presses + 1, s->ms[s->presses], o->keys.word[s->presses % o->keys.n]);
	s->bytes[s->presses++] = (double)answer.bytes;
	for (int i = 0; i < o->between.n && !s->pty.over; i++) {
		pty_press(&s->pty, o->between.list[i], "");
		pty_settle(&s->pty, PTY_QUIET_MS, 3 * PTY_QUIET_MS);
	}
}

static bool series_open(struct series *s, const struct options *o, char **command)
{
	s->ms = calloc((size_t)o->presses, sizeof *s->ms);
	s->bytes = calloc((size_t)o->presses, sizeof *s->bytes);
	return s->ms && s->bytes && pty_open(&s->pty, &o->size, command);
}

static void series_close(struct series *s)
{
	pty_close(&s->pty);
	free(s->ms);
	free(s->bytes);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double part(double *sorted, size_t n, size_t of_100)
{
	return sorted[(n - 1) * of_100 / 100];
}

/* False: the program went before it had been pressed often enough. */
static bool series_report(struct series *s, const struct options *o, long rss_kb)
{
	const char *slash = strrchr(s->pty.name, '/');
	size_t n = (size_t)s->presses;

	if (s->presses < o->presses) {
		fprintf(stderr, "keys: %s ended after %ld of %ld presses\n", s->pty.name, s->presses, o->presses);
		return false;
	}
	qsort(s->ms, n, sizeof *s->ms, by_value);
	qsort(s->bytes, n, sizeof *s->bytes, by_value);
	printf("keys program=%s presses=%zu unanswered=%ld median_ms=%.2f p99_ms=%.2f max_ms=%.2f max_key=%ld bytes_median=%.0f bytes_p99=%.0f "
	       "start_ms=%.1f rss_kb=%ld\n",
	       slash ? slash + 1 : s->pty.name, n, s->unanswered, part(s->ms, n, 50), part(s->ms, n, 99), s->ms[n - 1], s->longest % o->keys.n ? s->longest % o->keys.n : o->keys.n,
	       part(s->bytes, n, 50), part(s->bytes, n, 99), s->pty.start_ms, rss_kb);
	return true;
}

/* Presses both programs in turn; the pauses vary so that they fall in step with nothing. */
static void run(struct series *program, struct series *echo, const struct options *o)
{
	for (int i = 0; i < o->first.n; i++)
		pty_press(&program->pty, o->first.list[i], NULL);
	for (long i = 0; i < o->presses && !program->pty.over && !echo->pty.over; i++) {
		const char *key = o->keys.list[i % o->keys.n];

		press(program, o, key);
		sleep_ms(i * 7 % PAUSE_MS);
		press(echo, o, key);
		sleep_ms(i * 5 % PAUSE_MS);
	}
}

/* C-x is its letter's control character. */
static const char *key_bytes(const char *name, size_t n)
{
	static char control[128][2];

	if (n == 3 && name[0] == 'C' && name[1] == '-' && name[2] > 0) {
		control[(int)name[2]][0] = name[2] & 0x1F;
		return control[(int)name[2]];
	}
	for (size_t i = 0; i < sizeof named_keys / sizeof named_keys[0]; i++)
		if (strlen(named_keys[i].name) == n && memcmp(named_keys[i].name, name, n) == 0)
			return named_keys[i].bytes;
	return NULL;
}

/* What a word writes, with <NAME> replaced; the bytes go to `to` and never get more than the word's. */
static void word_bytes(const char *word, char *to)
{
	const char *key = key_bytes(word, strlen(word));

	while (!key && *word) {
		const char *end = *word == '<' ? strchr(word, '>') : NULL;
		const char *bytes = end ? key_bytes(word + 1, (size_t)(end - word - 1)) : NULL;

		if (bytes)
			to = stpcpy(to, bytes), word = end + 1;
		else
			*to++ = *word++;
	}
	strcpy(to, key ? key : "");
}

/* Words divided by blanks. */
static bool read_keys(struct keys *keys, char *words)
{
	char *to = keys->text;

	keys->n = 0;
	for (char *w = strtok(words, " "); w; w = strtok(NULL, " ")) {
		char *star = w + strspn(w, "0123456789");
		long times = star > w && *star == '*' ? strtol(w, NULL, 10) : 1;

		w = star > w && *star == '*' ? star + 1 : w;
		if (times < 1 || keys->n + times > MOST_KEYS || to + strlen(w) + 8 > keys->text + KEYS_BYTES)
			return false;
		word_bytes(w, to);
		for (; times > 0; times--, keys->n++) {
			keys->list[keys->n] = to;
			keys->word[keys->n] = w;
		}
		to += strlen(to) + 1;
	}
	return keys->n > 0;
}

/* The words of a file, comments left out. */
static bool read_file(struct options *o, const char *path)
{
	static char words[KEYS_BYTES];
	FILE *file = fopen(path, "r");
	size_t used = 0;

	while (file && used + 2 < sizeof words && fgets(words + used, (int)(sizeof words - used), file)) {
		used += words[used] == '#' ? 0 : strcspn(words + used, "\n");
		words[used++] = ' ';
		words[used] = '\0';
	}
	if (file)
		fclose(file);
	if (!file || !read_keys(&o->keys, words))
		return false;
	o->presses = o->keys.n;
	return true;
}

static bool read_presses(struct options *o, const char *text)
{
	o->presses = strtol(text, NULL, 10);
	return o->presses > 0 && o->presses <= MOST;
}

static bool read_size(struct options *o, const char *text)
{
	return sscanf(text, "%hux%hu", &o->size.ws_col, &o->size.ws_row) == 2 &&
	       o->size.ws_col > 0 && o->size.ws_row > 0;
}

static bool read_option(struct options *o, int letter, char *text)
{
	switch (letter) {
	case 's':
		return read_size(o, text);
	case 'n':
		return read_presses(o, text);
	case 'k':
		return read_keys(&o->keys, text);
	case 'F':
		return read_file(o, text);
	case 'f':
		return read_keys(&o->first, text);
	case 'b':
		return read_keys(&o->between, text);
	case 'u':
		o->until = text;
		return text[0] != '\0';
	case 'e':
		o->echo = text;
		return true;
	case 'E':
		o->each = fopen(text, "w");
		return o->each;
	}
	return false;
}

static bool read_options(struct options *o, int argc, char **argv)
{
	static const struct option names[] = {
		{ "size", required_argument, NULL, 's' },    { "presses", required_argument, NULL, 'n' },
		{ "keys", required_argument, NULL, 'k' },    { "first", required_argument, NULL, 'f' },
		{ "file", required_argument, NULL, 'F' },
		{ "between", required_argument, NULL, 'b' }, { "until", required_argument, NULL, 'u' },
		{ "echo", required_argument, NULL, 'e' },    { "each", required_argument, NULL, 'E' }, { NULL, 0, NULL, 0 },
	};
	int letter;

	while ((letter = getopt_long(argc, argv, "+", names, NULL)) != -1)
		if (!read_option(o, letter, optarg))
			return false;
	return optind < argc;
}

int main(int argc, char **argv)
{
	static struct options o = {
		.size = { .ws_row = 40, .ws_col = 120 },
		.presses = 200,
		.echo = "bench/echo",
		.keys = { .list = { "j", "k" }, .n = 2 },
	};
	struct series program = { 0 }, echo = { 0 };
	long rss_kb;
	bool good;

	if (!read_options(&o, argc, argv)) {
		fprintf(stderr,
			"usage: %s [--size COLUMNSxROWS] [--presses N] [--keys KEYS] [--file FILE]\n"
			"       [--first KEYS] [--between KEYS] [--until TEXT] [--each FILE] [--echo PROGRAM] COMMAND [ARGUMENT...]\n",
			argv[0]);
		return 2;
	}
	if (!series_open(&program, &o, argv + optind) || !series_open(&echo, &o, (char *[]){ (char *)o.echo, NULL })) {
		fprintf(stderr, "keys: no terminal: %s\n", strerror(errno));
		return 1;
	}
	program.each = o.each;
	run(&program, &echo, &o);
	rss_kb = pty_rss_kb(&program.pty);
	good = series_report(&program, &o, rss_kb) && series_report(&echo, &o, pty_rss_kb(&echo.pty));
	series_close(&echo);
	series_close(&program);
	if (o.each && fclose(o.each))
		good = false;
	return good ? 0 : 1;
}
