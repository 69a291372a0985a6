/* SPDX-License-Identifier: MIT */
/*
 * The sessions that are kept: in the state folder, each a number N with session-N.journal (all that was done) and session-N.place
 * (where the person stood). Who works in a session holds a lock on its place file; the system lets it go whatever ends the
 * process, so a session that nobody holds and that was not left by its person was cut short.
 */
#ifndef MSILAB_CLI_SESSIONS_H
#define MSILAB_CLI_SESSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "sim/base/err.h"

#define SESSION_PATH_MAX 1024

/* A session held by this process. */
struct session_held {
	unsigned number; /* 0: it is a lesson */
	char name[80];   /* of its files, before the dot */
	int place; /* descriptor of the place file, locked; -1: none is held */
	char journal[SESSION_PATH_MAX];
};

/* A new session's number, with an empty journal; sessions that went before, or run beside, stay. false: err. */
bool session_held_new(struct session_held *held, struct err *err);

/* Takes the session `which`: a number, or "" for the newest that was cut short, else the newest that was left. false: there is
 * none, or another process has it (err). */
bool session_held_take(struct session_held *held, const char *which, struct err *err);

/* The session of a lesson, by its id: its journal may not be there yet. false: another process has it, or there is no place (err). */
bool session_held_lesson(struct session_held *held, const char *id, struct err *err);

/* The text of a journal (mem_free), NULL: err. A line whose end was not written was not confirmed either, and is left out: a power
 * cut may leave one, or zero bytes. */
char *sessions_whole_lines(const char *path, size_t *n, struct err *err);

/* Where its branches are kept, if there are several. */
bool session_held_branches(const struct session_held *held, char path[SESSION_PATH_MAX]);

/* What the place file holds (mem_free), "" if nothing. */
char *session_held_read(const struct session_held *held);

/* Replaces it. A kill leaves the old text or the new one; nothing waits for the disk. left: its person has gone. */
void session_held_write(const struct session_held *held, const char *text, bool left);

void session_held_forget(struct session_held *held); /* and its files with it: nothing was done */
void session_held_drop(struct session_held *held);

/* The folder of all of them, with a slash at the end; it is made. false: there is no place for it. */
bool sessions_folder(char *path, size_t size);

struct session_kept {
	unsigned number, commands;
	enum { SESSION_HERE, SESSION_CUT, SESSION_LEFT } state; /* in use now, cut short, left by its person */
	time_t when; /* last written */
};

/* The sessions in which something was done, newest first; the array is freed with mem_free. */
size_t sessions_list(struct session_kept **list);

/* The newest that was cut short; false: none. */
bool sessions_cut(struct session_kept *kept);

/* Of the sessions that their person left, the newest so many stay; one that was cut short stays until it was gone on with. */
#define SESSIONS_LEFT_MAX 30
void sessions_clean(void);

#endif
