/* SPDX-License-Identifier: MIT */
/* Loading drivers. Nothing of a file runs before elf_read has passed it. */
#include "config.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lessons/host/elf.h"
#include "lessons/host/file.h"
#include "lessons/host/module.h"
#include "lessons/host/sha256.h"
#include "sim/base/mem.h"
#include "sim/base/str.h"

#define MODULE_BYTES_MAX (64u << 20)
#define BINDS_MAX 16

struct loaded {
	void *handle;
	char *name, *path;
	char sha256[SHA256_TEXT];
};

struct modules {
	const struct module_world *world;
	const char *bound[BINDS_MAX + 1]; /* the names of world->binds */
	struct sim_module *list;
	struct loaded *loaded; /* beside list */
	size_t n, room, loaded_room;
	char *beside; /* NULL: none */
};

struct modules *modules_new(const struct module_world *world)
{
	struct modules *modules = mem_new(sizeof *modules);

	modules->world = world;
	for (unsigned i = 0; i < BINDS_MAX && world->binds[i].name; i++)
		modules->bound[i] = world->binds[i].name;
	return modules;
}

void modules_beside(struct modules *modules, const char *folder)
{
	mem_free(modules->beside);
	modules->beside = folder ? mem_copy_text(folder) : NULL;
}

void modules_free(struct modules *modules)
{
	for (size_t i = 0; i < modules->n; i++) {
		for (unsigned d = 0; d < modules->list[i].data_n; d++)
			mem_free((void *)(uintptr_t)modules->list[i].data[d].reset);
		dlclose(modules->loaded[i].handle);
		mem_free(modules->loaded[i].name);
		mem_free(modules->loaded[i].path);
	}
	mem_free(modules->list);
	mem_free(modules->loaded);
	mem_free(modules->beside);
	mem_free(modules);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of drivers, for an error; owned. */
struct names {
	char **name;
	size_t n, room;
};

static void add_names(struct names *names, const char *folder)
{
	DIR *dir = opendir(folder);

	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		size_t length = strlen(entry->d_name);

		if (length < 4 || strcmp(entry->d_name + length - 3, ".so"))
			continue;
		mem_grow(&names->name, &names->room, names->n + 2, sizeof *names->name);
		names->name[names->n] = mem_copy_text(entry->d_name);
		names->name[names->n][length - 3] = '\0';
		names->name[++names->n] = NULL;
	}
	if (dir)
		closedir(dir);
}

/* The nearest driver; all in the order of their names, where none is near. */
static void say_drivers(const struct modules *modules, const char *name, struct err *err)
{
	struct names names = { 0 };
	struct str all = { 0 };
	const char *near;

	for (const char *const *folder = modules->world->folders; *folder; folder++)
		add_names(&names, *folder);
	if (names.n)
		qsort(names.name, names.n, sizeof *names.name, by_name);
	near = names.n ? err_nearest(name, (const char *const *)names.name) : NULL;
	for (size_t i = 0; i < names.n; i++)
		str_format(&all, "%s, ", names.name[i]);
	if (near)
		err_expected(err, "%s, or a path with a slash", near);
	else if (all.length && all.length < sizeof err->expected / 2)
		err_expected(err, "%sor a path with a slash", all.text);
	else if (all.length)
		err_expected(err, "one of %zu drivers such as %s, or a path with a slash", names.n, names.name[names.n - 1]);
	else
		err_expected(err, "a path with a slash");
	while (names.n)
		mem_free(names.name[--names.n]);
	mem_free(names.name);
	str_free(&all);
}

/* NULL: the folder has no such module. */
static char *find_in(const char *folder, const char *name)
{
	struct str path = { 0 };

	str_format(&path, "%s/%s.so", folder, name);
	if (access(path.text, F_OK) == 0)
		return path.text;
	str_free(&path);
	return NULL;
}

/* The path of a module, owned by the caller; NULL: nobody has it. */
static char *find(const struct modules *modules, const char *name, struct err *err)
{
	char *found = NULL;

	for (const char *const *folder = modules->world->folders; *folder && !found; folder++)
		found = find_in(*folder, name);
	if (!found && modules->beside)
		found = find_in(modules->beside, name);
	if (found)
		return found;
	err_set(err, "there is no driver %s", name);
	say_drivers(modules, name, err);
	return strchr(name, '/') ? file_find(modules->beside, name, err) : NULL;
}

/* Writes the program's functions into the module's slots; those that relocation made read-only are opened for it. */
static bool bind_slots(const struct modules *modules, const struct elf *elf, uint64_t base)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t start = (base + elf->relro.start) & ~(page - 1), end = (base + elf->relro.end) & ~(page - 1);
	bool locked = end > start;

	if (locked && mprotect((void *)start, end - start, PROT_READ | PROT_WRITE))
		return false;
	for (unsigned i = 0; i < elf->binds_n; i++) {
		void (*function)(void) = modules->world->binds[elf->binds[i].import].function;

		memcpy((void *)(base + elf->binds[i].place), &function, sizeof function);
	}
	return !locked || mprotect((void *)start, end - start, PROT_READ) == 0;
}

