/* SPDX-License-Identifier: MIT */
/* msilab lab [MACHINE or JOURNAL]: the free laboratory; without a word on the tour's machine. */
#include <string.h>

#include "cli/laboratory.h"

int cmd_lab(const struct arguments *arguments)
{
	struct intake intake;
	struct err err;
	enum status status;
	bool good = arguments->words_n ? intake_open(&intake, arguments->word[0], arguments, &err, &status)
				       : intake_text(&intake, tui_tour_machine, strlen(tui_tour_machine), "lab", NULL, arguments,
						     &err, &status);

	if (!good)
		return cli_failed(&err, status);
	return laboratory_run(&intake, arguments, &(struct laboratory_face){ .face = tui_lab }, NULL, NULL);
}
