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

struct text_file {
	char *name, *text; /* text NULL: not found */
};

/* A place that was looked up; code: plus one, 0: free. */
struct known {
	uint64_t code;
	struct look_place place;
};

struct source {
	const struct source_module *modules;
	size_t n;
	const char *folder;
	struct dwarf **dwarfs; /* NULL: not opened, or cannot be */
	bool *tried;
	struct text_file *files;
	size_t files_n, files_room;
	struct known *slots; /* open addressing */
	size_t slots_n, known_n;
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
	for (size_t i = 0; i < source->slots_n; i++)
		mem_free((void *)source->slots[i].place.inner);
	mem_free(source->slots);
	mem_free(source->dwarfs);
	mem_free(source->tried);
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

static struct dwarf *dwarf_of(struct source *source, uint64_t module)
{
	if (!source->tried[module])
		source->dwarfs[module] = dwarf_open(source->modules[module].file);
	source->tried[module] = true;
	return source->dwarfs[module];
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

static struct look_place find(struct source *source, uint64_t code)
{
	struct dwarf *dwarf = dwarf_of(source, code >> MODULE_SHIFT);
	struct dwarf_place found;

	if (!dwarf || !dwarf_find(dwarf, code & OFFSET_MASK, &found))
		return (struct look_place){ 0 };
	return (struct look_place){ found.function, found.file, found.line,
				    found.function ? (code & ~OFFSET_MASK) | found.entry : 0, inner_of(&found), found.inlined };
}

bool source_place(struct source *source, uint64_t code, struct look_place *place)
{
	struct known *known;

	*place = (struct look_place){ 0 };
	if (code == UNKNOWN || code >> MODULE_SHIFT >= source->n)
		return false;
	more_slots(source);
	known = slot_of(source, code);
	if (!known->code) {
		*known = (struct known){ code + 1, find(source, code) };
		source->known_n++;
	}
	*place = known->place;
	return place->file || place->function;
}

const char *source_module(struct source *source, uint64_t code)
{
	return code != UNKNOWN && code >> MODULE_SHIFT < source->n ? source->modules[code >> MODULE_SHIFT].name : NULL;
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
