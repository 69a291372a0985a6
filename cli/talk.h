/* SPDX-License-Identifier: MIT */
/* Talk: what the program says to a person beside its output. stdout is data, stderr is talk. */
#ifndef MSILAB_CLI_TALK_H
#define MSILAB_CLI_TALK_H

/* "msilab: " and a sentence in the person's language, a line of the error stream. The format is an English literal. */
void talk_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
