/* SPDX-License-Identifier: MIT */
/* The edge of the screen: who sees it (a terminal, a reader of plain text, a script), and where its journal is kept. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/crash.h"
#include "cli/journal_file.h"
#include "cli/laboratory.h"
#include "cli/place.h"
#include "cli/talk.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

#define SCRIPT_BYTES_MAX (16u << 20)
#define SIDE_MAX 1000 /* columns or rows */

enum { SESSIONS_MAX = 10000 };

struct laboratory {
	struct intake *intake;
	struct tui_options options;
	struct source_module *modules;
	char *script;
	struct journal_file file;
};

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* Who asked for plain text, or NULL. The option comes before the environment. */
static const char *plain(const struct arguments *arguments)
{
	const char *accessible = environment("ACCESSIBLE");

	if (arguments->option[OPTION_PLAIN])
		return "--plain";
	return accessible && strcmp(accessible, "0") && strcasecmp(accessible, "false") ? "ACCESSIBLE" : NULL;
}

static bool colour(const struct arguments *arguments)
{
	const char *when = arguments->option[OPTION_COLOR];

	if (when && strcmp(when, "auto"))
		return !strcmp(when, "always");
	return !environment("NO_COLOR") && isatty(STDOUT_FILENO);
}

static bool take_size(struct laboratory *laboratory, const char *size, struct err *err)
{
	char cols[16], rows[16];
	uint64_t w, h;

	if (!size)
		return true;
	if (sscanf(size, "%15[0-9]x%15[0-9]", cols, rows) == 2 && words_number(cols, SIDE_MAX, &w) &&
	    words_number(rows, SIDE_MAX, &h) && w && h && strlen(size) == strlen(cols) + strlen(rows) + 1) {
		laboratory->options.cols = (unsigned)w;
		laboratory->options.rows = (unsigned)h;
		return true;
	}
	err_set(err, "--size cannot be %s", size);
	return err_expected(err, "COLSxROWS, each from 1 to %d", SIDE_MAX);
}

/* A terminal that cannot place its cursor has plain text, as asked for or not. */
static void fall_back(struct tui_options *options)
{
	const char *name = getenv("TERM");

	if (tui_possible())
		return;
	talk_say("the terminal '%s' cannot place its cursor: plain text instead of the screen", name ? name : "");
	options->plain = "the terminal";
}

static bool take_options(struct laboratory *laboratory, const struct arguments *arguments, struct err *err)
{
	struct tui_options *options = &laboratory->options;

	options->plain = plain(arguments);
	options->ascii = arguments->option[OPTION_ASCII];
	options->mouse = !arguments->option[OPTION_NO_MOUSE];
	options->colour = colour(arguments);
	options->in = stdin;
	options->out = stdout;
	if (!take_size(laboratory, arguments->option[OPTION_SIZE], err))
		return false;
	if (arguments->option[OPTION_SIZE] && !arguments->option[OPTION_SCRIPT]) {
		err_set(err, "--size is for a screen without a terminal");
		return err_expected(err, "--script FILE with it");
	}
	if (options->plain || arguments->option[OPTION_SCRIPT])
		return true;
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
		fall_back(options);
		return true;
	}
	err_set(err, "the screen needs a terminal");
	return err_expected(err, "--plain, or --script FILE");
}

static bool take_script(struct laboratory *laboratory, const char *path, struct err *err)
{
	size_t n;

	if (!path)
		return true;
	laboratory->script = file_read(path, SCRIPT_BYTES_MAX, &n, err);
	laboratory->options.script = laboratory->script;
	laboratory->options.script_name = path;
	if (laboratory->script && strlen(laboratory->script) != n) {
		err_set(err, "a script is text");
		err_found(err, "a zero byte");
		return err_at(err, path, 0, 0);
	}
	return laboratory->script;
}

static void name_modules(struct laboratory *laboratory)
{
	size_t n;
	const struct sim_module *modules = modules_list(laboratory->intake->modules, &n);

	laboratory->modules = mem_new((n + 1) * sizeof *laboratory->modules);
	for (size_t i = 0; i < n; i++) {
		laboratory->modules[i].name = modules[i].name;
		laboratory->modules[i].file = modules_path(laboratory->intake->modules, modules[i].name);
	}
	laboratory->options.modules = laboratory->modules;
	laboratory->options.modules_n = n;
	laboratory->options.sources = place(PLACE_SOURCES);
}

