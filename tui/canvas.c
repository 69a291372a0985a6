/* SPDX-License-Identifier: MIT */
/* The cells of a screen. */
#include "sim/base/mem.h"
#include "sim/base/text.h"
#include "tui/canvas.h"

static const char *const glyphs[GLYPH_COUNT][2] = {
#define GLYPH(id, unicode, ascii) [GLYPH_##id] = { unicode, ascii },
#include "tui/glyphs.def"
#undef GLYPH
};

void canvas_init(struct canvas *canvas, unsigned cols, unsigned rows, bool ascii)
{
	*canvas = (struct canvas){ .ascii = ascii };
	canvas_resize(canvas, cols, rows);
}

void canvas_fini(struct canvas *canvas)
{
	mem_free(canvas->cells);
	*canvas = (struct canvas){ 0 };
}

static unsigned side(unsigned wanted)
{
	if (wanted < 1)
		return 1;
	return wanted > CANVAS_SIDE_MAX ? CANVAS_SIDE_MAX : wanted;
}

void canvas_resize(struct canvas *canvas, unsigned cols, unsigned rows)
{
	canvas->cols = side(cols);
	canvas->rows = side(rows);
	canvas->cells = mem_resize(canvas->cells, (size_t)canvas->cols * canvas->rows * sizeof(*canvas->cells));
	canvas_clear(canvas);
}

void canvas_clear(struct canvas *canvas)
{
	for (size_t i = 0; i < (size_t)canvas->cols * canvas->rows; i++)
		canvas->cells[i] = (struct cell){ ' ', ROLE_TEXT };
}

struct cell *canvas_cell(const struct canvas *canvas, int x, int y)
{
	if (x < 0 || y < 0 || (unsigned)x >= canvas->cols || (unsigned)y >= canvas->rows)
		return NULL;
	return &canvas->cells[(size_t)y * canvas->cols + (size_t)x];
}

static bool wide_starts(const struct canvas *canvas, int x, int y)
{
	struct cell *right = canvas_cell(canvas, x + 1, y);

	return right && !right->point;
}

/* What remains of a wide character when one half is taken becomes a blank. */
static void free_halves(struct canvas *canvas, int x, int y)
{
	struct cell *cell = canvas_cell(canvas, x, y), *left = canvas_cell(canvas, x - 1, y);

	if (!cell->point && left)
		left->point = ' ';
	if (wide_starts(canvas, x, y))
		canvas_cell(canvas, x + 1, y)->point = ' ';
}

void canvas_put(struct canvas *canvas, int x, int y, enum role role, uint32_t point)
{
	unsigned width = text_width(point);
	struct cell *cell = canvas_cell(canvas, x, y);

	if (!cell || !width || (width == 2 && !canvas_cell(canvas, x + 1, y)))
		return;
	free_halves(canvas, x, y);
	*cell = (struct cell){ point < ' ' || point == 0x7F ? '?' : point, role };
	if (width == 2) {
		free_halves(canvas, x + 1, y);
		cell[1] = (struct cell){ 0, role };
	}
}

const char *canvas_glyph(const struct canvas *canvas, enum glyph glyph)
{
	return glyphs[glyph][canvas->ascii];
}

static unsigned row_end(const struct cell *row, unsigned cols, bool roles)
{
	while (cols && (roles ? row[cols - 1].role == ROLE_TEXT : row[cols - 1].point == ' '))
		cols--;
	return cols;
}

void canvas_text(const struct canvas *canvas, struct str *out)
{
	for (unsigned y = 0; y < canvas->rows; y++) {
		const struct cell *row = &canvas->cells[(size_t)y * canvas->cols];
		unsigned end = row_end(row, canvas->cols, false);

		for (unsigned x = 0; x < end; x++) {
			char bytes[4];

			if (row[x].point)
				str_append_bytes(out, bytes, text_put(row[x].point, bytes));
		}
		str_append(out, "\n");
	}
}

void canvas_roles(const struct canvas *canvas, struct str *out)
{
	for (unsigned y = 0; y < canvas->rows; y++) {
		const struct cell *row = &canvas->cells[(size_t)y * canvas->cols];
		unsigned end = row_end(row, canvas->cols, true);

		for (unsigned x = 0; x < end; x++)
			str_format(out, "%c", role_look((enum role)row[x].role, false).letter);
		str_append(out, "\n");
	}
}
