/* SPDX-License-Identifier: MIT */
/* Comparing two moments. */
#include <stdio.h>

#include "sim/base/arena_parts.h"
#include "sim/base/mem.h"
#include "tui/compare.h"

static void told(void *context, enum scene_group group, uint32_t obj, const char *what, uint64_t place, uint64_t a, uint64_t b)
{
	struct compare *compare = context;
	struct compare_state *state;

	if (arena_moved(a, b)) {
		compare->moved++;
		return;
	}
	if (compare->states == COMPARE_STATES_MAX) {
		compare->cut = true;
		return;
	}
	mem_grow(&compare->state, &compare->states_room, compare->states + 1, sizeof(*compare->state));
	state = &compare->state[compare->states++];
	*state = (struct compare_state){ .group = group, .obj = obj, .place = place, .left = a, .right = b };
	snprintf(state->what, sizeof(state->what), "%s", what);
}

/* Each step is one or more slices. */
struct compare_work {
	struct scene *left, *right;
	struct diff_work *diff;
	uint64_t same; /* records that both sides share */
};

static void work_end(struct compare *compare)
{
	struct compare_work *work = compare->work;

	if (!work)
		return;
	scene_free(work->left);
	scene_free(work->right);
	diff_work_free(work->diff);
	mem_free(work);
	compare->work = NULL;
}

static struct scene *scene_of(const struct compare_side *side)
{
	return scene_copy(scene_beside(side->branch->keys, side->cursor - 1));
}

static bool slice(void *context, unsigned *percent)
{
	struct compare *compare = context;
	struct compare_work *work = compare->work;

	if (!work->left) {
		work->left = scene_of(&compare->left);
	} else if (!work->right) {
		work->right = scene_of(&compare->right);
	} else if (!work->diff) {
		scene_differences(work->left, work->right, told, compare);
		if (compare->left.branch == compare->right.branch)
			return true;
		work->diff = diff_work_new(&compare->diff, compare->left.branch->trace, compare->left.cursor,
					   compare->right.branch->trace, compare->right.cursor, work->same);
	} else if (diff_slice(work->diff)) {
		return true;
	} else {
		*percent = diff_percent(work->diff);
	}
	return false;
}

static unsigned place_of(const struct session *session, const struct session_branch *branch)
{
	unsigned i = 0;

	while (i + 1 < session->branches && session->branch[i] != branch)
		i++;
	return i;
}

bool compare_begin(struct compare *compare, struct session *session, const struct compare_side *left, const struct compare_side *right)
{
	if (session_busy(session))
		return false;
	compare_fini(compare);
	*compare = (struct compare){ .left = *left, .right = *right, .diff.first = DIFF_NONE };
	compare->work = mem_new(sizeof(*compare->work));
	compare->work->same = session_shared(session, place_of(session, left->branch), place_of(session, right->branch));
	return session_compute(session, slice, compare);
}

void compare_done(struct compare *compare, const struct session *session)
{
	work_end(compare);
	if (session->outcome == SESSION_DONE)
		compare->asked = true;
	else
		compare_fini(compare);
}

void compare_fini(struct compare *compare)
{
	work_end(compare);
	diff_fini(&compare->diff);
	mem_free(compare->state);
	*compare = (struct compare){ 0 };
}

static bool listed(const struct session *session, const struct session_branch *branch)
{
	for (unsigned i = 0; i < session->branches; i++)
		if (session->branch[i] == branch)
			return true;
	return false;
}

bool compare_stands(const struct compare *compare, const struct session *session)
{
	return compare->asked && listed(session, compare->left.branch) && listed(session, compare->right.branch);
}
