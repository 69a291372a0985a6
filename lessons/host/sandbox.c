/* SPDX-License-Identifier: MIT */
/* The sandbox: memory, ceilings, runs. What a file may call: sandbox_library.c. */
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <lauxlib.h>

#include "lessons/host/sandbox_library.h"
#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/base/words.h"

#define HOOK_EVERY 1000 /* instructions between two looks at the ceiling */

/* A block of Lua's, in the list of all: they are freed together, for after a jump no lua_close is possible. */
struct block {
	struct block *next, **at;
	size_t size;
	max_align_t bytes[];
};

struct sandbox {
	lua_State *L;
	struct block *blocks;
	size_t bytes;
	uint64_t ceiling, left; /* instructions of a run; of this one */
	int64_t begun;          /* this run: nanoseconds of the thread's processor time */
	unsigned line;          /* where the file was at the last look; 0: not known */
	bool running, spent, late;
	jmp_buf out;
};

static struct sandbox *sandbox_of(lua_State *L)
{
	return *(struct sandbox **)lua_getextraspace(L);
}

static void link_block(struct sandbox *sandbox, struct block *block)
{
	block->next = sandbox->blocks;
	block->at = &sandbox->blocks;
	if (block->next)
		block->next->at = &block->next;
	sandbox->blocks = block;
}

static void unlink_block(struct block *block)
{
	*block->at = block->next;
	if (block->next)
		block->next->at = block->at;
}

/* lua_Alloc. At the ceiling it gives nothing: Lua collects, tries again, and raises an error that a file may catch: it has no more
 * memory for that. */
static void *allocate(void *context, void *old, size_t old_size, size_t size)
{
	struct sandbox *sandbox = context;
	struct block *block = old ? (struct block *)((char *)old - offsetof(struct block, bytes)) : NULL;
	struct block *fresh = NULL;

	sandbox->left -= size / 64 < sandbox->left ? size / 64 : sandbox->left; /* also what is asked in vain: Lua collects for it */
	old_size = block ? block->size : 0;
	if (size > SANDBOX_BYTES || sandbox->bytes - old_size + size > SANDBOX_BYTES)
		return NULL;
	if (size) {
		fresh = mem_new(sizeof *fresh + size);
		fresh->size = size;
		if (block)
			memcpy(fresh->bytes, block->bytes, old_size < size ? old_size : size);
		link_block(sandbox, fresh);
	}
	sandbox->bytes = sandbox->bytes - old_size + size;
	if (block) {
		unlink_block(block);
		mem_free(block);
	}
	return fresh ? fresh->bytes : NULL;
}

static int64_t processor_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void count(lua_State *L, lua_Debug *debug)
{
	struct sandbox *sandbox = sandbox_of(L);

	if (lua_getinfo(L, "Sl", debug) && debug->currentline > 0 && *debug->source == '@') /* a library of ours has another name */
		sandbox->line = (unsigned)debug->currentline;
	sandbox->late = processor_time() - sandbox->begun > SANDBOX_SECONDS * INT64_C(1000000000);
	if (sandbox->left > HOOK_EVERY && !sandbox->late) {
		sandbox->left -= HOOK_EVERY;
		return;
	}
	sandbox->spent = true;
	longjmp(sandbox->out, 1);
}

static void open_library(lua_State *L, void *context)
{
	(void)context;
	sandbox_library(L);
}

struct sandbox *sandbox_new(void)
{
	struct sandbox *sandbox = mem_new(sizeof *sandbox);
	struct err err;

	sandbox->L = lua_newstate(allocate, sandbox);
	must(sandbox->L);
	sandbox->ceiling = SANDBOX_INSTRUCTIONS;
	*(struct sandbox **)lua_getextraspace(sandbox->L) = sandbox;
	lua_sethook(sandbox->L, count, LUA_MASKCOUNT, HOOK_EVERY);
	must(sandbox_run(sandbox, open_library, NULL, &err));
	return sandbox;
}

