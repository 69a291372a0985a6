/* SPDX-License-Identifier: MIT */
/*
 * A machine as data: processors, devices and where they sit, drivers and what their packages say, costs, grant policy,
 * switches, seed. Its text form is the head of a journal, one line a fact (machine_line reads, machine_text writes; the two
 * are inverse). It knows the form, not the models: which device models, policies and settings exist is checked by the
 * machine at sim_new with the same kind of error.
 */
#ifndef MSILAB_BASE_MACHINE_H
#define MSILAB_BASE_MACHINE_H

#include "sim/base/err.h"
#include "sim/base/settings.h"
#include "sim/base/str.h"
#include "sim/base/vtime.h"
#include "sim/base/words.h"

#define MACHINE_CPUS_MAX 64
#define MACHINE_NAME_MAX 32

enum cost {
#define COST(id, name, ns, help) COST_##id,
#include "sim/base/costs.def"
#undef COST
	COST_COUNT
};

extern const struct cost_name {
	const char *name;
	vtime ns;
	const char *help;
} cost_names[COST_COUNT];

/* `device nic0 vnic slot=1 under=rp0 msix=16` */
struct machine_device {
	char name[MACHINE_NAME_MAX], model[MACHINE_NAME_MAX];
	struct settings settings;
	unsigned line, col; /* col: the model's */
};

/* `driver nic0 vnic-message sha256=... MSISupported=1 *RSS=1 LabAckOrder=first` */
struct machine_driver {
	char device[MACHINE_NAME_MAX], module[256];
	struct settings settings; /* package facts and configuration keywords */
	unsigned line;
};

struct machine {
	uint64_t seed;
	unsigned cpus;
	char policy[MACHINE_NAME_MAX];   /* default windows */
	struct settings policy_settings; /* count=, vectors=, seed=, file= */
	unsigned policy_line, policy_col; /* where it was written; 0: nowhere */
	char affinity[MACHINE_NAME_MAX]; /* default spread: spread, close, specified */
	struct settings affinity_settings;
	struct machine_device *devices;
	size_t devices_n, devices_room;
	struct machine_driver *drivers;
	size_t drivers_n, drivers_room;
	vtime cost[COST_COUNT];
	struct settings options; /* `set KEY=VALUE`: switches of the system (options of doc/modelled.md) */
	struct settings inputs;  /* `input NAME sha256=...`: captures and scripts by name and hash; key NAME, value the hash */
};

void machine_init(struct machine *machine); /* one CPU, seed 1, default costs, no device */
void machine_fini(struct machine *machine);
void machine_copy(struct machine *to, const struct machine *from);
void machine_copy_into(struct machine *to, const struct machine *from, struct mem_source *source); /* all of it there; no machine_fini */

/* Reads one line of a head into the machine. Unknown words get the nearest valid one. A later device or driver line of
 * the same name replaces the earlier. */
bool machine_line(struct machine *machine, const struct words *words, unsigned line, struct err *err);

/* Reads a whole head from text (a file's contents); file is for errors only. */
bool machine_read(struct machine *machine, const char *text, const char *file, struct err *err);

/* The head as text: the shortest set of lines that gives this machine again. */
void machine_text(const struct machine *machine, struct str *out);

const struct machine_device *machine_device(const struct machine *machine, const char *name);
struct machine_driver *machine_driver(const struct machine *machine, const char *device);

#endif
