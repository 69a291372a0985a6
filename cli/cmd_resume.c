/* SPDX-License-Identifier: MIT */
/* msilab resume [N or list]: goes on with a session that was kept, where the person stood. */
#include <stdio.h>
#include <string.h>

#include "cli/laboratory.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"

static int list(void)
{
	static const char *const states[] = {
		[SESSION_HERE] = N_("in use"), [SESSION_CUT] = N_("cut short"), [SESSION_LEFT] = N_("left")
	};
	struct session_kept *kept;
	size_t n = sessions_list(&kept);

	for (size_t i = 0; i < n; i++) {
		char when[32];

		strftime(when, sizeof when, "%Y-%m-%d %H:%M", localtime(&kept[i].when));
		printf(say_n("%u  %s  %s  %u command\n", "%u  %s  %s  %u commands\n", kept[i].commands), kept[i].number, when,
		       say(states[kept[i].state]), kept[i].commands);
	}
	if (!n)
		puts(say("no session is kept"));
	mem_free(kept);
	return STATUS_GOOD;
}

/* The folder that relative names of the session count from: where it was begun. */
static bool folder_of(const char *place, char *folder, size_t size)
{
	const char *line = !strncmp(place, SESSION_FOLDER, strlen(SESSION_FOLDER)) ? place : NULL;

	if (line)
		snprintf(folder, size, "%.*s", (int)strcspn(line + strlen(SESSION_FOLDER), "\n"), line + strlen(SESSION_FOLDER));
	return line;
}

int laboratory_resume(const struct arguments *arguments, struct session_held *take)
{
	struct intake intake;
	struct err err;
	enum status status = STATUS_INPUT;
	char *place = session_held_read(take), folder[SESSION_PATH_MAX];
	struct left left;
	int result;

	if (left_read(&left, take, &err) && intake_text(&intake, left.text, left.n, take->journal, folder_of(place, folder, sizeof folder) ? folder : NULL, arguments, &err,
				&status)) {
		struct laboratory_face face = { .face = strstr(place, "\ntour ") ? tui_demo : tui_lab, .left = &left };

		result = laboratory_run(&intake, arguments, &face, take, place);
	} else {
		result = cli_failed(&err, status);
		session_held_drop(take);
	}
	left_close(&left);
	mem_free(place);
	return result;
}

int cmd_resume(const struct arguments *arguments)
{
	const char *which = arguments->words_n ? arguments->word[0] : "";
	struct session_held held;
	struct err err;

	if (!strcmp(which, "list"))
		return list();
	if (!session_held_take(&held, which, &err))
		return cli_failed(&err, STATUS_INPUT);
	return laboratory_resume(arguments, &held);
}
