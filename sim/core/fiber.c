/* SPDX-License-Identifier: MIT */
/* Switching stacks. */
#include "config.h"

#include <string.h>
#include <sys/mman.h>

#include "sim/base/bug.h"
#include "sim/core/fiber.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef HAVE_VALGRIND_VALGRIND_H
#include <valgrind/valgrind.h>
#endif
#ifndef HAVE_FCONTEXT
#include <stdlib.h>
#include <ucontext.h>
#endif

/* What one fiber takes of the arena: guard, driver's stack, guard, system's stack. */
#define PAIR (FIBER_DRIVER + FIBER_GUARD + FIBER_STACK)
#define UNIT (FIBER_GUARD + PAIR)

/* Tells the sanitizer that the stack changes; called before and after every switch. */
static inline void leave(struct fiber *from, struct fiber *to, bool for_good)
{
#ifdef WITH_ASAN
	__sanitizer_start_switch_fiber(for_good ? NULL : &from->sanitizer, to->stack, to->size);
#else
	(void)from, (void)to, (void)for_good;
#endif
}

static inline void arrive(struct fiber *self)
{
#ifdef WITH_ASAN
	const void *bottom;
	size_t size;

	__sanitizer_finish_switch_fiber(self->sanitizer, &bottom, &size);
	if (self->from && !self->from->stack) {
		self->from->stack = (void *)(uintptr_t)bottom;
		self->from->size = size;
	}
#else
	(void)self;
#endif
}

#ifdef HAVE_FCONTEXT

/* Boost.Context's C interface (libboost_context), declared here because its own header is C++. */
typedef struct {
	void *context, *data;
} transfer_t;
transfer_t jump_fcontext(void *to, void *data);
void *make_fcontext(void *stack_top, size_t size, void (*run)(transfer_t));
transfer_t fiber_jump(void *to, void *data); /* jump_fcontext as fiber_jump.c has it */

static inline void note_origin(struct fiber *self, transfer_t transfer)
{
	self->from->context = transfer.context;
	arrive(self);
}

static void start(transfer_t transfer)
{
	struct fiber *self = transfer.data;

	note_origin(self, transfer);
	self->run(self->argument);
	bug(__FILE__, __LINE__, "a fiber returned");
}

static void prepare(struct fiber *fiber)
{
	fiber->context = make_fcontext((char *)fiber->stack + fiber->size, FIBER_STACK, start);
}

void fiber_switch(struct fiber *from, struct fiber *to)
{
	transfer_t back;

	to->from = from;
	leave(from, to, false);
	back = fiber_jump(to->context, to);
	note_origin(back.data, back);
}

_Noreturn void fiber_abandon(struct fiber *from, struct fiber *to)
{
	to->from = from;
	leave(from, to, true);
	jump_fcontext(to->context, to);
	bug(__FILE__, __LINE__, "an abandoned stack was resumed");
}

static void release(struct fiber *fiber)
{
	fiber->context = NULL;
}

#else

static void start(unsigned high, unsigned low)
{
	struct fiber *self = (struct fiber *)((uintptr_t)high << 32 | low);

	arrive(self);
	self->run(self->argument);
	bug(__FILE__, __LINE__, "a fiber returned");
}

/* On top of the system's stack, below the word that links free ones. */
#define CONTEXT_ROOM ((sizeof(ucontext_t) + sizeof(void *) + 63) / 64 * 64)

static void prepare(struct fiber *fiber)
{
	char *top = (char *)fiber->stack + fiber->size;
	ucontext_t *context = fiber->context = top - CONTEXT_ROOM;
	uintptr_t self = (uintptr_t)fiber;

	memset(context, 0, sizeof *context);
	must(getcontext(context) == 0);
	context->uc_stack.ss_sp = top - FIBER_STACK;
	context->uc_stack.ss_size = FIBER_STACK - CONTEXT_ROOM;
	makecontext(context, (void (*)(void))start, 2, (unsigned)(self >> 32), (unsigned)self);
}

void fiber_switch(struct fiber *from, struct fiber *to)
{
	to->from = from;
	leave(from, to, false);
	must(swapcontext(from->context, to->context) == 0);
	arrive(from);
}

