/* SPDX-License-Identifier: MIT */
/* Key scenes: copies kept every so often while folding passes by, so that any place is near one. */
#include "sim/base/mem.h"
#include "sim/read/scene.h"

struct scene_keys {
	const struct trace *trace;
	struct scene *now;    /* the one that is handed out */
	struct scene *beside; /* the second; NULL: nobody asked yet */
	struct scene **keys;  /* keys[i]: as it was before record first + i * SCENE_KEY_EVERY */
	size_t keys_n, keys_room;
	uint64_t first;
};

struct scene_keys *scene_keys_new(const struct trace *trace)
{
	struct scene_keys *keys = mem_new(sizeof *keys);

	keys->trace = trace;
	keys->now = scene_new(trace);
	keys->first = keys->now->next;
	mem_grow(&keys->keys, &keys->keys_room, 1, sizeof keys->keys[0]);
	keys->keys[keys->keys_n++] = scene_copy(keys->now);
	return keys;
}

void scene_keys_free(struct scene_keys *keys)
{
	if (!keys)
		return;
	for (size_t i = 0; i < keys->keys_n; i++)
		scene_free(keys->keys[i]);
	scene_free(keys->now);
	scene_free(keys->beside);
	mem_free(keys->keys);
	mem_free(keys);
}

/* The last key at or before the place, or the scene at hand if that is nearer. */
static void back_to_nearest(struct scene_keys *keys, struct scene **scene, uint64_t number)
{
	size_t i = number < keys->first ? 0 : (size_t)((number - keys->first) / SCENE_KEY_EVERY);

	if (i >= keys->keys_n)
		i = keys->keys_n - 1;
	if (*scene && (*scene)->next <= number + 1 && (*scene)->next >= keys->keys[i]->next)
		return;
	scene_free(*scene);
	*scene = scene_copy(keys->keys[i]);
}

/* Folds on, leaving a key at each mark that has none. */
static void forward(struct scene_keys *keys, struct scene *scene, uint64_t number)
{
	while (scene->next <= number && scene->next < trace_count(keys->trace)) {
		uint64_t mark = keys->first + keys->keys_n * SCENE_KEY_EVERY;

		scene_advance(scene, mark > scene->next && mark - 1 < number ? mark - 1 : number);
		if (scene->next == mark) {
			mem_grow(&keys->keys, &keys->keys_room, keys->keys_n + 1, sizeof keys->keys[0]);
			keys->keys[keys->keys_n++] = scene_copy(scene);
		}
	}
}

static const struct scene *bring(struct scene_keys *keys, struct scene **scene, uint64_t number)
{
	uint64_t count = trace_count(keys->trace);

	if (number >= count)
		number = count ? count - 1 : 0;
	back_to_nearest(keys, scene, number);
	forward(keys, *scene, number);
	return *scene;
}

const struct scene *scene_at(struct scene_keys *keys, uint64_t number)
{
	return bring(keys, &keys->now, number);
}

const struct scene *scene_beside(struct scene_keys *keys, uint64_t number)
{
	return bring(keys, &keys->beside, number);
}