/* Takes the first session-N.journal of the folder that nobody has: sessions that went before, or run beside, stay. */
static bool claim(char *path, size_t size, const char *folder)
{
	for (unsigned i = 1; i < SESSIONS_MAX; i++) {
		int fd;

		snprintf(path, size, "%ssession-%u.journal", folder, i);
		fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
		if (fd >= 0) {
			close(fd);
			return true;
		}
		if (errno != EEXIST)
			return false;
	}
	return false;
}

/* The folder of sessions' journals when none was asked for; it is made. false: there is no place for it. */
static bool session_folder(char *path, size_t size)
{
	const char *state = environment("XDG_STATE_HOME"), *home = environment("HOME");
	int n = state && *state == '/' ? snprintf(path, size, "%s/msilab/", state)
	       : home		       ? snprintf(path, size, "%s/.local/state/msilab/", home)
				       : 0;

	if (n <= 0 || (size_t)n >= size)
		return false;
	for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		if (mkdir(path, 0700) && errno != EEXIST && access(path, X_OK)) {
			*slash = '/';
			return false;
		}
		*slash = '/';
	}
	return true;
}

static void changed(void *context, const struct journal *journal, size_t kept)
{
	struct laboratory *laboratory = context;

	journal_file_update(&laboratory->file, journal, kept);
}

static bool bring(void *context, const struct command *command, struct settings *named, struct err *err)
{
	struct laboratory *laboratory = context;

	return intake_command(laboratory->intake, command, named, err);
}

/* A journal that was asked for must be written; the one of last resort is a warning. */
static bool keep_journal(struct laboratory *laboratory, const char *asked, struct err *err)
{
	char folder[960], path[1024], text[1024];
	bool good;

	laboratory->options.edge.journal = changed;
	laboratory->options.edge.bring = bring;
	laboratory->options.edge.context = laboratory;
	if (asked) {
		good = journal_file_open(&laboratory->file, asked, &laboratory->intake->journal, err);
	} else {
		good = true;
		err_set(err, "there is no place for session journals");
		if (!session_folder(folder, sizeof folder) || !claim(path, sizeof path, folder) ||
		    !journal_file_open(&laboratory->file, path, &laboratory->intake->journal, err))
			talk_say("%s; this session is kept in memory", err_text(err, text, sizeof text));
	}
	crash_journal(laboratory->file.path);
	return good;
}

static bool save(void *context, const char *file, const char *text, struct err *err)
{
	(void)context;
	return file_write(file, text, strlen(text), err);
}

static bool prepare(struct laboratory *laboratory, const struct arguments *arguments, struct err *err, enum status *status)
{
	*status = STATUS_USAGE;
	if (!take_options(laboratory, arguments, err))
		return false;
	*status = STATUS_INPUT;
	laboratory->options.journal = &laboratory->intake->journal;
	laboratory->options.inputs = &laboratory->intake->inputs;
	laboratory->options.save = save;
	laboratory->options.edge.budget = arguments->option[OPTION_BUDGET] ? laboratory->intake->budget : 0;
	name_modules(laboratory);
	return take_script(laboratory, arguments->option[OPTION_SCRIPT], err) &&
	       keep_journal(laboratory, arguments->option[OPTION_JOURNAL], err);
}

/* What the face says of its end, as an exit status. */
static int outcome(int face, const struct err *err)
{
	static const enum status of[] = { STATUS_GOOD, STATUS_FAILED, STATUS_INPUT, STATUS_INPUT };

	if (face == 4)
		return STATUS_BUDGET;
	if (face > 3 || face <= 0)
		return face;
	return cli_failed(err, of[face]);
}

/* Where the session is kept, for the one who leaves; a session in which nothing was done leaves no file. */
static void tell_journal(struct laboratory *laboratory, const struct arguments *arguments)
{
	const struct journal_file *file = &laboratory->file;

	if (!file->path || arguments->option[OPTION_JOURNAL] || arguments->option[OPTION_SCRIPT])
		return;
	if (file->written > 1) /* more than the note of its end */
		talk_say("the session's journal is %s; msilab lab with that file goes on with it", file->path);
	else
		unlink(file->path);
}

int laboratory_run(struct intake *intake, const struct arguments *arguments,
		   int (*face)(const struct tui_options *options, struct err *err))
{
	struct laboratory laboratory = { .intake = intake, .file.fd = -1 };
	enum status prepared;
	struct err err;
	int status;

	if (prepare(&laboratory, arguments, &err, &prepared)) {
		crash_before(tui_restore);
		status = outcome(face(&laboratory.options, &err), &err);
		crash_before(NULL);
	} else {
		status = cli_failed(&err, prepared);
	}
	tell_journal(&laboratory, arguments);
	journal_file_close(&laboratory.file);
	mem_free(laboratory.modules);
	mem_free(laboratory.script);
	return status;
}
