/* SPDX-License-Identifier: MIT */
/* Drawing on a rectangle. */
#include <stdarg.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/text.h"
#include "tui/pane.h"

static int clip(int value, int least, int most)
{
	if (value < least)
		return least;
	return value > most ? most : value;
}

struct pane pane_of(struct canvas *canvas, int x, int y, int w, int h)
{
	struct pane whole = { canvas, 0, 0, (int)canvas->cols, (int)canvas->rows };

	return pane_inside(&whole, x, y, w, h);
}

struct pane pane_inside(const struct pane *pane, int x, int y, int w, int h)
{
	x = clip(x, 0, pane->w);
	y = clip(y, 0, pane->h);
	return (struct pane){ pane->canvas, pane->x + x, pane->y + y, clip(w, 0, pane->w - x), clip(h, 0, pane->h - y) };
}

static void put(const struct pane *pane, int x, int y, enum role role, uint32_t point)
{
	if (x >= 0 && y >= 0 && y < pane->h && x + (int)text_width(point) <= pane->w)
		canvas_put(pane->canvas, pane->x + x, pane->y + y, role, point);
}

int pane_text(const struct pane *pane, int x, int y, enum role role, const char *text)
{
	for (uint32_t point; (point = text_next(&text));) {
		put(pane, x, y, role, point);
		x += (int)text_width(point);
	}
	return x;
}

int pane_format(const struct pane *pane, int x, int y, enum role role, const char *format, ...)
{
	struct str text = { 0 };
	va_list args;

	va_start(args, format);
	str_vformat(&text, format, args);
	va_end(args);
	x = pane_text(pane, x, y, role, text.text);
	str_free(&text);
	return x;
}

int pane_say(const struct pane *pane, int x, int y, enum role role, const char *format, ...)
{
	struct str text = { 0 };
	va_list args;

	va_start(args, format);
	str_vformat(&text, say(format), args);
	va_end(args);
	x = pane_text(pane, x, y, role, text.text);
	str_free(&text);
	return x;
}

int pane_glyph(const struct pane *pane, int x, int y, enum role role, enum glyph glyph)
{
	return pane_text(pane, x, y, role, canvas_glyph(pane->canvas, glyph));
}

void pane_cut(const struct pane *pane, int x, int y)
{
	if (x > pane->w)
		pane_glyph(pane, pane->w - 1, y, ROLE_DIM, GLYPH_MORE);
}

void pane_right(const struct pane *pane, int y, enum role role, const char *text)
{
	pane_text(pane, clip(pane->w - (int)text_columns(text), 0, pane->w), y, role, text);
}

void pane_row(const struct pane *pane, int x, int y, int n, enum role role, enum glyph glyph)
{
	for (int end = clip(x + n, 0, pane->w); x < end; x++)
		pane_glyph(pane, x, y, role, glyph);
}

void pane_column(const struct pane *pane, int x, int y, int n, enum role role, enum glyph glyph)
{
	for (int end = clip(y + n, 0, pane->h); y < end; y++)
		pane_glyph(pane, x, y, role, glyph);
}

void pane_paint(const struct pane *pane, int x, int y, int n, enum role role)
{
	if (y < 0 || y >= pane->h)
		return;
	for (int end = clip(x + n, 0, pane->w), i = clip(x, 0, pane->w); i < end; i++)
		canvas_cell(pane->canvas, pane->x + i, pane->y + y)->role = (uint8_t)role;
}

void pane_blank(const struct pane *pane, int y, enum role role)
{
	for (int x = 0; x < pane->w; x++)
		put(pane, x, y, role, ' ');
}

int pane_hang(const struct pane *pane, int y, enum role role, int hang, const char *text)
{
	for (int x = 0; *text && pane->w - x > 1; x = hang) {
		size_t skip, n = text_line(text, (unsigned)(pane->w - x), &skip);

		pane_format(pane, x, y++, role, "%.*s", (int)n, text);
		text += n + skip;
	}
	return y;
}

int pane_hang_rows(const char *text, int w, int hang)
{
	int rows = 0;

	for (int x = 0; *text && w - x > 1; x = hang) {
		size_t skip, n = text_line(text, (unsigned)(w - x), &skip);

		text += n + skip;
		rows++;
	}
	return rows;
}

int pane_wrap(const struct pane *pane, int y, enum role role, const char *text)
{
	return pane_hang(pane, y, role, 0, text);
}

int pane_wrap_rows(const char *text, int w)
{
	return pane_hang_rows(text, w, 0);
}

struct pane pane_titled(const struct pane *pane, const char *title, bool in_focus)
{
	enum role role = in_focus ? ROLE_FOCUS : ROLE_BORDER;

	pane_row(pane, 0, 0, pane->w, role, in_focus ? GLYPH_HEAVY : GLYPH_HLINE);
	pane_format(pane, 1, 0, in_focus ? ROLE_FOCUS : ROLE_TITLE, " %s ", title);
	return pane_inside(pane, 0, 1, pane->w, pane->h - 1);
}
