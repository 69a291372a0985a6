/* SPDX-License-Identifier: MIT */
/* A lesson's first text: one that works, with everything that its author must say marked (lessons/template.in). */
#ifndef MSILAB_CLI_LESSON_NEW_H
#define MSILAB_CLI_LESSON_NEW_H

#include "cli/cli.h"

/* Writes ID.lua, which must not be there yet. name: its id, or a path of the file. false: err, and the status it means. */
bool lesson_new(const char *name, struct err *err, enum status *status);

#endif