void sandbox_free(struct sandbox *sandbox)
{
	if (!sandbox)
		return;
	while (sandbox->blocks) {
		struct block *block = sandbox->blocks;

		unlink_block(block);
		mem_free(block);
	}
	mem_free(sandbox);
}

void sandbox_ceiling(struct sandbox *sandbox, uint64_t instructions)
{
	sandbox->ceiling = instructions;
}

/* "FILE:LINE: text" as luaL_where begins it; a message that does not is a sentence alone. */
static bool failed(struct err *err, const char *message)
{
	const char *colon = message ? strchr(message, ':') : NULL;
	char file[256];
	uint64_t line = 0;
	size_t digits;
	char number[16];

	if (!message)
		return err_set(err, "the lesson raised an error that is no text");
	digits = colon ? strspn(colon + 1, "0123456789") : 0;
	if (!digits || digits >= sizeof number || colon[1 + digits] != ':' || (size_t)(colon - message) >= sizeof file)
		return err_set(err, "%s", message);
	memcpy(number, colon + 1, digits);
	number[digits] = '\0';
	memcpy(file, message, (size_t)(colon - message));
	file[colon - message] = '\0';
	words_number(number, UINT32_MAX, &line);
	err_set(err, "%s", colon + 1 + digits + 1 + strspn(colon + digits + 2, " "));
	return err_at(err, file, (unsigned)line, 0);
}

struct job {
	void (*work)(lua_State *L, void *context);
	void *context;
};

static int protected_work(lua_State *L)
{
	struct job *job = lua_touserdata(L, 1);

	lua_settop(L, 0);
	job->work(L, job->context);
	return 0;
}

static bool run(struct sandbox *sandbox, struct job *job, struct err *err)
{
	lua_State *L = sandbox->L;
	int status;

	lua_settop(L, 0);
	lua_pushcfunction(L, protected_work);
	lua_pushlightuserdata(L, job);
	status = lua_pcall(L, 1, 0, 0);
	if (status == LUA_ERRMEM) {
		err_set(err, "the lesson needs too much memory");
		err_expected(err, "at most %u MB", SANDBOX_BYTES >> 20);
	} else if (status != LUA_OK) {
		failed(err, lua_tostring(L, -1));
	}
	lua_settop(L, 0);
	return status == LUA_OK;
}

bool sandbox_run(struct sandbox *sandbox, void (*work)(lua_State *L, void *context), void *context, struct err *err)
{
	struct job job = { work, context };
	bool good;

	must(!sandbox->running);
	if (!sandbox->spent) {
		sandbox->left = sandbox->ceiling;
		sandbox->begun = processor_time();
		sandbox->line = 0;
		sandbox->running = true;
		if (!setjmp(sandbox->out)) {
			good = run(sandbox, &job, err);
			sandbox->running = false;
			return good;
		}
		sandbox->running = false;
	}
	err_set(err, "the lesson's code does not come to an end");
	if (sandbox->late)
		return err_expected(err, "at most %d seconds of processor time", SANDBOX_SECONDS);
	return err_expected(err, "at most %d instructions", SANDBOX_INSTRUCTIONS);
}

struct chunk {
	const char *text, *name;
	size_t n;
};

static void load(lua_State *L, void *context)
{
	const struct chunk *chunk = context;

	if (luaL_loadbufferx(L, chunk->text, chunk->n, chunk->name, "t") != LUA_OK)
		lua_error(L);
	lua_call(L, 0, 0);
}

/* Lua shortens long names of files in its messages, and what ends a run has none. */
static bool name_whole(const struct sandbox *sandbox, struct err *err, const char *file)
{
	if (!*err->file)
		return err_at(err, file, sandbox->line, 0);
	if (!strncmp(err->file, "...", 3))
		err_at(err, file, err->line, err->col);
	return false;
}

bool sandbox_load(struct sandbox *sandbox, const char *text, size_t n, const char *file, struct err *err)
{
	char name[256 + 1];
	struct chunk chunk = { text, name, n };

	snprintf(name, sizeof name, "@%s", file);
	return sandbox_run(sandbox, load, &chunk, err) || name_whole(sandbox, err, file);
}
