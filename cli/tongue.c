/* SPDX-License-Identifier: MIT */
/* Locale and catalogue. */
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "cli/tongue.h"
#include "sim/base/say.h"

void tongue_begin(const char *folder)
{
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
	setlocale(LC_COLLATE, "C"); /* texts of lessons are compared by their bytes everywhere */
	if (strcmp(nl_langinfo(CODESET), "UTF-8"))
		setlocale(LC_MESSAGES, "C");
	textdomain(SAY_DOMAIN);
	bindtextdomain(SAY_DOMAIN, folder);
	bind_textdomain_codeset(SAY_DOMAIN, "UTF-8");
}

void tongue_also(const char *domain, const char *folder)
{
	bindtextdomain(domain, folder);
	bind_textdomain_codeset(domain, "UTF-8");
	textdomain(domain);
}
