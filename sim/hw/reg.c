/* SPDX-License-Identifier: MIT */
/* Register tables: values by index, places by offset, the generic write rule, and the records of what changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/str.h"
#include "sim/base/bug.h"
#include "sim/core/core.h"
#include "sim/hw/reg.h"
#include "sim/trace/register.h"

static uint32_t row_count(const struct reg *row)
{
	return row->count ? row->count : 1;
}

static void measure(struct regs *regs)
{
	for (const struct reg *row = regs->table; row->name; row++) {
		uint32_t last = row->offset + (row_count(row) - 1) * row->stride;

		must(row->offset % 4 == 0 && row->stride % 4 == 0);
		regs->n += row_count(row);
		if (last / 4 + 1 > regs->places)
			regs->places = last / 4 + 1;
	}
}

static uint32_t lay_row(struct regs *regs, uint32_t index, uint16_t row)
{
	const struct reg *r = &regs->table[row];

	for (uint32_t i = 0; i < row_count(r); i++, index++) {
		uint32_t place = (r->offset + i * r->stride) / 4;

		must(!regs->place[place]);
		regs->place[place] = (uint16_t)(index + 1);
		regs->row[index] = row;
		regs->reset[index] = regs->value[index] = r->reset;
	}
	return index;
}

void regs_init(struct regs *regs, struct core *core, uint32_t obj, const struct reg *table)
{
	uint32_t index = 0;

	*regs = (struct regs){ .table = table, .obj = obj, .core = core };
	measure(regs);
	must(regs->n < UINT16_MAX);
	regs->value = arena_new(&core->arena, regs->n * sizeof *regs->value);
	regs->reset = arena_new(&core->arena, regs->n * sizeof *regs->reset);
	regs->row = arena_new(&core->arena, regs->n * sizeof *regs->row);
	regs->place = arena_new(&core->arena, regs->places * sizeof *regs->place);
	for (uint16_t row = 0; table[row].name; row++)
		index = lay_row(regs, index, row);
}

void regs_strap(struct regs *regs, unsigned index, uint32_t reset)
{
	must(index < regs->n);
	regs->reset[index] = regs->value[index] = reset;
}

void regs_declare(const struct regs *regs)
{
	char text[48];

	for (uint32_t i = 0; i < regs->n; i++) {
		uint64_t name = core_text(regs->core, regs_name(regs, i, text, sizeof text));

		core_record(regs->core, R_MACHINE_REG, regs->obj, i, regs_offset(regs, i), name, regs->reset[i]);
		register_declare(regs->core->trace, regs->obj, i, regs_offset(regs, i), name);
	}
}

int regs_at(const struct regs *regs, uint32_t offset)
{
	if (offset % 4 || offset / 4 >= regs->places)
		return REGS_NONE;
	return (int)regs->place[offset / 4] - 1;
}

/* The place of a register in its row: how far it lies from the row's first index. */
static uint32_t element(const struct regs *regs, unsigned index)
{
	uint32_t first = index;

	while (first && regs->row[first - 1] == regs->row[index])
		first--;
	return index - first;
}

const char *regs_name(const struct regs *regs, unsigned index, char *text, size_t size)
{
	const struct reg *row = &regs->table[regs->row[index]];

	if (row->count > 1)
		snprintf(text, size, "%s[%u]", row->name, element(regs, index));
	else
		snprintf(text, size, "%s", row->name);
	return text;
}

int regs_named(const struct regs *regs, const char *name)
{
	char text[48];

	for (uint32_t i = 0; i < regs->n; i++)
		if (!str_compare(regs_name(regs, i, text, sizeof text), name))
			return (int)i;
	return REGS_NONE;
}

uint32_t regs_offset(const struct regs *regs, unsigned index)
{
	const struct reg *row = &regs->table[regs->row[index]];

	return row->offset + element(regs, index) * row->stride;
}

uint32_t regs_after(const struct regs *regs, unsigned index, uint32_t written)
{
	const struct reg *row = &regs->table[regs->row[index]];
	uint32_t stored = (regs->value[index] & ~row->writable) | (written & row->writable);

	return stored & ~(written & row->clears);
}

void regs_write(struct regs *regs, unsigned index, uint32_t written)
{
	regs_set(regs, index, regs_after(regs, index, written));
}

void regs_set(struct regs *regs, unsigned index, uint32_t value)
{
	uint32_t before = regs->value[index];

	must(regs->table[regs->row[index]].kind == REG_PLAIN);
	if (before == value)
		return;
	regs->value[index] = value;
	core_record(regs->core, R_DEV_REG, regs->obj, index, value, before, 0);
}

void regs_put(struct regs *regs, unsigned index, uint32_t value)
{
	must(regs->table[regs->row[index]].kind != REG_PLAIN);
	regs->value[index] = value;
}

void regs_reset(struct regs *regs)
{
	memcpy(regs->value, regs->reset, regs->n * sizeof *regs->value);
	core_record(regs->core, R_DEV_RESET, regs->obj, 0, 0, 0, 0);
}
