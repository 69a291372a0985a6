/* SPDX-License-Identifier: MIT */
/* A scene's life, and looking things up in it. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/scene.h"
#include "sim/read/scene_parts.h"

void *scene_add(void *items, size_t *n, size_t *room, size_t size)
{
	char *item;

	mem_grow(items, room, *n + 1, size);
	memcpy(&item, items, sizeof item);
	item += (*n)++ * size;
	memset(item, 0, size);
	return item;
}

struct scene *scene_new(const struct trace *trace)
{
	struct scene *scene = mem_new(sizeof *scene);

	scene->trace = trace;
	scene->next = trace_first(trace);
	scene->bugcheck = UINT64_MAX;
	scene->cpus = mem_new(sizeof scene->cpus[0]);
	scene_add(&scene->objects, &scene->objects_n, &scene->objects_room, sizeof scene->objects[0]);
	scene_add(&scene->devices, &scene->devices_n, &scene->devices_room, sizeof scene->devices[0]);
	scene_add(&scene->interrupts, &scene->interrupts_n, &scene->interrupts_room, sizeof scene->interrupts[0]);
	scene_add(&scene->locks, &scene->locks_n, &scene->locks_room, sizeof scene->locks[0]);
	scene_add(&scene->threads, &scene->threads_n, &scene->threads_room, sizeof scene->threads[0]);
	scene_add(&scene->timers, &scene->timers_n, &scene->timers_room, sizeof scene->timers[0]);
	scene_add(&scene->works, &scene->works_n, &scene->works_room, sizeof scene->works[0]);
	scene_add(&scene->events, &scene->events_n, &scene->events_room, sizeof scene->events[0]);
	return scene;
}

static void device_free(struct scene_device *device)
{
	mem_free(device->regs);
	mem_free(device->entries);
	mem_free(device->pba);
	mem_free(device->grant.messages);
}

void scene_free(struct scene *scene)
{
	if (!scene)
		return;
	for (size_t i = 0; i < scene->devices_n; i++)
		device_free(&scene->devices[i]);
	for (size_t i = 0; i < scene->interrupts_n; i++)
		mem_free(scene->interrupts[i].messages);
	for (size_t i = 0; i <= scene->cpus_n; i++)
		mem_free(scene->cpus[i].dpcs);
	mem_free(scene->objects);
	mem_free(scene->cpus);
	mem_free(scene->devices);
	mem_free(scene->interrupts);
	mem_free(scene->locks);
	mem_free(scene->threads);
	mem_free(scene->timers);
	mem_free(scene->works);
	mem_free(scene->events);
	scene_set_free(&scene->pool);
	scene_set_free(&scene->shared);
	scene_set_free(&scene->maps);
	scene_set_free(&scene->lists);
	mem_free(scene);
}

/* A copy of n items; the room of the copy is n. None: NULL. */
static void *same(const void *items, size_t n, size_t size)
{
	return n ? memcpy(mem_new(n * size), items, n * size) : NULL;
}

static void device_copy(struct scene_device *device)
{
	device->regs = same(device->regs, device->regs_n, sizeof device->regs[0]);
	device->regs_room = device->regs_n;
	device->entries = same(device->entries, device->entries_n, sizeof device->entries[0]);
	device->pba = same(device->pba, device->entries_n ? scene_pba_words(device->entries_n) : 0, sizeof device->pba[0]);
	device->grant.messages = same(device->grant.messages, device->grant.count, sizeof device->grant.messages[0]);
}

static void families_copy(struct scene *to, const struct scene *from)
{
	to->objects = same(from->objects, to->objects_room = from->objects_n, sizeof to->objects[0]);
	to->cpus = same(from->cpus, from->cpus_n + 1, sizeof to->cpus[0]);
	to->devices = same(from->devices, to->devices_room = from->devices_n, sizeof to->devices[0]);
	to->interrupts = same(from->interrupts, to->interrupts_room = from->interrupts_n, sizeof to->interrupts[0]);
	to->locks = same(from->locks, to->locks_room = from->locks_n, sizeof to->locks[0]);
	to->threads = same(from->threads, to->threads_room = from->threads_n, sizeof to->threads[0]);
	to->timers = same(from->timers, to->timers_room = from->timers_n, sizeof to->timers[0]);
	to->works = same(from->works, to->works_room = from->works_n, sizeof to->works[0]);
	to->events = same(from->events, to->events_room = from->events_n, sizeof to->events[0]);
}

struct scene *scene_copy(const struct scene *from)
{
	struct scene *to = same(from, 1, sizeof *from);

