/* SPDX-License-Identifier: MIT */
/*
 * Names of registers, as the devices of a trace declared them (machine.reg). They are kept with the objects, apart from the records, so that
 * a ring and a sink know them too.
 */
#ifndef MSILAB_TRACE_REGISTER_H
#define MSILAB_TRACE_REGISTER_H

#include "sim/trace/trace.h"

/* Who writes a machine.reg record also says it here; places follow one another from 0, else it is not kept. */
void register_declare(struct trace *trace, uint32_t obj, uint64_t index, uint64_t offset, uint64_t name);

/* The name of an object's register by its place, or by its offset; NULL: not known. */
const char *register_at_place(const struct trace *trace, uint32_t obj, uint64_t index);
const char *register_at_offset(const struct trace *trace, uint32_t obj, uint64_t offset);

/* The name of a local APIC's register by its offset (SDM, "Local APIC Register Address Map"); NULL: none. */
const char *register_of_apic(uint64_t offset);

#endif
