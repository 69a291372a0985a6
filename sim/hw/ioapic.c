/* SPDX-License-Identifier: MIT */
/* The IO-APIC: redirection entries, level and edge inputs, the end of interrupt (82093AA data sheet). */
#include "sim/base/bug.h"
#include "sim/hw/hw.h"

enum {
	STATUS = 1 << 12, REMOTE_IRR = 1 << 14, LEVEL = 1 << 15, MASK = 1 << 16,
};
#define WRITABLE UINT64_C(0xFF0000000001AFFF)

enum { INDEX_ID = 0, INDEX_VERSION = 1, INDEX_ARBITRATION = 2, INDEX_ENTRIES = 0x10 };

static void sent(struct event *event);

void ioapic_init(struct ioapic *ioapic, struct hw *hw, uint32_t obj, unsigned storm)
{
	*ioapic = (struct ioapic){ .hw = hw, .core = hw->core, .obj = obj, .storm = storm };
	for (unsigned i = 0; i < IOAPIC_INPUTS; i++) {
		struct ioapic_input *input = &ioapic->input[i];

		input->ioapic = ioapic;
		input->entry = MASK;
		event_init(&input->send, "IO-APIC message", sent);
		core_record(ioapic->core, R_IOAPIC_ENTRY, obj, i, input->entry, 0, 0);
	}
}

/* ---- Sending. ---- */

static unsigned number(const struct ioapic_input *input)
{
	return (unsigned)(input - input->ioapic->input);
}

/* The redirection entry as the message it makes (section "Message Signalled Interrupts" of the SDM: same fields). */
static void compose(struct ioapic_input *input)
{
	uint64_t entry = input->entry;

	input->address = 0xFEE00000 | (entry >> 56) << 12 | (entry >> 11 & 1) << 2;
	input->data = (uint32_t)(entry & 0x7FF);
	if (entry & LEVEL)
		input->data |= 1 << 15 | 1 << 14;
}

/* A message of this input that is still on its way stands for the new one too. */
static void send(struct ioapic_input *input, enum record_kind kind)
{
	struct core *core = input->ioapic->core;
	uint64_t record;

	if (input->entry & LEVEL)
		input->entry |= REMOTE_IRR;
	record = core_record(core, kind, input->ioapic->obj, number(input), input->entry & 0xFF, input->entry, 0);
	if (event_queued(&input->send))
		return;
	compose(input);
	input->send.cause = record;
	queue_insert(&core->queue, &input->send, EVENT_INTERRUPT, core->now + core_cost(core, COST_IOAPIC_SEND));
}

static void sent(struct event *event)
{
	struct ioapic_input *input = (struct ioapic_input *)((char *)event - offsetof(struct ioapic_input, send));
	struct ioapic *ioapic = input->ioapic;

	if (!lapic_route(ioapic->hw, input->address, input->data))
		core_record(ioapic->core, R_MSI_DROP, ioapic->obj, number(input), SYM_gate_NO_CPU, input->address, input->data);
}

static bool ready(const struct ioapic_input *input)
{
	return input->holders && input->entry & LEVEL && !(input->entry & (MASK | REMOTE_IRR));
}

/* ---- What happens to an input. ---- */

void ioapic_level(struct ioapic *ioapic, unsigned number_of_input, bool asserted)
{
	struct ioapic_input *input = &ioapic->input[number_of_input];
	struct core *core = ioapic->core;

	must(asserted || input->holders);
	input->holders += asserted ? 1 : -1u;
	if (input->holders != asserted)
		return; /* wired OR: another one holds it */
	core->cause = core_record(core, R_IOAPIC_LEVEL, ioapic->obj, number_of_input, asserted, 0, 0);
	if (!asserted)
		input->in_row = 0;
	else if (ready(input) || !(input->entry & (LEVEL | MASK)))
		send(input, R_IOAPIC_SEND);
}

static void redeliver(struct ioapic_input *input)
{
	struct ioapic *ioapic = input->ioapic;

	send(input, R_IOAPIC_REDELIVER);
	input->in_row++;
	if (ioapic->storm && input->in_row % ioapic->storm == 0)
		core_record(ioapic->core, R_STORM, ioapic->obj, number(input), input->in_row, 0, 0);
}

void ioapic_eoi(struct ioapic *ioapic, uint8_t vector)
{
	for (unsigned i = 0; i < IOAPIC_INPUTS; i++) {
		struct ioapic_input *input = &ioapic->input[i];

		if ((input->entry & 0xFF) != vector || !(input->entry & REMOTE_IRR))
			continue;
		input->entry &= ~(uint64_t)REMOTE_IRR;
		if (ready(input))
			redeliver(input);
		else
			core_record(ioapic->core, R_IOAPIC_ENTRY, ioapic->obj, i, input->entry, 0, 0);
	}
}

/* ---- Indirect registers. ---- */

uint32_t ioapic_read(const struct ioapic *ioapic, unsigned index)
{
	unsigned i = (index - INDEX_ENTRIES) / 2;
	uint64_t entry;

	if (index == INDEX_VERSION)
		return 0x20 | (IOAPIC_INPUTS - 1) << 16;
	if (index < INDEX_ENTRIES || i >= IOAPIC_INPUTS)
		return 0;
	entry = ioapic->input[i].entry;
	if (event_queued(&ioapic->input[i].send))
		entry |= STATUS;
	return (uint32_t)(index & 1 ? entry >> 32 : entry);
}

void ioapic_write(struct ioapic *ioapic, unsigned index, uint32_t value)
{
	unsigned i = (index - INDEX_ENTRIES) / 2, shift = index & 1 ? 32 : 0;
	uint64_t written = (uint64_t)value << shift, mask = WRITABLE & (uint64_t)UINT32_MAX << shift;
	struct ioapic_input *input = &ioapic->input[i];
	struct core *core = ioapic->core;
	uint64_t was;

	if (index < INDEX_ENTRIES || i >= IOAPIC_INPUTS)
		return;
	input->entry = (input->entry & ~mask) | (written & mask);
	if (!(input->entry & LEVEL))
		input->entry &= ~(uint64_t)REMOTE_IRR;
	was = core_because(core, core_record(core, R_IOAPIC_ENTRY, ioapic->obj, i, input->entry, 0, 0));
	if (ready(input))
		send(input, R_IOAPIC_SEND);
	core_because(core, was);
}
