/* SPDX-License-Identifier: MIT */
/*
 * What a journal needs from outside, brought in: its text, its drivers' modules, its captures, all checked before a machine is
 * built. Hashes of what was read stand in the journal afterwards; where one stood that differs, that is said in one line and the
 * work goes on.
 */
#ifndef MSILAB_CLI_INTAKE_H
#define MSILAB_CLI_INTAKE_H

#include "cli/cli.h"
#include "lessons/host/module.h"
#include "sim/journal/journal.h"
#include "sim/sim.h"

struct intake {
	struct journal journal;
	struct modules *modules;
	struct sim_capture *captures;
	size_t captures_n, captures_room;
	struct inputs inputs; /* of the above, for sim_new */
	uint64_t budget;      /* events */
	char *folder;         /* what its relative names count from first; NULL: the folder of the process alone */
};

/* Reads the journal or machine description of this path, takes --seed and --budget into account, and brings the rest. status is
 * set where false is returned. */
bool intake_open(struct intake *intake, const char *path, const struct arguments *arguments, struct err *err,
		 enum status *status);

/* The same for a journal whose text the program holds; name is for errors, folder as in struct intake. */
bool intake_text(struct intake *intake, const char *text, size_t n, const char *name, const char *folder,
		 const struct arguments *arguments, struct err *err, enum status *status);

/* The first driver, of those loaded, that was built without instrumentation: what it touches is not checked. NULL: none. */
const char *intake_unchecked(const struct intake *intake);

/* Brings what one more command names (a capture), before the machine takes it. */
bool intake_command(struct intake *intake, const struct command *command, struct settings *named, struct err *err);

/* The machine of the journal, copied, with another module (loaded here) for a device's driver; module NULL: with its own. false:
 * nothing to fini. */
bool intake_machine(struct intake *intake, const char *device, const char *module, struct machine *machine, struct err *err);

/* Loads one more module, or those that a machine's drivers name. NULL, false: it cannot be (err). */
const struct sim_module *intake_module(struct intake *intake, const char *name, struct err *err);
bool intake_modules(struct intake *intake, struct machine *machine, struct err *err);

void intake_close(struct intake *intake);

#endif
