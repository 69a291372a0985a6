/* SPDX-License-Identifier: MIT */
/* Comparing two moments. */
#include <stdio.h>

#include "sim/base/mem.h"
#include "tui/compare.h"

static void told(void *context, enum scene_group group, uint32_t obj, const char *what, uint64_t place, uint64_t a, uint64_t b)
{
	struct compare *compare = context;
	struct compare_state *state;

	if (compare->states == COMPARE_STATES_MAX) {
		compare->cut = true;
		return;
	}
	mem_grow(&compare->state, &compare->states_room, compare->states + 1, sizeof(*compare->state));
	state = &compare->state[compare->states++];
	*state = (struct compare_state){ .group = group, .obj = obj, .place = place, .left = a, .right = b };
	snprintf(state->what, sizeof(state->what), "%s", what);
}

/* The scene of a side, to be freed. */
static struct scene *scene_of(const struct compare_side *side)
{
	return scene_copy(scene_at(side->branch->keys, side->cursor - 1));
}

void compare_make(struct compare *compare, struct session *session, const struct compare_side *left, const struct compare_side *right)
{
	struct scene *a = scene_of(left), *b = scene_of(right);

	compare_fini(compare);
	*compare = (struct compare){ .asked = true, .left = *left, .right = *right };
	scene_differences(a, b, told, compare);
	if (left->branch != right->branch)
		diff_traces(&compare->diff, left->branch->trace, left->cursor, right->branch->trace, right->cursor);
	else
		compare->diff.first = DIFF_NONE;
	scene_free(a);
	scene_free(b);
	session_seek(session, session->cursor); /* its scene was moved */
}

void compare_fini(struct compare *compare)
{
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
