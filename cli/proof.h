/* SPDX-License-Identifier: MIT */
/* What the checks of a lesson share (cli/lesson_checks.def): one function a check, which says into `why` what is wrong with the lesson, a
 * sentence after another, and nothing where it holds. */
#ifndef MSILAB_CLI_PROOF_H
#define MSILAB_CLI_PROOF_H

#include "cli/intake.h"
#include "cli/lesson_check.h"
#include "lessons/host/play.h"

struct proof {
	struct lesson *lesson;
	struct intake *intake; /* of the lesson's machine */
};

#define CHECK(name, says) void check_##name(struct proof *proof, struct str *why);
#include "cli/lesson_checks.def"
#undef CHECK

#endif
