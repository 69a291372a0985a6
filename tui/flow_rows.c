/* SPDX-License-Identifier: MIT */
/* The device's half of the picture: queues, causes, masks, link. */
#include <stdio.h>

#include "sim/read/scene.h"
#include "sim/trace/rectext.h"
#include "tui/causes.h"
#include "tui/flow.h"

#define COMMAND_OFFSET 0x04
#define COMMAND_BUS_MASTER 0x0004
#define COMMAND_INTX_DISABLE 0x0400
#define MSIX_FUNCTION_MASK 0x4000
#define CAP_MSI 0x05
#define CAP_MSIX 0x11
#define QUEUES 8

static uint32_t live(const struct scene_device *device)
{
	return scene_role(device, ROLE_ICR, 0) & scene_role(device, ROLE_IMS, 0);
}

static uint32_t command(const struct scene_device *device)
{
	return scene_config(device, COMMAND_OFFSET, 2);
}

static void device_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_DEVICE, look->device);
	const struct scene_grant *grant = &device->grant;

	flow_say(row, device->state == SYM_state_RUNNING ? ROLE_ACTIVE : ROLE_TEXT, "%s", record_symbol("state", device->state));
	if (grant->kind == SYM_grant_LINE)
		flow_say(row, ROLE_TITLE, "  granted: the line (asked: %u messages)", grant->asked);
	else if (grant->kind != SYM_grant_NONE)
		flow_say(row, ROLE_TITLE, "  granted: %u of %u messages (%s)", grant->count, grant->asked, record_symbol("grant", grant->kind));
	flow_say(row, ROLE_DIM, "  cable %s", device->link_up ? "up" : "down");
	if (device->driver)
		flow_say(row, ROLE_DIM, "  driver %s", trace_text_of(look->trace, device->driver));
	if (device->removed)
		flow_block(row, "the device is gone");
}

static void queue_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	const struct record *record = look_record(look);
	struct flow_row *row = flow_row(flow, FLOW_QUEUES, "queues");
	unsigned shown = 0;

	for (unsigned q = 0; q < QUEUES; q++) {
		uint32_t received = scene_role(device, ROLE_RXCNT, q), dropped = scene_role(device, ROLE_RXDROP, q);
		bool now = record && record->kind == R_DEV_DESC_WRITE && record->obj == device->obj && record->w[0] == q;

		if (!received && !dropped && !now)
			continue;
		flow_say(row, now ? ROLE_LIT : ROLE_TEXT, "rx%u %u", q, received);
		if (dropped)
			flow_say(row, ROLE_BLOCKED, " dropped %u", dropped);
		flow_say(row, ROLE_TEXT, "  ");
		shown++;
	}
	for (unsigned q = 0; q < QUEUES; q++)
		if (scene_role(device, ROLE_TXCNT, q)) {
			flow_say(row, ROLE_TEXT, "tx%u %u  ", q, scene_role(device, ROLE_TXCNT, q));
			shown++;
		}
	if (!shown)
		flow_say(row, ROLE_DIM, "no frame yet");
}

static void cause_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_CAUSES, "causes");
	uint32_t set = scene_role(device, ROLE_ICR, 0), enabled = scene_role(device, ROLE_IMS, 0);
	char text[120];

	flow_say(row, ROLE_DIM, "set ");
	flow_say(row, live(device) ? ROLE_ACTIVE : set ? ROLE_PENDING : ROLE_TEXT, "%s", causes_text(set, text, sizeof(text)));
	flow_say(row, ROLE_DIM, "  enabled ");
	flow_say(row, ROLE_TEXT, "%s", causes_text(enabled, text, sizeof(text)));
	if (look->machine->cpus && device->due)
		flow_say(row, ROLE_PENDING, "  due: source %u", (unsigned)__builtin_ctzll(device->due));
	if (set & ~enabled)
		flow_block(row, "%s: not enabled in IMS", causes_text(set & ~enabled, text, sizeof(text)));
}

struct entry_state {
	bool masked, waits, now;
};

static struct entry_state entry_state(const struct look *look, const struct scene_device *device, unsigned i, bool all_masked)
{
	const struct record *record = look_record(look);

	return (struct entry_state){
		.masked = all_masked || (device->entries[i].control & 1),
		.waits = scene_pending(device, i),
		.now = record && record->obj == device->obj && flow_stage_of(record) == FLOW_MASK && record->w[0] == i,
	};
}

static bool same_state(struct entry_state a, struct entry_state b)
{
	return a.masked == b.masked && a.waits == b.waits && a.now == b.now;
}

/* Entries i to last are in the same state. */
static void entries_part(struct flow_row *row, struct entry_state state, unsigned i, unsigned last)
{
	enum role role = state.now ? ROLE_LIT : state.waits ? ROLE_PENDING : state.masked ? ROLE_DIM : ROLE_TEXT;

	if (last > i)
		flow_say(row, role, "%u-%u", i, last);
	else
		flow_say(row, role, "%u", i);
	flow_say(row, role, "%s%s", state.masked ? " masked" : " open", state.waits ? " PENDING" : "");
	flow_say(row, ROLE_TEXT, "  ");
	if (state.masked && state.waits)
		flow_block(row, "entry %u is masked: its message waits in the pending bit", i);
}

