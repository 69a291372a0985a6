/* SPDX-License-Identifier: MIT */
/* Requirements and resources: asked by the bus, left by the filter, granted by the system. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "tui/inspect_parts.h"

static void wish_rows(struct inspect *out, const char *prefix, const struct scene_wish *wish)
{
	char name[40];

	snprintf(name, sizeof(name), "%s.messages", prefix);
	if (inspect_row(out, 1, name, "messages")) {
		inspect_value(out, "%u", wish->messages);
		inspect_raw(out, "%s", tell_symbol("grant", wish->messages ? wish->kind : SYM_grant_NONE));
	}
	snprintf(name, sizeof(name), "%s.line", prefix);
	if (inspect_row(out, 1, name, "line"))
		inspect_value(out, "%s", wish->line ? say("yes") : say("no"));
}

static void bar_rows(struct inspect *out, const struct scene_device *device)
{
	for (unsigned i = 0; i < 6; i++) {
		uint32_t low = scene_config(device, 0x10 + 4 * i, 4);
		bool wide = (low & 7) == 4 && i < 5;
		uint64_t high = wide ? scene_config(device, 0x14 + 4 * i, 4) : 0;
		char name[24], label[16];

		if (!(low & ~0xFu) && !high) {
			i += wide;
			continue;
		}
		snprintf(name, sizeof(name), "memory%u", i);
		snprintf(label, sizeof(label), say("memory (BAR%u)"), i);
		if (inspect_name(out, 1, name, label))
			inspect_value(out, "0x%llx", (unsigned long long)(high << 32 | (low & ~0xFu)));
		i += wide;
	}
}

static void message_resources(struct inspect *out, const struct scene_grant *grant)
{
	for (uint32_t i = 0; i < grant->count; i++) {
		struct str cpus = { 0 };
		char name[32], label[32];

		snprintf(name, sizeof(name), "message%u", i);
		snprintf(label, sizeof(label), say("message %u"), i);
		if (!inspect_name(out, 1, name, label))
			continue;
		inspect_cpus(&cpus, grant->messages[i].cpus);
		inspect_value(out, say("vector 0x%02x CPU %s"), grant->messages[i].data & 0xFF, cpus.text);
		inspect_raw(out, "%04x @ %llx", grant->messages[i].data, (unsigned long long)grant->messages[i].address);
		str_free(&cpus);
	}
}

static void granted_rows(struct inspect *out, const struct scene_device *device)
{
	const struct scene_grant *grant = &device->grant;
	struct str cpus = { 0 };

	if (inspect_row(out, 1, "granted.kind", "kind")) {
		inspect_value(out, "%s", tell_symbol("grant", grant->kind));
		if (grant->policy)
			inspect_text(out, "policy %s", trace_text_of(out->scene->trace, grant->policy));
	}
	if (inspect_row(out, 1, "granted.count", "messages")) {
		inspect_value(out, "%u", grant->count);
		inspect_text(out, "of %u that were asked for", grant->asked);
	}
	inspect_cpus(&cpus, grant->cpus);
	if (grant->kind == SYM_grant_LINE && inspect_row(out, 1, "granted.line", "line")) {
		inspect_value(out, say("vector 0x%02x CPU %s"), grant->vector, cpus.text);
		inspect_raw(out, say("IO-APIC input %u"), grant->input);
	}
	str_free(&cpus);
	message_resources(out, grant);
	bar_rows(out, device);
}

void inspect_make_resources(struct inspect *out)
{
	const struct scene_device *device = scene_device(out->scene, out->obj);

	inspect_head(out, 0, 0, "asked: what the bus requires");
	if (device->required.told)
		wish_rows(out, "required", &device->required);
	else
		inspect_note(out, 1, "nothing yet: the device was not started");
	inspect_head(out, 0, 0, "left by the driver's filter");
	if (device->filtered.told) {
		wish_rows(out, "filtered", &device->filtered);
		if (inspect_row(out, 1, "filtered.status", "status"))
			inspect_value(out, "0x%08x", device->filtered.status);
	} else
		inspect_note(out, 1, "the driver has no filter, or it was not called");
	inspect_head(out, 0, 0, "granted: what the system gave");
	granted_rows(out, device);
}
