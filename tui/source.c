/* SPDX-License-Identifier: MIT */
/* Where driver code comes from. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "tui/dwarf.h"
#include "tui/source.h"

#define MODULE_SHIFT 48
#define OFFSET_MASK (((uint64_t)1 << MODULE_SHIFT) - 1)
#define UNKNOWN UINT64_MAX
#define SLOTS_FIRST 1024
#define FILE_BYTES_MAX (4u << 20)
#define NUMBERS_MAX 64

struct text_file {
	char *name, *text; /* text NULL: not found */
};

/* A place that was looked up; code: plus one, 0: free. */
struct known {
	uint64_t code;
	struct look_place place;
};

struct module {
	char *name, *file;
	struct dwarf *dwarf; /* NULL: not opened, or cannot be */
	bool tried;
};

struct source {
	struct module *modules;
	size_t n, room;
	size_t number[NUMBERS_MAX]; /* the module of each number in code addresses of the trace looked at; n or more: none */
	unsigned numbers;
	const char *folder;
	struct text_file *files;
	size_t files_n, files_room;
	struct known *slots; /* open addressing */
	size_t slots_n, known_n;
};

struct source *source_new(const struct source_module *modules, size_t n, const char *folder)
{
	struct source *source = mem_new(sizeof(*source));

	*source = (struct source){ .folder = folder };
	for (size_t i = 0; i < n; i++)
		source_add(source, &modules[i]);
	while (source->numbers < n && source->numbers < NUMBERS_MAX) {
		source->number[source->numbers] = source->numbers;
		source->numbers++;
	}
	return source;
}

static size_t index_of(const struct source *source, const char *name)
{
	size_t i = 0;

	while (i < source->n && strcmp(source->modules[i].name, name))
		i++;
	return i;
}

void source_add(struct source *source, const struct source_module *module)
{
	if (index_of(source, module->name) < source->n)
		return;
	mem_grow(&source->modules, &source->room, source->n + 1, sizeof(*source->modules));
	source->modules[source->n++] = (struct module){ .name = mem_copy_text(module->name), .file = module->file ? mem_copy_text(module->file) : NULL };
}

/* The machine numbers the modules as its drivers name them first. */
void source_use(struct source *source, const struct machine *machine)
{
	unsigned n = 0;

	for (size_t i = 0; i < machine->drivers_n && n < NUMBERS_MAX; i++) {
		size_t module = index_of(source, machine->drivers[i].module);
		bool seen = false;

		for (unsigned k = 0; k < n; k++)
			seen |= source->number[k] == module;
		if (!seen)
			source->number[n++] = module;
	}
	if (n)
		source->numbers = n;
}

void source_free(struct source *source)
{
	if (!source)
		return;
	for (size_t i = 0; i < source->n; i++) {
		dwarf_close(source->modules[i].dwarf);
		mem_free(source->modules[i].name);
		mem_free(source->modules[i].file);
	}
	for (size_t i = 0; i < source->files_n; i++) {
		mem_free(source->files[i].name);
		mem_free(source->files[i].text);
	}
	mem_free(source->files);
	for (size_t i = 0; i < source->slots_n; i++)
		mem_free((void *)source->slots[i].place.inner);
	mem_free(source->slots);
	mem_free(source->modules);
	mem_free(source);
}

const char *source_text(struct source *source, const char *name)
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
		return source_text(source, name);
	}
	return NULL;
}

/* ---- places ---- */

static struct dwarf *dwarf_of(struct module *module)
{
	if (!module->tried)
		module->dwarf = dwarf_open(module->file);
	module->tried = true;
	return module->dwarf;
}

/* NULL: the address is in none that is known. */
static struct module *module_of(struct source *source, uint64_t code)
{
	uint64_t number = code >> MODULE_SHIFT;

	if (code == UNKNOWN || number >= source->numbers || source->number[number] >= source->n)
		return NULL;
	return &source->modules[source->number[number]];
}

/* The source as it was when the module was built lies beside it, if it was kept: what it was compiled from may be another one by now. */
static const char *kept_beside(struct source *source, const struct module *module, const char *file)
{
	const char *last = strrchr(file, '/'), *end = strrchr(module->file, '/');
	char path[512];

	if (!last || !end || snprintf(path, sizeof(path), "%.*s%s", (int)(end - module->file), module->file, last) >= (int)sizeof(path))
		return file;
	if (!strcmp(path, file) || !source_text(source, path))
		return file;
	for (size_t i = 0; i < source->files_n; i++)
		if (!strcmp(source->files[i].name, path))
			return source->files[i].name;
	return file;
}

static struct known *slot_of(const struct source *source, uint64_t code)
{
	size_t at = (size_t)(code * 0x9E3779B97F4A7C15u >> 32) % source->slots_n;

	while (source->slots[at].code && source->slots[at].code != code + 1)
		at = (at + 1) % source->slots_n;
	return &source->slots[at];
}

static void more_slots(struct source *source)
{
	struct known *old = source->slots;
	size_t n = source->slots_n;

	if (2 * (source->known_n + 1) <= n)
		return;
	source->slots_n = n ? 2 * n : SLOTS_FIRST;
	source->slots = mem_new(source->slots_n * sizeof(*source->slots));
	for (size_t i = 0; i < n; i++)
		if (old[i].code)
			*slot_of(source, old[i].code - 1) = old[i];
	mem_free(old);
}

/* Kept as long as the source. */
static const struct look_place *inner_of(const struct dwarf_place *found)
{
	struct look_place *inner = found->inlined ? mem_new(found->inlined * sizeof(*inner)) : NULL;

	for (unsigned i = 0; i < found->inlined; i++)
		inner[i] = (struct look_place){ .function = found->inner[i].function, .file = found->inner[i].file, .line = found->inner[i].line };
	return inner;
}

static struct look_place find(struct source *source, struct module *module, uint64_t code)
{
	struct dwarf *dwarf = dwarf_of(module);
	struct dwarf_place found;

	if (!dwarf || !dwarf_find(dwarf, code & OFFSET_MASK, &found))
		return (struct look_place){ 0 };
	return (struct look_place){ found.function, found.file ? kept_beside(source, module, found.file) : NULL, found.line,
				    found.function ? found.entry : 0, inner_of(&found), found.inlined };
}

bool source_place(struct source *source, uint64_t code, struct look_place *place)
{
	struct module *module = module_of(source, code);
	struct known *known;
	uint64_t key;

	*place = (struct look_place){ 0 };
	if (!module)
		return false;
	key = (uint64_t)(module - source->modules) << MODULE_SHIFT | (code & OFFSET_MASK);
	more_slots(source);
	known = slot_of(source, key);
	if (!known->code) {
		*known = (struct known){ key + 1, find(source, module, code) };
		source->known_n++;
	}
	*place = known->place;
	if (place->entry)
		place->entry |= code & ~OFFSET_MASK;
	return place->file || place->function;
}

const char *source_module(struct source *source, uint64_t code)
{
	const struct module *module = module_of(source, code);

	return module ? module->name : NULL;
}

bool source_line(struct source *source, uint64_t code, char *text, size_t size)
{
	struct look_place place = { .function = NULL };
	const char *slash;

	if (code == UNKNOWN || !source_place(source, code, &place) || !place.file)
		return false;
	slash = strrchr(place.file, '/');
	snprintf(text, size, "%s:%u", slash ? slash + 1 : place.file, place.line);
	return true;
}

const char *source_function(struct source *source, uint64_t code)
{
	struct look_place place = { .function = NULL };

	return source_place(source, code, &place) ? place.function : NULL;
}
