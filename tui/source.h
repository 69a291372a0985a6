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

/* Modules in the order of their numbers in code addresses; borrowed. Nothing is read before it is asked for. A source that is not
 * where the compiler saw it is looked for by its last name in `folder` (NULL: nowhere else). */
struct source *source_new(const struct source_module *modules, size_t n, const char *folder);
void source_free(struct source *source);

/* The driver's place at the cursor: the innermost code on the CPU of the record, and what it nested on; when none runs, the code
 * that ran last. What out names is valid until source_free. */
void source_look(struct source *source, const struct trace *trace, const struct scene *scene, uint64_t cursor,
		 struct look_source *out);

/* The function that code at an address is in, NULL: not known. Valid until source_free. */
const char *source_function(struct source *source, uint64_t code);

/* The text of the .form file beside the module of a device's driver (or in `folder`), NULL: there is none. */
const char *source_form(struct source *source, const struct machine *machine, const char *device);

#endif
