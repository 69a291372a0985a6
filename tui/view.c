/* SPDX-License-Identifier: MIT */
/* The table of views and what they share. */
#include <string.h>

#include "tui/view.h"

#define VIEW(name, key, title, help) extern const struct view view_##name;
#include "tui/views.def"
#undef VIEW

const struct view *const views[VIEW_COUNT] = {
#define VIEW(name, key, title, help) [VIEW_##name] = &view_##name,
#include "tui/views.def"
#undef VIEW
};

const struct view_form view_forms[VIEW_COUNT] = {
#define VIEW(name, key, title, help) [VIEW_##name] = { #name, key, title, help },
#include "tui/views.def"
#undef VIEW
};

enum view_kind view_named(const char *name)
{
	for (unsigned i = 0; i < VIEW_COUNT; i++)
		if (!strcmp(view_forms[i].name, name))
			return (enum view_kind)i;
	return VIEW_COUNT;
}

const struct record *look_record(const struct look *look)
{
	return look->cursor ? trace_at(look->trace, look->cursor - 1) : NULL;
}

vtime look_now(const struct look *look)
{
	const struct record *record = look_record(look);

	return record ? record->at : 0;
}

const struct scene *look_then(const struct look *look, uint64_t cursor)
{
	bool there = cursor && cursor <= trace_count(look->trace); /* it may be of a branch that went further */

	return look->then && there ? look->then(look->context, cursor) : NULL;
}

uint64_t look_cursor_at(const struct look *look, vtime time)
{
	uint64_t low = trace_first(look->trace), high = trace_count(look->trace);

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (trace_at(look->trace, middle)->at <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int64_t list_step(const struct view_state *state, enum request_kind kind, int64_t n)
{
	int64_t page = state->rows > 2 ? state->rows - 1 : 1;

	switch (kind) {
	case REQUEST_UP:
		return -1;
	case REQUEST_DOWN:
		return 1;
	case REQUEST_PAGE_UP:
		return -page;
	case REQUEST_PAGE_DOWN:
		return page;
	case REQUEST_FIRST:
		return -n;
	case REQUEST_LAST:
		return n;
	default:
		return 0;
	}
}

bool view_scroll(struct view_state *state, enum request_kind kind)
{
	int64_t step = list_step(state, kind, 0);

	if (!step)
		return false;
	state->top += step;
	state->moved = true;
	return true;
}

bool view_list_move(struct view_state *state, enum request_kind kind, int64_t n)
{
	int64_t step = list_step(state, kind, n);

	if (!step)
		return false;
	state->at += step;
	if (state->at >= n)
		state->at = n - 1;
	if (state->at < 0)
		state->at = 0;
	state->moved = true;
	return true;
}

void view_list_show(struct view_state *state, int64_t n, int rows)
{
	state->rows = rows;
	if (state->at < state->top)
		state->top = state->at;
	if (state->at >= state->top + rows)
		state->top = state->at - rows + 1;
	if (state->top > n - rows)
		state->top = n - rows;
	if (state->top < 0)
		state->top = 0;
}
