/* SPDX-License-Identifier: MIT */
/* The way of the picture between device and CPUs: the link and what may stop a message on it, the IO-APIC. */
#include "sim/base/say.h"
#include "sim/read/scene.h"
#include "sim/trace/rectext.h"
#include "tui/flow.h"

#define COMMAND_OFFSET 0x04
#define COMMAND_BUS_MASTER 0x0004
#define COMMAND_INTX_DISABLE 0x0400
#define ENTRY_MASK 0x10000
#define ENTRY_REMOTE_IRR 0x4000

static uint32_t command(const struct scene_device *device)
{
	return scene_config(device, COMMAND_OFFSET, 2);
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

/* The first bridge above that forwards no writes (BASE 7.5.1), NULL: all do. */
static const struct scene_device *closed_bridge(const struct scene *scene, const struct scene_device *device)
{
	const struct scene_device *bridge = scene_device(scene, device->parent);

	for (unsigned steps = 0; bridge->obj && steps < 256; steps++) {
		if (!(command(bridge) & COMMAND_BUS_MASTER))
			return bridge;
		bridge = scene_device(scene, bridge->parent);
	}
	return NULL;
}

static void link_blocks(struct flow_row *row, const struct look *look, const struct scene_device *device)
{
	unsigned mode = scene_mode(device);
	bool messages = mode == SYM_grant_MSI || mode == SYM_grant_MSIX;
	const struct scene_device *bridge = messages ? closed_bridge(look->scene, device) : NULL;

	if (messages && !(command(device) & COMMAND_BUS_MASTER))
		flow_block(row, "Bus Master is off, and a message is a write to memory");
	else if (bridge)
		flow_block(row, "Bus Master of %s is off: it forwards no write", rectext_object(look->trace, bridge->obj));
	else if (mode == SYM_grant_NONE && flow_live(device) && (command(device) & COMMAND_INTX_DISABLE))
		flow_block(row, "Interrupt Disable is set in the command register");
}

static void link_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_LINK, "link");
	const struct record *last = last_on_link(look, device->obj), *now = look_record(look);
	char text[32];

	if (!last)
		flow_say(row, ROLE_DIM, "nothing sent yet");
	else if (last->kind == R_MSI_SEND)
		flow_say(row, last == now ? ROLE_LIT : ROLE_TEXT, "memory write: data %04llx to %08llx = message %llu",
			 (unsigned long long)last->w[2], (unsigned long long)last->w[1], (unsigned long long)last->w[0]);
	else if (last->kind == R_LINE_ASSERT)
		flow_say(row, last == now ? ROLE_LIT : ROLE_ACTIVE, "Assert_INTx: this device holds the line active");
	else
		flow_say(row, last == now ? ROLE_LIT : ROLE_TEXT, "Deassert_INTx: this device leaves the line");
	if (last)
		flow_say(row, ROLE_DIM, "  at %s", vtime_text(last->at, text, sizeof(text)));
	link_blocks(row, look, device);
}

/* Whoever holds the input; the message that says so may be on its way here. */
static void holders(struct flow_row *row, const struct look *look, unsigned input, bool asserted)
{
	const char *first = asserted ? N_(" by %s") : N_(" yet, though asserted by %s");
	unsigned n = 0;

	for (size_t i = 1; i < look->scene->devices_n; i++) {
		const struct scene_device *device = &look->scene->devices[i];

		if (device->asserted && device->pin && device->input == input)
			flow_say(row, ROLE_ACTIVE, n++ ? ", %s" : first, rectext_object(look->trace, device->obj));
	}
}

/* The end of interrupt is still to come while some CPU has the vector. */
static bool on_some_cpu(const struct scene *scene, uint8_t vector)
{
	for (size_t i = 0; i < scene->cpus_n; i++)
		if (scene_vector(scene->cpus[i].apic.irr, vector) || scene_vector(scene->cpus[i].apic.isr, vector))
			return true;
	return false;
}

static void ioapic_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row;
	unsigned input = device->input < SCENE_INPUTS ? device->input : 0, vector;
	uint64_t entry = look->scene->entry[input];
	bool asserted = look->scene->levels >> input & 1;

	if (!device->pin || scene_mode(device) != SYM_grant_LINE)
		return;
	row = flow_row(flow, FLOW_IOAPIC, "IO-APIC");
	vector = entry & 0xFF;
	flow_say(row, ROLE_TEXT, "input %u ", input);
	flow_say(row, asserted ? ROLE_ACTIVE : ROLE_DIM, asserted ? N_("asserted") : N_("quiet"));
	holders(row, look, input, asserted);
	if (vector)
		flow_say(row, ROLE_TEXT, "  sends vector %02x", vector);
	if (entry & ENTRY_REMOTE_IRR)
		flow_say(row, ROLE_PENDING, "  sent: waits for its end (remote IRR)");
	if (entry & ENTRY_MASK && asserted)
		flow_block(row, "IO-APIC input %u is masked", input);
	else if (entry & ENTRY_REMOTE_IRR && asserted && !on_some_cpu(look->scene, (uint8_t)vector))
		flow_block(row, "no CPU has vector %02x: its end of interrupt was lost, or it is on its way", vector);
}

void flow_link_rows(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	link_row(flow, look, device);
	ioapic_row(flow, look, device);
}
