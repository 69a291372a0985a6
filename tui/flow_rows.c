/* SPDX-License-Identifier: MIT */
/* The device's part of the picture: the devices, queues, causes, masks. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/read/scene.h"
#include "sim/read/status.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "tui/causes.h"
#include "tui/flow.h"
#include "tui/inspect_parts.h"

#define MSIX_FUNCTION_MASK 0x4000
#define CAP_PM 0x01
#define CAP_MSI 0x05
#define CAP_MSIX 0x11
#define QUEUES 8
#define OTHERS_MOST 3

uint32_t flow_live(const struct scene_device *device)
{
	return scene_causes(device) & scene_enabled(device);
}

static bool stack_has(const struct scene_stack *stack, uint32_t interrupt)
{
	for (unsigned i = 0; i < stack->depth && i < SCENE_FRAMES; i++)
		if (stack->frame[i].kind != FRAME_HANDLER && stack->frame[i].obj == interrupt)
			return true;
	return false;
}

/* A service routine or DPC of the device runs or waits: what the driver has turned off meanwhile stops nothing. */
static bool in_hand(const struct look *look, const struct scene_device *device)
{
	uint32_t interrupt = inspect_interrupt(look->scene, device->obj)->obj;

	for (size_t i = 0; interrupt && i < look->scene->cpus_n; i++) {
		const struct scene_cpu *cpu = &look->scene->cpus[i];

		if (stack_has(&cpu->stack, interrupt))
			return true;
		for (size_t k = 0; k < cpu->dpcs_n; k++)
			if (cpu->dpcs[k].obj == interrupt)
				return true;
	}
	return false;
}

static unsigned power_state(const struct scene_device *device)
{
	unsigned cap = scene_capability(device, CAP_PM);

	return cap ? scene_config(device, cap + 4, 2) & 3 : 0;
}

static void granted_part(struct flow_row *row, const struct scene_grant *grant)
{
	if (grant->kind == SYM_grant_LINE && grant->asked)
		flow_say(row, ROLE_TITLE, say_n("  granted: the line (asked: %u message)", "  granted: the line (asked: %u messages)", grant->asked),
			 grant->asked);
	else if (grant->kind == SYM_grant_LINE)
		flow_say(row, ROLE_TITLE, "  granted: the line");
	else if (grant->kind != SYM_grant_NONE)
		flow_say(row, ROLE_TITLE, say_n("  granted: %u of %u message (%s)", "  granted: %u of %u messages (%s)", grant->asked), grant->count, grant->asked,
			 tell_symbol("grant", grant->kind));
}

/* The thread that starts and stops the device has something to do: it was told, and no time has passed. */
static bool under_way(const struct look *look)
{
	const struct scene_thread *thread;
	char name[MACHINE_NAME_MAX + 8];

	snprintf(name, sizeof(name), "%s.pnp", look->device);
	thread = scene_thread(look->scene, rectext_object_named(look->trace, name));
	return thread->state == THREAD_STATE_READY || thread->state == THREAD_STATE_RUNNING;
}

static void failed_part(struct flow_row *row, const struct scene_device *device)
{
	struct str status = { 0 };

	status_text(device->status, &status);
	flow_block(row, "its start failed: %s", status.text);
	str_free(&status);
}

static void device_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_DEVICE, look->device);

	flow_say(row, device->state == SYM_state_RUNNING ? ROLE_ACTIVE : ROLE_TEXT, "%s", tell_symbol("state", device->state));
	granted_part(row, &device->grant);
	if (device->role[ROLE_ICR])
		flow_say(row, ROLE_DIM, device->link_up ? N_("  cable up") : N_("  cable down"));
	if (device->driver)
		flow_say(row, ROLE_DIM, "  driver %s", trace_text_of(look->trace, device->driver));
	if (device->removed)
		flow_block(row, "the device is gone");
	else if ((device->state == SYM_state_ABSENT || device->state == SYM_state_HALTED) && under_way(look))
		flow_block(row, "no driver runs it yet: its start has begun, let time pass");
	else if (device->state == SYM_state_HALTED && status_failed(device->status))
		failed_part(row, device);
	else if (device->state == SYM_state_ABSENT || device->state == SYM_state_HALTED)
		flow_block(row, "no driver runs it: start %s", look->device);
	else if (power_state(device))
		flow_block(row, "the function sleeps (D%u): it sends nothing", power_state(device));
}

