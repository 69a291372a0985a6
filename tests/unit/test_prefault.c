/* SPDX-License-Identifier: MIT */
/* The thread that brings memory in: what it touches, and what it never does. The system's part is ours here, where a test says so. */
#include "config.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/prefault.h"
#include "sim/base/mem.h"
#include "tests/unit/suite.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

#define PAGES ((size_t)16)

static sem_t entered;              /* once for each page that the system was asked for */
static sem_t tokens;               /* the system serves one page for each */
static atomic_uint asked, inside;  /* pages; requests under way */
static int refuses;                /* an errno; 0: it serves */
static unsigned processors;
static sigset_t blocked;           /* in the thread */

int madvise(void *memory, size_t size, int advice)
{
	if (advice != MADV_POPULATE_WRITE)
		return (int)syscall(SYS_madvise, memory, size, advice);
	asked++;
	inside++;
	sem_post(&entered);
	sem_wait(&tokens);
	pthread_sigmask(SIG_SETMASK, NULL, &blocked);
	for (size_t at = 0; !refuses && at < size; at += 4096)
		__atomic_fetch_add((char *)memory + at, 0, __ATOMIC_RELAXED); /* as a first write, but the bytes stay */
	inside--;
	errno = refuses;
	return refuses ? -1 : 0;
}

int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set)
{
	(void)process;
	memset(set, 0, size);
	for (unsigned i = 0; i < processors; i++)
		CPU_SET(i, set);
	return 0;
}

static struct prefault *begin(unsigned served)
{
	sem_init(&entered, 0, 0);
	sem_init(&tokens, 0, served);
	asked = inside = 0;
	refuses = 0;
	processors = 2;
	return prefault_new();
}

static void soon(struct prefault *prefault, char *memory, size_t pages)
{
	struct trace_prefault *face = prefault_face(prefault);

	for (size_t i = 0; i < pages; i++)
		face->soon(face, memory + i * MEM_LARGE, MEM_LARGE);
}

static void gone(struct prefault *prefault, char *memory, size_t pages)
{
	struct trace_prefault *face = prefault_face(prefault);

	face->gone(face, memory, pages * MEM_LARGE);
}

static bool resident(char *memory)
{
	unsigned char pages[MEM_LARGE / 4096];
	size_t there = 0;

	ck_assert_int_eq(mincore(memory, MEM_LARGE, pages), 0);
	for (size_t i = 0; i < sizeof pages; i++)
		there += pages[i] & 1;
	return there == sizeof pages;
}

START_TEST(what_is_told_of_is_brought_in_and_stays_as_it_was)
{
	struct prefault *prefault = begin(100);
	char *memory = mem_map(PAGES * MEM_LARGE, 0);

	memory[MEM_LARGE + 4096] = 7;
	soon(prefault, memory, 3);
	prefault_wait(prefault);
	ck_assert_uint_eq(asked, 3);
	ck_assert(resident(memory) && resident(memory + MEM_LARGE) && resident(memory + 2 * MEM_LARGE));
	ck_assert(!resident(memory + 4 * MEM_LARGE));
	ck_assert_int_eq(memory[MEM_LARGE + 4096], 7);
	ck_assert_int_eq(memory[0] | memory[3 * MEM_LARGE - 4096], 0);
	prefault_free(prefault);
	mem_unmap(memory, PAGES * MEM_LARGE);
}
END_TEST

START_TEST(memory_that_goes_is_left_alone_from_then_on)
{
	struct prefault *prefault = begin(0);
	char *memory = mem_map(PAGES * MEM_LARGE, 0);
	unsigned before;

	soon(prefault, memory, PAGES);
	sem_wait(&entered); /* the first page is under way */
	for (unsigned i = 0; i < 100; i++)
		sem_post(&tokens);
	gone(prefault, memory, PAGES);
	ck_assert_uint_eq(inside, 0);
	before = asked;
	mem_unmap(memory, PAGES * MEM_LARGE);
	prefault_wait(prefault);
	prefault_free(prefault);
	ck_assert_uint_eq(asked, before);
}
END_TEST

