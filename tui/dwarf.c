/* SPDX-License-Identifier: MIT */
/* Lines and functions by DWARF. */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "sim/base/mem.h"
#include "tui/dwarf.h"

struct dwarf {
	Dwarf *info;
	int fd;
};

struct dwarf *dwarf_open(const char *file)
{
	struct dwarf *dwarf;
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	Dwarf *info = fd < 0 ? NULL : dwarf_begin(fd, DWARF_C_READ);

	if (!info) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	dwarf = mem_new(sizeof(*dwarf));
	*dwarf = (struct dwarf){ info, fd };
	return dwarf;
}

void dwarf_close(struct dwarf *dwarf)
{
	if (!dwarf)
		return;
	dwarf_end(dwarf->info);
	close(dwarf->fd);
	mem_free(dwarf);
}

struct wanted {
	Dwarf_Addr at;
	Dwarf_Die function;
	bool found;
};

static int has_function(Dwarf_Die *die, void *context)
{
	struct wanted *wanted = context;

	if (dwarf_haspc(die, wanted->at) != 1)
		return DWARF_CB_OK;
	wanted->function = *die;
	wanted->found = true;
	return DWARF_CB_ABORT;
}

/* Functions around an address, outermost first: that the code is of, then those whose code was put into it. line: where it stands in each. */
struct nest {
	unsigned n;
	struct dwarf_inlined at[DWARF_INLINED_MAX + 1];
};

static void call_site(Dwarf_Die *unit, Dwarf_Die *inlined, struct dwarf_inlined *caller)
{
	Dwarf_Attribute attribute;
	Dwarf_Word file = 0, line = 0;
	Dwarf_Files *files;
	size_t n;

	if (dwarf_attr(inlined, DW_AT_call_file, &attribute) && !dwarf_formudata(&attribute, &file) && !dwarf_getsrcfiles(unit, &files, &n) && file < n)
		caller->file = dwarf_filesrc(files, file, NULL, NULL);
	if (dwarf_attr(inlined, DW_AT_call_line, &attribute) && !dwarf_formudata(&attribute, &line))
		caller->line = (unsigned)line;
}

/* The block or the inlined function inside `scope` that holds the address. false: none does. */
static bool inside(Dwarf_Die *scope, Dwarf_Addr at, Dwarf_Die *found)
{
	bool more = !dwarf_child(scope, found);

	for (; more; more = !dwarf_siblingof(found, found))
		if ((dwarf_tag(found) == DW_TAG_lexical_block || dwarf_tag(found) == DW_TAG_inlined_subroutine) && dwarf_haspc(found, at) == 1)
			return true;
	return false;
}

static void nest_of(Dwarf_Die *unit, const struct wanted *wanted, struct nest *nest)
{
	Dwarf_Die scope = wanted->function, next;
	Dwarf_Line *line = dwarf_getsrc_die(unit, wanted->at);
	int number = 0;

	*nest = (struct nest){ .n = 1 };
	nest->at[0].function = wanted->found ? dwarf_diename(&scope) : NULL;
	while (wanted->found && nest->n <= DWARF_INLINED_MAX && inside(&scope, wanted->at, &next)) {
		if (dwarf_tag(&next) == DW_TAG_inlined_subroutine) {
			call_site(unit, &next, &nest->at[nest->n - 1]);
			nest->at[nest->n++].function = dwarf_diename(&next);
		}
		scope = next;
	}
	if (line && !dwarf_lineno(line, &number))
		nest->at[nest->n - 1].file = dwarf_linesrc(line, NULL, NULL);
	nest->at[nest->n - 1].line = (unsigned)number;
}

static bool same_name(const char *a, const char *b)
{
	const char *x = a ? strrchr(a, '/') : NULL, *y = b ? strrchr(b, '/') : NULL;

	return a && b && !strcmp(x ? x + 1 : a, y ? y + 1 : b);
}

/* The innermost in the unit's own file; the outermost where none is. */
static unsigned shown(Dwarf_Die *unit, const struct nest *nest)
{
	unsigned i = nest->n - 1;

	while (i && !same_name(nest->at[i].file, dwarf_diename(unit)))
		i--;
	return i;
}

static void place_of(Dwarf_Die *unit, const struct wanted *wanted, struct dwarf_place *place)
{
	struct nest nest;
	Dwarf_Die function = wanted->function;
	unsigned at;

	nest_of(unit, wanted, &nest);
	at = shown(unit, &nest);
	place->function = nest.at[at].function;
	place->file = nest.at[at].file;
	place->line = nest.at[at].line;
	if (wanted->found && dwarf_lowpc(&function, &place->entry))
		place->entry = 0;
	for (unsigned i = nest.n - 1; i > at; i--)
		place->inner[place->inlined++] = nest.at[i];
}

bool dwarf_find(struct dwarf *dwarf, uint64_t offset, struct dwarf_place *place)
{
	Dwarf_Off at = 0, next;
	size_t header;

	*place = (struct dwarf_place){ 0 };
	for (; !dwarf_nextcu(dwarf->info, at, &next, &header, NULL, NULL, NULL); at = next) {
		struct wanted wanted = { .at = offset };
		Dwarf_Die unit;

		if (!dwarf_offdie(dwarf->info, at + header, &unit) || dwarf_haspc(&unit, offset) != 1)
			continue;
		dwarf_getfuncs(&unit, has_function, &wanted, 0);
		place_of(&unit, &wanted, place);
		return place->file || place->function;
	}
	return false;
}
