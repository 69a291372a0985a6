/* SPDX-License-Identifier: MIT */
/*
 * Registers of the devices as data: what their models and the readers of a trace both know of them, as the data sheets say it. Each file
 * registers_MODEL.def is a table of lines
 *
 *     REG(name, offset, count, stride, access, writable, clears, kind, by, "fields", "text")
 *
 * count, stride: an array, NAME[0] to NAME[count - 1], or 1, 0. writable: bits that a write stores; clears: bits that writing 1 clears.
 * kind, by: how changes stand in the trace (sim/hw/reg.h). fields: what its bits mean, as in inspect_fields; "*" cause bits, "~" units of
 * 256 ns, "" a number. text: what it is for.
 */
#ifndef MSILAB_BASE_REGISTERS_H
#define MSILAB_BASE_REGISTERS_H

#include <stdint.h>

enum register_access {
	REGISTER_RO,
	REGISTER_RW,
	REGISTER_RW1C, /* writing 1 clears the bit */
	REGISTER_RW1S, /* writing 1 sets the bit */
	REGISTER_WO,   /* reads 0 */
};

struct register_row {
	const char *name;
	uint32_t offset, count, stride;
	enum register_access access;
	const char *fields, *text;
};

/* The rows of a device model, up to one without a name; NULL: it has no table here. */
const struct register_row *registers_of(const char *model);

/* The row of one of its registers ("IMS", "IVAR[3]"); the model's name ends at a space. NULL: not known. */
const struct register_row *registers_row(const char *model, const char *name);

const char *register_access_text(enum register_access access); /* as the data sheets write it: "RW1C" */

#endif
