/* SPDX-License-Identifier: MIT */
/*
 * A machine of one CPU with nothing but a probe and its containment, and driver code to run on it: test_probe and
 * test_containment. The driver modules are those of tests/unit/probe_modules.
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

static int rig_find_image(struct dl_phdr_info *info, size_t size, void *context)
{
	struct rig_module *module = context;

	(void)size;
	if (!info->dlpi_name || strcmp(info->dlpi_name, module->path))
		return 0;
	module->image = info->dlpi_addr;
	for (unsigned i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_LOAD &&
		    info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz > module->size)
			module->size = info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;
	return 1;
}

/* The n-th module that was built. false: there is none. */
static inline bool rig_module(unsigned n, struct rig_module *module)
{
	FILE *list = fopen(RIG_LIST, "r");
	char line[160];

	ck_assert_ptr_nonnull(list);
	*module = (struct rig_module){ 0 };
	while (fgets(line, sizeof line, list) && n)
		n--;
	if (feof(list) || ferror(list)) {
		fclose(list);
		return false;
	}
	fclose(list);
	line[strcspn(line, "\n")] = 0;
	snprintf(module->path, sizeof module->path, "./%s", line);
	module->handle = dlopen(module->path, RTLD_NOW | RTLD_LOCAL);
	if (!module->handle)
		ck_abort_msg("%s", dlerror());
	dl_iterate_phdr(rig_find_image, module);
	ck_assert_uint_ne(module->size, 0);
	return true;
}

