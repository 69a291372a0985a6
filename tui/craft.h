/* SPDX-License-Identifier: MIT */
/*
 * A lesson done in C: the learner's own copy of its source, the editor, the build. Files, processes and the terminal are the edge's; the
 * screen asks, and shows what the compiler says, untouched.
 */
#ifndef MSILAB_TUI_CRAFT_H
#define MSILAB_TUI_CRAFT_H

#include "sim/base/err.h"
#include "sim/base/str.h"

/* A build that is kept, with its source beside it: as driver lines name it, its file, its hash. Valid until the next one is taken. */
struct craft_module {
	const char *name, *file, *sha256;
};

enum craft_state { CRAFT_IDLE, CRAFT_BUILDING, CRAFT_FAILED, CRAFT_BUILT };

struct craft {
	/* The path of the copy, which is made where it is missing. NULL: err. */
	const char *(*file)(void *context, struct err *err);
	/* Opens it in the person's editor, at a line (0: none), and comes back when that ends: the terminal is the editor's. */
	bool (*edit)(void *context, unsigned line, struct err *err);
	/* Begins to build it; how that stands, and at its end what the compiler said. wait: until its end. */
	bool (*build)(void *context, struct err *err);
	enum craft_state (*state)(void *context, bool wait, struct str *says);
	/* What was built is kept from now on and brought into the inputs; the same bytes again are the same module. false: err. */
	bool (*take)(void *context, struct craft_module *module, struct err *err);
	/* The copy is again as it was built before the last time that it was; what it was is kept beside it. false: err. */
	bool (*back)(void *context, struct err *err);
	/* The file was saved since it was built last, or looked at first. */
	bool (*saved)(void *context);
	/* The solution's source beside the copy (craft_beside.h), appended; nothing where it is not at hand. */
	void (*solution)(void *context, struct str *out);
};

#endif
