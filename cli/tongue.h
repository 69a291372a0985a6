/* SPDX-License-Identifier: MIT */
/* The language of the person: the locale as the environment sets it (LC_ALL, LC_MESSAGES, LANG, LANGUAGE). */
#ifndef MSILAB_CLI_TONGUE_H
#define MSILAB_CLI_TONGUE_H

/* Takes the locale over and finds its catalogue below `folder`. Numbers keep C's form. The catalogues are UTF-8, as everything
 * the program writes; under another encoding it speaks English. */
void tongue_begin(const char *folder);

/* Texts that the program has not are looked for in a person's own catalogue too, of this domain, beside their file:
 * locale/LANGUAGE/LC_MESSAGES/DOMAIN.mo. */
void tongue_beside(const char *file, const char *domain);

#endif
