/* SPDX-License-Identifier: MIT */
/* Asking the terminal. Everything goes by its own descriptors: nothing of a screen is open yet. */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "tui/ambiguous.h"

#define ASK "\r\xE2\x94\x80\033[6n" /* to the first column, a horizontal line, "where is the cursor?" */
#define CLEAR "\r\033[K"
#define REPLY_MAX 64

bool ambiguous_doubt(const char *locale)
{
	return locale && (!strncmp(locale, "zh", 2) || !strncmp(locale, "ja", 2) || !strncmp(locale, "ko", 2));
}

/* The report in what was read, "ESC [ row ; column R": its bytes are taken out. 0: there is none. */
static unsigned take_report(char *text)
{
	for (char *at = strchr(text, '\033'); at; at = strchr(at + 1, '\033')) {
		unsigned row, column;
		int n = 0;

		if (sscanf(at, "\033[%u;%uR%n", &row, &column, &n) != 2 || !n)
			continue;
		memmove(at, at + n, strlen(at + n) + 1);
		return column;
	}
	return 0;
}

static unsigned listen_for(int in, int ms, char *text)
{
	struct pollfd ready = { .fd = in, .events = POLLIN };
	size_t length = 0;
	unsigned column = 0;

	text[0] = '\0';
	while (!column && length < REPLY_MAX - 1 && poll(&ready, 1, ms) == 1) {
		ssize_t n = read(in, text + length, REPLY_MAX - 1 - length);

		if (n <= 0)
			break;
		length += (size_t)n;
		text[length] = '\0';
		column = take_report(text);
	}
	return column;
}

unsigned ambiguous_columns(int in, int out, int ms, char *typed, size_t size)
{
	struct termios before, raw;
	bool terminal = !tcgetattr(in, &before);
	char text[REPLY_MAX];
	unsigned column = 0;

	if (terminal) {
		raw = before;
		raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
		tcsetattr(in, TCSANOW, &raw);
	}
	text[0] = '\0';
	if (write(out, ASK, sizeof ASK - 1) == (ssize_t)sizeof ASK - 1)
		column = listen_for(in, ms, text);
	if (write(out, CLEAR, sizeof CLEAR - 1) < 0)
		column = 0;
	if (terminal)
		tcsetattr(in, TCSANOW, &before);
	snprintf(typed, size, "%s", text);
	return column > 1 ? column - 1 : 0;
}
