/* SPDX-License-Identifier: MIT */
/* The driver's C source with the line it is at, and who called whom. It gets lines and a number; where they come from is
 * source.c's affair. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "tui/view.h"

#define TAB 4

static const char *const keywords[] = { "break",  "case",   "const",  "continue", "default", "do",     "else",   "enum",  "for",   "goto",
					"if",	  "return", "sizeof", "static",	  "struct",  "switch", "typedef", "union", "void", "while" };

static bool is_keyword(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (strlen(keywords[i]) == n && !strncmp(keywords[i], word, n))
			return true;
	return false;
}

/* The length of the next token of a line and its role; in_comment goes on over lines. */
static size_t token(const char *p, size_t left, bool *in_comment, enum role *role)
{
	size_t n = 1;

	*role = ROLE_TEXT;
	if (*in_comment || (left > 1 && p[0] == '/' && (p[1] == '*' || p[1] == '/'))) {
		*role = ROLE_COMMENT;
		if (!*in_comment && p[1] == '/')
			return left;
		*in_comment = true;
		for (n = p[0] == '/' ? 2 : 0; n + 1 < left; n++)
			if (p[n] == '*' && p[n + 1] == '/') {
				*in_comment = false;
				return n + 2;
			}
		return left;
	}
	if (*p == '"') {
		*role = ROLE_STRING;
		while (n < left && p[n] != '"')
			n += p[n] == '\\' ? 2 : 1;
		return n < left ? n + 1 : left;
	}
	if (isalpha((unsigned char)*p) || *p == '_') {
		while (n < left && (isalnum((unsigned char)p[n]) || p[n] == '_'))
			n++;
		*role = is_keyword(p, n) ? ROLE_KEYWORD : ROLE_TEXT;
	}
	return n;
}

static void draw_code(const struct pane *pane, int x0, int y, const char *line, size_t length, bool *in_comment)
{
	int x = x0;

	while (length) {
		enum role role;
		size_t n = token(line, length, in_comment, &role);

		for (const char *p = line; p < line + n;) {
			char bytes[5] = "";

			if (*p == '\t') {
				x += TAB - (x - x0) % TAB;
				p++;
				continue;
			}
			bytes[text_put(text_next(&p), bytes)] = '\0';
			x = pane_text(pane, x, y, role, bytes);
		}
		line += n;
		length -= n;
	}
}

static void draw_source(const struct look_source *source, struct view_state *state, const struct pane *pane)
{
	int64_t current = source->frame[0].line, row = 1;
	bool in_comment = false;

	if (!state->moved)
		state->top = current > pane->h * 2 / 3 ? current - pane->h * 2 / 3 : 1;
	state->rows = pane->h;
	for (const char *p = source->text; *p && row < state->top + pane->h; row++) {
		size_t n = strcspn(p, "\n");
		int y = (int)(row - state->top);
		struct pane out = pane_inside(pane, 0, y, y < 0 ? 0 : pane->w, 1);

		pane_format(&out, 0, 0, ROLE_DIM, "%4lld ", (long long)row);
		draw_code(&out, 6, 0, p, n, &in_comment);
		if (row == current) {
			pane_paint(&out, 0, 0, out.w, ROLE_CURSOR);
			pane_glyph(&out, 5, 0, ROLE_LIT, GLYPH_RIGHT);
		}
		p += n + (p[n] != '\0');
	}
}

/* "message_dpc < NdisMIndicate... < ..." : innermost first. */
static void frames_text(const struct look_source *source, struct str *out)
{
	for (unsigned i = 0; i < source->frames; i++) {
		const struct look_place *frame = &source->frame[i];
		const char *slash = frame->file ? strrchr(frame->file, '/') : NULL;

		str_format(out, "%s%s", i ? say(" over ") : "", frame->function ? frame->function : say("(code without a name)"));
		if (!i && frame->file)
			str_format(out, " (%s:%u)", slash ? slash + 1 : frame->file, frame->line);
	}
}

static void driver_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	const struct look_source *source = look->source;
	struct pane below = pane_inside(pane, 0, 1, pane->w, pane->h - 1);
	struct str text = { 0 };

	if (!source || !source->frames) {
		pane_say(pane, 1, 0, ROLE_DIM, "no driver code has run yet");
		return;
	}
	frames_text(source, &text);
	pane_text(pane, 0, 0, ROLE_TITLE, text.text);
	if (source->text)
		draw_source(source, state, &below);
	else
		pane_say(pane, 1, 1, ROLE_DIM, "the source of module %s is not here", source->module ? source->module : "?");
	str_free(&text);
}

static bool driver_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	int64_t page = state->rows > 2 ? state->rows - 2 : 1;
	int64_t step = kind == REQUEST_UP ? -1 : kind == REQUEST_DOWN ? 1 : kind == REQUEST_PAGE_UP ? -page : kind == REQUEST_PAGE_DOWN ? page : 0;

	(void)out;
	if (!step || !look->source || !look->source->text)
		return false;
	state->moved = true;
	state->top = state->top + step < 1 ? 1 : state->top + step;
	return true;
}

static void driver_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	const struct look_source *source = look->source;
	unsigned row = 1;

	(void)state;
	if (!source || !source->frames) {
		str_format(out, "%s\n", say("no driver code has run yet"));
		return;
	}
	frames_text(source, out);
	str_append(out, "\n");
	for (const char *p = source->text ? source->text : ""; *p; row++) {
		size_t n = strcspn(p, "\n");

		if (row + 4 >= source->frame[0].line && row <= source->frame[0].line + 4)
			str_format(out, "%s%4u  %.*s\n", row == source->frame[0].line ? "> " : "  ", row, (int)n, p);
		p += n + (p[n] != '\0');
	}
}

const struct view view_driver = { .draw = driver_draw, .request = driver_request, .text = driver_linear };
