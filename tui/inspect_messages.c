/* SPDX-License-Identifier: MIT */
/* IO_INTERRUPT_MESSAGE_INFO: what the system granted, as the driver reads it. Not the device's table. */
#include <stdio.h>

#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

static bool member(struct inspect *out, unsigned i, const char *name)
{
	char address[64];

	snprintf(address, sizeof(address), "MessageInfo[%u].%s", i, name);
	return inspect_name(out, 1, address, name);
}

static void set_row(struct inspect *out, unsigned i, uint64_t cpus)
{
	struct str text = { 0 };

	if (!member(out, i, "TargetProcessorSet"))
		return;
	inspect_cpus(&text, cpus);
	inspect_value(out, "0x%llx", (unsigned long long)cpus);
	inspect_text(out, "CPU %s", text.text);
	str_free(&text);
}

/* A message is an edge: Latched, rising (DDI, IO_INTERRUPT_MESSAGE_INFO). Its level is the class of its vector. */
static void message_rows(struct inspect *out, unsigned i, const struct scene_message *message, const struct scene_interrupt *interrupt)
{
	unsigned vector = message->data & 0xFF;

	inspect_head(out, 0, 0, "MessageInfo[%u]", i);
	if (member(out, i, "MessageAddress"))
		inspect_value(out, "0x%llx", (unsigned long long)message->address);
	set_row(out, i, message->cpus);
	if (member(out, i, "InterruptObject"))
		inspect_value(out, "0x%llx", (unsigned long long)interrupt->out_handle);
	if (member(out, i, "MessageData"))
		inspect_value(out, "0x%04x", message->data);
	if (member(out, i, "Vector"))
		inspect_value(out, "0x%02x", vector);
	if (member(out, i, "Irql"))
		inspect_value(out, "%u", vector >> 4);
	if (member(out, i, "Mode"))
		inspect_value(out, "%s", "Latched");
	if (member(out, i, "Polarity"))
		inspect_value(out, "%s", "InterruptRisingEdge");
}

static void line_rows(struct inspect *out, const struct scene_grant *grant)
{
	struct str cpus = { 0 };

	inspect_note(out, 0, "there is no message table: the line was granted, MessageInfoTable is NULL");
	inspect_cpus(&cpus, grant->cpus);
	if (inspect_row(out, 0, "line.input", "IO-APIC input"))
		inspect_value(out, "%u", grant->input);
	if (inspect_row(out, 0, "line.vector", "vector"))
		inspect_value(out, "0x%02x", grant->vector);
	if (inspect_name(out, 0, "line.irql", "IRQL"))
		inspect_value(out, "%u", grant->vector >> 4);
	if (inspect_row(out, 0, "line.cpus", "CPUs"))
		inspect_value(out, "%s", cpus.text);
	str_free(&cpus);
}

static unsigned unified(const struct scene_grant *grant)
{
	unsigned highest = 0;

	for (uint32_t i = 0; i < grant->count; i++)
		if ((grant->messages[i].data & 0xFF) >> 4 > highest)
			highest = (grant->messages[i].data & 0xFF) >> 4;
	return highest;
}

void inspect_make_messages(struct inspect *out)
{
	const struct scene_grant *grant = &scene_device(out->scene, out->obj)->grant;
	const struct scene_interrupt *interrupt = inspect_interrupt(out->scene, out->obj);

	if (grant->kind == SYM_grant_LINE)
		line_rows(out, grant);
	if (grant->kind == SYM_grant_NONE)
		inspect_note(out, 0, "nothing was granted");
	if (grant->kind != SYM_grant_MSI && grant->kind != SYM_grant_MSIX)
		return;
	if (!interrupt->out_table)
		inspect_note(out, 0, "granted, but no interrupt is registered: the driver has no table");
	if (inspect_name(out, 0, "UnifiedIrql", "UnifiedIrql"))
		inspect_value(out, "%u", unified(grant));
	if (inspect_name(out, 0, "MessageCount", "MessageCount"))
		inspect_value(out, "%u", grant->count);
	for (uint32_t i = 0; i < grant->count; i++)
		message_rows(out, i, &grant->messages[i], interrupt);
}
