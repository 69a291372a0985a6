/* SPDX-License-Identifier: MIT */
/* CPUs from the machine: levels, nesting, local APICs, DPC queues, threads, locks; and the IO-APIC. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/work.h"
#include "sim/os/nest.h"
#include "sim/os/probe.h"
#include "tests/property/fill.h"

void fill_cpus(struct scene *scene, const struct sim *sim)
{
	scene->cpus_n = sim->os->cpus_n;
	for (unsigned i = 0; i < sim->os->cpus_n; i++) {
		const struct cpu *cpu = &sim->os->cpus[i];

		scene->cpus[i].irql = cpu->irql;
		scene->cpus[i].hold = cpu->hold;
		scene->cpus[i].thread = cpu->thread ? cpu->thread->obj : 0;
	}
}

/* Nesting. */

static void fill_frame(struct scene_frame *frame, const struct nest *nest)
{
	static const enum scene_frame_kind kinds[] = { [NEST_ISR] = FRAME_ISR, [NEST_DPC] = FRAME_DPC, [NEST_HANDLER] = FRAME_HANDLER };
	bool handler = nest->kind == NEST_HANDLER;

	*frame = (struct scene_frame){ .number = nest->record, .code = nest->code, .obj = nest->obj,
				       .message = handler ? 0 : (uint32_t)nest->what, .name = handler ? (uint32_t)nest->what : 0,
				       .kind = (uint8_t)kinds[nest->kind] };
}

static void fill_stack(struct scene_stack *stack, const struct nest *innermost)
{
	uint32_t depth = 0, at;

	for (const struct nest *nest = innermost; nest; nest = nest->outer)
		depth++;
	stack->depth = at = depth;
	for (const struct nest *nest = innermost; nest; nest = nest->outer)
		if (--at < SCENE_FRAMES)
			fill_frame(&stack->frame[at], nest);
}

/* Each thread of the system, by whoever made it. */
static void each_thread(struct scene *scene, const struct sim *sim,
			void (*visit)(struct scene_thread *to, const struct sim *sim, const struct thread *thread))
{
	const struct ndis *ndis = sim->core.ndis;
	const struct thread *list[NDIS_ADAPTERS_MAX * 3 + MACHINE_CPUS_MAX];
	unsigned n = 0;

	for (unsigned i = 0; i < ndis->adapters_n; i++) {
		list[n++] = ndis->adapters[i]->thread;
		list[n++] = ndis->adapters[i]->receive.thread;
		list[n++] = ndis->adapters[i]->send.thread;
	}
	for (unsigned i = 0; i < sim->os->cpus_n; i++)
		list[n++] = ndis->workers[i] ? ndis->workers[i]->thread : NULL;
	for (unsigned i = 0; i < n; i++)
		for (size_t k = 1; list[i] && k < scene->threads_n; k++)
			if (scene->threads[k].obj == list[i]->obj)
				visit(&scene->threads[k], sim, list[i]);
}

static void fill_nesting(struct scene_thread *to, const struct sim *sim, const struct thread *thread)
{
	bool runs = sim->os->cpus[thread->cpu].thread == thread;

	fill_stack(&to->stack, runs ? NULL : thread->nest);
}

void fill_frames(struct scene *scene, const struct sim *sim)
{
	for (unsigned i = 0; i < sim->os->cpus_n; i++)
		fill_stack(&scene->cpus[i].stack, sim->os->cpus[i].nest);
	each_thread(scene, sim, fill_nesting);
}

/* Threads. */

static void fill_thread(struct scene_thread *to, const struct sim *sim, const struct thread *thread)
{
	bool runs = sim->os->cpus[thread->cpu].thread == thread;

	to->cpu = thread->cpu;
	to->wait = (uint8_t)thread->waiting;
	to->state = runs ? THREAD_STATE_RUNNING : thread->ended ? THREAD_STATE_ENDED :
		    thread->waiting ? THREAD_STATE_WAITING : THREAD_STATE_READY;
}

void fill_threads(struct scene *scene, const struct sim *sim)
{
	each_thread(scene, sim, fill_thread);
}

/* APICs. */

void fill_apics(struct scene *scene, const struct sim *sim)
{
	for (unsigned i = 0; i < sim->os->cpus_n; i++) {
		const struct lapic *lapic = &sim->hw->lapics[i];
		struct scene_apic *apic = &scene->cpus[i].apic;

		memcpy(apic->irr, lapic->irr.word, sizeof apic->irr);
		memcpy(apic->isr, lapic->isr.word, sizeof apic->isr);
		memcpy(apic->tmr, lapic->tmr.word, sizeof apic->tmr);
		memcpy(apic->taken, lapic->taken, sizeof apic->taken);
		apic->tpr = lapic->tpr;
		apic->svr = lapic->svr;
		apic->esr = lapic->esr;
		apic->ldr = lapic->ldr;
		apic->dfr = lapic->dfr;
	}
}

void fill_ioapic(struct scene *scene, const struct sim *sim)
{
	scene->levels = 0;
	for (unsigned i = 0; i < SCENE_INPUTS; i++) {
		const struct ioapic_input *input = &sim->hw->ioapic.input[i];

		scene->entry[i] = input->entry;
		scene->levels |= (input->holders != 0) * (UINT32_C(1) << i);
	}
}

/* DPC queues. */

void fill_dpcs(struct scene *scene, const struct sim *sim)
{
	for (unsigned i = 0; i < sim->os->cpus_n; i++) {
		struct scene_cpu *to = &scene->cpus[i];

		for (const struct dpc *dpc = sim->os->cpus[i].dpc_first; dpc; dpc = dpc->next) {
			mem_grow(&to->dpcs, &to->dpcs_room, to->dpcs_n + 1, sizeof to->dpcs[0]);
			to->dpcs[to->dpcs_n++] = (struct scene_dpc){ .context = probe_address(&sim->core, dpc->context),
								     .obj = dpc->obj, .message = dpc->message };
		}
	}
}

/* Locks: those of drivers and those of interrupts. */

/* A lock that was handed over belongs to nobody until the CPU that spins for it has seen that. */
static void fill_lock(struct scene *scene, const struct lock *lock)
{
	bool seen = lock->owner == LOCK_FREE || lock->os->spins_for[lock->owner] != lock;

	for (size_t k = 1; k < scene->locks_n; k++)
		if (scene->locks[k].obj == lock->obj)
			scene->locks[k].owner = seen && lock->owner != LOCK_FREE ? lock->owner : SCENE_NO_CPU;
}

void fill_locks(struct scene *scene, const struct sim *sim)
{
	const struct ndis *ndis = sim->core.ndis;

	for (unsigned i = 0; i < ndis->locks.n; i++)
		fill_lock(scene, &ndis->locks.chunk[i / SYNC_CHUNK][i % SYNC_CHUNK].lock);
	for (unsigned i = 0; i < ndis->adapters_n; i++) {
		const struct registration *registration = ndis->adapters[i]->registration;

		for (unsigned k = 0; registration && k < registration->room; k++)
			fill_lock(scene, registration->locks[k]);
	}
}
