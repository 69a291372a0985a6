/* SPDX-License-Identifier: MIT */
/* THE fold: a table of functions by kind. */
#include "sim/read/scene_parts.h"

typedef void fold(struct scene *scene, const struct record *record);

static fold *const folds[RECORD_KINDS] = {
#define FOLD(kind, function) [R_##kind] = scene_fold_##function,
#include "sim/read/scene_folds.def"
#undef FOLD
};

void scene_apply(struct scene *scene, const struct record *record)
{
	fold *change = folds[record->kind];

	scene->next = record->number + 1;
	scene->at = record->at;
	if (change)
		change(scene, record);
}

bool scene_changes(enum record_kind kind)
{
	return folds[kind] != NULL;
}
