/* SPDX-License-Identifier: MIT */
/* What the files of the laboratory share; nothing for anybody else. */
#ifndef MSILAB_CLI_LABORATORY_PARTS_H
#define MSILAB_CLI_LABORATORY_PARTS_H

#include "cli/keep.h"
#include "cli/laboratory.h"
#include "cli/prefault.h"
#include "tui/course.h"

struct laboratory {
	struct intake *intake;
	struct tui_options options;
	struct source_module *modules;
	char *script;
	struct keep keep;
	struct prefault *prefault;
	const struct laboratory_face *face;
	struct session_held held;    /* the session this is; none with --journal or --script */
	char lesson[100];            /* likewise: a lesson, the tour, the laboratory; "" : none */
	struct course course;
	struct session_held another; /* the one that is gone on with afterwards */
	char hello[300];
	struct manners manners;
};

/* Sets who answers what the screen asks while it runs. */
void laboratory_answers(struct laboratory *laboratory);

#endif
