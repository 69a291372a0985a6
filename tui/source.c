/* SPDX-License-Identifier: MIT */
/* Where driver code comes from. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/read/scene.h"
#include "tui/dwarf.h"
#include "tui/source.h"

#define MODULE_SHIFT 48
#define OFFSET_MASK (((uint64_t)1 << MODULE_SHIFT) - 1)
#define UNKNOWN UINT64_MAX
#define WALK_MAX 20000 /* records looked back for a place in the code */
#define FILE_BYTES_MAX (4u << 20)

struct text_file {
	char *name, *text; /* text NULL: not found */
};

struct source {
	const struct source_module *modules;
	size_t n;
	const char *folder;
	struct dwarf **dwarfs; /* NULL: not opened, or cannot be */
	bool *tried;
	struct text_file *files;
	size_t files_n, files_room;
};

struct source *source_new(const struct source_module *modules, size_t n, const char *folder)
{
	struct source *source = mem_new(sizeof(*source));

	*source = (struct source){ .modules = modules, .n = n, .folder = folder };
	source->dwarfs = mem_new((n + 1) * sizeof(*source->dwarfs));
	source->tried = mem_new(n + 1);
	return source;
}

void source_free(struct source *source)
{
	if (!source)
		return;
	for (size_t i = 0; i < source->n; i++)
		dwarf_close(source->dwarfs[i]);
	for (size_t i = 0; i < source->files_n; i++) {
		mem_free(source->files[i].name);
		mem_free(source->files[i].text);
	}
	mem_free(source->files);
	mem_free(source->dwarfs);
	mem_free(source->tried);
	mem_free(source);
}

static const char *text_of(struct source *source, const char *name)
{
	const char *last = strrchr(name, '/');
	struct text_file *file;
	struct err err;
	char other[512];
	size_t n;

	for (size_t i = 0; i < source->files_n; i++)
		if (!strcmp(source->files[i].name, name))
			return source->files[i].text;
	mem_grow(&source->files, &source->files_room, source->files_n + 1, sizeof(*source->files));
	file = &source->files[source->files_n++];
	*file = (struct text_file){ mem_copy_text(name), file_read(name, FILE_BYTES_MAX, &n, &err) };
	if (!file->text && source->folder) {
		snprintf(other, sizeof(other), "%s/%s", source->folder, last ? last + 1 : name);
		file->text = file_read(other, FILE_BYTES_MAX, &n, &err);
	}
	return file->text;
}

const char *source_form(struct source *source, const struct machine *machine, const char *device)
{
	const struct machine_driver *driver = NULL;
	char name[512];

	for (size_t i = 0; i < machine->drivers_n; i++)
		if (!strcmp(machine->drivers[i].device, device))
			driver = &machine->drivers[i];
	for (size_t i = 0; driver && i < source->n; i++) {
		const char *file = source->modules[i].file, *dot = file ? strrchr(file, '.') : NULL;

		if (!dot || strcmp(source->modules[i].name, driver->module))
			continue;
		snprintf(name, sizeof(name), "%.*s.form", (int)(dot - file), file);
		return text_of(source, name);
	}
	return NULL;
}

/* back: the address is where a call returns to, so the call itself is just before. */
static bool place_of(struct source *source, uint64_t code, bool back, struct look_place *place)
{
	uint64_t module = code >> MODULE_SHIFT, offset = code & OFFSET_MASK;
	struct dwarf_place found;

	*place = (struct look_place){ 0 };
	if (code == UNKNOWN || module >= source->n)
		return false;
	if (!source->tried[module])
		source->dwarfs[module] = dwarf_open(source->modules[module].file);
	source->tried[module] = true;
	if (!source->dwarfs[module] || !dwarf_find(source->dwarfs[module], offset - (back && offset ? 1 : 0), &found))
		return false;
	*place = (struct look_place){ found.function, found.file, found.line };
	return true;
}

