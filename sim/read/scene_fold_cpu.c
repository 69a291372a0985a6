/* SPDX-License-Identifier: MIT */
/* The fold of what CPUs do: local APICs, levels, nesting, DPC queues, interrupt objects. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/scene_parts.h"

static struct scene_cpu *cpu_of(struct scene *scene, const struct record *r)
{
	const struct scene_object *object = &scene->objects[r->obj < scene->objects_n ? r->obj : 0];

	return scene_cpu_numbered(scene, object->type == SYM_object_CPU ? object->index : SCENE_NO_CPU);
}

/* Local APICs and levels. */

static void mark(uint32_t set[8], uint64_t vector, bool on)
{
	uint32_t bit = 1u << vector % 32;

	set[vector / 32 % 8] = on ? set[vector / 32 % 8] | bit : set[vector / 32 % 8] & ~bit;
}

void scene_fold_accept(struct scene *scene, const struct record *r)
{
	struct scene_apic *apic = &cpu_of(scene, r)->apic;

	mark(apic->irr, r->w[0], true);
	mark(apic->tmr, r->w[0], r->w[1]);
}

void scene_fold_deliver(struct scene *scene, const struct record *r)
{
	struct scene_apic *apic = &cpu_of(scene, r)->apic;

	mark(apic->irr, r->w[0], false);
	mark(apic->isr, r->w[0], true);
	apic->taken[r->w[0] & 0xFF]++;
}

void scene_fold_eoi(struct scene *scene, const struct record *r)
{
	mark(cpu_of(scene, r)->apic.isr, r->w[0], false);
}

void scene_fold_apic_reg(struct scene *scene, const struct record *r)
{
	struct scene_apic *apic = &cpu_of(scene, r)->apic;
	uint32_t value = (uint32_t)r->w[1];

	switch (r->w[0]) {
	case 0x080:
		apic->tpr = (uint8_t)value;
		break;
	case 0x0D0:
		apic->ldr = value;
		break;
	case 0x0E0:
		apic->dfr = value;
		break;
	case 0x0F0:
		apic->svr = value;
		break;
	case 0x280:
		apic->esr = value;
		break;
	default:
		break;
	}
}

/* The higher of level and hold is the class of the task priority register. */
static void follow_level(struct scene_cpu *cpu)
{
	cpu->apic.tpr = (uint8_t)((cpu->hold > cpu->irql ? cpu->hold : cpu->irql) << 4);
}

void scene_fold_irql(struct scene *scene, const struct record *r)
{
	struct scene_cpu *cpu = cpu_of(scene, r);

	cpu->irql = (uint8_t)r->w[1];
	follow_level(cpu);
}

void scene_fold_hold(struct scene *scene, const struct record *r)
{
	struct scene_cpu *cpu = cpu_of(scene, r);

	cpu->hold = (uint8_t)r->w[0];
	follow_level(cpu);
}

/* Nesting. */

static void push(struct scene *scene, const struct record *r, enum scene_frame_kind kind)
{
	struct scene_stack *stack = &scene_cpu_numbered(scene, r->cpu)->stack;

	if (stack->depth < SCENE_FRAMES)
		stack->frame[stack->depth] = (struct scene_frame){
			.since = r->at, .number = r->number, .code = r->w[3], .obj = r->obj, .kind = (uint8_t)kind, .irql = r->irql,
			.message = kind == FRAME_HANDLER ? 0 : (uint32_t)r->w[0],
			.name = kind == FRAME_HANDLER ? (uint32_t)r->w[0] : 0,
		};
	stack->depth++;
}

void scene_fold_leave(struct scene *scene, const struct record *r)
{
	struct scene_stack *stack = &scene_cpu_numbered(scene, r->cpu)->stack;

	if (stack->depth)
		stack->depth--;
}

void scene_fold_handler_enter(struct scene *scene, const struct record *r)
{
	push(scene, r, FRAME_HANDLER);
}

void scene_fold_dpc_queue(struct scene *scene, const struct record *r)
{
	struct scene_cpu *cpu = scene_cpu_numbered(scene, r->w[1]);

	if (cpu == &scene->cpus[scene->cpus_n])
		return;
	mem_grow(&cpu->dpcs, &cpu->dpcs_room, cpu->dpcs_n + 1, sizeof cpu->dpcs[0]);
	cpu->dpcs[cpu->dpcs_n++] = (struct scene_dpc){ r->w[2], r->number, r->obj, (uint32_t)r->w[0] };
}

