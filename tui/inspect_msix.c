/* SPDX-License-Identifier: MIT */
/* The MSI-X table and the pending bit array, which lie in the device: entries are slots, not messages. */
#include <stdio.h>

#include "sim/base/say.h"
#include "tui/inspect_parts.h"

enum { CAP_MSIX = 0x11, FUNCTION_MASK = 1 << 14, ENABLE = 1 << 15, ENTRY_MASK = 1 };

static bool alike(const struct scene_device *device, uint32_t a, uint32_t b)
{
	const struct scene_entry *x = &device->entries[a], *y = &device->entries[b];

	return x->address == y->address && x->data == y->data && x->control == y->control && scene_pending(device, a) == scene_pending(device, b);
}

/* The last entry that looks like this one and may be told with it: never the first few, which learners look at. */
static uint32_t run_end(const struct inspect *out, const struct scene_device *device, uint32_t i)
{
	uint32_t end = i;

	while (!out->every && i >= device->grant.count && end + 1 < device->entries_n && alike(device, i, end + 1))
		end++;
	return end;
}

static void entry_row(struct inspect *out, const struct scene_device *device, uint32_t i, uint32_t end)
{
	const struct scene_entry *entry = &device->entries[i];
	bool pending = scene_pending(device, i);
	struct str target = { 0 };
	char name[24], label[40];

	snprintf(name, sizeof(name), "entry[%u]", i);
	snprintf(label, sizeof(label), end > i ? say("entries %u-%u") : say("entry %u"), i, end);
	if (!inspect_name(out, 1, name, label))
		return;
	inspect_value(out, "%s%s", entry->control & ENTRY_MASK ? say("masked") : say("open"), pending ? say(" PENDING") : "");
	inspect_raw(out, "%08llx %08x %08x", (unsigned long long)entry->address, entry->data, entry->control);
	inspect_target(&target, entry->address, entry->data);
	inspect_text(out, "%s", target.text);
	if (pending && entry->control & ENTRY_MASK)
		inspect_blocks(out);
	str_free(&target);
}

static void pending_rows(struct inspect *out, const struct scene_device *device)
{
	inspect_head(out, 0, 0, "pending bits: BAR%u + 0x%x", device->pba_at & 7, device->pba_at & ~7u);
	for (uint32_t i = 0; i < device->entries_n; i += 64) {
		char name[24];

		snprintf(name, sizeof(name), "pba[%u]", i / 64);
		if (inspect_name(out, 1, name, name))
			inspect_value(out, "%016llx", (unsigned long long)device->pba[i / 64]);
	}
}

static void control_row(struct inspect *out, const struct scene_device *device)
{
	unsigned cap = scene_capability(device, CAP_MSIX), control = cap ? scene_config(device, cap + 2, 2) : 0;

	if (!inspect_name(out, 0, "msix.control", "msix.control"))
		return;
	inspect_value(out, "0x%04x", control);
	inspect_text_fields(out, control, "10:0 size-1; 14 FunctionMask; 15 Enable");
	if (control & FUNCTION_MASK)
		inspect_blocks(out);
}

void inspect_make_msix(struct inspect *out)
{
	const struct scene_device *device = scene_device(out->scene, out->obj);

	if (!device->entries_n) {
		inspect_note(out, 0, "the function has no MSI-X");
		return;
	}
	control_row(out, device);
	inspect_head(out, 0, 0, "table: BAR%u + 0x%x; raw: address, data, control", device->table_at & 7, device->table_at & ~7u);
	for (uint32_t i = 0, end; i < device->entries_n; i = end + 1) {
		end = run_end(out, device, i);
		entry_row(out, device, i, end);
	}
	pending_rows(out, device);
}
