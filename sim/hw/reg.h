/* SPDX-License-Identifier: MIT */
/*
 * Registers as data. A model's table says what each register is, and sim/base/registers.h what the readers of a trace know of it too; the values
 * live in `struct regs`, so that they can be declared, shown and set by name without the model. Code exists only where an access does
 * something.
 *
 * The index of a register is its place in the order of the machine.reg records of its device, from 0; a row with count n
 * takes n places, named NAME[0]..NAME[n-1]. All registers are 32 bits wide and naturally aligned.
 */
#ifndef MSILAB_HW_REG_H
#define MSILAB_HW_REG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct core;

enum reg_kind {
	REG_PLAIN,   /* every change of its value is a dev.reg record */
	REG_NAMED,   /* the model records changes in words of its own (dev.cause.set, dev.mask ...): regs_put */
	REG_COUNTED, /* changes silently with the record that `by` names; whoever folds the trace counts those: regs_put */
};

struct reg {
	uint32_t offset;
	const char *name;
	uint32_t reset;
	uint32_t writable; /* bits a write stores */
	uint32_t clears;   /* bits that writing 1 clears */
	uint32_t count, stride; /* an array; count 0 or 1: one register */
	enum reg_kind kind;
	const char *by; /* REG_COUNTED: which record moves it and by how much */
};

/* A line of a table of sim/base/registers.h as a row of ours. */
#define REG_ROW(row, offset_, count_, stride_, access, writable_, clears_, kind_, by_, fields, text)                              \
	{ .offset = (offset_), .name = #row, .writable = (writable_), .clears = (clears_), .count = (count_), .stride = (stride_), \
	  .kind = REG_##kind_, .by = (by_) },

#define REGS_NONE (-1)

struct regs {
	uint32_t *value, *reset; /* by index */
	uint16_t *row;           /* by index: its row of the table */
	uint32_t n;
	const struct reg *table;
	/* private to reg.c */
	uint32_t obj;
	struct core *core;
	uint16_t *place; /* by offset / 4: index + 1; 0: no register there */
	uint32_t places;
};

/* Lays out the values (arena memory). The table ends with a row whose name is NULL. It stays borrowed. */
void regs_init(struct regs *regs, struct core *core, uint32_t obj, const struct reg *table);

/* Another value at reset than the table's (a strap, a station address); before regs_declare. */
void regs_strap(struct regs *regs, unsigned index, uint32_t reset);

/* Writes the machine.reg records; hw.c does it after the model's build. */
void regs_declare(const struct regs *regs);

int regs_at(const struct regs *regs, uint32_t offset);       /* index, REGS_NONE: nothing there */
int regs_named(const struct regs *regs, const char *name);   /* "IVAR[3]", "CTRL"; without regard to case */
const char *regs_name(const struct regs *regs, unsigned index, char *text, size_t size);
uint32_t regs_offset(const struct regs *regs, unsigned index);

/* What a software write of `written` leaves in the register by its table row alone. Pure. */
uint32_t regs_after(const struct regs *regs, unsigned index, uint32_t written);

void regs_write(struct regs *regs, unsigned index, uint32_t written); /* regs_set of regs_after */
void regs_set(struct regs *regs, unsigned index, uint32_t value);     /* REG_PLAIN; dev.reg if it changes */
void regs_put(struct regs *regs, unsigned index, uint32_t value);     /* the other kinds; no record */

/* Every register to its reset value: one dev.reset record. */
void regs_reset(struct regs *regs);

#endif
