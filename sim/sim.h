/* SPDX-License-Identifier: MIT */
/*
 * The machine's face: journal in, trace out. At most one simulation lives in a process. The machine opens nothing: modules,
 * captures and policies are brought by the edge.
 */
#ifndef MSILAB_SIM_SIM_H
#define MSILAB_SIM_SIM_H

#include "sim/base/machine.h"
#include "sim/base/place.h"
#include "sim/journal/command.h"
#include "sim/trace/trace.h"

/* A driver module, loaded and relocated by the edge (lessons/host/module.h). */
struct sim_module {
	const char *name;      /* as the driver line of the machine names it */
	const char *sha256;    /* of the file, hexadecimal */
	void *entry;           /* DriverEntry */
	uint64_t image, image_size; /* where it lies in this process */
	struct {
		uint64_t start, size; /* writable data */
		const void *reset;    /* its bytes after relocation: put back by sim_new */
	} data[8];
	unsigned data_n;
	bool instrumented;
	unsigned header_version; /* of the driver header it was compiled against: major << 8 | minor; 0: not known */
};

/* Frames of a capture, read by the edge. */
struct sim_capture {
	const char *name, *sha256;
	size_t n;
	struct sim_frame {
		vtime at; /* since the first frame */
		uint32_t length;
		const uint8_t *bytes;
	} *frames;
};

/* A grant policy brought from outside: answers how many messages of `asked` (0: the line). Its answer is a record. */
struct sim_policy {
	const char *name, *sha256;
	unsigned (*grant)(void *context, const char *device, unsigned asked, bool msix);
	void *context;
};

struct inputs {
	const struct sim_module *modules;
	size_t modules_n;
	const struct sim_capture *captures;
	size_t captures_n;
	const struct sim_policy *policies;
	size_t policies_n;
};

struct sim;

/* The i-th grant policy of the machine's own by name, in the order shown to the user; NULL: there are no more. */
const char *sim_policy_name(unsigned i);

/* Whether the machine can be built: models, settings, policies, modules named by drivers. */
bool sim_check(const struct machine *machine, const struct inputs *inputs, struct err *err);

/* machine and inputs are borrowed until sim_free and must have passed sim_check. The trace is borrowed too; it outlives the
 * simulation. The machine is declared in it before this returns. */
struct sim *sim_new(const struct machine *machine, const struct inputs *inputs, struct trace *trace);

/* Takes a command at the machine's own now; stamps it (at, event). What makes no sense now is the record cmd.refused. */
void sim_apply(struct sim *sim, struct command *command);

/* Runs until the next event lies after `until` or `until_event` events have been taken since the start. Returns the time. */
vtime sim_run(struct sim *sim, vtime until, uint64_t until_event);

uint64_t sim_events(const struct sim *sim);
vtime sim_now(const struct sim *sim);
bool sim_idle(const struct sim *sim);    /* nothing is queued */
bool sim_stopped(const struct sim *sim); /* a bugcheck */
/* Somebody is told of every place of instrumented driver code from now on; NULL: nobody, which costs nothing. The trace is the same. */
void sim_watch(struct sim *sim, code_watcher *watch, void *context);
void sim_ahead(struct sim *sim, bool on); /* look-ahead; off in the property test alone */
void sim_free(struct sim *sim);

#endif
