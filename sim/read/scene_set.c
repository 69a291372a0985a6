/* SPDX-License-Identifier: MIT */
/* Open addressing over ids, which are dense: the id itself is the hash. Place 0 of the array stands for id 0 and is not in
 * the table. */
#include <stdlib.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/scene_set.h"

#define FIRST_PLACES 32

static struct scene_item *place_of(const struct scene_set *set, uint64_t id)
{
	size_t mask = set->places - 1, i = (size_t)id & mask;

	while (set->place[1 + i].id && set->place[1 + i].id != id)
		i = (i + 1) & mask;
	return &set->place[1 + i];
}

static void widen(struct scene_set *set)
{
	struct scene_set wider = { .places = set->places ? set->places * 2 : FIRST_PLACES, .n = set->n };

	wider.place = mem_new((wider.places + 1) * sizeof wider.place[0]);
	for (size_t i = 1; i <= set->places; i++)
		if (set->place[i].id)
			*place_of(&wider, set->place[i].id) = set->place[i];
	mem_free(set->place);
	*set = wider;
}

struct scene_item *scene_set_put(struct scene_set *set, uint64_t id)
{
	struct scene_item *item;

	if (set->n * 2 >= set->places)
		widen(set);
	if (!id)
		return set->place;
	item = place_of(set, id);
	if (!item->id) {
		*item = (struct scene_item){ .id = id };
		set->n++;
	}
	return item;
}

const struct scene_item *scene_set_find(const struct scene_set *set, uint64_t id)
{
	const struct scene_item *item = set->places && id ? place_of(set, id) : NULL;

	return item && item->id ? item : NULL;
}

/* Closes the gap: an item moves down if the gap lies between its own place and where it stands. */
void scene_set_drop(struct scene_set *set, uint64_t id)
{
	struct scene_item *item = (struct scene_item *)scene_set_find(set, id);
	size_t mask = set->places - 1, gap, i;

	if (!item)
		return;
	set->n--;
	gap = (size_t)(item - set->place) - 1;
	for (i = (gap + 1) & mask; set->place[1 + i].id; i = (i + 1) & mask)
		if (((i - set->place[1 + i].id) & mask) >= ((i - gap) & mask)) {
			set->place[1 + gap] = set->place[1 + i];
			gap = i;
		}
	set->place[1 + gap].id = 0;
}

void scene_set_copy(struct scene_set *to, const struct scene_set *from)
{
	*to = *from;
	to->place = NULL;
	if (!from->places)
		return;
	to->place = mem_new((from->places + 1) * sizeof to->place[0]);
	memcpy(to->place, from->place, (from->places + 1) * sizeof to->place[0]);
}

void scene_set_free(struct scene_set *set)
{
	mem_free(set->place);
	*set = (struct scene_set){ 0 };
}

static int by_id(const void *a, const void *b)
{
	const struct scene_item *const *x = a, *const *y = b;

	return (*x)->id < (*y)->id ? -1 : (*x)->id > (*y)->id;
}

const struct scene_item **scene_set_sorted(const struct scene_set *set)
{
	const struct scene_item **list = mem_new((set->n + 1) * sizeof(void *));
	size_t n = 0;

	for (size_t i = 1; i <= set->places; i++)
		if (set->place[i].id)
			list[n++] = &set->place[i];
	qsort(list, n, sizeof list[0], by_id);
	return list;
}
