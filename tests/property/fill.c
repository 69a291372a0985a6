/* SPDX-License-Identifier: MIT */
/* Emptying a scene down to its shape, and filling it group by group. */
#include <string.h>

#include "sim/base/mem.h"
#include "tests/property/fill.h"

#define NOBODYS 0xA5 /* what no machine holds */

/* An object's part becomes nobody's; what makes the shape is put back by the caller. */
#define WIPE(part) memset((part), NOBODYS, sizeof *(part))

/* An array may be none at all. */
static void wipe_array(void *items, size_t n, size_t size)
{
	if (n)
		memset(items, NOBODYS, n * size);
}

static void wipe_device(struct scene_device *device)
{
	struct scene_device was = *device;

	WIPE(device);
	device->obj = was.obj;
	device->regs = was.regs;
	device->regs_n = was.regs_n;
	device->regs_room = was.regs_room;
	device->entries = was.entries;
	device->entries_n = was.entries_n;
	device->pba = was.pba;
	device->removed = !was.removed;
	device->link_up = !was.link_up;
	wipe_array(device->regs, device->regs_n, sizeof device->regs[0]);
	wipe_array(device->entries, device->entries_n, sizeof device->entries[0]);
	wipe_array(device->pba, (device->entries_n + 63) / 64, sizeof device->pba[0]);
	mem_free(was.grant.messages);
	device->grant.messages = NULL;
	device->grant.count = 0;
}

static void wipe_cpu(struct scene_cpu *cpu)
{
	struct scene_cpu was = *cpu;

	WIPE(cpu);
	cpu->obj = was.obj;
	cpu->dpcs = was.dpcs;
	cpu->dpcs_room = was.dpcs_room;
	cpu->dpcs_n = 0;
}

static void wipe_interrupt(struct scene_interrupt *interrupt)
{
	struct scene_interrupt was = *interrupt;

	WIPE(interrupt);
	interrupt->obj = was.obj;
	interrupt->messages = was.messages;
	interrupt->room = was.room;
	interrupt->n = 0;
}

/* Parts without arrays of their own: everything but the object. */
#define WIPE_ALL(scene, family)                                                                                              \
	for (size_t i_ = 0; i_ < (scene)->family##_n; i_++) {                                                                \
		uint32_t obj_ = (scene)->family[i_].obj;                                                                     \
                                                                                                                             \
		WIPE(&(scene)->family[i_]);                                                                                  \
		(scene)->family[i_].obj = obj_;                                                                              \
	}

static void wipe_set(struct scene_set *set)
{
	scene_set_free(set);
	*set = (struct scene_set){ 0 };
}

static void wipe(struct scene *scene)
{
	for (size_t i = 0; i < scene->cpus_n; i++)
		wipe_cpu(&scene->cpus[i]);
	for (size_t i = 0; i < scene->devices_n; i++)
		wipe_device(&scene->devices[i]);
	for (size_t i = 0; i < scene->interrupts_n; i++)
		wipe_interrupt(&scene->interrupts[i]);
	WIPE_ALL(scene, locks)
	WIPE_ALL(scene, threads)
	WIPE_ALL(scene, timers)
	WIPE_ALL(scene, works)
	WIPE_ALL(scene, events)
	memset(scene->entry, NOBODYS, sizeof scene->entry);
	scene->levels = UINT32_MAX;
	wipe_set(&scene->pool);
	wipe_set(&scene->shared);
	wipe_set(&scene->maps);
	wipe_set(&scene->lists);
}

struct scene *fill_scene(const struct scene *shape, const struct sim *sim)
{
	struct scene *scene = scene_copy(shape);

	wipe(scene);
#define SCENE(name, text) fill_##name(scene, sim);
#include "sim/read/scene.def"
#undef SCENE
	return scene;
}

const struct device *fill_device(const struct sim *sim, uint32_t obj)
{
	for (unsigned i = 0; i < sim->hw->devices_n; i++)
		if (sim->hw->devices[i]->obj == obj)
			return sim->hw->devices[i];
	return NULL;
}