/* ---- the trace ---- */

/* The driver's address in a record, UNKNOWN: none; *back: it is a return address. */
static uint64_t code_of(const struct record *record, bool *back)
{
	*back = true;
	switch (record->kind) {
	case R_API_CALL:
	case R_API_RETURN:
	case R_MMIO_READ:
	case R_MMIO_WRITE:
	case R_RULE_VIOLATION:
	case R_BUGCHECK:
		return record->w[3];
	case R_CODE_BLOCK:
		return record->w[0];
	case R_HANDLER_ENTER:
	case R_ISR_ENTER:
	case R_DPC_ENTER:
		*back = false;
		return record->w[3];
	default:
		return UNKNOWN;
	}
}

static bool is_exit(const struct record *record)
{
	return record->kind == R_HANDLER_EXIT || record->kind == R_ISR_EXIT || record->kind == R_DPC_EXIT;
}

static bool is_enter(const struct record *record)
{
	return record->kind == R_HANDLER_ENTER || record->kind == R_ISR_ENTER || record->kind == R_DPC_ENTER;
}

/* The last place of the code of one nesting level before record `end`, on a CPU; what nested in it and ended is passed over. */
static uint64_t level_code(const struct trace *trace, unsigned cpu, uint64_t end, bool *back)
{
	unsigned ended = 0, looked = 0;

	for (uint64_t i = end; i-- > trace_first(trace) && looked++ < WALK_MAX;) {
		const struct record *record = trace_at(trace, i);

		if (record->cpu != cpu)
			continue;
		if (is_exit(record)) {
			ended++;
		} else if (ended) {
			ended -= is_enter(record);
		} else {
			uint64_t code = code_of(record, back);

			if (code != UNKNOWN)
				return code;
		}
	}
	return UNKNOWN;
}

/* The CPU whose driver code the cursor is about: that of the last record that tells a place. */
static unsigned cpu_at(const struct trace *trace, uint64_t cursor, uint64_t *number)
{
	unsigned looked = 0;
	bool back;

	for (uint64_t i = cursor; i-- > trace_first(trace) && looked++ < WALK_MAX;)
		if (trace_at(trace, i)->cpu != RECORD_NO_CPU && code_of(trace_at(trace, i), &back) != UNKNOWN) {
			*number = i;
			return trace_at(trace, i)->cpu;
		}
	return RECORD_NO_CPU;
}

static void add_place(struct source *source, uint64_t code, bool back, struct look_source *out)
{
	if (out->frames == LOOK_FRAMES_MAX || code == UNKNOWN)
		return;
	place_of(source, code, back, &out->frame[out->frames]);
	if (!out->frames && code >> MODULE_SHIFT < source->n)
		out->module = source->modules[code >> MODULE_SHIFT].name;
	out->frames++;
}

void source_look(struct source *source, const struct trace *trace, const struct scene *scene, uint64_t cursor,
		 struct look_source *out)
{
	uint64_t number = 0, end = cursor, code;
	unsigned cpu = cpu_at(trace, cursor, &number);
	const struct scene_stack *stack;
	bool back = false;

	*out = (struct look_source){ 0 };
	if (cpu >= scene->cpus_n)
		return;
	stack = &scene->cpus[cpu].stack;
	for (unsigned i = stack->depth < SCENE_FRAMES ? stack->depth : SCENE_FRAMES; i-- > 0; end = stack->frame[i].number) {
		code = level_code(trace, cpu, end, &back);
		add_place(source, code, back, out);
	}
	if (!out->frames) {
		code = code_of(trace_at(trace, number), &back);
		add_place(source, code, back, out);
	}
	if (out->frames && out->frame[0].file)
		out->text = text_of(source, out->frame[0].file);
}

const char *source_function(struct source *source, uint64_t code)
{
	struct look_place place = { .function = NULL };

	return place_of(source, code, false, &place) ? place.function : NULL;
}
