/* SPDX-License-Identifier: MIT */
/* What the files of the scene share; nothing for anybody else. */
#ifndef MSILAB_READ_SCENE_PARTS_H
#define MSILAB_READ_SCENE_PARTS_H

#include "sim/read/scene.h"

/* Adds one zeroed item to an array of `size`-byte items (pass the array's address) and returns it. */
void *scene_add(void *items, size_t *n, size_t *room, size_t size);

/* Place in the family's array of an object of that type, 0: it is none. */
uint32_t scene_index(const struct scene *scene, uint32_t obj, unsigned type);

static inline size_t scene_pba_words(uint32_t entries)
{
	return (entries + 63) / 64;
}

/* A CPU by number; nobody's place if there is none such. */
static inline struct scene_cpu *scene_cpu_numbered(struct scene *scene, uint64_t number)
{
	return &scene->cpus[number < scene->cpus_n ? number : scene->cpus_n];
}

#define FOLD(kind, function) void scene_fold_##function(struct scene *scene, const struct record *record);
#include "sim/read/scene_folds.def"
#undef FOLD

#endif
