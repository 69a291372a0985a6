/* SPDX-License-Identifier: MIT */
/* What the commands demo and lab share: options, environment and files made into what the screen (tui/tui.h) wants. */
#ifndef MSILAB_CLI_LABORATORY_H
#define MSILAB_CLI_LABORATORY_H

#include "cli/intake.h"
#include "tui/tui.h"

/* Opens the face over what was taken in, with its journal written through, and closes both. Gives the exit status. */
int laboratory_run(struct intake *intake, const struct arguments *arguments,
		   int (*face)(const struct tui_options *options, struct err *err));

#endif
