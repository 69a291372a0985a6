/* SPDX-License-Identifier: MIT */
/* Things that come and go under ids (pool blocks, lists ...): a table of the live ones, so that a scene stays small however many
 * there were. Ids are never 0. */
#ifndef MSILAB_READ_SCENE_SET_H
#define MSILAB_READ_SCENE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scene_item {
	uint64_t id;      /* 0: an empty place */
	uint64_t address; /* of a list: 0 if it was not allocated by the driver */
	uint64_t size;    /* bytes; of a list: those last indicated or sent */
	uint64_t detail;  /* pool: tag; shared memory: address for the device; mapping: offset; list: its pool */
	uint32_t obj;
	uint8_t owner; /* of a list: SYM_owner_* */
};

struct scene_set {
	struct scene_item *place;
	size_t places, n; /* places: 0 or a power of two */
};

/* The item of this id, made (zeroed but for the id) if there is none. id 0 gives a place that is never found. */
struct scene_item *scene_set_put(struct scene_set *set, uint64_t id);
const struct scene_item *scene_set_find(const struct scene_set *set, uint64_t id); /* NULL: not there */
void scene_set_drop(struct scene_set *set, uint64_t id);
void scene_set_copy(struct scene_set *to, const struct scene_set *from);
void scene_set_free(struct scene_set *set);

/* The items by rising id; the caller frees the list with mem_free. */
const struct scene_item **scene_set_sorted(const struct scene_set *set);

#endif
