/* SPDX-License-Identifier: MIT */
/* The IO-APIC's redirection entries (82093AA data sheet). Inputs that nobody uses are told together. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

#define MASKED (UINT64_C(1) << 16)
#define REMOTE_IRR (UINT64_C(1) << 14)

static bool unused(const struct scene *scene, unsigned input)
{
	return scene->entry[input] == MASKED && !(scene->levels >> input & 1);
}

static unsigned run_end(const struct inspect *out, unsigned i)
{
	unsigned end = i;

	while (!out->every && unused(out->scene, i) && end + 1 < SCENE_INPUTS && unused(out->scene, end + 1))
		end++;
	return end;
}

static void users(const struct scene *scene, unsigned input, struct str *text)
{
	for (size_t i = 1; i < scene->devices_n; i++)
		if (scene->devices[i].pin && scene->devices[i].input == input)
			str_format(text, " %s", rectext_object(scene->trace, scene->devices[i].obj));
}

static void input_row(struct inspect *out, unsigned i, unsigned end)
{
	uint64_t entry = out->scene->entry[i];
	bool asserted = out->scene->levels >> i & 1;
	struct str text = { 0 };
	char name[24], label[32];

	snprintf(name, sizeof(name), "entry[%u]", i);
	snprintf(label, sizeof(label), end > i ? say("inputs %u-%u") : say("input %u"), i, end);
	if (!inspect_name(out, 0, name, label))
		return;
	inspect_value(out, "0x%016llx", (unsigned long long)entry);
	inspect_raw(out, "%s", asserted ? say("asserted") : say("quiet"));
	inspect_fields(&text, (uint32_t)entry, "7:0 vector#; 10:8 delivery=fixed|lowest|SMI|?|NMI|INIT|?|ExtINT; 11 Logical; 13 ActiveLow; 14 RemoteIRR; 15 Level; 16 Mask");
	str_format(&text, " APIC=%u", (unsigned)(entry >> 56));
	users(out->scene, i, &text);
	inspect_text(out, "%s", text.text);
	if (asserted && entry & (MASKED | REMOTE_IRR))
		inspect_blocks(out);
	str_free(&text);
}

void inspect_make_ioapic(struct inspect *out)
{
	out->obj = out->scene->ioapic_obj;
	for (unsigned i = 0, end; i < SCENE_INPUTS; i = end + 1) {
		end = run_end(out, i);
		input_row(out, i, end);
	}
	out->obj = 0;
}