static void dpc_drop(struct scene_cpu *cpu, const struct record *r)
{
	size_t i = 0;

	while (i < cpu->dpcs_n && !(cpu->dpcs[i].obj == r->obj && cpu->dpcs[i].message == r->w[0]))
		i++;
	if (i == cpu->dpcs_n)
		return;
	cpu->dpcs_n--;
	memmove(&cpu->dpcs[i], &cpu->dpcs[i + 1], (cpu->dpcs_n - i) * sizeof cpu->dpcs[0]);
}

void scene_fold_dpc_enter(struct scene *scene, const struct record *r)
{
	dpc_drop(scene_cpu_numbered(scene, r->cpu), r);
	push(scene, r, FRAME_DPC);
}

void scene_fold_dpc_remove(struct scene *scene, const struct record *r)
{
	dpc_drop(scene_cpu_numbered(scene, r->w[1]), r);
}

/* Interrupt objects. */

static struct scene_connection *connection(struct scene *scene, const struct record *r)
{
	struct scene_interrupt *interrupt = (struct scene_interrupt *)scene_interrupt(scene, r->obj);
	uint64_t message = r->w[0] == RECORD_NONE ? 0 : r->w[0];

	if (!interrupt->obj || message >= SCENE_MESSAGES)
		return NULL;
	while (interrupt->n <= message)
		scene_add(&interrupt->messages, &interrupt->n, &interrupt->room, sizeof interrupt->messages[0]);
	return &interrupt->messages[message];
}

/* The routines of one vector on one CPU are a chain. */
static bool chained(const struct scene_connection *a, const struct scene_connection *b)
{
	return a != b && a->connected && a->vector == b->vector && a->cpus == b->cpus;
}

static uint16_t chain_others(const struct scene *scene, const struct scene_connection *c)
{
	uint16_t n = 0;

	for (size_t i = 1; i < scene->interrupts_n; i++)
		for (size_t m = 0; m < scene->interrupts[i].n; m++)
			n += chained(&scene->interrupts[i].messages[m], c);
	return n;
}

/* Those behind it move up. */
static void chain_leave(struct scene *scene, struct scene_connection *c)
{
	for (size_t i = 1; i < scene->interrupts_n; i++)
		for (size_t m = 0; m < scene->interrupts[i].n; m++) {
			struct scene_connection *other = &scene->interrupts[i].messages[m];

			other->place -= chained(other, c) && other->place > c->place;
		}
	c->connected = false;
	c->place = 0;
}

void scene_fold_connect(struct scene *scene, const struct record *r)
{
	struct scene_connection *c = connection(scene, r);

	if (!c)
		return;
	*c = (struct scene_connection){ .cpus = r->w[2], .vector = (uint8_t)r->w[1], .kind = (uint8_t)r->w[3], .connected = true };
	c->place = chain_others(scene, c);
}

void scene_fold_isr_enter(struct scene *scene, const struct record *r)
{
	struct scene_connection *c = connection(scene, r);

	if (c)
		c->calls++;
	push(scene, r, FRAME_ISR);
}

void scene_fold_isr_exit(struct scene *scene, const struct record *r)
{
	struct scene_connection *c = connection(scene, r);

	if (c && !r->w[1])
		c->unclaimed++;
	scene_fold_leave(scene, r);
}

/* What the register call wrote holds until its line or its first message is disconnected. */
static void forget_out(struct scene_interrupt *interrupt)
{
	interrupt->out_type = interrupt->out_messages = interrupt->out_table = interrupt->out_handle = 0;
}

void scene_fold_disconnect(struct scene *scene, const struct record *r)
{
	struct scene_connection *c = connection(scene, r);

	if (c)
		chain_leave(scene, c);
	if (r->w[0] == 0 || r->w[0] == RECORD_NONE)
		forget_out((struct scene_interrupt *)scene_interrupt(scene, r->obj));
}

void scene_fold_out(struct scene *scene, const struct record *r)
{
	struct scene_interrupt *interrupt = (struct scene_interrupt *)scene_interrupt(scene, r->obj);

	interrupt->out_type = r->w[0];
	interrupt->out_messages = r->w[1];
	interrupt->out_table = r->w[2];
	interrupt->out_handle = r->w[3];
}
