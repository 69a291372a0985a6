/* SPDX-License-Identifier: MIT */
/* msilab without a command, on a terminal. */
#ifndef MSILAB_CLI_START_H
#define MSILAB_CLI_START_H

#include "cli/cli.h"

/* Offers what there is to do, and does what is chosen. Gives the exit status. */
/* A lesson by its number or name, "tour", or "lab", in place of what ran. */
int start_lesson(const struct arguments *arguments, const char *which);
int start(const struct arguments *arguments);

#endif
