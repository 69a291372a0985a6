/* SPDX-License-Identifier: MIT */
/*
 * Writes keys to a program on a pseudo terminal and times its answer on screen:
 * from the key to the last byte of the answer. bench/echo is timed beside it, key
 * by key in turn, so that both figures come from the same moments.
 *
 *     keys [OPTION...] COMMAND [ARGUMENT...]
 *     keys program=./msilab presses=200 unanswered=0 median_ms=1.20 p99_ms=3.40 max_ms=4.01
 *     keys program=bench/echo presses=200 unanswered=0 median_ms=0.11 p99_ms=0.30 max_ms=0.35
 *
 * An answer ends where nothing follows for QUIET_MS; or, for a program that draws
 * all the time, with --until TEXT, at the byte that completes TEXT. A press that is
 * not answered within LIMIT_MS counts as LIMIT_MS.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define QUIET_MS  10
#define LIMIT_MS  1000
#define START_MS  300  /* quiet that ends a program's start */
#define PAUSE_MS  17   /* between two presses, at most; their lengths vary */
#define END_MS	  1000 /* for a program to go after SIGTERM */
#define MOST	  100000
#define MOST_KEYS 64

struct options {
	struct winsize size;
	long presses;
	const char *until; /* NULL: answers end by quiet */
	const char *echo;
	const char *keys[MOST_KEYS];
	int key_count;
};

struct session {
	const char *name;
	pid_t pid;
	int fd;		   /* the terminal's other side */
	bool over;	   /* the program has gone */
	double *answer_ms; /* of each press */
	long presses, unanswered;
};

static const struct {
	const char *name, *bytes;
} named_keys[] = {
	{ "Up", "\033OA" },	 { "Down", "\033OB" }, { "Right", "\033OC" }, { "Left", "\033OD" },
	{ "Home", "\033OH" },	 { "End", "\033OF" },  { "PgUp", "\033[5~" }, { "PgDn", "\033[6~" },
	{ "Enter", "\r" },	 { "Esc", "\033" },    { "Tab", "\t" },	      { "Space", " " },
	{ "Backspace", "\177" }, { "F1", "\033OP" },
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static void sleep_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static int whole_ms(double ms)
{
	return ms > 0 ? (int)ms + 1 : 0;
}

/* Waits up to ms for output and reads what is there. 0: nothing came, or the program has gone. */
static size_t receive(struct session *s, double ms, char *text, size_t room)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	ssize_t n;

	if (s->over || poll(&p, 1, whole_ms(ms)) <= 0)
		return 0;
	n = read(s->fd, text, room);
	s->over = n <= 0;
	return n > 0 ? (size_t)n : 0;
}

/* The longest beginning of the text that the output ends with, after one more byte. */
static size_t match_byte(const char *until, size_t matched, char byte)
{
	for (size_t len = matched + 1; len > 0; len--)
		if (until[len - 1] == byte &&
		    memcmp(until, until + matched - (len - 1), len - 1) == 0)
			return len;
	return 0;
}

/* The same after more output; stops where the text is complete. */
static size_t match(const char *until, size_t matched, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n && until[matched]; i++)
		matched = match_byte(until, matched, bytes[i]);
	return matched;
}

/* Reads until nothing comes for quiet_ms, or for limit_ms in all. */
static void settle(struct session *s, double quiet_ms, double limit_ms)
{
	char text[4096];
	double end = now_ms() + limit_ms;

	while (now_ms() < end && receive(s, quiet_ms, text, sizeof text) > 0)
		;
}

/* The time of the answer's last byte; 0: no answer within the limit. */
static double await_answer(struct session *s, const char *until, double limit)
{
	char text[4096];
	double last = 0;
	size_t matched = 0, n;

	for (double now = now_ms(); now < limit; now = now_ms()) {
		double wait = last > 0 && !until ? last + QUIET_MS - now : limit - now;

		n = receive(s, wait, text, sizeof text);
		if (n == 0)
			return until ? 0 : last;
		last = now_ms();
		if (until) {
			matched = match(until, matched, text, n);
			if (!until[matched])
				return last;
		}
	}
	return 0;
}

static void press(struct session *s, const struct options *o, const char *key)
{
	double start, end;

	settle(s, 0, QUIET_MS);
	start = now_ms();
	if (write(s->fd, key, strlen(key)) < 0)
		s->over = true;
	end = await_answer(s, o->until, start + LIMIT_MS);
	if (s->over)
		return;
	s->unanswered += end == 0;
	s->answer_ms[s->presses++] = end > 0 ? end - start : LIMIT_MS;
}

