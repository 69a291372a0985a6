/* SPDX-License-Identifier: MIT */
/*
 * Where driver code comes from: addresses of code in records (module in bits 63:48, offset below) to file, line and function by
 * the module's DWARF (libdw), and the text of the files. An edge file: it opens files; the driver view gets lines and a number.
 */
#ifndef MSILAB_TUI_SOURCE_H
#define MSILAB_TUI_SOURCE_H

#include "tui/view.h"

struct source;

struct source_module {
	const char *name; /* as records and machine know it */
	const char *file; /* the loaded object */
};

/* Modules in the order of their numbers in code addresses, until source_use; copied. Nothing is read before it is asked for. A source that
 * lies beside the module is the one; one that is not where the compiler saw it is looked for by its last name in `folder` (NULL: nowhere else). */
struct source *source_new(const struct source_module *modules, size_t n, const char *folder);
void source_free(struct source *source);

/* One more module; one that is known stays as it is. From now on the numbers are those of this machine's traces. */
void source_add(struct source *source, const struct source_module *module);
void source_use(struct source *source, const struct machine *machine);

/* The code log and the place that was stepped to in it (tui/codelog.h); at CODELOG_NONE: none was. */
struct codelog;
struct look_code {
	const struct codelog *log;
	uint64_t at;
};

/* The driver's place at the cursor: the innermost code on the CPU of the record, and what it nested on; when none runs, the code
 * that ran last. code: where it was stepped to, NULL: nowhere. What out names is valid until source_free. */
void source_look(struct source *source, const struct trace *trace, const struct scene *scene, uint64_t cursor, const struct look_code *code,
		 struct look_source *out);

/* The CPU whose driver code the cursor is about, RECORD_NO_CPU: none has run. */
unsigned source_cpu(const struct trace *trace, uint64_t cursor);

/* The record opens, or ends, a level of nesting: a handler, service routine, DPC. */
bool source_is_enter(const struct record *record);
bool source_is_exit(const struct record *record);

/* Line and function of an address of code. false: neither is known. */
bool source_place(struct source *source, uint64_t code, struct look_place *place);

/* The module an address is in, NULL: none. */
const char *source_module(struct source *source, uint64_t code);

/* The text of a file, NULL: it is not found. */
const char *source_text(struct source *source, const char *name);

/* The functions that called one another, as places tell it one after another; innermost last. A function that is entered is called by the last;
 * one that stands in the list goes on, and those after it have returned; another one is a caller that was not seen calling. */
#define SOURCE_CALLS_MAX 32
struct source_calls {
	uint64_t function[SOURCE_CALLS_MAX], code[SOURCE_CALLS_MAX];
	unsigned n;
};
void source_call(struct source_calls *calls, uint64_t function, uint64_t code, bool enters);

/* The place is at the very beginning of its function. */
bool source_enters(const struct look_place *place, uint64_t code);

/* "FILE:LINE" of code at an address. false: not known. */
bool source_line(struct source *source, uint64_t code, char *text, size_t size);

/* The function that code at an address is in, NULL: not known. Valid until source_free. */
const char *source_function(struct source *source, uint64_t code);

/* The text of the .form file beside the module of a device's driver (or in `folder`), NULL: there is none. */
const char *source_form(struct source *source, const struct machine *machine, const char *device);

#endif