START_TEST(memory_that_goes_takes_no_other_along)
{
	struct prefault *prefault = begin(0);
	char *memory = mem_map(PAGES * MEM_LARGE, 0);

	soon(prefault, memory + 8 * MEM_LARGE, 4);
	sem_wait(&entered);
	gone(prefault, memory, 8); /* does not wait: the page under way is another one */
	ck_assert_uint_eq(inside, 1);
	for (unsigned i = 0; i < 100; i++)
		sem_post(&tokens);
	prefault_wait(prefault);
	ck_assert_uint_eq(asked, 4);
	prefault_free(prefault);
	mem_unmap(memory, PAGES * MEM_LARGE);
}
END_TEST

START_TEST(another_trace_takes_the_place_of_what_waits)
{
	struct prefault *prefault = begin(0);
	char *memory = mem_map(PAGES * MEM_LARGE, 0);

	soon(prefault, memory, 4);
	sem_wait(&entered);
	soon(prefault, memory + 8 * MEM_LARGE, 2);
	for (unsigned i = 0; i < 100; i++)
		sem_post(&tokens);
	prefault_wait(prefault);
	ck_assert_uint_eq(asked, 3);
	ck_assert(resident(memory + 9 * MEM_LARGE) && !resident(memory + MEM_LARGE));
	prefault_free(prefault);
	mem_unmap(memory, PAGES * MEM_LARGE);
}
END_TEST

START_TEST(a_system_that_cannot_is_asked_once)
{
	struct prefault *prefault = begin(100);
	char *memory = mem_map(PAGES * MEM_LARGE, 0);

	refuses = EINVAL;
	soon(prefault, memory, 2);
	prefault_wait(prefault);
	soon(prefault, memory + 2 * MEM_LARGE, 2);
	prefault_wait(prefault);
	ck_assert_uint_eq(asked, 1);
	gone(prefault, memory, PAGES);
	prefault_free(prefault);
	mem_unmap(memory, PAGES * MEM_LARGE);
}
END_TEST

START_TEST(on_the_only_processor_nothing_is_asked_for)
{
	struct prefault *prefault = begin(100);
	char *memory = mem_map(PAGES * MEM_LARGE, 0);

	prefault_free(prefault);
	processors = 1;
	prefault = prefault_new();
	soon(prefault, memory, 4);
	prefault_wait(prefault);
	prefault_free(prefault);
	ck_assert_uint_eq(asked, 0);
	mem_unmap(memory, PAGES * MEM_LARGE);
}
END_TEST

START_TEST(the_thread_takes_no_signal)
{
	struct prefault *prefault = begin(100);
	char *memory = mem_map(PAGES * MEM_LARGE, 0);

	soon(prefault, memory, 1);
	prefault_wait(prefault);
	ck_assert(sigismember(&blocked, SIGTERM) && sigismember(&blocked, SIGVTALRM) && sigismember(&blocked, SIGWINCH));
	prefault_free(prefault);
	mem_unmap(memory, PAGES * MEM_LARGE);
}
END_TEST

START_TEST(a_long_trace_holds_the_same_records_with_it_as_without)
{
	struct prefault *prefault = begin(100);
	struct trace *with = trace_new(), *without = trace_new();
	uint64_t n = 70 * MEM_LARGE / sizeof(struct record), wrong = 0;

	trace_prefault(with, prefault_face(prefault));
	for (uint64_t i = 0; i < n; i++)
		trace_append(with)->w[0] = trace_append(without)->w[0] = i;
	for (uint64_t i = 0; i < n; i++)
		wrong += memcmp(trace_at(with, i), trace_at(without, i), sizeof(struct record)) != 0;
	ck_assert_uint_eq(wrong, 0);
	ck_assert_uint_gt(asked, 0);
	trace_free(with);
	trace_free(without);
	prefault_free(prefault);
}
END_TEST

SUITE("prefault", what_is_told_of_is_brought_in_and_stays_as_it_was, memory_that_goes_is_left_alone_from_then_on,
      memory_that_goes_takes_no_other_along, another_trace_takes_the_place_of_what_waits, a_system_that_cannot_is_asked_once,
      on_the_only_processor_nothing_is_asked_for, the_thread_takes_no_signal, a_long_trace_holds_the_same_records_with_it_as_without)
