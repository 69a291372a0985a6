/* SPDX-License-Identifier: MIT */
/* Names of registers. */
#include "sim/base/mem.h"
#include "sim/trace/register.h"

void register_declare(struct trace *trace, uint32_t obj, uint64_t index, uint64_t offset, uint64_t name)
{
	struct trace_object *object = obj && obj < trace->objects_n ? &trace->objects[obj] : NULL;

	if (!object || index != object->registers_n)
		return;
	mem_grow(&object->registers, &object->registers_room, object->registers_n + 1, sizeof *object->registers);
	object->registers[object->registers_n++] = (struct trace_register){ offset, (uint32_t)name };
}

const char *register_at_place(const struct trace *trace, uint32_t obj, uint64_t index)
{
	const struct trace_object *object = trace_object(trace, obj);

	return object && index < object->registers_n ? trace_text_of(trace, object->registers[index].name) : NULL;
}

const char *register_at_offset(const struct trace *trace, uint32_t obj, uint64_t offset)
{
	const struct trace_object *object = trace_object(trace, obj);

	for (size_t i = 0; object && i < object->registers_n; i++)
		if (object->registers[i].offset == offset)
			return trace_text_of(trace, object->registers[i].name);
	return NULL;
}

const char *register_of_apic(uint64_t offset)
{
	static const struct {
		unsigned offset;
		const char *name;
	} names[] = { { 0x80, "TPR" }, { 0xB0, "EOI" }, { 0xD0, "LDR" }, { 0xE0, "DFR" }, { 0xF0, "SVR" }, { 0x280, "ESR" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].offset == offset)
			return names[i].name;
	return NULL;
}