#define EACH_MODULE(m)                                                                             \
	struct rig_module m;                                                                       \
	for (unsigned m##_n = 0; rig_module(m##_n, &m); m##_n++, dlclose(m.handle))

static void rig_level(struct rig *rig, uint8_t irql)
{
	rig->cpu->irql = irql;
	rig->core.irql = irql;
}

/* Runs the code as a driver's: on the driver's stack of the running fiber. */
static void rig_driver(struct rig *rig, void (*code)(struct rig *))
{
	if (rig->cpu->fiber->system_sp)
		code(rig);
	else
		DRIVER_CALL(code, rig);
}

static void rig_take(struct cpu *cpu)
{
	struct rig *rig = (struct rig *)cpu->core;
	struct stretch stretch = cpu->stretch;
	uint8_t before = cpu->irql;

	cpu->stretch = (struct stretch){ .since = cpu->core->now };
	rig_level(rig, DIRQL);
	if (rig->nested)
		rig_driver(rig, rig->nested);
	rig_level(rig, before);
	cpu->stretch = stretch;
}

static void rig_idle(void *argument)
{
	struct cpu *cpu = argument;
	struct rig *rig = (struct rig *)cpu->core;

	cpu->core->cpu = cpu;
	cpu->core->cpu_number = 0;
	rig_level(rig, rig->irql);
	rig_driver(rig, rig->code);
	rig->returned = true;
	rig_level(rig, 0);
	for (;;)
		cpu_wait(cpu);
}

static inline void rig_poke(struct event *event)
{
	cpu_poke(((struct rig *)((char *)event - offsetof(struct rig, poke)))->cpu);
}

/* code: what CPU 0 runs; module: its driver's, NULL: none. */
static inline struct rig *rig_new(void (*code)(struct rig *), const struct rig_module *module)
{
	struct rig *rig = mem_new(sizeof *rig);

	machine_init(&rig->machine);
	rig->trace = trace_new();
	core_init(&rig->core, core_arena(), &rig->machine, rig->trace);
	rig->os = mem_new(sizeof *rig->os);
	rig->os->core = &rig->core;
	rig->os->cpus_n = 1;
	rig->core.os = rig->os;
	rig->code = code;
	rig->cpu = &rig->os->cpus[0];
	pool_init(&rig->os->pool, &rig->core);
	cpu_init(rig->cpu, &rig->core, 0, rig_take, rig_idle);
	rig->cpu->os = rig->os;
	event_init(&rig->poke, "poke", rig_poke);
	probe_init(rig->os);
	containment_open(rig->os);
	if (module)
		probe_module(rig->os, module->image, module->size);
	return rig;
}

/* A register window of the rig's device. */
static inline uint64_t rig_window(struct rig *rig)
{
	uint64_t address = arena_take(&rig->core.arena, ARENA_WINDOWS, 4096, 4096);

	probe_window(rig->os, address, 4096, 0);
	return address;
}

static inline void rig_option(struct rig *rig, const char *key, const char *value)
{
	settings_set(&rig->os->options, key, value);
	probe_options(rig->os);
}

/* Runs until the machine stops, nothing is left to do, or a second of virtual time is over. */
static inline void rig_run(struct rig *rig)
{
	core_run(&rig->core, 1000000000, UINT64_MAX);
}

/* The first record of a kind, NULL: none. */
static inline const struct record *rig_record(const struct rig *rig, enum record_kind kind)
{
	for (uint64_t i = 0; i < trace_count(rig->trace); i++)
		if (trace_at(rig->trace, i)->kind == kind)
			return trace_at(rig->trace, i);
	return NULL;
}

static inline unsigned rig_records(const struct rig *rig, enum record_kind kind)
{
	unsigned n = 0;

	for (uint64_t i = 0; i < trace_count(rig->trace); i++)
		n += trace_at(rig->trace, i)->kind == kind;
	return n;
}

static inline const char *rig_rule(const struct rig *rig)
{
	const struct record *r = rig_record(rig, R_RULE_VIOLATION);

	return r ? trace_text_of(rig->trace, r->w[0]) : "none";
}

static inline const char *rig_text(const struct rig *rig)
{
	const struct record *r = rig_record(rig, R_RULE_VIOLATION);

	return r ? trace_text_of(rig->trace, r->w[1]) : "";
}

/* The code of the bugcheck, 0: there was none. */
static inline uint64_t rig_bugcheck(const struct rig *rig)
{
	const struct record *r = rig_record(rig, R_BUGCHECK);

	return r ? r->w[0] : 0;
}

/* Where in the driver the bugcheck was. */
static inline uint64_t rig_at(const struct rig *rig)
{
	return rig_record(rig, R_BUGCHECK)->w[3];
}

static inline uint64_t rig_parameter(const struct rig *rig, unsigned i)
{
	return rig_record(rig, R_BUGCHECK_PARAMETERS)->w[i];
}

static inline void rig_free(struct rig *rig)
{
	containment_close(rig->os);
	cpu_fini(rig->cpu);
	settings_free(&rig->os->options);
	core_fini(&rig->core);
	trace_free(rig->trace);
	machine_fini(&rig->machine);
	mem_free(rig->os);
	mem_free(rig);
}

/* Whether a code address in record form lies in this function of module 0 (the first 300 bytes of it). */
static inline bool rig_inside(const struct rig *rig, uint64_t at, const void *function)
{
	uint64_t start = probe_code(&rig->core, (uint64_t)(uintptr_t)function);

	return at >= start && at < start + 300;
}

/* ---- Driver code that is given a pointer. ---- */

#define TAG 0x7073694d

static inline uint64_t address_of(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

static inline void *block_of(struct rig *rig, uint64_t size)
{
	return (void *)(uintptr_t)pool_alloc(&rig->os->pool, POOL_BLOCK, 0, size, TAG, false);
}

/* Driver code: function(p, q), then function(n, ...) forms. */
static inline void call_p(struct rig *rig)
{
	((void (*)(void *))rig->function)(rig->p);
}

static inline void call_p_n(struct rig *rig)
{
	((void (*)(void *, unsigned))rig->function)(rig->p, (unsigned)rig->n);
}

/* The same as the machine begins it, so that it is known where the code is. */
static inline void begin_p(struct rig *rig)
{
	probe_begin(rig->cpu, rig->function);
	call_p(rig);
}

static inline struct rig *rig_of(const struct rig_module *m, const char *function, uint8_t irql, void (*code)(struct rig *))
{
	struct rig *rig = rig_new(code, m);

	rig->irql = irql;
	rig->function = dlsym(m->handle, function);
	ck_assert_ptr_nonnull(rig->function);
	return rig;
}

/* Runs one function of a module on p. */
static inline struct rig *run_on(const struct rig_module *m, const char *function, uint8_t irql, void *(*make)(struct rig *))
{
	struct rig *rig = rig_of(m, function, irql, call_p);

	rig->p = make(rig);
	rig_run(rig);
	return rig;
}

static inline void *make_null(struct rig *rig)
{
	(void)rig;
	return NULL;
}

static inline void *make_block(struct rig *rig)
{
	return block_of(rig, 200);
}

static inline void *make_freed(struct rig *rig)
{
	void *p = block_of(rig, 200);

	pool_free(&rig->os->pool, POOL_BLOCK, address_of(p));
	return p;
}

#endif
