/* SPDX-License-Identifier: MIT */
/* The tables of registers against the data sheets, and against themselves. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/host/file.h"
#include "sim/base/mem.h"
#include "sim/base/registers.h"
#include "tests/unit/suite.h"

/* Whether a line of the sheet is the register's: "| 0x00004 | MASK | RW |", "| 0x00100 + 4c | IVAR[c] | RW |". */
static bool is_line_of(const char *line, const struct register_row *row)
{
	unsigned offset, stride = 0;
	char name[32], access[8];
	int at = 0;

	if (sscanf(line, "| %x %n", &offset, &at) != 1 || !at)
		return false;
	if (line[at] == '+')
		sscanf(line + at, "+ %u", &stride);
	at += (int)strcspn(line + at, "|");
	return sscanf(line + at, "| %31[A-Z0-9]%*[^|]| %7[A-Z0-9]", name, access) == 2 && offset == row->offset && stride == row->stride &&
	       !strcmp(name, row->name) && !strcmp(access, register_access_text(row->access));
}

static bool sheet_has(const char *sheet, const struct register_row *row)
{
	for (; *sheet; sheet += strcspn(sheet, "\n"), sheet += *sheet == '\n')
		if (is_line_of(sheet, row))
			return true;
	return false;
}

/* The registers of queues stand in blocks of their own. */
static void same_as_sheet(const char *model, const char *file, uint32_t block, uint32_t block_end)
{
	const char *folder = getenv("srcdir");
	char path[500], *sheet;
	struct err err;
	size_t n;

	snprintf(path, sizeof(path), "%s/doc/%s", folder ? folder : ".", file);
	sheet = file_read(path, 1 << 20, &n, &err);
	ck_assert_msg(sheet != NULL, "%s", err.text);
	for (const struct register_row *row = registers_of(model); row->name; row++)
		if (row->offset < block || row->offset >= block_end)
			ck_assert_msg(sheet_has(sheet, row), "%s does not have %s at 0x%x as %s", path, row->name, row->offset, register_access_text(row->access));
	mem_free(sheet);
}

START_TEST(the_tables_say_what_the_data_sheets_say)
{
	same_as_sheet("vnic", "vnic.md", 0x1000, 0x3000);
	same_as_sheet("noisy", "noisy.md", 0, 0);
}
END_TEST

/* What software can do with the register is what its access is called. */
START_TEST(access_is_what_the_model_does)
{
	static const struct {
		const char *name;
		enum register_access access;
		uint32_t writable, clears;
	} rows[] = {
#define REG(name, offset, count, stride, access, writable, clears, kind, by, fields, text) { #name, REGISTER_##access, writable, clears },
#include "sim/base/registers_vnic.def"
#include "sim/base/registers_noisy.def"
#undef REG
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ck_assert_msg(!rows[i].writable || rows[i].access == REGISTER_RW, "%s stores", rows[i].name);
		ck_assert_msg(!rows[i].clears || rows[i].access == REGISTER_RW1C, "%s clears", rows[i].name);
		ck_assert_msg(rows[i].access != REGISTER_RW1C || rows[i].clears, "%s does not clear", rows[i].name);
	}
}
END_TEST

SUITE("registers", the_tables_say_what_the_data_sheets_say, access_is_what_the_model_does)
