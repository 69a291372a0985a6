/* SPDX-License-Identifier: MIT */
/* Lines and functions of a module by its DWARF; the only file that knows libdw. An edge: it opens files. */
#ifndef MSILAB_TUI_DWARF_H
#define MSILAB_TUI_DWARF_H

#include <stdbool.h>
#include <stdint.h>

struct dwarf;

struct dwarf *dwarf_open(const char *file); /* NULL: not there, or nothing in it says lines */
void dwarf_close(struct dwarf *dwarf);

#define DWARF_INLINED_MAX 4

/* Names are valid until dwarf_close; NULL: not known. The place is in the innermost function whose line stands in the unit's own file, so
 * that an inline accessor of a header is told as what was called there; where none does, in the function that the code is of. */
struct dwarf_place {
	const char *function, *file;
	unsigned line;
	uint64_t entry;   /* where the function that the code is of begins */
	unsigned inlined; /* functions whose code was put in there: innermost first */
	struct dwarf_inlined {
		const char *function, *file;
		unsigned line;
	} inner[DWARF_INLINED_MAX];
};

/* The place of an offset into the module. false: nothing is known of it. */
bool dwarf_find(struct dwarf *dwarf, uint64_t offset, struct dwarf_place *place);

#endif