/* The other devices in a row each: what they have to say, and whether they share the line. */
static void other_row(struct flow *flow, const struct look *look, const struct scene_device *device, const struct scene_device *shown)
{
	struct flow_row *row = flow_row(flow, FLOW_OTHERS, rectext_object(look->trace, device->obj));
	uint32_t set = scene_causes(device);
	char text[120];

	flow_say(row, ROLE_DIM, "%s", tell_symbol("state", device->state));
	flow_say(row, ROLE_DIM, "  causes ");
	flow_say(row, set ? ROLE_PENDING : ROLE_DIM, "%s", causes_named(device, set, text, sizeof(text)));
	if (device->asserted)
		flow_say(row, ROLE_ACTIVE, "  asserts its line");
	if (device->pin && device->grant.kind == SYM_grant_LINE && device->input == shown->input && shown->grant.kind == SYM_grant_LINE)
		flow_say(row, ROLE_DIM, "  (the same line: IO-APIC input %u)", device->input);
}

static void other_rows(struct flow *flow, const struct look *look, const struct scene_device *shown)
{
	unsigned more = 0;

	for (size_t i = 1; i < look->scene->devices_n; i++) {
		const struct scene_device *device = &look->scene->devices[i];

		if (device->bridge || device == shown)
			continue;
		if (more++ < OTHERS_MOST)
			other_row(flow, look, device, shown);
	}
	if (more > OTHERS_MOST)
		flow_say(flow_row(flow, FLOW_OTHERS, ""), ROLE_DIM, say_n("and %u device more", "and %u devices more", more - OTHERS_MOST), more - OTHERS_MOST);
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
		flow_say(row, now ? ROLE_LIT : ROLE_TEXT, "rx%u %u received", q, received);
		if (dropped)
			flow_say(row, ROLE_BLOCKED, ", %u dropped", dropped);
		flow_say(row, ROLE_TEXT, "  ");
		shown++;
	}
	for (unsigned q = 0; q < QUEUES; q++)
		if (scene_role(device, ROLE_TXCNT, q)) {
			flow_say(row, ROLE_TEXT, "tx%u %u sent  ", q, scene_role(device, ROLE_TXCNT, q));
			shown++;
		}
	if (!shown)
		flow_say(row, ROLE_DIM, "no frame yet");
}

/* Under MSI-X a cause that IVAR does not map raises nothing. */
static uint32_t unmapped(const struct scene_device *device, uint32_t causes)
{
	uint32_t found = 0;

	for (unsigned c = 0; device->role[ROLE_IVAR] && scene_mode(device) == SYM_grant_MSIX && c < 32; c++)
		if (causes >> c & 1 && !(scene_role(device, ROLE_IVAR, c) & 0x80))
			found |= 1u << c;
	return found;
}

static void cause_blocks(struct flow_row *row, const struct look *look, const struct scene_device *device, uint32_t set, uint32_t enabled)
{
	char text[120], time[32];
	unsigned source = device->due ? (unsigned)__builtin_ctzll(device->due) : 0;

	if (unmapped(device, set & enabled))
		flow_block(row, "%s: mapped to no table entry (IVAR)", causes_named(device, unmapped(device, set & enabled), text, sizeof(text)));
	else if (set & ~enabled && !(set & enabled) && in_hand(look, device))
		flow_say(row, ROLE_DIM, "  (turned off while the driver works)");
	else if (set & ~enabled && device->role[ROLE_IMS])
		flow_block(row, "%s: set, but not enabled in the mask (IMS)", causes_named(device, set & ~enabled, text, sizeof(text)));
	else if (set & ~enabled)
		flow_block(row, "%s: set, but not enabled (MASK)", causes_named(device, set & ~enabled, text, sizeof(text)));
	else if (device->due && device->until[source] > look_now(look))
		flow_block(row, "source %u waits for its interval (EITR) until %s", source, vtime_text(device->until[source], time, sizeof(time)));
}

