/* SPDX-License-Identifier: MIT */
/* msilab demo: the tour, on its own machine. */
#include <string.h>

#include "cli/laboratory.h"

int cmd_demo(const struct arguments *arguments)
{
	struct intake intake;
	struct err err;
	enum status status;

	if (!intake_text(&intake, tui_tour_machine, strlen(tui_tour_machine), "tour", NULL, arguments, &err, &status))
		return cli_failed(&err, status);
	return laboratory_run(&intake, arguments, &(struct laboratory_face){ .face = tui_demo, .kiosk = arguments->option[OPTION_KIOSK] }, NULL, NULL);
}
