/* SPDX-License-Identifier: MIT */
/* Lines and functions of a module by its DWARF; the only file that knows libdw. An edge: it opens files. */
#ifndef MSILAB_TUI_DWARF_H
#define MSILAB_TUI_DWARF_H

#include <stdbool.h>
#include <stdint.h>

struct dwarf;

struct dwarf *dwarf_open(const char *file); /* NULL: not there, or nothing in it says lines */
void dwarf_close(struct dwarf *dwarf);

struct dwarf_place {
	const char *function, *file; /* NULL: not known; valid until dwarf_close */
	unsigned line;
	uint64_t entry; /* where the function begins */
};

/* The place of an offset into the module. false: nothing is known of it. */
bool dwarf_find(struct dwarf *dwarf, uint64_t offset, struct dwarf_place *place);

#endif
