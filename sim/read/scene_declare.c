/* SPDX-License-Identifier: MIT */
/* How a machine's declarations shape its scene: families, registers by role, tables. */
#include <stdlib.h>
#include <string.h>

#include "sim/base/machine.h"
#include "sim/base/mem.h"
#include "sim/read/scene_parts.h"

/* Names of roles, in the order of enum scene_role. An array's registers are NAME[i]. */
static const char *const role_names[SCENE_ROLES] = {
	"ICR", "IMS", "IVAR", "EITR", "RDH", "TDH", "RXCNT", "RXDROP", "TXCNT", "GPRC", "MPC", "GPTC", "IMSGS", "INTXA", "CAUSE", "MASK",
};

/* The first register of a name is the role's element 0. */
static void declare_role(struct scene_device *device, const char *name)
{
	size_t n = strcspn(name, "[");

	for (unsigned i = 0; i < SCENE_ROLES; i++)
		if (!device->role[i] && strlen(role_names[i]) == n && memcmp(role_names[i], name, n) == 0)
			device->role[i] = (uint32_t)device->regs_n;
}

static uint32_t family_add(struct scene *scene, unsigned type, uint32_t obj, uint32_t parent)
{
	switch (type) {
	case SYM_object_BRIDGE:
	case SYM_object_DEVICE:
		*(struct scene_device *)scene_add(&scene->devices, &scene->devices_n, &scene->devices_room,
						  sizeof scene->devices[0]) =
			(struct scene_device){ .obj = obj, .parent = parent, .bridge = type == SYM_object_BRIDGE };
		return (uint32_t)scene->devices_n - 1;
	case SYM_object_INTERRUPT:
		*(struct scene_interrupt *)scene_add(&scene->interrupts, &scene->interrupts_n, &scene->interrupts_room,
						     sizeof scene->interrupts[0]) =
			(struct scene_interrupt){ .obj = obj, .parent = parent };
		return (uint32_t)scene->interrupts_n - 1;
	case SYM_object_LOCK:
		*(struct scene_lock *)scene_add(&scene->locks, &scene->locks_n, &scene->locks_room, sizeof scene->locks[0]) =
			(struct scene_lock){ .obj = obj, .owner = SCENE_NO_CPU };
		return (uint32_t)scene->locks_n - 1;
	case SYM_object_THREAD:
		*(struct scene_thread *)scene_add(&scene->threads, &scene->threads_n, &scene->threads_room,
						  sizeof scene->threads[0]) = (struct scene_thread){ .obj = obj };
		return (uint32_t)scene->threads_n - 1;
	case SYM_object_TIMER:
		*(struct scene_timer *)scene_add(&scene->timers, &scene->timers_n, &scene->timers_room,
						 sizeof scene->timers[0]) = (struct scene_timer){ .obj = obj };
		return (uint32_t)scene->timers_n - 1;
	case SYM_object_WORK:
		*(struct scene_work *)scene_add(&scene->works, &scene->works_n, &scene->works_room, sizeof scene->works[0]) =
			(struct scene_work){ .obj = obj };
		return (uint32_t)scene->works_n - 1;
	case SYM_object_EVENT:
		*(struct scene_event *)scene_add(&scene->events, &scene->events_n, &scene->events_room,
						 sizeof scene->events[0]) = (struct scene_event){ .obj = obj };
		return (uint32_t)scene->events_n - 1;
	default:
		return 0;
	}
}

/* CPUs are numbered by the order of their declaration; their places were made by machine.begin. */
static uint32_t cpu_add(struct scene *scene, uint32_t obj)
{
	uint32_t number = 0;

	while (number < scene->cpus_n && scene->cpus[number].obj)
		number++;
	if (number < scene->cpus_n)
		scene->cpus[number].obj = obj;
	return number;
}

static void declare_object(struct scene *scene, const struct record *r)
{
	struct scene_object *object;

	if (r->obj != scene->objects_n)
		return;
	object = scene_add(&scene->objects, &scene->objects_n, &scene->objects_room, sizeof *object);
	*object = (struct scene_object){ .name = (uint32_t)r->w[1], .parent = (uint32_t)r->w[2], .detail = (uint32_t)r->w[3] };
	object->type = r->w[0] < SYM_object_COUNT ? (uint8_t)r->w[0] : SYM_object_MACHINE;
	if (object->type == SYM_object_CPU)
		object->index = cpu_add(scene, r->obj);
	else
		object->index = family_add(scene, object->type, r->obj, (uint32_t)r->w[2]);
	if (object->type == SYM_object_IOAPIC)
		scene->ioapic_obj = r->obj;
}

static void declare_machine(struct scene *scene, const struct record *r)
{
	if (scene->cpus_n || r->w[1] > MACHINE_CPUS_MAX)
		return;
	scene->seed = r->w[0];
	scene->cpus_n = (size_t)r->w[1];
	mem_free(scene->cpus);
	scene->cpus = mem_new((scene->cpus_n + 1) * sizeof scene->cpus[0]);
	for (size_t i = 0; i <= scene->cpus_n; i++)
		scene->cpus[i].apic.svr = 0xFF;
}

static void declare_reg(struct scene *scene, struct scene_device *device, const struct record *r)
{
	struct scene_reg *reg;

	if (r->w[0] != device->regs_n || !device->obj)
		return;
	reg = scene_add(&device->regs, &device->regs_n, &device->regs_room, sizeof *reg);
	*reg = (struct scene_reg){ (uint32_t)r->w[3], (uint32_t)r->w[3], (uint32_t)r->w[1], (uint32_t)r->w[2] };
	declare_role(device, trace_text_of(scene->trace, r->w[2]));
}

static void declare_cfg(struct scene_device *device, const struct record *r)
{
	for (unsigned i = 0; i < 4 && r->w[0] < SCENE_CONFIG - 3; i++)
		device->config[r->w[0] + i] = (uint8_t)(r->w[1] >> 8 * i);
}

static void declare_msix(struct scene_device *device, const struct record *r)
{
	if (device->entries_n || r->w[0] > SCENE_MESSAGES || !device->obj)
		return;
	device->entries_n = (uint32_t)r->w[0];
	device->table_at = (uint32_t)r->w[1];
	device->pba_at = (uint32_t)r->w[2];
	device->entries = mem_new((device->entries_n + 1) * sizeof device->entries[0]);
	device->pba = mem_new(scene_pba_words(device->entries_n + 1) * sizeof device->pba[0]);
	for (uint32_t i = 0; i < device->entries_n; i++)
		device->entries[i].control = 1;
}

void scene_fold_declare(struct scene *scene, const struct record *r)
{
	struct scene_device *device = (struct scene_device *)scene_device(scene, r->obj);

	switch (r->kind) {
	case R_MACHINE_BEGIN:
		declare_machine(scene, r);
		break;
	case R_MACHINE_OBJECT:
		declare_object(scene, r);
		break;
	case R_MACHINE_REG:
		declare_reg(scene, device, r);
		break;
	case R_MACHINE_CFG:
		declare_cfg(device, r);
		break;
	case R_MACHINE_MSIX:
		declare_msix(device, r);
		break;
	case R_MACHINE_ROUTE:
		device->pin = (uint32_t)r->w[0];
		device->input = (uint32_t)r->w[1];
		break;
	default:
		break;
	}
}
