/* SPDX-License-Identifier: MIT */
/*
 * Where the program's own files are: beside the program when it runs from a checkout (in place or from build/), else under the
 * prefix it was installed to, also when that prefix was moved.
 */
#ifndef MSILAB_CLI_PLACE_H
#define MSILAB_CLI_PLACE_H

enum place {
	PLACE_DRIVERS, /* built modules */
	PLACE_SOURCES, /* C sources of the shipped drivers */
	PLACE_HEADERS, /* ndis.h and its parts */
	PLACE_LESSONS,
	PLACE_TEXTS,   /* catalogues of texts, LANGUAGE/LC_MESSAGES/msilab.mo */
	PLACE_COUNT
};

/* A folder, without a slash at the end; owned by place.c, valid until the end of the process. */
const char *place(enum place which);

#endif