static void cause_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_CAUSES, "causes");
	uint32_t set = scene_causes(device), enabled = scene_enabled(device);
	char text[120];

	flow_say(row, ROLE_DIM, "set ");
	flow_say(row, set & enabled ? ROLE_ACTIVE : set ? ROLE_PENDING : ROLE_TEXT, "%s", causes_named(device, set, text, sizeof(text)));
	flow_say(row, ROLE_DIM, "  enabled ");
	flow_say(row, ROLE_TEXT, "%s", causes_named(device, enabled, text, sizeof(text)));
	if (device->due)
		flow_say(row, ROLE_PENDING, "  due: source %u", (unsigned)__builtin_ctzll(device->due));
	cause_blocks(row, look, device, set, enabled);
}

struct entry_state {
	bool masked, waits, now;
};

/* MSI's masks and pending bits lie behind the data, whose place depends on the layout (BASE 7.7.1); offset 0 for masks, 4 for pending. */
static uint32_t msi_bits(const struct scene_device *device, unsigned offset)
{
	unsigned cap = scene_capability(device, CAP_MSI), control = scene_config(device, cap + 2, 2);

	return control & 0x100 ? scene_config(device, cap + (control & 0x80 ? 0x10 : 0x0C) + offset, 4) : 0;
}

static bool function_masked(const struct scene_device *device)
{
	unsigned cap = scene_capability(device, CAP_MSIX);

	return cap && scene_config(device, cap + 2, 2) & MSIX_FUNCTION_MASK;
}

/* Of a table entry under MSI-X, of a message under MSI. */
static struct entry_state entry_state(const struct look *look, const struct scene_device *device, bool msix, unsigned i)
{
	const struct record *record = look_record(look);
	bool now = record && record->obj == device->obj && flow_stage_of(record) == FLOW_MASK && record->w[0] == i;

	if (!msix)
		return (struct entry_state){ msi_bits(device, 0) >> (i & 31) & 1, msi_bits(device, 4) >> (i & 31) & 1, now };
	return (struct entry_state){ function_masked(device) || (device->entries[i].control & 1), scene_pending(device, i), now };
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
	flow_say(row, role, state.masked ? N_(" masked") : N_(" open"));
	if (state.waits)
		flow_say(row, role, " PENDING");
	flow_say(row, ROLE_TEXT, "  ");
}

static void entries_parts(struct flow_row *row, const struct look *look, const struct scene_device *device, bool msix, unsigned n)
{
	for (unsigned i = 0, last; i < n && row->spans + 4 < FLOW_SPANS_MAX; i = last + 1) {
		struct entry_state state = entry_state(look, device, msix, i);

		for (last = i; last + 1 < n && same_state(state, entry_state(look, device, msix, last + 1));)
			last++;
		entries_part(row, state, i, last);
		if (state.masked && state.waits && !row->blocked[0])
			flow_block(row, msix ? N_("entry %u is masked: its message waits in the pending bit") :
						     N_("message %u is masked: it waits in its pending bit"), i);
	}
}

static void msix_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_MASK, "table");
	unsigned n = device->grant.count && device->grant.count < device->entries_n ? device->grant.count : device->entries_n;

	flow_say(row, ROLE_DIM, "entry ");
	entries_parts(row, look, device, true, n);
	if (device->entries_n > n)
		flow_say(row, ROLE_DIM, "of %u", device->entries_n);
	if (function_masked(device))
		flow_block(row, "the function mask is set: no message leaves");
}

static void msi_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_MASK, "MSI mask");

	flow_say(row, ROLE_DIM, "message ");
	entries_parts(row, look, device, false, device->grant.count < 32 ? device->grant.count : 32);
}

static void no_mode_row(struct flow *flow, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_MASK, "mode");

	if (scene_mode(device) == SYM_grant_LINE) {
		flow_say(row, ROLE_TEXT, "the line (INTx): no table, no mask per message");
		return;
	}
	flow_say(row, ROLE_TEXT, "no way to interrupt: MSI and MSI-X off, Interrupt Disable set");
	if (flow_live(device))
		flow_block(row, "neither messages nor the line are enabled");
}

void flow_device_rows(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	unsigned mode = scene_mode(device);

	device_row(flow, look, device);
	other_rows(flow, look, device);
	if (device->role[ROLE_RXCNT])
		queue_row(flow, look, device);
	cause_row(flow, look, device);
	if (mode == SYM_grant_MSIX)
		msix_row(flow, look, device);
	else if (mode == SYM_grant_MSI)
		msi_row(flow, look, device);
	else
		no_mode_row(flow, device);
	flow_link_rows(flow, look, device);
}
