/* SPDX-License-Identifier: MIT */
/* The configuration file, $XDG_CONFIG_HOME/msilab/config, and what the options say instead of it. */
#ifndef MSILAB_CLI_SETTLE_H
#define MSILAB_CLI_SETTLE_H

#include "cli/cli.h"
#include "tui/manners.h"

/* What holds for this run: the defaults, the file, the environment, the options, the later before the earlier. What is wrong
 * with the file is said to the error stream, and its first line stands in `said`. */
void settle_manners(struct manners *manners, const struct arguments *arguments, struct str *said);

/* The file's path, whether it is there or not; NULL: there is no place for it. Owned by settle.c. */
const char *settle_path(void);

#endif
