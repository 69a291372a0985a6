/* SPDX-License-Identifier: MIT */
/*
 * A driver module at the edge: found, looked at (elf.h), loaded, its memory functions bound to the machine's checked ones,
 * its relocated data kept so that sim_new can put it back. One set for a process; a module stays loaded until the set is freed.
 */
#ifndef MSILAB_HOST_MODULE_H
#define MSILAB_HOST_MODULE_H

#include "sim/base/machine.h"
#include "sim/sim.h"

/* What the program gives to modules. */
struct module_world {
	const char *const *given; /* names of the driver interface, NULL at the end: the program exports them */
	const struct module_bind {
		const char *name; /* memcpy ... */
		void (*function)(void); /* its checked version */
	} *binds; /* name NULL at the end */
	const char *const *folders; /* where a name without a slash is looked for, NULL at the end */
};

struct modules;

/* world is borrowed for the life of the set. */
struct modules *modules_new(const struct module_world *world);

/* Names with a slash count from this folder first (a journal's), then from the process's; a name without one that no folder of the world has is looked
 * for there too. Copied. */
void modules_beside(struct modules *modules, const char *folder);

void modules_free(struct modules *modules);

/* Loads the module that driver lines name `name`: NAME of FOLDER/NAME.so, else a path with a slash. Loading it again gives the
 * same one. NULL: err names the file and what is wrong with it. Borrowed from the set. */
const struct sim_module *modules_load(struct modules *modules, const char *name, struct err *err);

/* Loads all that a machine's drivers name, and writes the hash of each into its driver line where none stands. A line with
 * another hash than the file's is no error here: modules_differing finds it. */
bool modules_load_all(struct modules *modules, struct machine *machine, struct err *err);

/* The first driver line whose hash is not its module's, or NULL. */
const struct machine_driver *modules_differing(const struct modules *modules, const struct machine *machine);

/* The modules loaded, side by side, for struct inputs. Borrowed until the next load. */
const struct sim_module *modules_list(const struct modules *modules, size_t *n);

/* The file a loaded module came from, NULL: not loaded. */
const char *modules_path(const struct modules *modules, const char *name);

#endif
