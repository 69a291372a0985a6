/* SPDX-License-Identifier: MIT */
/* Every command is one cmd.take; that of a refused one stands before its cmd.refused. */
#include "cli/refusals.h"
#include "cli/talk.h"
#include "sim/base/say.h"

void refusals_see(struct refusals *refusals, const struct record *record)
{
	if (record->kind == R_CMD_TAKE)
		refusals->taken++;
	else if (record->kind == R_CMD_REFUSED && refusals->n++ < REFUSALS_MAX)
		refusals->list[refusals->n - 1] = (struct refusal){ refusals->taken - 1, record->w[1] };
}

void refusals_tell(const struct refusals *refusals, const struct trace *trace, const struct intake *intake, const char *file)
{
	for (size_t i = 0; i < refusals->n && i < REFUSALS_MAX; i++) {
		const struct command *command = &intake->journal.commands[refusals->list[i].command];

		talk_say("%s:%u: refused: %s: %s", file, command->line, command->text, say(trace_text_of(trace, refusals->list[i].reason)));
	}
	if (refusals->n > REFUSALS_MAX)
		talk_say("and %zu more", refusals->n - REFUSALS_MAX);
}
