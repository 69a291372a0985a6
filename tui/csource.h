/* SPDX-License-Identifier: MIT */
/* C source in roles: keywords, comments, strings, preprocessor lines, names of the driver interface. */
#ifndef MSILAB_TUI_CSOURCE_H
#define MSILAB_TUI_CSOURCE_H

#include "tui/pane.h"

/* Draws one line of n bytes from column x on; tabs go to every fourth column. in_comment goes on over lines.
 * Returns the column after it, also when cut. */
int csource_draw(const struct pane *pane, int x, int y, const char *line, size_t n, bool *in_comment);

#endif