	families_copy(to, from);
	for (size_t i = 0; i < to->devices_n; i++)
		device_copy(&to->devices[i]);
	for (size_t i = 0; i < to->interrupts_n; i++) {
		struct scene_interrupt *interrupt = &to->interrupts[i];

		interrupt->room = interrupt->n;
		interrupt->messages = same(interrupt->messages, interrupt->n, sizeof interrupt->messages[0]);
	}
	for (size_t i = 0; i <= to->cpus_n; i++) {
		struct scene_cpu *cpu = &to->cpus[i];

		cpu->dpcs_room = cpu->dpcs_n;
		cpu->dpcs = same(cpu->dpcs, cpu->dpcs_n, sizeof cpu->dpcs[0]);
	}
	scene_set_copy(&to->pool, &from->pool);
	scene_set_copy(&to->shared, &from->shared);
	scene_set_copy(&to->maps, &from->maps);
	scene_set_copy(&to->lists, &from->lists);
	return to;
}

uint32_t scene_index(const struct scene *scene, uint32_t obj, unsigned type)
{
	const struct scene_object *object = &scene->objects[obj < scene->objects_n ? obj : 0];

	return object->type == type ? object->index : 0;
}

const struct scene_device *scene_device(const struct scene *scene, uint32_t obj)
{
	uint32_t index = scene_index(scene, obj, SYM_object_DEVICE);

	return &scene->devices[index ? index : scene_index(scene, obj, SYM_object_BRIDGE)];
}

const struct scene_interrupt *scene_interrupt(const struct scene *scene, uint32_t obj)
{
	return &scene->interrupts[scene_index(scene, obj, SYM_object_INTERRUPT)];
}

const struct scene_interrupt *scene_asked(const struct scene *scene, uint64_t cpus, unsigned vector, unsigned place, size_t *message)
{
	for (size_t i = 1; i < scene->interrupts_n; i++)
		for (size_t m = 0; m < scene->interrupts[i].n; m++) {
			const struct scene_connection *c = &scene->interrupts[i].messages[m];

			if (!c->connected || c->vector != vector || !(c->cpus & cpus) || c->place != place)
				continue;
			*message = m;
			return &scene->interrupts[i];
		}
	return NULL;
}

const struct scene_thread *scene_thread(const struct scene *scene, uint32_t obj)
{
	return &scene->threads[scene_index(scene, obj, SYM_object_THREAD)];
}

uint32_t scene_config(const struct scene_device *device, unsigned offset, unsigned size)
{
	uint32_t value = 0;

	while (size-- > 0)
		if (offset + size < SCENE_CONFIG)
			value |= (uint32_t)device->config[offset + size] << 8 * size;
	return value;
}

unsigned scene_capability(const struct scene_device *device, uint8_t id)
{
	unsigned at = scene_config(device, 6, 2) & 1u << 4 ? device->config[0x34] & 0xFCu : 0;

	for (unsigned steps = 0; at >= 0x40 && steps < 48; steps++) {
		if (device->config[at] == id)
			return at;
		at = device->config[at + 1] & 0xFCu;
	}
	return 0;
}

unsigned scene_mode(const struct scene_device *device)
{
	unsigned msi = scene_capability(device, 0x05), msix = scene_capability(device, 0x11);

	if (msix && scene_config(device, msix + 2, 2) & 1u << 15)
		return SYM_grant_MSIX;
	if (msi && scene_config(device, msi + 2, 2) & 1)
		return SYM_grant_MSI;
	return device->config[0x3D] && !(scene_config(device, 4, 2) & 1u << 10) ? SYM_grant_LINE : SYM_grant_NONE;
}

uint32_t scene_role(const struct scene_device *device, enum scene_role role, unsigned element)
{
	uint32_t first = device->role[role];

	return first && first - 1 + element < device->regs_n ? device->regs[first - 1 + element].value : 0;
}

uint32_t scene_causes(const struct scene_device *device)
{
	return scene_role(device, device->role[ROLE_ICR] ? ROLE_ICR : ROLE_CAUSE, 0);
}

uint32_t scene_enabled(const struct scene_device *device)
{
	return scene_role(device, device->role[ROLE_IMS] ? ROLE_IMS : ROLE_MASK, 0);
}

bool scene_pending(const struct scene_device *device, unsigned entry)
{
	return entry < device->entries_n && device->pba[entry / 64] >> entry % 64 & 1;
}

bool scene_vector(const uint32_t set[8], uint8_t vector)
{
	return set[vector / 32] >> vector % 32 & 1;
}

void scene_advance(struct scene *scene, uint64_t number)
{
	uint64_t count = trace_count(scene->trace), end = number < count ? number + 1 : count;
	size_t n;

	if (scene->next < trace_first(scene->trace))
		scene->next = trace_first(scene->trace);
	while (scene->next < end) {
		const struct record *record = trace_run(scene->trace, scene->next, &n);

		if (n > end - scene->next)
			n = (size_t)(end - scene->next);
		for (size_t i = 0; i < n; i++)
			scene_apply(scene, &record[i]);
	}
}
