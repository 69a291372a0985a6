/* SPDX-License-Identifier: MIT */
/* The catalogue. Which one holds is settled at the edge (cli/tongue.c). */
#include <libintl.h>
#include <locale.h>
#include <stddef.h>

#include "sim/base/say.h"

const char *say(const char *english)
{
	const char *found;

	if (!english || !*english)
		return english;
	found = dcgettext(SAY_DOMAIN, english, LC_MESSAGES);
	return found == english ? dcgettext(NULL, english, LC_MESSAGES) : found; /* of a person's own lesson: the domain of now */
}

const char *say_n(const char *one, const char *many, unsigned long n)
{
	return dcngettext(SAY_DOMAIN, one, many, n, LC_MESSAGES);
}
