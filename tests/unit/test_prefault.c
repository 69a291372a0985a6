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
static sem_t left;                 /* once for each page that it is through with */
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
	sem_post(&left);
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

static struct prefault *prefault;
static char *memory; /* PAGES of it */

/* Tokens for so many pages. */
static void serve(unsigned pages)
{
	while (pages--)
		sem_post(&tokens);
}

static void begin(unsigned on, unsigned served)
{
	sem_init(&entered, 0, 0);
	sem_init(&left, 0, 0);
	sem_init(&tokens, 0, served);
	asked = inside = 0;
	refuses = 0;
	processors = on;
	prefault = prefault_new();
	memory = mem_map(PAGES * MEM_LARGE, 0);
}

/* The thread has ended; in its life it asked for so many pages. */
static void ends(unsigned pages)
{
	prefault_free(prefault);
	ck_assert_uint_eq(asked, pages);
	if (memory)
		mem_unmap(memory, PAGES * MEM_LARGE);
}

static void wait_for(sem_t *what, unsigned times)
{
	while (times--)
		sem_wait(what);
}

static void soon(unsigned from, unsigned pages)
{
	struct trace_prefault *face = prefault_face(prefault);

	for (unsigned i = from; i < from + pages; i++)
		face->soon(face, memory + i * MEM_LARGE, MEM_LARGE);
}

static void gone(unsigned pages)
{
	struct trace_prefault *face = prefault_face(prefault);

	face->gone(face, memory, pages * MEM_LARGE);
}

static bool resident(unsigned page)
{
	unsigned char pages[MEM_LARGE / 4096];
	size_t there = 0;

	ck_assert_int_eq(mincore(memory + page * MEM_LARGE, MEM_LARGE, pages), 0);
	for (size_t i = 0; i < sizeof pages; i++)
		there += pages[i] & 1;
	return there == sizeof pages;
}

START_TEST(what_is_told_of_is_brought_in_and_stays_as_it_was)
{
	begin(2, 100);
	memory[MEM_LARGE + 4096] = 7;
	soon(0, 3);
	wait_for(&left, 3);
	ck_assert(resident(0) && resident(1) && resident(2));
	ck_assert(!resident(4));
	ck_assert_int_eq(memory[MEM_LARGE + 4096], 7);
	ck_assert_int_eq(memory[0] | memory[3 * MEM_LARGE - 4096], 0);
	ends(3);
}
END_TEST

START_TEST(memory_that_goes_is_left_alone_from_then_on)
{
	unsigned before;

	begin(2, 0);
	soon(0, PAGES);
	wait_for(&entered, 1); /* the first page is under way */
	serve(100);
	gone(PAGES);
	ck_assert_uint_eq(inside, 0);
	before = asked;
	mem_unmap(memory, PAGES * MEM_LARGE);
	memory = NULL;
	ends(before);
}
END_TEST

START_TEST(memory_that_goes_takes_no_other_along)
{
	begin(2, 0);
	soon(8, 4);
	wait_for(&entered, 1);
	gone(8); /* does not wait: the page under way is another one */
	ck_assert_uint_eq(inside, 1);
	serve(100);
	wait_for(&left, 4);
	ends(4);
}
END_TEST

START_TEST(another_trace_takes_the_place_of_what_waits)
{
	begin(2, 0);
	soon(0, 4);
	wait_for(&entered, 1);
	soon(8, 2);
	serve(100);
	wait_for(&left, 3);
	ck_assert(resident(9) && !resident(1));
	ends(3);
}
END_TEST

START_TEST(a_system_that_cannot_is_asked_once)
{
	begin(2, 100);
	refuses = EINVAL;
	soon(0, 2);
	wait_for(&left, 1);
	soon(2, 2);
	gone(PAGES);
	ends(1);
}
END_TEST

START_TEST(on_the_only_processor_nothing_is_asked_for)
{
	begin(1, 100);
	soon(0, 4);
	ends(0);
}
END_TEST

START_TEST(the_thread_takes_no_signal)
{
	begin(2, 100);
	soon(0, 1);
	wait_for(&left, 1);
	ck_assert(sigismember(&blocked, SIGTERM) && sigismember(&blocked, SIGVTALRM) && sigismember(&blocked, SIGWINCH));
	ends(1);
}
END_TEST

START_TEST(a_long_trace_holds_the_same_records_with_it_as_without)
{
	struct trace *with = trace_new(), *without = trace_new();
	uint64_t n = 70 * MEM_LARGE / sizeof(struct record), wrong = 0;

	begin(2, 100);
	trace_prefault(with, prefault_face(prefault));
	for (uint64_t i = 0; i < n; i++)
		trace_append(with)->w[0] = trace_append(without)->w[0] = i;
	for (uint64_t i = 0; i < n; i++)
		wrong += memcmp(trace_at(with, i), trace_at(without, i), sizeof(struct record)) != 0;
	ck_assert_uint_eq(wrong, 0);
	ck_assert_uint_gt(asked, 0);
	trace_free(with);
	trace_free(without);
	ends(asked);
}
END_TEST

SUITE("prefault", what_is_told_of_is_brought_in_and_stays_as_it_was, memory_that_goes_is_left_alone_from_then_on,
      memory_that_goes_takes_no_other_along, another_trace_takes_the_place_of_what_waits, a_system_that_cannot_is_asked_once,
      on_the_only_processor_nothing_is_asked_for, the_thread_takes_no_signal, a_long_trace_holds_the_same_records_with_it_as_without)
