/* SPDX-License-Identifier: MIT */
/*
 * Texts for people, in the person's language (gettext). The English text stands in the source and is the key: what the catalogue
 * has for it is said, or it itself.
 *
 * Three ways to a translation:
 *   - a function that SAYS takes a literal English format and looks it up itself (err_set, screen_say, ...); po/extract names it;
 *   - say("...") around a literal that goes to a function which only puts text (str_format, pane_text, fprintf);
 *   - N_("...") around a literal that is kept first and shown later: where it is shown stands say(text). The human columns of the
 *     tables (*.def) need no mark: po/extract names their macros.
 *
 * Readers and faces call this. The machine wing marks and never says: trace, journal and exported files are the same bytes in
 * every locale (tests/lint/run holds it to that). Numbers keep C's form.
 */
#ifndef MSILAB_BASE_SAY_H
#define MSILAB_BASE_SAY_H

#define SAY_DOMAIN "msilab"

#define N_(text) text
#define NN_(one, many) one, many /* for say_n; a %llu, %u ... in both takes the number */

/* Lives for ever, or as long as `english` where no catalogue has it. NULL gives NULL, "" gives "". */
const char *say(const char *english) __attribute__((format_arg(1)));

/* The form that a number asks for: say_n("%u message", "%u messages", n). */
const char *say_n(const char *one, const char *many, unsigned long n) __attribute__((format_arg(1), format_arg(2)));

#endif
