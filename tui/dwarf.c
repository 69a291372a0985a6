/* SPDX-License-Identifier: MIT */
/* Lines and functions by DWARF. */
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
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
	const char *function;
	Dwarf_Addr entry;
};

static int has_function(Dwarf_Die *die, void *context)
{
	struct wanted *wanted = context;

	if (dwarf_haspc(die, wanted->at) != 1)
		return DWARF_CB_OK;
	wanted->function = dwarf_diename(die);
	if (dwarf_lowpc(die, &wanted->entry))
		wanted->entry = 0;
	return DWARF_CB_ABORT;
}

bool dwarf_find(struct dwarf *dwarf, uint64_t offset, struct dwarf_place *place)
{
	Dwarf_Off at = 0, next;
	size_t header;

	*place = (struct dwarf_place){ 0 };
	for (; !dwarf_nextcu(dwarf->info, at, &next, &header, NULL, NULL, NULL); at = next) {
		struct wanted wanted = { .at = offset };
		Dwarf_Line *line;
		Dwarf_Die unit;
		int number = 0;

		if (!dwarf_offdie(dwarf->info, at + header, &unit) || dwarf_haspc(&unit, offset) != 1)
			continue;
		dwarf_getfuncs(&unit, has_function, &wanted, 0);
		line = dwarf_getsrc_die(&unit, offset);
		if (line && !dwarf_lineno(line, &number))
			place->file = dwarf_linesrc(line, NULL, NULL);
		place->function = wanted.function;
		place->entry = wanted.entry;
		place->line = (unsigned)number;
		return place->file || place->function;
	}
	return false;
}
