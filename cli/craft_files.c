/* SPDX-License-Identifier: MIT */
/* A copy, an editor, a build. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/builds.h"
#include "cli/craft_beside.h"
#include "cli/craft_files.h"
#include "cli/place.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"

#define SOURCE_BYTES_MAX (1u << 20)

extern char **environ;

/* ---- where things are ---- */

static bool path_in(char *out, const char *folder, const char *name, const char *end)
{
	return snprintf(out, SESSION_PATH_MAX, "%s/%s%s", folder, name, end) < SESSION_PATH_MAX;
}

/* Beside the lesson, or among the drivers that ship. */
static bool find_origin(struct craft_files *files, const char *name)
{
	char *folder = file_folder(files->lesson->file);
	bool found = folder && path_in(files->origin, folder, name, "") && access(files->origin, R_OK) == 0;

	mem_free(folder);
	return found || (path_in(files->origin, place(PLACE_SOURCES), name, "") && access(files->origin, R_OK) == 0);
}

static struct timespec saved_at(const struct craft_files *files)
{
	struct stat about;

	return stat(files->source, &about) == 0 ? about.st_mtim : (struct timespec){ 0 };
}

bool craft_files_init(struct craft_files *files, const struct lesson *lesson)
{
	const char *name = lesson->code.source;
	char *folder = files->folder;
	size_t n;

	*files = (struct craft_files){ .lesson = lesson };
	if (!name || strchr(name, '/') || strchr(lesson->id, '/') || !find_origin(files, name) || !sessions_folder(folder, SESSION_PATH_MAX))
		return false;
	n = strlen(folder);
	if ((size_t)snprintf(folder + n, SESSION_PATH_MAX - n, "code-%s", lesson->id) >= SESSION_PATH_MAX - n)
		return false;
	if (mkdir(folder, 0700) && errno != EEXIST)
		return false;
	snprintf(files->stem, sizeof files->stem, "%.*s", (int)strcspn(name, "."), name);
	if (!path_in(files->source, folder, name, "") || !path_in(files->module, folder, files->stem, ".so") || !path_in(files->log, folder, files->stem, ".log"))
		return false;
	files->seen = saved_at(files);
	return true;
}

void craft_files_fini(struct craft_files *files)
{
	if (files->state != CRAFT_BUILDING)
		return;
	kill(files->pid, SIGTERM);
	waitpid(files->pid, NULL, 0);
	files->state = CRAFT_IDLE;
}

/* ---- what the screen asks ---- */

static const char *copy(void *context, struct err *err)
{
	struct craft_files *files = context;
	size_t n;
	char *text;
	bool good;

	if (access(files->source, F_OK) == 0)
		return files->source;
	text = file_read(files->origin, SOURCE_BYTES_MAX, &n, err);
	good = text && file_write(files->source, text, n, err);
	mem_free(text);
	files->seen = saved_at(files);
	return good ? files->source : NULL;
}

static const char *editor(void)
{
	static const char *const usual[] = { "sensible-editor", "nano", "vi" };
	const char *visual = getenv("VISUAL"), *plain = getenv("EDITOR");
	const char *folders = getenv("PATH");

	if (visual && *visual)
		return visual;
	if (plain && *plain)
		return plain;
	for (size_t i = 0; folders && i < sizeof usual / sizeof *usual; i++)
		for (const char *at = folders; *at; at += strcspn(at, ":"), at += *at == ':') {
			char path[SESSION_PATH_MAX];

			snprintf(path, sizeof path, "%.*s/%s", (int)strcspn(at, ":"), at, usual[i]);
			if (access(path, X_OK) == 0)
				return usual[i];
		}
	return "vi";
}

static bool wait_for(pid_t pid, int *status)
{
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return false;
	return true;
}

