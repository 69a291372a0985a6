/* SPDX-License-Identifier: MIT */
/* The fold of locks, threads, timers, work items, events, the driver's memory and its lists; and of the end. */
#include <string.h>

#include "sim/read/scene_parts.h"

static struct scene_thread *thread_of(struct scene *scene, const struct record *r)
{
	return (struct scene_thread *)scene_thread(scene, r->obj);
}

/* Locks, threads, timers, work, events. */

void scene_fold_lock(struct scene *scene, const struct record *r)
{
	struct scene_lock *lock = &scene->locks[scene_index(scene, r->obj, SYM_object_LOCK)];

	lock->owner = r->kind == R_LOCK_ACQUIRE ? r->cpu : SCENE_NO_CPU;
	lock->address = r->w[0];
}

static void stack_move(struct scene_stack *to, struct scene_stack *from)
{
	uint32_t n = from->depth < SCENE_FRAMES ? from->depth : SCENE_FRAMES;

	to->depth = from->depth;
	memcpy(to->frame, from->frame, n * sizeof to->frame[0]);
	from->depth = 0;
}

void scene_fold_thread_new(struct scene *scene, const struct record *r)
{
	thread_of(scene, r)->cpu = (uint32_t)r->w[0];
}

void scene_fold_thread_run(struct scene *scene, const struct record *r)
{
	struct scene_thread *thread = thread_of(scene, r);
	struct scene_cpu *cpu = scene_cpu_numbered(scene, r->w[0]);

	thread->state = THREAD_STATE_RUNNING;
	thread->wait = SYM_wait_NONE;
	thread->cpu = (uint32_t)r->w[0];
	cpu->thread = r->obj;
	stack_move(&cpu->stack, &thread->stack);
}

void scene_fold_thread_wait(struct scene *scene, const struct record *r)
{
	struct scene_thread *thread = thread_of(scene, r);
	struct scene_cpu *cpu = scene_cpu_numbered(scene, thread->cpu);

	thread->state = THREAD_STATE_WAITING;
	thread->wait = (uint8_t)r->w[0];
	thread->what = r->w[1];
	thread->until = (vtime)r->w[2];
	cpu->thread = 0;
	stack_move(&thread->stack, &cpu->stack);
}

void scene_fold_thread_ready(struct scene *scene, const struct record *r)
{
	struct scene_thread *thread = thread_of(scene, r);

	thread->state = THREAD_STATE_READY;
	thread->wait = SYM_wait_NONE;
}

void scene_fold_thread_end(struct scene *scene, const struct record *r)
{
	struct scene_thread *thread = thread_of(scene, r);

	thread->state = THREAD_STATE_ENDED;
	scene_cpu_numbered(scene, thread->cpu)->thread = 0;
	scene_cpu_numbered(scene, thread->cpu)->stack.depth = 0;
}

void scene_fold_timer(struct scene *scene, const struct record *r)
{
	struct scene_timer *timer = &scene->timers[scene_index(scene, r->obj, SYM_object_TIMER)];

	timer->due = r->kind == R_TIMER_CANCEL ? VTIME_NEVER : (vtime)r->w[0];
	timer->set = timer->due != VTIME_NEVER;
	if (r->kind == R_TIMER_SET) {
		timer->period = (vtime)r->w[1];
		timer->cpu = (uint32_t)r->w[2];
	}
}

void scene_fold_work(struct scene *scene, const struct record *r)
{
	struct scene_work *work = &scene->works[scene_index(scene, r->obj, SYM_object_WORK)];

	work->cpu = (uint32_t)r->w[0];
	if (r->kind != R_WORK_EXIT)
		work->state = r->kind == R_WORK_QUEUE ? WORK_QUEUED : WORK_RUNNING;
	else if (work->state == WORK_RUNNING) /* not queued again meanwhile */
		work->state = WORK_IDLE;
}

void scene_fold_event(struct scene *scene, const struct record *r)
{
	scene->events[scene_index(scene, r->obj, SYM_object_EVENT)].set = r->w[0];
}

/* Memory and lists. */

static void hold(struct scene_set *set, const struct record *r)
{
	struct scene_item *item = scene_set_put(set, r->w[0]);

	*item = (struct scene_item){ .id = r->w[0], .address = r->w[1], .size = r->w[2], .detail = r->w[3], .obj = r->obj };
}

void scene_fold_pool_alloc(struct scene *scene, const struct record *r)
{
	hold(&scene->pool, r);
}

void scene_fold_pool_free(struct scene *scene, const struct record *r)
{
	scene_set_drop(&scene->pool, r->w[0]);
}

void scene_fold_shared_alloc(struct scene *scene, const struct record *r)
{
	hold(&scene->shared, r);
}

void scene_fold_shared_free(struct scene *scene, const struct record *r)
{
	scene_set_drop(&scene->shared, r->w[0]);
}

void scene_fold_map_new(struct scene *scene, const struct record *r)
{
	hold(&scene->maps, r);
}

void scene_fold_map_end(struct scene *scene, const struct record *r)
{
	scene_set_drop(&scene->maps, r->w[0]);
}

static void own(struct scene *scene, const struct record *r, uint64_t owner)
{
	struct scene_item *item;

	if (owner == SYM_owner_FREE) {
		scene_set_drop(&scene->lists, r->w[0]);
		return;
	}
	item = scene_set_put(&scene->lists, r->w[0]);
	item->owner = (uint8_t)owner;
	item->obj = r->obj;
}

void scene_fold_list_alloc(struct scene *scene, const struct record *r)
{
	struct scene_item *item = scene_set_put(&scene->lists, r->w[0]);

	*item = (struct scene_item){
		.id = r->w[0], .address = r->w[1], .detail = r->w[2], .obj = r->obj, .owner = SYM_owner_DRIVER,
	};
}

void scene_fold_list_free(struct scene *scene, const struct record *r)
{
	scene_set_drop(&scene->lists, r->w[0]);
}

void scene_fold_list_given(struct scene *scene, const struct record *r)
{
	own(scene, r, r->w[2]);
	if (r->w[2] != SYM_owner_FREE)
		scene_set_put(&scene->lists, r->w[0])->size = r->w[1];
}

void scene_fold_list_back(struct scene *scene, const struct record *r)
{
	own(scene, r, r->w[r->kind == R_NBL_RETURN ? 1 : 2]);
}

void scene_fold_bugcheck(struct scene *scene, const struct record *r)
{
	scene->bugcheck = r->number;
}
