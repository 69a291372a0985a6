/* SPDX-License-Identifier: MIT */
/* The end by a mistake of ours: bug() aborts, and this says which journal reproduces it and ends with status 5. */
#ifndef MSILAB_CLI_CRASH_H
#define MSILAB_CLI_CRASH_H

void crash_arm(void);

/* The journal that holds all that was done so far; NULL: there is none. The text is copied. */
void crash_journal(const char *path);

/* Called first when we crash (restores the terminal); it may use only what a signal handler may. NULL: nothing. */
void crash_before(void (*before)(void));

#endif
