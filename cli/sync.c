/* SPDX-License-Identifier: MIT */
/* The thread that waits for the disk: jobs in their order, one at a time. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/sync.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

struct job {
	int fd;       /* ours; -1: it was overtaken */
	char *path;
	char *beside; /* NULL: the file has its name already */
	bool made;    /* the name is new */
};

struct sync {
	pthread_t thread;
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t changed;
	struct job *job;
	size_t jobs, room;
	bool working, end;
	int error;            /* errno of the first that failed and was not told; 0: none */
	char where[512];      /* its path */
};

/* false: errno. */
static bool bring(const struct job *job)
{
	if (job->fd < 0)
		return true;
	if (!job->beside && !job->made)
		return fdatasync(job->fd) == 0;
	if (fsync(job->fd) || (job->beside && rename(job->beside, job->path)))
		return false;
	file_sync_folder(job->path);
	return true;
}

static void job_end(struct job *job)
{
	if (job->fd >= 0)
		close(job->fd);
	mem_free(job->path);
	mem_free(job->beside);
}

static void note(struct sync *sync, const struct job *job, int error)
{
	if (sync->error)
		return;
	sync->error = error;
	snprintf(sync->where, sizeof sync->where, "%s", job->path);
}

/* With the lock held, which is let go while the disk works. */
static void work(struct sync *sync)
{
	struct job job = sync->job[0];
	int error;

	memmove(&sync->job[0], &sync->job[1], --sync->jobs * sizeof job);
	sync->working = true;
	pthread_mutex_unlock(&sync->lock);
	error = bring(&job) ? 0 : errno;
	if (error && job.beside)
		unlink(job.beside);
	pthread_mutex_lock(&sync->lock);
	if (error)
		note(sync, &job, error);
	job_end(&job);
	sync->working = false;
	pthread_cond_broadcast(&sync->changed);
}

static void *run(void *context)
{
	struct sync *sync = context;

	pthread_mutex_lock(&sync->lock);
	while (sync->jobs || !sync->end)
		if (sync->jobs)
			work(sync);
		else
			pthread_cond_wait(&sync->changed, &sync->lock);
	pthread_mutex_unlock(&sync->lock);
	return NULL;
}

/* Signals, those of faults in driver code among them, are the first thread's alone. */
struct sync *sync_new(void)
{
	struct sync *sync = mem_new(sizeof *sync);
	sigset_t all, before;
	bool good;

	pthread_mutex_init(&sync->lock, NULL);
	pthread_cond_init(&sync->changed, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	good = pthread_create(&sync->thread, NULL, run, sync) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (good)
		return sync;
	mem_free(sync);
	return NULL;
}

void sync_free(struct sync *sync)
{
	if (!sync)
		return;
	pthread_mutex_lock(&sync->lock);
	sync->end = true;
	pthread_cond_broadcast(&sync->changed);
	pthread_mutex_unlock(&sync->lock);
	pthread_join(sync->thread, NULL);
	pthread_mutex_destroy(&sync->lock);
	pthread_cond_destroy(&sync->changed);
	mem_free(sync->job);
	mem_free(sync);
}

/* What is to take a path's name has all that was for that path before. */
static void overtake(struct sync *sync, const char *path)
{
	for (size_t i = 0; i < sync->jobs; i++) {
		struct job *job = &sync->job[i];

		if (job->fd < 0 || strcmp(job->path, path))
			continue;
		if (job->beside)
			unlink(job->beside);
		close(job->fd);
		job->fd = -1;
	}
}

/* One that has not begun takes further writes along. */
static bool waits_already(const struct sync *sync, const char *path)
{
	for (size_t i = 0; i < sync->jobs; i++)
		if (sync->job[i].fd >= 0 && !strcmp(sync->job[i].path, path))
			return true;
	return false;
}

static void add(struct sync *sync, int fd, const char *beside, bool made, const char *path)
{
	struct job job = { .made = made, .fd = fcntl(fd, F_DUPFD_CLOEXEC, 0), .path = mem_copy_text(path), .beside = beside ? mem_copy_text(beside) : NULL };

	if (job.fd < 0) {
		note(sync, &job, errno);
		job_end(&job);
		return;
	}
	mem_grow(&sync->job, &sync->room, sync->jobs + 1, sizeof job);
	sync->job[sync->jobs++] = job;
	pthread_cond_broadcast(&sync->changed);
}

void sync_file(struct sync *sync, int fd, const char *path)
{
	pthread_mutex_lock(&sync->lock);
	if (!waits_already(sync, path))
		add(sync, fd, NULL, false, path);
	pthread_mutex_unlock(&sync->lock);
}

void sync_made(struct sync *sync, int fd, const char *path)
{
	pthread_mutex_lock(&sync->lock);
	add(sync, fd, NULL, true, path);
	pthread_mutex_unlock(&sync->lock);
}

void sync_replace(struct sync *sync, int fd, const char *beside, const char *path)
{
	pthread_mutex_lock(&sync->lock);
	overtake(sync, path);
	add(sync, fd, beside, false, path);
	pthread_mutex_unlock(&sync->lock);
}

void sync_wait(struct sync *sync)
{
	pthread_mutex_lock(&sync->lock);
	while (sync->jobs || sync->working)
		pthread_cond_wait(&sync->changed, &sync->lock);
	pthread_mutex_unlock(&sync->lock);
}

bool sync_done(struct sync *sync)
{
	bool done;

	pthread_mutex_lock(&sync->lock);
	done = !sync->jobs && !sync->working;
	pthread_mutex_unlock(&sync->lock);
	return done;
}

bool sync_failed(struct sync *sync, struct err *err)
{
	int error;

	pthread_mutex_lock(&sync->lock);
	error = sync->error;
	sync->error = 0;
	if (error) {
		err_set(err, "cannot write it: %s", strerror(error));
		err_at(err, sync->where, 0, 0);
	}
	pthread_mutex_unlock(&sync->lock);
	return error != 0;
}
