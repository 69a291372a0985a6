/* SPDX-License-Identifier: MIT */
/* A device's registers, with what the data sheet says of each (sim/base/registers.h). Elements of an array that are as at reset are told together. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/registers.h"
#include "sim/base/say.h"
#include "tui/causes.h"
#include "tui/inspect_parts.h"

static const char *name_of(const struct inspect *out, const struct scene_reg *reg)
{
	return trace_text_of(out->scene->trace, reg->name);
}

static void meaning(struct inspect *out, const struct scene_device *device, const char *name, uint32_t value,
		    const char *fields)
{
	char text[160], time[32];

	if (fields[0] == '*')
		inspect_text(out, "%s", causes_named(device, value, text, sizeof(text)));
	else if (fields[0] == '~')
		inspect_text(out, "%s", value ? vtime_text((vtime)value * 256, time, sizeof(time)) : "-");
	else if (!strncmp(name, "IVAR[", 5) && value & 0x80)
		inspect_text(out, "%s: source=%u VALID+", causes_text(1u << (strtoul(name + 5, NULL, 10) & 31), text, sizeof(text)), value & 0x3F);
	else if (fields[0])
		inspect_text_fields(out, value, fields);
}

static bool together(const struct inspect *out, const struct scene_reg *a, const struct scene_reg *b)
{
	const char *x = name_of(out, a), *y = name_of(out, b);
	size_t n = strcspn(x, "[");

	return x[n] && n == strcspn(y, "[") && !strncmp(x, y, n) && a->value == a->reset && b->value == b->reset && a->value == b->value;
}

static size_t run_end(const struct inspect *out, const struct scene_device *device, size_t i)
{
	size_t end = i;

	while (!out->every && end + 1 < device->regs_n && together(out, &device->regs[i], &device->regs[end + 1]))
		end++;
	return end;
}

static void reg_row(struct inspect *out, const struct scene_device *device, size_t i, size_t end)
{
	const struct scene_reg *reg = &device->regs[i];
	const char *name = name_of(out, reg), *last = name_of(out, &device->regs[end]);
	const struct register_row *row = registers_row(trace_text_of(out->scene->trace, out->scene->objects[device->obj].detail), name);
	char label[48];

	if (out->only && strcmp(out->only, name))
		return;
	if (end > i)
		snprintf(label, sizeof(label), "%.*s-%s", (int)strcspn(name, "]"), name, last + strcspn(last, "[") + 1);
	else
		snprintf(label, sizeof(label), "%s", name);
	if (!inspect_name(out, 0, name, label))
		return;
	inspect_value(out, "0x%08x", reg->value);
	inspect_raw(out, say("at 0x%05x"), reg->offset);
	if (!row)
		return;
	meaning(out, device, name, reg->value, row->fields);
	inspect_about(out, say("%s; %s, 0x%x at reset"), say(row->text), register_access_text(row->access), reg->reset);
}

void inspect_make_registers(struct inspect *out)
{
	const struct scene_device *device = scene_device(out->scene, out->obj);

	if (!device->regs_n)
		inspect_note(out, 0, "the device has no registers");
	for (size_t i = 0, end; i < device->regs_n; i = end + 1) {
		end = run_end(out, device, i);
		reg_row(out, device, i, end);
	}
}
