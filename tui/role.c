/* SPDX-License-Identifier: MIT */
/* The look of each role. */
#include "tui/role.h"

static const struct {
	char letter;
	enum colour dark, light;
	unsigned attributes;
} looks[ROLE_COUNT] = {
#define ROLE(id, letter, dark, light, attributes, meaning) [ROLE_##id] = { letter, COLOUR_##dark, COLOUR_##light, attributes },
#include "tui/roles.def"
#undef ROLE
};

struct role_look role_look(enum role role, bool light)
{
	return (struct role_look){ looks[role].letter, light ? looks[role].light : looks[role].dark, looks[role].attributes };
}
