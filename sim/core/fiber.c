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

#define PAGE 4096

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
	fiber->context = make_fcontext((char *)fiber->stack + fiber->size, fiber->size, start);
}

void fiber_switch(struct fiber *from, struct fiber *to)
{
	transfer_t back;

	to->from = from;
	leave(from, to, false);
	back = jump_fcontext(to->context, to);
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

static void prepare(struct fiber *fiber)
{
	ucontext_t *context = calloc(1, sizeof *context);
	uintptr_t self = (uintptr_t)fiber;

	must(context && getcontext(context) == 0);
	context->uc_stack.ss_sp = fiber->stack;
	context->uc_stack.ss_size = fiber->size;
	fiber->context = context;
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

static void release(struct fiber *fiber)
{
	free(fiber->context);
	fiber->context = NULL;
}

#endif

void fiber_pool_init(struct fiber_pool *pool, struct arena *arena)
{
	*pool = (struct fiber_pool){ .arena = arena };
}

static void *stack_new(struct fiber_pool *pool)
{
	char *guard;

	if (pool->free) {
		void *stack = pool->free;

		memcpy(&pool->free, (char *)stack + FIBER_STACK - sizeof(void *), sizeof pool->free);
		return stack;
	}
	guard = (char *)(uintptr_t)arena_take(pool->arena, ARENA_STACKS, FIBER_STACK + PAGE, PAGE);
	must(mprotect(guard, PAGE, PROT_NONE) == 0);
	return guard + PAGE;
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

static bool is_free(const struct fiber_pool *pool, const char *stack)
{
	const char *free_stack = pool->free;

	while (free_stack && free_stack != stack)
		memcpy(&free_stack, free_stack + FIBER_STACK - sizeof(void *), sizeof free_stack);
	return free_stack;
}

bool fiber_on_stack(const struct fiber_pool *pool, uint64_t address, uint64_t size)
{
	uint64_t offset = address - arena_start(ARENA_STACKS), unit = offset % (FIBER_STACK + PAGE);

	if (offset >= pool->arena->used[ARENA_STACKS] || unit < PAGE || size > FIBER_STACK + PAGE - unit)
		return false;
	return !is_free(pool, (const char *)(uintptr_t)(address - unit + PAGE));
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
	*fiber = (struct fiber){ .stack = stack_new(pool), .size = FIBER_STACK, .run = run, .argument = argument };
#ifdef HAVE_VALGRIND_VALGRIND_H
	fiber->valgrind = VALGRIND_STACK_REGISTER(fiber->stack, (char *)fiber->stack + fiber->size);
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
	VALGRIND_STACK_DEREGISTER(fiber->valgrind);
#endif
	release(fiber);
	memcpy((char *)fiber->stack + fiber->size - sizeof(void *), &pool->free, sizeof pool->free);
	pool->free = fiber->stack;
}