static void keep_data(struct sim_module *module, const struct elf *elf, uint64_t base)
{
	for (unsigned i = 0; i < elf->data_n; i++) {
		uint64_t start = base + elf->data[i].start, size = elf->data[i].end - elf->data[i].start;
		void *reset = mem_new(size);

		memcpy(reset, (const void *)start, size);
		module->data[i].start = start;
		module->data[i].size = size;
		module->data[i].reset = reset;
	}
	module->data_n = elf->data_n;
}

/* dlopen and what follows from it. The path gets a slash, else dlopen would search. */
static void *open_module(const struct modules *modules, const char *path, const struct elf *elf, struct sim_module *module,
			 struct err *err)
{
	char *real = realpath(path, NULL);
	void *handle = real ? dlopen(real, RTLD_NOW | RTLD_LOCAL) : NULL;
	struct link_map *map;
	const uint16_t *version;

	if (!handle)
		err_set(err, "it cannot be loaded: %s", real ? dlerror() : strerror(errno));
	free(real);
	if (!handle)
		return NULL;
	if (dlinfo(handle, RTLD_DI_LINKMAP, &map) || !bind_slots(modules, elf, map->l_addr)) {
		err_set(err, "its calls of memcpy and the like cannot be bound: %s", strerror(errno));
		dlclose(handle);
		return NULL;
	}
	module->entry = dlsym(handle, "DriverEntry");
	version = dlsym(handle, "MsilabHeaderVersion");
	module->header_version = version ? *version : 0;
	module->image = map->l_addr + elf->start;
	module->image_size = elf->end - elf->start;
	module->instrumented = elf->instrumented;
	keep_data(module, elf, map->l_addr);
	return handle;
}

static void add(struct modules *modules, struct sim_module *module, const struct loaded *loaded)
{
	mem_grow(&modules->list, &modules->room, modules->n + 1, sizeof *modules->list);
	mem_grow(&modules->loaded, &modules->loaded_room, modules->n + 1, sizeof *modules->loaded);
	modules->loaded[modules->n] = *loaded;
	modules->list[modules->n++] = *module;
	/* Growing may have moved the hashes. */
	for (size_t i = 0; i < modules->n; i++) {
		modules->list[i].name = modules->loaded[i].name;
		modules->list[i].sha256 = modules->loaded[i].sha256;
	}
}

static const struct sim_module *load(struct modules *modules, const char *name, const char *path, struct err *err)
{
	struct loaded loaded = { 0 };
	struct sim_module module = { 0 };
	struct elf elf;
	size_t n;
	char *bytes = file_read(path, MODULE_BYTES_MAX, &n, err);

	if (!bytes)
		return NULL;
	if (elf_read(&elf, bytes, n, modules->world->given, modules->bound, err))
		loaded.handle = open_module(modules, path, &elf, &module, err);
	if (loaded.handle)
		sha256_text(bytes, n, loaded.sha256);
	mem_free(bytes);
	if (!loaded.handle) {
		err_at(err, path, 0, 0);
		return NULL;
	}
	loaded.name = mem_copy_text(name);
	loaded.path = mem_copy_text(path);
	add(modules, &module, &loaded);
	return &modules->list[modules->n - 1];
}

static size_t index_of(const struct modules *modules, const char *name)
{
	size_t i = 0;

	while (i < modules->n && strcmp(modules->list[i].name, name))
		i++;
	return i;
}

const struct sim_module *modules_load(struct modules *modules, const char *name, struct err *err)
{
	size_t i = index_of(modules, name);
	const struct sim_module *module = i < modules->n ? &modules->list[i] : NULL;
	char *path = module ? NULL : find(modules, name, err);

	if (path)
		module = load(modules, name, path, err);
	mem_free(path);
	return module;
}

bool modules_load_all(struct modules *modules, struct machine *machine, struct err *err)
{
	for (size_t i = 0; i < machine->drivers_n; i++) {
		struct machine_driver *driver = &machine->drivers[i];
		const struct sim_module *module = modules_load(modules, driver->module, err);

		if (!module)
			return err->file[0] ? false : err_at(err, NULL, driver->line, 0);
		if (!settings_get(&driver->settings, "sha256"))
			settings_set(&driver->settings, "sha256", module->sha256);
	}
	return true;
}

const struct machine_driver *modules_differing(const struct modules *modules, const struct machine *machine)
{
	for (size_t i = 0; i < machine->drivers_n; i++) {
		const char *hash = settings_get(&machine->drivers[i].settings, "sha256");
		size_t m = index_of(modules, machine->drivers[i].module);

		if (hash && m < modules->n && strcmp(hash, modules->list[m].sha256))
			return &machine->drivers[i];
	}
	return NULL;
}

const struct sim_module *modules_list(const struct modules *modules, size_t *n)
{
	*n = modules->n;
	return modules->list;
}

const char *modules_path(const struct modules *modules, const char *name)
{
	size_t i = index_of(modules, name);

	return i < modules->n ? modules->loaded[i].path : NULL;
}
