/* SPDX-License-Identifier: MIT */
/*
 * A machine of one CPU with nothing but a probe and its containment, and driver code to run on it: the suites test_probe*,
 * test_containment, test_pool and test_loops. The driver modules are those of tests/unit/probe_modules.
 */
#ifndef MSILAB_TESTS_UNIT_PROBE_RIG_H
#define MSILAB_TESTS_UNIT_PROBE_RIG_H

#include "config.h"

#include <dlfcn.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/mem.h"
#include "sim/os/containment.h"
#include "sim/os/crossing.h"
#include "sim/os/irql.h"
#include "sim/os/os.h"
#include "sim/os/probe.h"
#include "tests/unit/suite.h"

#define RIG_LIST "tests/unit/probe_so/list"
#define DIRQL 7

struct rig {
	struct core core;
	struct machine machine;
	struct trace *trace;
	struct os *os;
	struct cpu *cpu;
	struct fiber thread; /* set by tests that run on another fiber than idle */
	uint8_t irql;
	void (*code)(struct rig *rig);
	void (*nested)(struct rig *rig); /* runs at DIRQL when the CPU is poked */
	struct event poke;
	bool returned; /* code came to its end */
	/* for the tests' own code */
	void *function;
	void *p, *q;
	uint64_t n;
};

/* A module, and its image as the loader lays it out. */
struct rig_module {
	char path[200];
	void *handle;
	uint64_t image, size;
};

/* The n-th module that was built. false: there is none. */
bool rig_module(unsigned n, struct rig_module *module);

#define EACH_MODULE(m)                                                                             \
	struct rig_module m;                                                                       \
	for (unsigned m##_n = 0; rig_module(m##_n, &m); m##_n++, dlclose(m.handle))

/* Runs the code as a driver's: on the driver's stack of the running fiber. What the idle fiber runs; argument: the CPU. */
void rig_driver(struct rig *rig, void (*code)(struct rig *));
void rig_idle(void *argument);

/* code: what CPU 0 runs; module: its driver's, NULL: none. */
struct rig *rig_new(void (*code)(struct rig *), const struct rig_module *module);

/* A register window of the rig's device. */
uint64_t rig_window(struct rig *rig);
void rig_option(struct rig *rig, const char *key, const char *value);

/* Runs until the machine stops, nothing is left to do, or a second of virtual time is over. */
void rig_run(struct rig *rig);

/* The first record of a kind, NULL: none. */
const struct record *rig_record(const struct rig *rig, enum record_kind kind);
unsigned rig_records(const struct rig *rig, enum record_kind kind);
const char *rig_rule(const struct rig *rig);
const char *rig_text(const struct rig *rig);

/* The code of the bugcheck, 0: there was none. */
uint64_t rig_bugcheck(const struct rig *rig);

/* Where in the driver the bugcheck was. */
uint64_t rig_at(const struct rig *rig);
uint64_t rig_parameter(const struct rig *rig, unsigned i);
void rig_free(struct rig *rig);

/* Whether a code address in record form lies in this function of module 0 (the first 300 bytes of it). */
bool rig_inside(const struct rig *rig, uint64_t at, const void *function);

/* ---- Driver code that is given a pointer. ---- */

#define TAG 0x7073694d

uint64_t address_of(const void *p);
void *block_of(struct rig *rig, uint64_t size);

/* Driver code: function(p, q), then function(n, ...) forms. */
void call_p(struct rig *rig);
void call_p_n(struct rig *rig);

/* The same as the machine begins it, so that it is known where the code is. */
void begin_p(struct rig *rig);
struct rig *rig_of(const struct rig_module *m, const char *function, uint8_t irql, void (*code)(struct rig *));

/* Runs one function of a module on p. */
struct rig *run_on(const struct rig_module *m, const char *function, uint8_t irql, void *(*make)(struct rig *));
void *make_null(struct rig *rig);
void *make_block(struct rig *rig);
void *make_freed(struct rig *rig);

#endif