static bool session_open(struct session *s, const struct options *o, char **command)
{
	s->name = command[0];
	s->answer_ms = calloc((size_t)o->presses, sizeof *s->answer_ms);
	s->pid = s->answer_ms ? forkpty(&s->fd, NULL, NULL, &o->size) : -1;
	if (s->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(command[0], command);
		_exit(127);
	}
	return s->pid > 0;
}

static void session_close(struct session *s)
{
	kill(s->pid, SIGTERM);
	for (int ms = 0; ms < END_MS && waitpid(s->pid, NULL, WNOHANG) == 0; ms += 10)
		settle(s, 10, 10);
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	close(s->fd);
	free(s->answer_ms);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* False: the program went before it had been pressed often enough. */
static bool session_report(struct session *s, const struct options *o)
{
	double *v = s->answer_ms;
	size_t n = (size_t)s->presses;

	if (s->presses < o->presses) {
		fprintf(stderr, "keys: %s ended after %ld of %ld presses\n", s->name, s->presses,
			o->presses);
		return false;
	}
	qsort(v, n, sizeof *v, by_value);
	printf("keys program=%s presses=%zu unanswered=%ld median_ms=%.2f p99_ms=%.2f "
	       "max_ms=%.2f\n",
	       s->name, n, s->unanswered, v[n / 2], v[(n - 1) * 99 / 100], v[n - 1]);
	return true;
}

/* Presses both programs in turn; the pauses vary so that they fall in step with nothing. */
static void run(struct session *program, struct session *echo, const struct options *o)
{
	settle(program, START_MS, 10 * START_MS);
	settle(echo, START_MS, 10 * START_MS);
	for (long i = 0; i < o->presses && !program->over && !echo->over; i++) {
		const char *key = o->keys[i % o->key_count];

		press(program, o, key);
		sleep_ms(i * 7 % PAUSE_MS);
		press(echo, o, key);
		sleep_ms(i * 5 % PAUSE_MS);
	}
}

static const char *key_bytes(const char *name)
{
	for (size_t i = 0; i < sizeof named_keys / sizeof named_keys[0]; i++)
		if (strcmp(named_keys[i].name, name) == 0)
			return named_keys[i].bytes;
	return name;
}

/* Keys divided by blanks; a word that names no key is sent as it is. */
static bool read_keys(struct options *o, char *words)
{
	o->key_count = 0;
	for (char *w = strtok(words, " "); w; w = strtok(NULL, " ")) {
		if (o->key_count == MOST_KEYS)
			return false;
		o->keys[o->key_count++] = key_bytes(w);
	}
	return o->key_count > 0;
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
		return read_keys(o, text);
	case 'u':
		o->until = text;
		return text[0] != '\0';
	case 'e':
		o->echo = text;
		return true;
	}
	return false;
}

static bool read_options(struct options *o, int argc, char **argv)
{
	static const struct option names[] = {
		{ "size", required_argument, NULL, 's' },
		{ "presses", required_argument, NULL, 'n' },
		{ "keys", required_argument, NULL, 'k' },
		{ "until", required_argument, NULL, 'u' },
		{ "echo", required_argument, NULL, 'e' },
		{ NULL, 0, NULL, 0 },
	};
	int letter;

	while ((letter = getopt_long(argc, argv, "+", names, NULL)) != -1)
		if (!read_option(o, letter, optarg))
			return false;
	return optind < argc;
}

int main(int argc, char **argv)
{
	struct options o = {
		.size = { .ws_row = 40, .ws_col = 120 },
		.presses = 200,
		.echo = "bench/echo",
		.keys = { "j", "k" },
		.key_count = 2,
	};
	struct session program = { 0 }, echo = { 0 };
	bool good;

	if (!read_options(&o, argc, argv)) {
		fprintf(stderr,
			"usage: %s [--size COLUMNSxROWS] [--presses N] [--keys \"KEY...\"]\n"
			"       [--until TEXT] [--echo PROGRAM] COMMAND [ARGUMENT...]\n",
			argv[0]);
		return 2;
	}
	if (!session_open(&program, &o, argv + optind) ||
	    !session_open(&echo, &o, (char *[]){ (char *)o.echo, NULL })) {
		fprintf(stderr, "keys: no terminal: %s\n", strerror(errno));
		return 1;
	}
	run(&program, &echo, &o);
	good = session_report(&program, &o) && session_report(&echo, &o);
	session_close(&echo);
	session_close(&program);
	return good ? 0 : 1;
}
