/* SPDX-License-Identifier: MIT */
/* NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS: the members in their order, what the driver gave, and what the call wrote. */
#include "sim/base/say.h"
#include "tui/inspect.h"
#include "tui/inspect_parts.h"

static void handler_row(struct inspect *out, const struct scene_given *given, unsigned member)
{
	const char *name = record_symbol("member", member);
	uint64_t code = given->handler[member];
	struct str text = { 0 };

	if (!inspect_name(out, 1, name, name))
		return;
	if (!code) {
		inspect_value(out, "%s", "NULL");
		return;
	}
	inspect_code(out->look, code, &text);
	inspect_value(out, "%s", text.text);
	inspect_raw(out, "module%u+0x%llx", (unsigned)(code >> 48), (unsigned long long)(code & 0xFFFFFFFFFFFF));
	str_free(&text);
}

static void truth_row(struct inspect *out, const char *name, bool value)
{
	if (!inspect_name(out, 1, name, name))
		return;
	inspect_value(out, "%s", value ? "TRUE" : "FALSE");
	inspect_raw(out, "%u", value);
}

static void header_row(struct inspect *out, uint32_t header)
{
	if (!inspect_name(out, 1, "Header", "Header"))
		return;
	inspect_value(out, "Type 0x%02x Revision %u Size %u", header & 0xFF, header >> 8 & 0xFF, header >> 16);
	inspect_raw(out, "%02x %02x %02x %02x", header & 0xFF, header >> 8 & 0xFF, header >> 16 & 0xFF, header >> 24);
}

/* The message handlers follow the two wishes, as in the structure. */
static void in_rows(struct inspect *out, const struct scene_given *given)
{
	inspect_head(out, 0, 0, "in: what the driver gave");
	header_row(out, given->header);
	for (unsigned i = SYM_member_ISR; i <= SYM_member_ENABLE; i++)
		handler_row(out, given, i);
	truth_row(out, "MsiSupported", given->msi);
	truth_row(out, "MsiSyncWithAllMessages", given->sync);
	for (unsigned i = SYM_member_MESSAGE_ISR; i <= SYM_member_ENABLE_MESSAGE; i++)
		handler_row(out, given, i);
	if (inspect_name(out, 1, "MiniportInterruptContext", "MiniportInterruptContext"))
		inspect_value(out, "0x%llx", (unsigned long long)given->context);
}

static void type_row(struct inspect *out, uint64_t type)
{
	static const char *const names[] = { "-", "NDIS_CONNECT_LINE_BASED", "NDIS_CONNECT_MESSAGE_BASED" };

	if (!inspect_name(out, 1, "InterruptType", "InterruptType"))
		return;
	inspect_value(out, "%s", type < 3 ? names[type] : "?");
	inspect_raw(out, "%llu", (unsigned long long)type);
	if (type == 2)
		inspect_text(out, "messages: the message handlers are called");
	else if (type == 1)
		inspect_text(out, "the line: the message handlers are never called");
}

static void table_row(struct inspect *out, const struct scene_interrupt *interrupt)
{
	if (!inspect_name(out, 1, "MessageInfoTable", "MessageInfoTable"))
		return;
	if (!interrupt->out_table)
		inspect_value(out, "%s", interrupt->out_type ? "NULL" : "-");
	else
		inspect_value(out, "0x%llx", (unsigned long long)interrupt->out_table);
	if (interrupt->out_messages)
		inspect_text(out, say_n("%llu message", "%llu messages", interrupt->out_messages), (unsigned long long)interrupt->out_messages);
}

static void status_row(struct inspect *out, const struct scene_given *given, const struct scene_interrupt *interrupt)
{
	if (!inspect_row(out, 1, "status", "status"))
		return;
	if (given->status) {
		inspect_value(out, "0x%08x", given->status);
		inspect_text(out, "the call failed: no service routine is connected");
		inspect_blocks(out);
	} else if (interrupt->out_type)
		inspect_value(out, "%s", "NDIS_STATUS_SUCCESS");
	else
		inspect_value(out, "%s", "-");
}

static void out_rows(struct inspect *out, const struct scene_given *given)
{
	const struct scene_interrupt *interrupt = inspect_interrupt(out->scene, out->obj);

	inspect_head(out, 0, 0, "out: what the call wrote");
	type_row(out, interrupt->out_type);
	table_row(out, interrupt);
	if (inspect_name(out, 1, "NdisInterruptHandle", "NdisInterruptHandle"))
		inspect_value(out, interrupt->out_handle ? "0x%llx" : "-", (unsigned long long)interrupt->out_handle);
	status_row(out, given, interrupt);
	if (!interrupt->out_type && !given->status)
		inspect_note(out, 1, "the call has not returned, or the interrupt was deregistered");
}

void inspect_make_characteristics(struct inspect *out)
{
	const struct scene_given *given = &scene_device(out->scene, out->obj)->given;

	if (!given->told) {
		inspect_note(out, 0, "the driver has registered no interrupt (NdisMRegisterInterruptEx was not called)");
		return;
	}
	in_rows(out, given);
	out_rows(out, given);
}
