/* SPDX-License-Identifier: MIT */
/*
 * A Lua 5.4 state for files that strangers wrote. No io, os, package, debug, no metatables, no coroutines, no bytecode, nothing that
 * matches patterns; tables are walked in the order of their keys, nothing is random and no address can be had: the same file gives
 * the same lesson everywhere.
 *
 * A run has ceilings on instructions and time, and the state one on memory. A run over its ceilings is left by a jump past Lua, which
 * pcall cannot catch; the state is then spent and answers nothing any more. Memory is the file's to run out of: every function that could
 * work long on little memory within C is written in Lua, or looks at its arguments first (sandbox_library.c).
 */
#ifndef MSILAB_HOST_SANDBOX_H
#define MSILAB_HOST_SANDBOX_H

#include <stdint.h>

#include "sim/base/err.h"

#define SANDBOX_INSTRUCTIONS 10000000 /* a run; 64 bytes of memory count as one */
#define SANDBOX_BYTES (4u << 20)
#define SANDBOX_SECONDS 2             /* of processor time: the backstop of a run, for what C does within one instruction */

struct lua_State;
struct sandbox;

struct sandbox *sandbox_new(void);
void sandbox_free(struct sandbox *sandbox);

/* Fewer instructions for the runs to come; for tests. */
void sandbox_ceiling(struct sandbox *sandbox, uint64_t instructions);

/* Runs work(L, context) under the ceilings, with an empty stack. Whatever it raises is an error: FILE:LINE if the message
 * says so. The stack is empty again afterwards. */
bool sandbox_run(struct sandbox *sandbox, void (*work)(struct lua_State *L, void *context), void *context, struct err *err);

/* Runs a whole file of text, n bytes. */
bool sandbox_load(struct sandbox *sandbox, const char *text, size_t n, const char *file, struct err *err);

#endif
