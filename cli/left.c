/* SPDX-License-Identifier: MIT */
/* Reading a kept session. Its branches know best what was shown last: the journal is replaced only when the disk has the new one. */
#include <string.h>

#include "cli/branch_file.h"
#include "cli/left.h"
#include "cli/talk.h"
#include "sim/base/mem.h"

static char *text_of(const struct journal *journal, size_t *n)
{
	struct str text = { 0 };

	journal_text(journal, &text);
	*n = text.length;
	return text.text;
}

bool left_read(struct left *left, const struct session_held *held, struct err *err)
{
	char path[SESSION_PATH_MAX];

	*left = (struct left){ 0 };
	if (session_held_branches(held, path))
		left->branches = branch_file_read(path, &left->whole);
	if (left->branches)
		left->text = text_of(&left->branches->branch[left->branches->now].journal, &left->n);
	else
		left->text = sessions_whole_lines(held->journal, &left->n, err);
	return left->text;
}

bool left_wake(struct intake *intake, struct journal *journal, struct err *err)
{
	if (!intake_modules(intake, &journal->machine, err))
		return false;
	for (size_t i = 0; i < journal->n; i++)
		if (!intake_command(intake, &journal->commands[i], &journal->machine.inputs, err))
			return false;
	return sim_check(&journal->machine, &intake->inputs, err);
}

void left_close(struct left *left)
{
	session_left_free(left->branches);
	left->branches = NULL;
	mem_free(left->text);
	left->text = NULL;
}
