/* SPDX-License-Identifier: MIT */
/* A journal and what it names, from files into struct inputs. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/beside.h"
#include "cli/capture.h"
#include "cli/intake.h"
#include "cli/talk.h"
#include "cli/world.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

#define BUDGET 20000000 /* events, where nothing is said: some seconds */

static void share(struct intake *intake)
{
	intake->inputs.modules = modules_list(intake->modules, &intake->inputs.modules_n);
	intake->inputs.captures = intake->captures;
	intake->inputs.captures_n = intake->captures_n;
}

/* The journal's hash of an input, noted where there is none, compared where there is. */
static void note_hash(struct settings *named, const struct sim_capture *capture)
{
	const char *old = settings_get(named, capture->name);

	if (!old)
		settings_set(named, capture->name, capture->sha256);
	else if (strcmp(old, capture->sha256))
		talk_say("%s is not the capture this journal was made with; the trace may differ", capture->name);
}

static bool bring_capture(struct intake *intake, const char *path, struct settings *named, struct err *err)
{
	struct sim_capture capture;

	for (size_t i = 0; i < intake->captures_n; i++)
		if (!strcmp(intake->captures[i].name, path)) {
			note_hash(named, &intake->captures[i]);
			return true;
		}
	char *found = file_find(intake->folder, path, err);
	bool good = found && capture_read(&capture, path, found, err);

	mem_free(found);
	if (!good)
		return false;
	mem_grow(&intake->captures, &intake->captures_room, intake->captures_n + 1, sizeof capture);
	intake->captures[intake->captures_n++] = capture;
	note_hash(named, &capture);
	share(intake);
	return true;
}

bool intake_command(struct intake *intake, const struct command *command, struct settings *named, struct err *err)
{
	const char *file = command->kind == COMMAND_TRAFFIC ? words_value_or(&command->words, "file", 3) : NULL;

	return !file || bring_capture(intake, file, named, err);
}

static bool take_options(struct intake *intake, const struct arguments *arguments, struct err *err)
{
	const char *seed = arguments->option[OPTION_SEED];

	if (seed && !strcmp(seed, "random")) {
		struct timespec now;

		clock_gettime(CLOCK_REALTIME, &now);
		intake->journal.machine.seed = ((uint64_t)now.tv_sec << 20 ^ (uint64_t)now.tv_nsec ^ (uint64_t)getpid() << 40) >> 1;
		talk_say("seed %llu", (unsigned long long)intake->journal.machine.seed);
	} else if (!arguments_number(arguments, OPTION_SEED, intake->journal.machine.seed, &intake->journal.machine.seed, err)) {
		return false;
	}
	return arguments_number(arguments, OPTION_BUDGET, BUDGET, &intake->budget, err);
}

/* What a line of the head names is not there, or cannot be. */
static bool in_head(struct err *err, const char *name)
{
	return err->file[0] ? false : err_at(err, name, err->line, err->col);
}

const char *intake_unchecked(const struct intake *intake)
{
	for (size_t i = 0; i < intake->inputs.modules_n; i++)
		if (!intake->inputs.modules[i].instrumented)
			return intake->inputs.modules[i].name;
	return NULL;
}

static bool bring_all(struct intake *intake, const char *name, struct err *err)
{
	const struct machine_driver *differing;
	const char *unchecked;

	if (!intake_modules(intake, &intake->journal.machine, err))
		return in_head(err, name);
	for (size_t i = 0; i < intake->journal.n; i++)
		if (!intake_command(intake, &intake->journal.commands[i], &intake->journal.machine.inputs, err))
			return false;
	share(intake);
	if (!sim_check(&intake->journal.machine, &intake->inputs, err))
		return in_head(err, name);
	unchecked = intake_unchecked(intake);
	if (unchecked)
		talk_say("%s was built without the flags of msilab build: what it touches is not checked, only its calls are seen", unchecked);
	differing = modules_differing(intake->modules, &intake->journal.machine);
	if (differing)
		talk_say("%s is not the module this journal was made with; the trace may differ",
			differing->module);
	return true;
}

/* With a machine description or a journal in place: the rest. */
static bool complete(struct intake *intake, const char *name, const struct arguments *arguments, struct err *err,
		     enum status *status)
{
	*status = STATUS_USAGE;
	if (!take_options(intake, arguments, err))
		return false;
	*status = STATUS_INPUT;
	intake->modules = modules_new(world());
	modules_beside(intake->modules, intake->folder);
	return bring_all(intake, name, err);
}

bool intake_text(struct intake *intake, const char *text, size_t n, const char *name, const char *folder,
		 const struct arguments *arguments, struct err *err, enum status *status)
{
	bool good;

	*intake = (struct intake){ .folder = folder ? mem_copy_text(folder) : NULL };
	*status = STATUS_INPUT;
	journal_init(&intake->journal);
	good = journal_read(&intake->journal, text, n, name, err) && complete(intake, name, arguments, err, status);
	if (!good)
		intake_close(intake);
	return good;
}

const struct sim_module *intake_module(struct intake *intake, const char *name, struct err *err)
{
	const struct sim_module *module = modules_load(intake->modules, name, err);

	share(intake);
	return module;
}

bool intake_modules(struct intake *intake, struct machine *machine, struct err *err)
{
	bool good = modules_load_all(intake->modules, machine, err);

	share(intake);
	return good;
}

static bool exchange(struct intake *intake, struct machine_driver *driver, const char *name, struct err *err)
{
	const struct sim_module *module = intake_module(intake, name, err);

	if (!module)
		return false;
	snprintf(driver->module, sizeof driver->module, "%s", name);
	settings_set(&driver->settings, "sha256", module->sha256);
	return true;
}

bool intake_machine(struct intake *intake, const char *device, const char *module, struct machine *machine, struct err *err)
{
	struct machine_driver *driver;
	bool good = !module;

	machine_copy(machine, &intake->journal.machine);
	driver = machine_driver(machine, device);
	if (module && driver)
		good = exchange(intake, driver, module, err) && sim_check(machine, &intake->inputs, err);
	else if (module)
		err_set(err, "%s has no driver that %s could take the place of", device, module);
	if (!good)
		machine_fini(machine);
	return good;
}

bool intake_open(struct intake *intake, const char *path, const struct arguments *arguments, struct err *err,
		 enum status *status)
{
	size_t n;
	char *text, *folder;
	bool good;

	beside_adopt(path, beside_is_journal); /* it may be a journal that is written through elsewhere */
	text = file_read(path, JOURNAL_BYTES_MAX, &n, err);
	folder = text ? file_folder(path) : NULL;
	good = text && intake_text(intake, text, n, path, folder, arguments, err, status);

	if (!text)
		*status = STATUS_INPUT;
	mem_free(folder);
	mem_free(text);
	return good;
}

void intake_close(struct intake *intake)
{
	for (size_t i = 0; i < intake->captures_n; i++)
		capture_free(&intake->captures[i]);
	mem_free(intake->captures);
	if (intake->modules)
		modules_free(intake->modules);
	journal_free(&intake->journal);
	mem_free(intake->folder);
	*intake = (struct intake){ 0 };
}
