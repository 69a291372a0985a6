/* SPDX-License-Identifier: MIT */
/*
 * The builds of a lesson in C: below its folder, in built-1, built-2 ..., each module that was built, with its source. Journals name them by
 * their paths. Of those that nobody can come back to the newest BUILDS_SPARE stay; a number is not given twice while a later one is there.
 */
#ifndef MSILAB_CLI_BUILDS_H
#define MSILAB_CLI_BUILDS_H

#include "cli/sessions.h"
#include "sim/base/machine.h"

#define BUILDS_SPARE 50

/* Both borrowed. stem: the name of module and source, without its end. */
struct builds {
	const char *folder, *stem;
};

/* The module of the newest; false: there is none. */
bool builds_newest(const struct builds *builds, char module[SESSION_PATH_MAX]);

/* Keeps a module with its source, unless a build has the same bytes; `kept` is where. *made: it is a new one. */
bool builds_keep(const struct builds *builds, const char *source, const char *module, char kept[SESSION_PATH_MAX], bool *made, struct err *err);

/* The builds that a journal names which lies somewhere else than in the state folder stay for ever; or the one of this module. */
void builds_mark(const struct machine *machine);
void builds_mark_module(const char *module);

/* Removes what is too much of those that no file of the state folder names (journals, branches), that are not marked, and that this process has not
 * loaded. */
void builds_clean(const struct builds *builds, bool (*loaded)(const void *context, const char *module), const void *context);

#endif
