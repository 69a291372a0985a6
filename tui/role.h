/* SPDX-License-Identifier: MIT */
/* What a cell means, and how a meaning looks: the one place where colours and attributes are chosen. Eight colours are
 * enough; without colour the attributes remain, and no meaning hangs on either alone. */
#ifndef MSILAB_TUI_ROLE_H
#define MSILAB_TUI_ROLE_H

#include <stdbool.h>

enum role {
#define ROLE(id, letter, dark, light, attributes, meaning) ROLE_##id,
#include "tui/roles.def"
#undef ROLE
	ROLE_COUNT
};

enum colour { COLOUR_NONE = -1, COLOUR_BLACK, COLOUR_RED, COLOUR_GREEN, COLOUR_YELLOW, COLOUR_BLUE, COLOUR_MAGENTA, COLOUR_CYAN,
	      COLOUR_WHITE };

enum { LOOK_PLAIN = 0, LOOK_BOLD = 1, LOOK_REVERSE = 2, LOOK_UNDERLINE = 4, LOOK_DIM = 8 };

struct role_look {
	char letter;         /* in photographs of roles */
	enum colour colour;  /* COLOUR_NONE: the terminal's own */
	unsigned attributes; /* LOOK_* */
};

/* light: the terminal has a light background. */
struct role_look role_look(enum role role, bool light);

#endif
