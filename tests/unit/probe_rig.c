/* SPDX-License-Identifier: MIT */
/* A machine with a probe, and driver code on it. */
#include "tests/unit/probe_rig.h"

static int find_image(struct dl_phdr_info *info, size_t size, void *context)
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

bool rig_module(unsigned n, struct rig_module *module)
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
	dl_iterate_phdr(find_image, module);
	ck_assert_uint_ne(module->size, 0);
	return true;
}

static void set_level(struct rig *rig, uint8_t irql)
{
	rig->cpu->irql = irql;
	rig->core.irql = irql;
}

void rig_driver(struct rig *rig, void (*code)(struct rig *))
{
	if (rig->cpu->fiber->system_sp)
		code(rig);
	else
		DRIVER_CALL(code, rig);
}

static void take(struct cpu *cpu)
{
	struct rig *rig = (struct rig *)cpu->core;
	struct stretch stretch = cpu->stretch;
	uint8_t before = cpu->irql;

	cpu->stretch = (struct stretch){ .since = cpu->core->now };
	set_level(rig, DIRQL);
	if (rig->nested)
		rig_driver(rig, rig->nested);
	set_level(rig, before);
	cpu->stretch = stretch;
}

void rig_idle(void *argument)
{
	struct cpu *cpu = argument;
	struct rig *rig = (struct rig *)cpu->core;

	cpu->core->cpu = cpu;
	cpu->core->cpu_number = 0;
	set_level(rig, rig->irql);
	rig_driver(rig, rig->code);
	rig->returned = true;
	set_level(rig, 0);
	for (;;)
		cpu_wait(cpu);
}

static void poked(struct event *event)
{
	cpu_poke(((struct rig *)((char *)event - offsetof(struct rig, poke)))->cpu);
}

struct rig *rig_new(void (*code)(struct rig *), const struct rig_module *module)
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
	cpu_init(rig->cpu, &rig->core, 0, take, rig_idle);
	rig->cpu->os = rig->os;
	event_init(&rig->poke, "poke", poked);
	probe_init(rig->os);
	containment_open(rig->os);
	if (module)
		probe_module(rig->os, module->image, module->size);
	return rig;
}

uint64_t rig_window(struct rig *rig)
{
	uint64_t address = arena_take(&rig->core.arena, ARENA_WINDOWS, 4096, 4096);

	probe_window(rig->os, address, 4096, 0);
	return address;
}

void rig_option(struct rig *rig, const char *key, const char *value)
{
	settings_set(&rig->os->options, key, value);
	probe_options(rig->os);
}

void rig_run(struct rig *rig)
{
	core_run(&rig->core, 1000000000, UINT64_MAX);
}

const struct record *rig_record(const struct rig *rig, enum record_kind kind)
{
	for (uint64_t i = 0; i < trace_count(rig->trace); i++)
		if (trace_at(rig->trace, i)->kind == kind)
			return trace_at(rig->trace, i);
	return NULL;
}

unsigned rig_records(const struct rig *rig, enum record_kind kind)
{
	unsigned n = 0;

	for (uint64_t i = 0; i < trace_count(rig->trace); i++)
		n += trace_at(rig->trace, i)->kind == kind;
	return n;
}

const char *rig_rule(const struct rig *rig)
{
	const struct record *r = rig_record(rig, R_RULE_VIOLATION);

	return r ? trace_text_of(rig->trace, r->w[0]) : "none";
}

const char *rig_text(const struct rig *rig)
{
	const struct record *r = rig_record(rig, R_RULE_VIOLATION);

	return r ? trace_text_of(rig->trace, r->w[1]) : "";
}

uint64_t rig_bugcheck(const struct rig *rig)
{
	const struct record *r = rig_record(rig, R_BUGCHECK);

	return r ? r->w[0] : 0;
}

uint64_t rig_at(const struct rig *rig)
{
	return rig_record(rig, R_BUGCHECK)->w[3];
}

uint64_t rig_parameter(const struct rig *rig, unsigned i)
{
	return rig_record(rig, R_BUGCHECK_PARAMETERS)->w[i];
}

void rig_free(struct rig *rig)
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

bool rig_inside(const struct rig *rig, uint64_t at, const void *function)
{
	uint64_t start = probe_code(&rig->core, (uint64_t)(uintptr_t)function);

	return at >= start && at < start + 300;
}

/* ---- Driver code that is given a pointer. ---- */

uint64_t address_of(const void *p)
{
	return (uint64_t)(uintptr_t)p;
}

void *block_of(struct rig *rig, uint64_t size)
{
	return (void *)(uintptr_t)pool_alloc(&rig->os->pool, POOL_BLOCK, 0, size, TAG, false);
}

void call_p(struct rig *rig)
{
	((void (*)(void *))rig->function)(rig->p);
}

void call_p_n(struct rig *rig)
{
	((void (*)(void *, unsigned))rig->function)(rig->p, (unsigned)rig->n);
}

void begin_p(struct rig *rig)
{
	probe_begin(rig->cpu, rig->function);
	call_p(rig);
}

struct rig *rig_of(const struct rig_module *m, const char *function, uint8_t irql, void (*code)(struct rig *))
{
	struct rig *rig = rig_new(code, m);

	rig->irql = irql;
	rig->function = dlsym(m->handle, function);
	ck_assert_ptr_nonnull(rig->function);
	return rig;
}

struct rig *run_on(const struct rig_module *m, const char *function, uint8_t irql, void *(*make)(struct rig *))
{
	struct rig *rig = rig_of(m, function, irql, call_p);

	rig->p = make(rig);
	rig_run(rig);
	return rig;
}

void *make_null(struct rig *rig)
{
	(void)rig;
	return NULL;
}

void *make_block(struct rig *rig)
{
	return block_of(rig, 200);
}

void *make_freed(struct rig *rig)
{
	void *p = block_of(rig, 200);

	pool_free(&rig->os->pool, POOL_BLOCK, address_of(p));
	return p;
}
