/* SPDX-License-Identifier: MIT */
/*
 * A Lua 5.4 state for files that strangers wrote. No io, os, package, debug, no metatables, no coroutines, no bytecode, nothing that
 * matches patterns; tables are walked in the order of their keys, nothing is random and no address can be had: the same file gives
 * the same lesson everywhere.
 *
 * A run has a ceiling on instructions and the state one on memory. A run over its instructions is left by a jump past Lua, which
 * pcall cannot catch; the state is then spent and answers nothing any more.
 */
#ifndef MSILAB_HOST_SANDBOX_H
#define MSILAB_HOST_SANDBOX_H

#include <stdint.h>

#include "sim/base/err.h"

#define SANDBOX_INSTRUCTIONS 10000000 /* a run */
#define SANDBOX_BYTES (16u << 20)

struct lua_State;
struct sandbox;

struct sandbox *sandbox_new(void);
void sandbox_free(struct sandbox *sandbox);

/* For who binds functions and takes tables apart, inside a run. Its extra space holds the sandbox. */
struct lua_State *sandbox_state(struct sandbox *sandbox);

/* Runs work(L, context) under the ceilings, with an empty stack. Whatever it raises is an error: FILE:LINE if the message
 * says so. The stack is empty again afterwards. */
bool sandbox_run(struct sandbox *sandbox, void (*work)(struct lua_State *L, void *context), void *context, struct err *err);

/* Runs a whole file of text, n bytes. */
bool sandbox_load(struct sandbox *sandbox, const char *text, size_t n, const char *file, struct err *err);

#endif
