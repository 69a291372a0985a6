/* SPDX-License-Identifier: MIT */
/* The configuration file, $XDG_CONFIG_HOME/msilab/config, and what the options say instead of it. */
#ifndef MSILAB_CLI_CONFIG_H
#define MSILAB_CLI_CONFIG_H

#include "cli/cli.h"
#include "tui/manners.h"

/* What holds for this run: the defaults, the file, the environment, the options, the later before the earlier. What is wrong
 * with the file is said to the error stream, and its first line stands in `said`. */
void config_manners(struct manners *manners, const struct arguments *arguments, struct str *said);

/* The file's path, whether it is there or not; NULL: there is no place for it. Owned by config.c. */
const char *config_path(void);

#endif