_Noreturn void fiber_abandon(struct fiber *from, struct fiber *to)
{
	to->from = from;
	leave(from, to, true);
	setcontext(to->context);
	bug(__FILE__, __LINE__, "an abandoned stack was resumed");
}

/* The host's alone is not on its stack: it says nothing while no fiber runs. */
static void release(struct fiber *fiber)
{
	if (!fiber->run)
		free(fiber->context);
	fiber->context = NULL;
}

#endif

void fiber_pool_init(struct fiber_pool *pool, struct arena *arena)
{
	*pool = (struct fiber_pool){ .arena = arena };
}

static void protect(char *guard)
{
	must(mprotect(guard, FIBER_GUARD, PROT_NONE) == 0);
}

static void *pair_new(struct fiber_pool *pool)
{
	char *unit;

	if (pool->free) {
		void *pair = pool->free;

		memcpy(&pool->free, (char *)pair + PAIR - sizeof(void *), sizeof pool->free);
		return pair;
	}
	unit = (char *)(uintptr_t)arena_take(pool->arena, ARENA_STACKS, UNIT, FIBER_GUARD);
	protect(unit);
	protect(unit + FIBER_GUARD + FIBER_DRIVER);
	return unit + FIBER_GUARD;
}

void fiber_forget(void *stack, size_t size)
{
#ifdef WITH_ASAN
	__asan_unpoison_memory_region(stack, size);
#else
	(void)stack, (void)size;
#endif
}

void fiber_pool_fini(struct fiber_pool *pool)
{
	fiber_forget((void *)(uintptr_t)arena_start(ARENA_STACKS), pool->arena->used[ARENA_STACKS]);
	*pool = (struct fiber_pool){ 0 };
}

static bool is_free(const struct fiber_pool *pool, const char *pair)
{
	const char *free_pair = pool->free;

	while (free_pair && free_pair != pair)
		memcpy(&free_pair, free_pair + PAIR - sizeof(void *), sizeof free_pair);
	return free_pair;
}

bool fiber_on_driver_stack(const struct fiber_pool *pool, uint64_t address, uint64_t size)
{
	uint64_t offset = address - arena_start(ARENA_STACKS), unit = offset % UNIT, inside = unit - FIBER_GUARD;

	if (offset >= pool->arena->used[ARENA_STACKS] || inside >= FIBER_DRIVER || size > FIBER_DRIVER - inside)
		return false;
	return !is_free(pool, (const char *)(uintptr_t)(address - inside));
}

void fiber_host(struct fiber *fiber)
{
	*fiber = (struct fiber){ 0 };
#ifndef HAVE_FCONTEXT
	fiber->context = calloc(1, sizeof(ucontext_t));
	must(fiber->context);
#endif
}

void fiber_init(struct fiber *fiber, struct fiber_pool *pool, void (*run)(void *), void *argument)
{
	char *pair = pair_new(pool);

	*fiber = (struct fiber){ .driver = pair, .stack = pair, .size = PAIR, .run = run, .argument = argument };
	fiber->driver_sp = (uint64_t)(uintptr_t)pair + FIBER_DRIVER - FIBER_HEADROOM;
#ifdef HAVE_VALGRIND_VALGRIND_H
	fiber->valgrind[0] = VALGRIND_STACK_REGISTER(pair, pair + FIBER_DRIVER);
	fiber->valgrind[1] = VALGRIND_STACK_REGISTER(pair + PAIR - FIBER_STACK, pair + PAIR);
#endif
	prepare(fiber);
}

void fiber_fini(struct fiber *fiber, struct fiber_pool *pool)
{
	if (!fiber->run) {
		release(fiber);
		return;
	}
	fiber_forget(fiber->stack, fiber->size);
#ifdef HAVE_VALGRIND_VALGRIND_H
	VALGRIND_STACK_DEREGISTER(fiber->valgrind[0]);
	VALGRIND_STACK_DEREGISTER(fiber->valgrind[1]);
#endif
	release(fiber);
	memcpy((char *)fiber->stack + fiber->size - sizeof(void *), &pool->free, sizeof pool->free);
	pool->free = fiber->stack;
}
