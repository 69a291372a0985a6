/* SPDX-License-Identifier: MIT */
/* The language of the person: the locale as the environment sets it (LC_ALL, LC_MESSAGES, LANG, LANGUAGE). */
#ifndef MSILAB_CLI_TONGUE_H
#define MSILAB_CLI_TONGUE_H

/* Takes the locale over and finds its catalogue below `folder`. Numbers keep C's form. The catalogues are UTF-8, as everything
 * the program writes; under another encoding it speaks English. */
void tongue_begin(const char *folder);

#endif
