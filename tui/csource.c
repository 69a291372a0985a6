/* SPDX-License-Identifier: MIT */
/* C source in roles. */
#include <ctype.h>
#include <string.h>

#include "tui/csource.h"
#include "sim/base/text.h"

#define TAB 4

static const char *const keywords[] = { "break",  "case",   "const",  "continue", "default", "do",       "else",  "enum",   "extern", "for",
					"goto",   "if",     "inline", "register", "return",  "restrict", "sizeof", "static", "struct", "switch",
					"typedef", "union", "void",   "volatile", "while" };

/* What names of the driver interface begin with. */
static const char *const interface_names[] = { "Ndis", "NDIS_", "Net", "NET_", "Miniport", "MINIPORT_", "Ke", "Io", "IO_", "OID_", "Rtl", "Mm" };

static bool is_keyword(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (strlen(keywords[i]) == n && !strncmp(keywords[i], word, n))
			return true;
	return false;
}

static bool is_interface(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof(interface_names) / sizeof(*interface_names); i++) {
		size_t length = strlen(interface_names[i]);

		if (n > length && !strncmp(word, interface_names[i], length) &&
		    (interface_names[i][length - 1] == '_' || isupper((unsigned char)word[length])))
			return true;
	}
	return false;
}

static size_t comment(const char *p, size_t left, bool *in_comment)
{
	size_t n = *in_comment ? 0 : 2;

	if (!*in_comment && p[1] == '/')
		return left;
	*in_comment = true;
	for (; n + 1 < left; n++)
		if (p[n] == '*' && p[n + 1] == '/') {
			*in_comment = false;
			return n + 2;
		}
	return left;
}

static size_t quoted(const char *p, size_t left)
{
	size_t n = 1;

	while (n < left && p[n] != *p)
		n += p[n] == '\\' ? 2 : 1;
	return n < left ? n + 1 : left;
}

/* The length of the next token and its role. */
static size_t token(const char *p, size_t left, bool *in_comment, enum role *role)
{
	size_t n = 1;

	*role = ROLE_TEXT;
	if (*in_comment || (left > 1 && p[0] == '/' && (p[1] == '*' || p[1] == '/'))) {
		*role = ROLE_COMMENT;
		return comment(p, left, in_comment);
	}
	if (*p == '"' || *p == '\'') {
		*role = ROLE_STRING;
		return quoted(p, left);
	}
	if (isalpha((unsigned char)*p) || *p == '_') {
		while (n < left && (isalnum((unsigned char)p[n]) || p[n] == '_'))
			n++;
		*role = is_keyword(p, n) ? ROLE_KEYWORD : is_interface(p, n) ? ROLE_INTERFACE : ROLE_TEXT;
	}
	return n;
}

static int put(const struct pane *pane, int x, int x0, int y, enum role role, const char *p, const char *end)
{
	while (p < end) {
		char bytes[5] = "";

		if (*p == '\t') {
			x += TAB - (x - x0) % TAB;
			p++;
			continue;
		}
		bytes[text_put(text_next(&p), bytes)] = '\0';
		x = pane_text(pane, x, y, role, bytes);
	}
	return x;
}

int csource_draw(const struct pane *pane, int x0, int y, const char *line, size_t n, bool *in_comment)
{
	size_t blank = 0;
	bool directive;
	int x = x0;

	while (blank < n && (line[blank] == ' ' || line[blank] == '\t'))
		blank++;
	directive = !*in_comment && blank < n && line[blank] == '#';
	while (n) {
		enum role role;
		size_t length = token(line, n, in_comment, &role);

		if (directive && role != ROLE_COMMENT && role != ROLE_STRING)
			role = ROLE_DIRECTIVE;
		x = put(pane, x, x0, y, role, line, line + length);
		line += length;
		n -= length;
	}
	return x;
}
