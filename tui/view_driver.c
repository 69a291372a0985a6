/* SPDX-License-Identifier: MIT */
/* The driver's C source with the line it is at, and who called whom on which level. It gets lines and a number; where they come from is
 * source.c's affair. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/read/scene.h"
#include "sim/trace/rectext.h"
#include "tui/csource.h"
#include "sim/base/text.h"
#include "tui/view.h"

#define LIST_HEIGHT 12  /* from this height on the calls are a list, below it a line */
#define SHIFT 8         /* columns that left and right move the text */
#define LINEAR_LINES 6  /* of the source told before and after the current one */

static const char *last_name(const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL;

	return slash ? slash + 1 : file;
}

static const struct look_place *current(const struct look_source *source)
{
	return &source->frame[source->current];
}

static const char *function_name(const struct look_place *frame)
{
	return frame->function ? frame->function : say("(code without a name)");
}

/* ---- the calls ---- */

/* "service routine, message 0, IRQL 5"; of a line: "service routine, IRQL 5" */
static void level_text(const struct look *look, const struct look_level *level, struct str *out)
{
	switch (level->kind) {
	case FRAME_ISR:
		if (level->message == RECORD_NONE)
			str_format(out, say("service routine, IRQL %u"), level->irql);
		else
			str_format(out, say("service routine, message %u, IRQL %u"), level->message, level->irql);
		break;
	case FRAME_DPC:
		if (level->message == RECORD_NONE)
			str_format(out, say("DPC, IRQL %u"), level->irql);
		else
			str_format(out, say("DPC, message %u, IRQL %u"), level->message, level->irql);
		break;
	default:
		str_format(out, say("%s, called by the system, IRQL %u"), trace_text_of(look->trace, level->name), level->irql);
	}
}

static const struct look_level *level_at(const struct look_source *source, unsigned frame)
{
	for (unsigned i = 0; i < source->levels; i++)
		if (source->level[i].first == frame)
			return &source->level[i];
	return NULL;
}

static void frame_text(const struct look_source *source, unsigned i, struct str *out)
{
	const struct look_place *frame = &source->frame[i];

	str_append(out, function_name(frame));
	if (frame->file)
		str_format(out, "  %s:%u", last_name(frame->file), frame->line);
}

/* What the innermost level, and all of them at last, stand on. */
static void ground_text(const struct look *look, struct str *out)
{
	const struct look_source *source = look->source;

	if (source->thread)
		str_format(out, say("on thread %s, CPU %u"), rectext_object(look->trace, source->thread), source->cpu);
	else
		str_format(out, say("on idle CPU %u"), source->cpu);
}

static void draw_cut(const struct pane *pane, int x, int y, enum role role, const char *text)
{
	pane_cut(pane, pane_text(pane, x, y, role, text), y);
}

/* The list, innermost first: a level, then its functions. Returns the rows used, at most `most`. */
static int draw_calls(const struct look *look, const struct pane *pane, int most)
{
	const struct look_source *source = look->source;
	int y = 0;

	for (unsigned i = 0; i < source->frames && y < most; i++) {
		const struct look_level *level = level_at(source, i);
		struct str text = { 0 };

		if (level) {
			level_text(look, level, &text);
			draw_cut(pane, 0, y++, level->kind == FRAME_ISR ? ROLE_ISR : level->kind == FRAME_DPC ? ROLE_DPC : ROLE_THREAD, text.text);
			str_free(&text);
		}
		frame_text(source, i, &text);
		if (y < most && i == source->current)
			pane_glyph(pane, 1, y, ROLE_LIT, GLYPH_RIGHT);
		if (y < most)
			draw_cut(pane, 3, y++, i == source->current ? ROLE_TITLE : ROLE_TEXT, text.text);
		str_free(&text);
	}
	if (y < most && source->levels) {
		struct str text = { 0 };

		ground_text(look, &text);
		draw_cut(pane, 0, y++, ROLE_DIM, text.text);
		str_free(&text);
	}
	return y;
}

/* "nic_drain (nic_receive.c:12) over message_dpc over ..." : innermost first, in one line. */
static void calls_line(const struct look_source *source, struct str *out)
{
	for (unsigned i = source->current; i < source->frames; i++) {
		const struct look_place *frame = &source->frame[i];

		str_format(out, "%s%s", i > source->current ? say(" over ") : "", function_name(frame));
		if (i == source->current && frame->file)
			str_format(out, " (%s:%u)", last_name(frame->file), frame->line);
	}
}

/* ---- the source ---- */

