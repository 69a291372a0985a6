/* SPDX-License-Identifier: MIT */
/* The thread that touches memory first: one range at a time, from its beginning, a large page at a time. */
#include "config.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>

#include "cli/prefault.h"
#include "sim/base/mem.h"

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

struct prefault {
	struct trace_prefault face; /* first */
	pthread_t thread;
	bool begun;           /* the thread was made */
	bool never;           /* it cannot be made */
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t changed;
	char *next, *rest;    /* what is to be brought in; equal: nothing */
	char *now;            /* the page under way; NULL: none */
	bool end;
};

/* With the lock held, which is let go while the system works. What cannot be brought in now will not be later. */
static void bring(struct prefault *prefault)
{
	char *page = prefault->now = prefault->next;
	bool good;

	prefault->next += MEM_LARGE;
	pthread_mutex_unlock(&prefault->lock);
	good = madvise(page, MEM_LARGE, MADV_POPULATE_WRITE) == 0;
	pthread_mutex_lock(&prefault->lock);
	prefault->now = NULL;
	if (!good)
		prefault->end = true;
	pthread_cond_broadcast(&prefault->changed);
}

static void *run(void *context)
{
	struct prefault *prefault = context;

	pthread_mutex_lock(&prefault->lock);
	while (!prefault->end)
		if (prefault->next < prefault->rest)
			bring(prefault);
		else
			pthread_cond_wait(&prefault->changed, &prefault->lock);
	pthread_mutex_unlock(&prefault->lock);
	return NULL;
}

/* Signals, those of faults in driver code among them, are the first thread's alone. */
static bool begin(struct prefault *prefault)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	prefault->begun = pthread_create(&prefault->thread, NULL, run, prefault) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return prefault->begun;
}

/* On the only processor the thread would do nothing that the writer could not do at the same cost. */
static bool alone(void)
{
	cpu_set_t mine;

	return sched_getaffinity(0, sizeof mine, &mine) == 0 && CPU_COUNT(&mine) == 1;
}

/* Pages that follow the last ones are added; others take the place of what waits, for one trace grows at a time. */
static void soon(struct trace_prefault *face, void *memory, size_t size)
{
	struct prefault *prefault = (struct prefault *)face;

	if (prefault->never)
		return;
	pthread_mutex_lock(&prefault->lock);
	if (memory != prefault->rest)
		prefault->next = memory;
	prefault->rest = (char *)memory + size;
	pthread_cond_broadcast(&prefault->changed);
	pthread_mutex_unlock(&prefault->lock);
	if (!prefault->begun)
		prefault->never = !begin(prefault);
}

static void gone(struct trace_prefault *face, void *memory, size_t size)
{
	struct prefault *prefault = (struct prefault *)face;
	char *start = memory, *end = start + size;

	pthread_mutex_lock(&prefault->lock);
	if (prefault->next < end && start < prefault->rest)
		prefault->rest = prefault->next;
	while (prefault->now && start <= prefault->now && prefault->now < end)
		pthread_cond_wait(&prefault->changed, &prefault->lock);
	pthread_mutex_unlock(&prefault->lock);
}

struct prefault *prefault_new(void)
{
	struct prefault *prefault = mem_new(sizeof *prefault);

	prefault->face = (struct trace_prefault){ soon, gone };
	prefault->never = alone();
	pthread_mutex_init(&prefault->lock, NULL);
	pthread_cond_init(&prefault->changed, NULL);
	return prefault;
}

void prefault_free(struct prefault *prefault)
{
	if (!prefault)
		return;
	pthread_mutex_lock(&prefault->lock);
	prefault->end = true;
	pthread_cond_broadcast(&prefault->changed);
	pthread_mutex_unlock(&prefault->lock);
	if (prefault->begun)
		pthread_join(prefault->thread, NULL);
	pthread_cond_destroy(&prefault->changed);
	pthread_mutex_destroy(&prefault->lock);
	mem_free(prefault);
}

struct trace_prefault *prefault_face(struct prefault *prefault)
{
	return &prefault->face;
}
