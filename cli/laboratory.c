/* SPDX-License-Identifier: MIT */
/* The edge of the screen: who sees it (a terminal, a reader of plain text, a script), and where its journal is kept. What the screen asks of
 * it while it runs: laboratory_asked.c. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli/builds.h"
#include "cli/settle.h"
#include "cli/crash.h"
#include "cli/laboratory_parts.h"
#include "cli/world.h"
#include "cli/place.h"
#include "cli/start.h"
#include "cli/talk.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

#define SCRIPT_BYTES_MAX (16u << 20)
#define SIDE_MAX 1000 /* columns or rows */

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

bool laboratory_plain(const struct arguments *arguments)
{
	return plain(arguments) || !tui_possible();
}

static void greet(struct laboratory *laboratory, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What is said first. */
static void greet(struct laboratory *laboratory, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(laboratory->hello, sizeof laboratory->hello, format, args);
	va_end(args);
	laboratory->options.hello = laboratory->hello;
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
	struct str said = { 0 };

	options->plain = plain(arguments);
	settle_manners(&laboratory->manners, arguments, &said);
	if (said.length)
		greet(laboratory, "%s", said.text);
	str_free(&said);
	options->manners = &laboratory->manners;
	options->config = settle_path();
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

static void keep_branches(struct laboratory *laboratory)
{
	const struct left *left = laboratory->face->left;
	char path[SESSION_PATH_MAX];

	if (laboratory->held.place >= 0 && session_held_branches(&laboratory->held, path))
		branch_file_init(&laboratory->keep.branches, path, laboratory->keep.sync, left ? left->branches : NULL, left ? left->whole : 0);
}

/* A lesson and what was come to in it. */
static void take_lesson(struct laboratory *laboratory)
{
	const struct laboratory_face *face = laboratory->face;

	laboratory->options.stops = face->stops;
	laboratory->options.stops_n = face->stops_n;
	laboratory->options.notes = face->notes;
	laboratory->options.kiosk = face->kiosk;
	laboratory->options.lesson = face->lesson;
	laboratory->options.ahead = face->ahead;
	laboratory->options.craft = face->craft ? &craft_of_files : NULL;
	laboratory->options.craft_context = face->craft;
	if (face->craft)
		face->craft->intake = laboratory->intake;
	if (face->progress)
		laboratory->options.come_to = progress_of(&face->progress->progress, face->lesson->id);
}

/* A session that was cut short is offered before anything else is done. */
static void offer(struct laboratory *laboratory)
{
	struct session_kept kept;

	if (!laboratory->face->stops_n && sessions_cut(&kept)) /* a room is not asked */
		greet(laboratory, say_n("session %u was cut short after %u command; 'resume' goes on with it",
					"session %u was cut short after %u commands; 'resume' goes on with it", kept.commands),
		      kept.number, kept.commands);
}

/* The journal of last resort: where it cannot be kept, that is said, and the work goes on in memory. */
static void keep_session(struct laboratory *laboratory, bool fresh)
{
	char text[1024];
	struct err err;

	if (fresh) {
		sessions_clean();
		offer(laboratory);
	} else if (laboratory->held.number) {
		greet(laboratory, say("session %u goes on where it was"), laboratory->held.number);
	} else if (laboratory->options.stood) {
		greet(laboratory, "%s", say("the lesson goes on where it was"));
	}
	if ((!fresh || session_held_new(&laboratory->held, &err)) &&
	    journal_file_open(&laboratory->keep.file, laboratory->held.journal, &laboratory->intake->journal, laboratory->keep.sync, &err)) {
		keep_branches(laboratory);
		return;
	}
	session_held_drop(&laboratory->held);
	greet(laboratory, say("%s; this session is kept in memory"), err_text(&err, text, sizeof text));
	talk_say("%s", laboratory->hello);
}

/* What a journal names that a person keeps is theirs to throw away. */
static void keep_builds(struct laboratory *laboratory)
{
	builds_mark(&laboratory->intake->journal.machine);
	if (laboratory->face->craft)
		laboratory->face->craft->elsewhere = true;
}

static bool keep_journal(struct laboratory *laboratory, const struct arguments *arguments, struct err *err)
{
	const char *asked = arguments->option[OPTION_JOURNAL];
	struct tui_options *options = &laboratory->options;

	if (!options->script)
		laboratory->keep.sync = sync_new();
	options->edge.left = laboratory->face->left ? laboratory->face->left->branches : NULL;
	if (asked) {
		session_held_drop(&laboratory->held);
		if (!journal_file_open(&laboratory->keep.file, asked, &laboratory->intake->journal, laboratory->keep.sync, err))
			return false;
		keep_builds(laboratory);
	} else if (!arguments->option[OPTION_SCRIPT] && !laboratory->face->menu && !laboratory->face->kiosk && (!laboratory->face->lesson || laboratory->held.place >= 0)) {
		keep_session(laboratory, laboratory->held.place < 0);
	}
	crash_journal(laboratory->keep.file.path);
	return true;
}

/* The screen covers what was said of it before. A person's driver is often built anew; of a lesson's the craft knows. */
static void tell_module(struct laboratory *laboratory)
{
	const struct machine_driver *differing = modules_differing(laboratory->intake->modules, &laboratory->intake->journal.machine);
	const char *unchecked = intake_unchecked(laboratory->intake);

	if (laboratory->options.plain || laboratory->face->lesson)
		return;
	if (unchecked)
		greet(laboratory, say("%s was built without the flags of msilab build: what it touches is not checked, only its calls are seen"), unchecked);
	if (differing)
		greet(laboratory, say("%s is not the module this journal was made with; the trace may differ"), differing->module);
}

static bool prepare(struct laboratory *laboratory, const struct arguments *arguments, struct err *err, enum status *status)
{
	*status = STATUS_USAGE;
	if (!take_options(laboratory, arguments, err))
		return false;
	*status = STATUS_INPUT;
	laboratory->options.journal = &laboratory->intake->journal;
	laboratory->options.inputs = &laboratory->intake->inputs;
	laboratory->options.calls = world_calls();
	laboratory->options.edge.prefault = prefault_face(laboratory->prefault);
	laboratory->options.edge.budget = arguments->option[OPTION_BUDGET] ? laboratory->intake->budget : 0;
	name_modules(laboratory);
	if (!take_script(laboratory, arguments->option[OPTION_SCRIPT], err) || !keep_journal(laboratory, arguments, err))
		return false;
	tell_module(laboratory);
	return true;
}

/* What the face says of its end, as an exit status. */
static int outcome(int face, const struct err *err)
{
	static const enum status of[] = { STATUS_GOOD, STATUS_FAILED, STATUS_INPUT, STATUS_INPUT };

	if (face == 4)
		return STATUS_BUDGET;
	if (face == 5) /* the status will be that of the session which follows */
		return STATUS_GOOD;
	if (face > 3 || face <= 0)
		return face;
	return cli_failed(err, of[face]);
}

/* What msilab learn without a word comes to. */
static void leave_lesson(const struct laboratory_face *face)
{
	const struct progress_lesson *lesson = face->progress && face->lesson ? progress_of(&face->progress->progress, face->lesson->id) : NULL;

	if (lesson && lesson->done)
		talk_say("msilab learn shows the course, with what comes next");
	else
		talk_say("msilab learn goes on with this lesson");
}

/* Where the session is kept, for the one who leaves; a session in which nothing was done leaves no file. */
static void leave_session(struct laboratory *laboratory, bool others)
{
	struct session_held *held = &laboratory->held;

	if (held->place < 0)
		return;
	if (!held->number) {
		if (!others)
			leave_lesson(laboratory->face);
		session_held_drop(held);
		return;
	}
	if (laboratory->keep.file.written <= 1 && laboratory->keep.branches.n <= 1) { /* the note of its end at most */
		session_held_forget(held);
		return;
	}
	if (!others)
		talk_say("this session is kept as number %u; msilab resume %u goes on with it", held->number, held->number);
	session_held_drop(held);
}

int laboratory_run(struct intake *intake, const struct arguments *arguments,
		   const struct laboratory_face *face, struct session_held *take, const char *place)
{
	struct laboratory laboratory = { .intake = intake, .face = face, .prefault = prefault_new(), .keep.file.fd = -1, .keep.branches.fd = -1, .held.place = -1, .another.place = -1 };
	enum status prepared;
	struct err err;
	int status;

	if (take)
		laboratory.held = *take;
	laboratory.options.stood = place;
	take_lesson(&laboratory);
	laboratory_answers(&laboratory);
	if (prepare(&laboratory, arguments, &err, &prepared)) {
		crash_before(tui_restore);
		status = outcome(face->face(&laboratory.options, &err), &err);
		crash_before(NULL);
	} else {
		status = cli_failed(&err, prepared);
	}
	sync_free(laboratory.keep.sync);
	prefault_free(laboratory.prefault);
	leave_session(&laboratory, laboratory.another.place >= 0 || laboratory.lesson[0]);
	journal_file_close(&laboratory.keep.file);
	branch_file_close(&laboratory.keep.branches);
	mem_free(laboratory.modules);
	mem_free(laboratory.script);
	intake_close(intake);
	if (laboratory.lesson[0])
		return start_lesson(arguments, laboratory.lesson);
	return laboratory.another.place >= 0 ? laboratory_resume(arguments, &laboratory.another) : status;
}