static void draw_source(const struct look_source *source, struct view_state *state, const struct pane *pane)
{
	int64_t here = current(source)->line, row = 1;
	bool in_comment = false;

	if (!state->moved) {
		state->top = here > pane->h * 2 / 3 ? here - pane->h * 2 / 3 : 1;
		state->at = 0;
	}
	state->rows = pane->h;
	for (const char *p = source->text; *p && row < state->top + pane->h; row++) {
		size_t n = strcspn(p, "\n");
		int y = (int)(row - state->top);
		struct pane out = pane_inside(pane, 0, y, y < 0 ? 0 : pane->w, 1), code = pane_inside(&out, 6, 0, out.w - 6, 1);

		pane_format(&out, 0, 0, ROLE_DIM, "%4lld ", (long long)row);
		pane_cut(&code, csource_draw(&code, -(int)state->at, 0, p, n, &in_comment), 0);
		if (row == here) {
			pane_paint(&out, 0, 0, out.w, ROLE_CURSOR);
			pane_glyph(&out, 5, 0, ROLE_LIT, GLYPH_RIGHT);
		}
		p += n + (p[n] != '\0');
	}
}

/* What to do when there is nothing to show. */
static void no_source_text(const struct look_source *source, struct str *out)
{
	if (current(source)->file)
		str_format(out, say("The source %s is not here. It is looked for where the compiler saw it, and under its last name among the "
				    "drivers that msilab came with: put it back, or build the module again (msilab build)."),
			   current(source)->file);
	else
		str_format(out, say("Module %s says no lines: it has no debug information. Build it with msilab build, or compile it with -g; "
				    "the flags of msilab build also let its lines be stepped."),
			   source->module ? source->module : "?");
}

static void nothing_yet(const struct look *look, struct str *out)
{
	str_format(out, say("No driver code has run yet. Start a device (:start %s); s then goes from line to line, S back."), look->device);
}

static void driver_draw(const struct look *look, struct view_state *state, const struct pane *pane)
{
	const struct look_source *source = look->source;
	struct pane below;
	struct str text = { 0 };
	int rows = 1;

	if (!source || !source->frames) {
		nothing_yet(look, &text);
		pane_wrap(pane, 0, ROLE_DIM, text.text);
		str_free(&text);
		return;
	}
	if (pane->h >= LIST_HEIGHT) {
		rows = draw_calls(look, pane, pane->h / 2);
	} else {
		calls_line(source, &text);
		draw_cut(pane, 0, 0, ROLE_TITLE, text.text);
		str_free(&text);
	}
	below = pane_inside(pane, 0, rows, pane->w, pane->h - rows);
	if (source->text) {
		draw_source(source, state, &below);
		return;
	}
	no_source_text(source, &text);
	pane_wrap(&below, 0, ROLE_DIM, text.text);
	str_free(&text);
}

static bool driver_request(const struct look *look, struct view_state *state, enum request_kind kind, struct request *out)
{
	int64_t page = state->rows > 2 ? state->rows - 2 : 1;
	int64_t step = kind == REQUEST_UP ? -1 : kind == REQUEST_DOWN ? 1 : kind == REQUEST_PAGE_UP ? -page : kind == REQUEST_PAGE_DOWN ? page : 0;
	int64_t shift = kind == REQUEST_LEFT ? -SHIFT : kind == REQUEST_RIGHT ? SHIFT : 0;

	(void)out;
	if ((!step && !shift) || !look->source || !look->source->text)
		return false;
	state->moved = true;
	state->top = state->top + step < 1 ? 1 : state->top + step;
	state->at = state->at + shift < 0 ? 0 : state->at + shift;
	return true;
}

/* ---- the linear form ---- */

static void tell_calls(const struct look *look, struct str *out)
{
	const struct look_source *source = look->source;

	for (unsigned i = 0; i < source->frames; i++) {
		const struct look_level *level = level_at(source, i);

		if (level) {
			level_text(look, level, out);
			str_append(out, "\n");
		}
		str_append(out, i == source->current ? "  > " : "    ");
		frame_text(source, i, out);
		str_append(out, "\n");
	}
	ground_text(look, out);
	str_append(out, "\n");
}

static void driver_linear(const struct look *look, const struct view_state *state, struct str *out)
{
	const struct look_source *source = look->source;
	unsigned row = 1;

	(void)state;
	if (!source || !source->frames) {
		nothing_yet(look, out);
		str_append(out, "\n");
		return;
	}
	tell_calls(look, out);
	if (!source->text) {
		no_source_text(source, out);
		str_append(out, "\n");
	}
	for (const char *p = source->text ? source->text : ""; *p; row++) {
		size_t n = strcspn(p, "\n");

		if (row + LINEAR_LINES >= current(source)->line && row <= current(source)->line + LINEAR_LINES)
			str_format(out, "%s%4u  %.*s\n", row == current(source)->line ? "> " : "  ", row, (int)n, p);
		p += n + (p[n] != '\0');
	}
}

const struct view view_driver = { .draw = driver_draw, .request = driver_request, .text = driver_linear };