/* The editor's words are the shell's to take apart: EDITOR may hold options. */
static bool edit(void *context, unsigned line, struct err *err)
{
	struct craft_files *files = context;
	char command[400], where[20] = "";
	char *const words[] = { "sh", "-c", command, files->source, where, NULL };
	int error, status = 0;
	pid_t pid;

	if (line)
		snprintf(where, sizeof where, "+%u", line);
	snprintf(command, sizeof command, "exec %.300s ${1:+\"$1\"} \"$0\"", editor());
	error = posix_spawn(&pid, "/bin/sh", NULL, NULL, words, environ);
	if (!error && wait_for(pid, &status) && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	err_set(err, "the editor '%s' did not end well", editor());
	return err_expected(err, "one that VISUAL or EDITOR names");
}

/* The copy includes what lies beside the source that ships. */
static void find_headers(const struct craft_files *files)
{
	char *folder = file_folder(files->origin);
	const char *given = getenv("CPATH");
	struct str path = { 0 };

	if (folder && !(given && strstr(given, folder))) {
		str_format(&path, "%s%s%s", folder, given && *given ? ":" : "", given ? given : "");
		setenv("CPATH", path.text, 1);
	}
	str_free(&path);
	mem_free(folder);
}

/* ---- what was built: source.built, before that source.before ---- */

static const char *kept(const struct craft_files *files, const char *end, char path[SESSION_PATH_MAX + 20])
{
	snprintf(path, SESSION_PATH_MAX + 20, "%s%s", files->source, end);
	return path;
}

/* Who built it the same again has not lost what was before. */
static void keep_built(const struct craft_files *files)
{
	char building[SESSION_PATH_MAX + 20], built[SESSION_PATH_MAX + 20], before[SESSION_PATH_MAX + 20];

	kept(files, ".building", building);
	if (!file_same(building, kept(files, ".built", built), SOURCE_BYTES_MAX) && rename(built, kept(files, ".before", before)))
		errno = 0; /* it is the first */
	if (rename(building, built))
		errno = 0; /* then nothing can be brought back */
}

static bool back(void *context, struct err *err)
{
	struct craft_files *files = context;
	char before[SESSION_PATH_MAX + 20], edited[SESSION_PATH_MAX + 20];

	if (access(kept(files, ".before", before), R_OK))
		return err_set(err, "nothing was built before");
	return file_copy(files->source, kept(files, ".edited", edited), SOURCE_BYTES_MAX, err) && file_copy(before, files->source, SOURCE_BYTES_MAX, err);
}

static bool build(void *context, struct err *err)
{
	struct craft_files *files = context;
	char *const words[] = { "msilab", "build", "-o", files->module, files->source, NULL };
	char building[SESSION_PATH_MAX + 20];
	posix_spawn_file_actions_t actions;
	int error;

	if (!copy(context, err) || !file_copy(files->source, kept(files, ".building", building), SOURCE_BYTES_MAX, err))
		return false;
	craft_files_fini(files);
	find_headers(files);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, files->log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
	files->seen = saved_at(files);
	error = posix_spawn(&files->pid, "/proc/self/exe", &actions, NULL, words, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		return err_set(err, "the build cannot be begun: %s", strerror(error));
	files->state = CRAFT_BUILDING;
	return true;
}

static void read_log(const struct craft_files *files, struct str *says)
{
	struct err err = { 0 };
	size_t n;
	char *text = file_read(files->log, SOURCE_BYTES_MAX, &n, &err);

	if (text)
		str_append(says, text);
	mem_free(text);
}

static enum craft_state state(void *context, bool wait, struct str *says)
{
	struct craft_files *files = context;
	int status = 0;
	pid_t pid;

	if (files->state != CRAFT_BUILDING)
		return files->state;
	pid = wait ? (wait_for(files->pid, &status) ? files->pid : -1) : waitpid(files->pid, &status, WNOHANG);
	if (!pid)
		return CRAFT_BUILDING;
	files->state = pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? CRAFT_BUILT : CRAFT_FAILED;
	if (files->state == CRAFT_BUILT)
		keep_built(files);
	read_log(files, says);
	return files->state;
}

static bool saved(void *context)
{
	const struct craft_files *files = context;
	struct timespec now = saved_at(files);

	return now.tv_sec && (now.tv_sec != files->seen.tv_sec || now.tv_nsec != files->seen.tv_nsec);
}

/* Where the solution's source lies: beside the lesson, among the sources, or where the build made it. NULL: nowhere. */
static char *solved(const struct craft_files *files)
{
	char *beside = file_folder(files->lesson->file), name[200], path[SESSION_PATH_MAX], *text = NULL;
	const char *folders[] = { beside, place(PLACE_SOURCES), place(PLACE_DRIVERS) };
	struct err err;
	size_t n;

	snprintf(name, sizeof name, "%s.c", files->lesson->code.solution);
	for (size_t i = 0; i < sizeof folders / sizeof *folders && !text; i++)
		if (folders[i] && path_in(path, folders[i], name, "") && access(path, R_OK) == 0)
			text = file_read(path, SOURCE_BYTES_MAX, &n, &err);
	mem_free(beside);
	return text;
}

/* Of who wrote nothing, the exercise as it ships is shown. */
static void solution(void *context, struct str *out)
{
	const struct craft_files *files = context;
	struct err err;
	size_t n;
	char *right = solved(files);
	char *own = right ? file_read(access(files->source, R_OK) == 0 ? files->source : files->origin, SOURCE_BYTES_MAX, &n, &err) : NULL;

	if (own)
		craft_beside(own, right, out);
	mem_free(own);
	mem_free(right);
}

/* ---- every build is kept ---- */

static struct builds builds_of(const struct craft_files *files)
{
	return (struct builds){ files->folder, files->stem };
}

static bool is_loaded(const void *context, const char *module)
{
	const struct craft_files *files = context;

	return modules_path(files->intake->modules, module) != NULL;
}

static bool take(void *context, struct craft_module *module, struct err *err)
{
	struct craft_files *files = context;
	struct builds builds = builds_of(files);
	const struct sim_module *loaded;
	char path[SESSION_PATH_MAX], built[SESSION_PATH_MAX + 20];
	bool made;

	if (!builds_keep(&builds, kept(files, ".built", built), files->module, path, &made, err))
		return false;
	loaded = intake_module(files->intake, path, err);
	if (!loaded)
		return false;
	if (files->elsewhere)
		builds_mark_module(path);
	if (made)
		builds_clean(&builds, is_loaded, files);
	*module = (struct craft_module){ loaded->name, modules_path(files->intake->modules, loaded->name), loaded->sha256 };
	return true;
}

const struct craft craft_of_files = { copy, edit, build, state, take, back, saved, solution };

/* ---- the machine ---- */

/* driver DEVICE MODULE [sha256=...] SETTINGS with the learner's module. */
static void put_driver(const char *module, const char *line, size_t n, struct str *out)
{
	struct str text = { 0 };
	char *word, *rest;
	unsigned i = 0;

	str_append_bytes(&text, line, n);
	for (word = strtok_r(text.text, " ", &rest); word; word = strtok_r(NULL, " ", &rest), i++)
		if (strncmp(word, "sha256=", 7))
			str_format(out, "%s%s", i ? " " : "", i == 2 ? module : word);
	str_append(out, "\n");
	str_free(&text);
}

char *craft_files_machine(const struct craft_files *files, const char *text, size_t *n)
{
	char driver[80], module[SESSION_PATH_MAX];
	struct builds builds = builds_of(files);
	bool there = builds_newest(&builds, module);
	struct str out = { 0 };

	snprintf(driver, sizeof driver, "driver %.60s ", lesson_code_device(files->lesson));
	for (const char *line = text; *line;) {
		size_t length = strcspn(line, "\n");

		if (there && !strncmp(line, driver, strlen(driver))) {
			put_driver(module, line, length, &out);
		} else {
			str_append_bytes(&out, line, length);
			str_append(&out, "\n");
		}
		line += length + (line[length] == '\n');
	}
	*n = out.length;
	return out.text;
}