static void msix_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_MASK, "table");
	unsigned cap = scene_capability(device, CAP_MSIX), n = device->grant.count && device->grant.count < device->entries_n ? device->grant.count : device->entries_n;
	bool function = cap && (scene_config(device, cap + 2, 2) & MSIX_FUNCTION_MASK);

	flow_say(row, ROLE_DIM, "entry ");
	for (unsigned i = 0, last; i < n && row->spans + 4 < FLOW_SPANS_MAX; i = last + 1) {
		struct entry_state state = entry_state(look, device, i, function);

		for (last = i; last + 1 < n && same_state(state, entry_state(look, device, last + 1, function));)
			last++;
		entries_part(row, state, i, last);
	}
	if (device->entries_n > n)
		flow_say(row, ROLE_DIM, "of %u", device->entries_n);
	if (function)
		flow_block(row, "the function mask is set: no message leaves");
}

static void msi_row(struct flow *flow, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_MASK, "MSI mask");
	unsigned cap = scene_capability(device, CAP_MSI), control = scene_config(device, cap + 2, 2);
	unsigned at = cap + (control & 0x80 ? 0x10 : 0x0C);
	uint32_t mask = control & 0x100 ? scene_config(device, at, 4) : 0, pending = control & 0x100 ? scene_config(device, at + 4, 4) : 0;

	for (unsigned i = 0; i < 32 && i < device->grant.count; i++)
		flow_say(row, pending >> i & 1 ? ROLE_PENDING : mask >> i & 1 ? ROLE_DIM : ROLE_TEXT, "%u%s%s  ", i,
			 mask >> i & 1 ? " masked" : " open", pending >> i & 1 ? " PENDING" : "");
	if (pending)
		flow_block(row, "message %u is masked: it waits in its pending bit", (unsigned)__builtin_ctz(pending));
}

static void no_mode_row(struct flow *flow, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_MASK, "mode");

	if (scene_mode(device) == SYM_grant_LINE) {
		flow_say(row, ROLE_TEXT, "the line (INTx): no table, no mask per message");
		return;
	}
	flow_say(row, ROLE_TEXT, "no way to interrupt: MSI and MSI-X off, Interrupt Disable set");
	if (live(device))
		flow_block(row, "neither messages nor the line are enabled");
}

/* The last message or change of the line that this device put on the link. */
static const struct record *last_on_link(const struct look *look, uint32_t obj)
{
	uint64_t least = trace_first(look->trace), far = look->cursor > 2000 ? look->cursor - 2000 : 0;

	for (uint64_t i = look->cursor; i-- > (far > least ? far : least);) {
		const struct record *record = trace_at(look->trace, i);

		if (record->obj == obj && (record->kind == R_MSI_SEND || record->kind == R_LINE_ASSERT || record->kind == R_LINE_DEASSERT))
			return record;
	}
	return NULL;
}

static void link_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_LINK, "link");
	const struct record *last = last_on_link(look, device->obj), *now = look_record(look);
	unsigned mode = scene_mode(device);
	char text[32];

	if (!last)
		flow_say(row, ROLE_DIM, "nothing sent yet");
	else if (last->kind == R_MSI_SEND)
		flow_say(row, last == now ? ROLE_LIT : ROLE_TEXT, "memory write: data %04llx to address %08llx = message %llu",
			 (unsigned long long)last->w[2], (unsigned long long)last->w[1], (unsigned long long)last->w[0]);
	else
		flow_say(row, last == now ? ROLE_LIT : device->asserted ? ROLE_ACTIVE : ROLE_TEXT, "%s",
			 last->kind == R_LINE_ASSERT ? "Assert_INTx: the line is active" : "Deassert_INTx: the line is quiet");
	if (last)
		flow_say(row, ROLE_DIM, "  at %s", vtime_text(last->at, text, sizeof(text)));
	if ((mode == SYM_grant_MSI || mode == SYM_grant_MSIX) && !(command(device) & COMMAND_BUS_MASTER))
		flow_block(row, "Bus Master is off: a message is a memory write");
	if (mode == SYM_grant_NONE && live(device) && (command(device) & COMMAND_INTX_DISABLE))
		flow_block(row, "Interrupt Disable is set in the command register");
}

static void ioapic_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row;
	unsigned input = device->input < SCENE_INPUTS ? device->input : 0;
	uint64_t entry = look->scene->entry[input];

	if (!device->pin || scene_mode(device) != SYM_grant_LINE)
		return;
	row = flow_row(flow, FLOW_IOAPIC, "IO-APIC");
	flow_say(row, ROLE_TEXT, "input %u ", input);
	flow_say(row, look->scene->levels >> input & 1 ? ROLE_ACTIVE : ROLE_DIM, "%s", look->scene->levels >> input & 1 ? "asserted" : "quiet");
	flow_say(row, ROLE_TEXT, "  vector %02x", (unsigned)(entry & 0xFF));
	if (entry & 0x4000)
		flow_say(row, ROLE_PENDING, "  remote IRR: waits for the end of interrupt");
	if ((entry & 0x10000) && (look->scene->levels >> input & 1))
		flow_block(row, "IO-APIC input %u is masked", input);
}

void flow_device_rows(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	unsigned mode = scene_mode(device);

	device_row(flow, look, device);
	queue_row(flow, look, device);
	cause_row(flow, look, device);
	if (mode == SYM_grant_MSIX)
		msix_row(flow, look, device);
	else if (mode == SYM_grant_MSI)
		msi_row(flow, device);
	else
		no_mode_row(flow, device);
	link_row(flow, look, device);
	ioapic_row(flow, look, device);
}
