/* SPDX-License-Identifier: MIT */
/* Look-ups that several pages share. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

const struct scene_interrupt *inspect_interrupt(const struct scene *scene, uint32_t device)
{
	for (size_t i = 1; i < scene->interrupts_n; i++)
		if (scene->interrupts[i].parent == device)
			return &scene->interrupts[i];
	return &scene->interrupts[0];
}

void inspect_service(const struct look *look, const struct scene_device *device, unsigned kind, struct str *text)
{
	uint64_t code = device->given.handler[kind == SYM_grant_LINE ? SYM_member_ISR : SYM_member_MESSAGE_ISR];

	if (code)
		inspect_code(look, code, text);
	else
		str_append(text, "-");
}

/* The system's own deferred calls of a device bring lists back, or give scatter/gather lists: what was asked for is done. */
void inspect_what_for(const struct scene *scene, uint32_t obj, uint32_t message, struct str *text)
{
	const struct scene_interrupt *interrupt = scene_interrupt(scene, obj);
	bool device = obj < scene->objects_n && scene->objects[obj].type == SYM_object_DEVICE;

	if (device)
		str_format(text, say("the system's, for %s"), rectext_object(scene->trace, obj));
	else if (!interrupt->obj)
		str_append(text, rectext_object(scene->trace, obj));
	else if (interrupt->n && interrupt->messages[0].kind == SYM_grant_LINE)
		str_format(text, say("%s, its line"), rectext_object(scene->trace, interrupt->parent));
	else
		str_format(text, say("%s message %u"), rectext_object(scene->trace, interrupt->parent), message);
}

/* SDM "Message Signalled Interrupts": destination in bits 19:12 of the address, vector in bits 7:0 of the data. */
void inspect_target(struct str *text, uint64_t address, uint32_t data)
{
	if (address >> 20 == 0xFEE)
		str_format(text, say("APIC %u vector %02x"), (unsigned)(address >> 12 & 0xFF), data & 0xFF);
	else
		str_append(text, "-");
}

const struct scene_reg *inspect_reg(const struct scene *scene, const struct scene_device *device, const char *format, ...)
{
	char name[32];
	va_list args;

	va_start(args, format);
	vsnprintf(name, sizeof(name), format, args);
	va_end(args);
	for (size_t i = 0; i < device->regs_n; i++)
		if (!strcmp(trace_text_of(scene->trace, device->regs[i].name), name))
			return &device->regs[i];
	return NULL;
}
