/* SPDX-License-Identifier: MIT */
/* Locale and catalogue. */
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#include "cli/tongue.h"
#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/base/str.h"

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

void tongue_beside(const char *file, const char *domain)
{
	char *folder = strcmp(domain, SAY_DOMAIN) ? file_folder(file) : NULL; /* the program's own stays where it is */
	struct str locale = { 0 };

	if (!folder)
		return;
	str_format(&locale, "%s/locale", folder);
	bindtextdomain(domain, locale.text);
	bind_textdomain_codeset(domain, "UTF-8");
	textdomain(domain);
	str_free(&locale);
	mem_free(folder);
}
