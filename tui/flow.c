/* SPDX-License-Identifier: MIT */
/* The picture as data: rows and what is lit. The contents of the rows: flow_rows.c, flow_cpus.c. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/read/scene.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "tui/flow.h"

static const struct {
	enum record_kind kind;
	enum flow_stage stage;
} places[] = {
	{ R_PNP_START, FLOW_DEVICE },	    { R_PNP_STATE, FLOW_DEVICE },     { R_PNP_REQUIRE, FLOW_DEVICE },
	{ R_PNP_FILTER, FLOW_DEVICE },	    { R_PNP_GRANT, FLOW_DEVICE },     { R_PNP_STOP, FLOW_DEVICE },
	{ R_PNP_REMOVE, FLOW_DEVICE },	    { R_DEV_RESET, FLOW_DEVICE },     { R_DEV_LINK, FLOW_DEVICE },
	{ R_DEV_FRAME, FLOW_QUEUES },	    { R_DEV_DESC_WRITE, FLOW_QUEUES }, { R_DEV_DROP, FLOW_QUEUES },
	{ R_DEV_CAUSE_SET, FLOW_CAUSES },   { R_DEV_CAUSE_CLEAR, FLOW_CAUSES }, { R_DEV_MASK, FLOW_CAUSES },
	{ R_DEV_UNMASK, FLOW_CAUSES },	    { R_DEV_DUE, FLOW_CAUSES },	      { R_MSI_PEND, FLOW_MASK },
	{ R_MSI_UNPEND, FLOW_MASK },	    { R_MSI_HOLD, FLOW_MASK },	      { R_MSIX_ENTRY, FLOW_MASK },
	{ R_MSIX_MASK, FLOW_MASK },	    { R_MSIX_UNMASK, FLOW_MASK },     { R_MSIX_BADENTRY, FLOW_MASK },
	{ R_PBA_SET, FLOW_MASK },	    { R_PBA_CLEAR, FLOW_MASK },	      { R_MSI_SEND, FLOW_LINK },
	{ R_MSI_DROP, FLOW_LINK },	    { R_LINE_ASSERT, FLOW_LINK },     { R_LINE_DEASSERT, FLOW_LINK },
	{ R_TLP_MSG, FLOW_LINK },	    { R_IOAPIC_LEVEL, FLOW_IOAPIC },  { R_IOAPIC_ENTRY, FLOW_IOAPIC },
	{ R_IOAPIC_SEND, FLOW_IOAPIC },	    { R_IOAPIC_REDELIVER, FLOW_IOAPIC }, { R_APIC_ACCEPT, FLOW_CPU },
	{ R_APIC_MERGE, FLOW_CPU },	    { R_APIC_REJECT, FLOW_CPU },      { R_APIC_DELIVER, FLOW_CPU },
	{ R_APIC_EOI, FLOW_CPU },	    { R_APIC_SPURIOUS, FLOW_CPU },    { R_IRQL_RAISE, FLOW_CPU },
	{ R_IRQL_LOWER, FLOW_CPU },	    { R_ISR_CONNECT, FLOW_ISR },      { R_ISR_DISCONNECT, FLOW_ISR },
	{ R_ISR_ENTER, FLOW_ISR },	    { R_ISR_EXIT, FLOW_ISR },	      { R_ISR_UNEXPECTED, FLOW_ISR },
	{ R_INTERRUPT_OUT, FLOW_ISR },	    { R_DPC_QUEUE, FLOW_DPC },	      { R_DPC_MERGE, FLOW_DPC },
	{ R_DPC_ENTER, FLOW_DPC },	    { R_DPC_EXIT, FLOW_DPC },	      { R_NBL_INDICATE, FLOW_FRAMES },
	{ R_NBL_RETURN, FLOW_FRAMES },	    { R_NBL_SEND, FLOW_FRAMES },      { R_NBL_COMPLETE, FLOW_FRAMES },
};

enum flow_stage flow_stage_of(const struct record *record)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (places[i].kind == record->kind)
			return places[i].stage;
	return FLOW_STAGES;
}

struct flow_row *flow_row(struct flow *flow, enum flow_stage stage, const char *label)
{
	struct flow_row *row = &flow->row[flow->n];

	must(flow->n < FLOW_ROWS_MAX);
	flow->n++;
	row->stage = stage;
	snprintf(row->label, sizeof(row->label), "%s", say(label));
	str_append(&row->text, "");
	return row;
}

void flow_say(struct flow_row *row, enum role role, const char *format, ...)
{
	va_list args;

	if (row->spans < FLOW_SPANS_MAX)
		row->span[row->spans++] = (struct flow_span){ (unsigned)row->text.length, role };
	va_start(args, format);
	str_vformat(&row->text, say(format), args);
	va_end(args);
}

void flow_block(struct flow_row *row, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(row->blocked, sizeof(row->blocked), say(format), args);
	va_end(args);
}

static bool of_shown_device(const struct look *look, const struct record *record)
{
	uint32_t shown = rectext_object_named(look->trace, look->device);
	const struct trace_object *object = trace_object(look->trace, record->obj);

	return record->obj == shown || !object || object->type != SYM_object_DEVICE;
}

/* A CPU's row is lit by what happens on that CPU only; the local APIC's records name it as their object. What another device does
 * lights that device's row. */
static bool lights(const struct flow_row *row, const struct look *look, const struct record *record)
{
	enum flow_stage stage = flow_stage_of(record);
	unsigned cpu = record->cpu;

	if (stage < FLOW_IOAPIC && !of_shown_device(look, record))
		return row->stage == FLOW_OTHERS && !strcmp(row->label, rectext_object(look->trace, record->obj));
	if (row->stage != stage)
		return false;
	if (row->stage != FLOW_CPU)
		return true;
	for (unsigned i = 0; i < look->scene->cpus_n; i++)
		if (record->obj && look->scene->cpus[i].obj == record->obj)
			cpu = i;
	return cpu == row->number;
}

void flow_make(struct flow *flow, const struct look *look, unsigned first_cpu, unsigned cpus)
{
	const struct record *record = look_record(look);
	const struct scene_device *device = scene_device(look->scene, rectext_object_named(look->trace, look->device));

	memset(flow, 0, sizeof(*flow));
	flow_device_rows(flow, look, device);
	flow_cpu_rows(flow, look, device, first_cpu, cpus);
	for (unsigned i = 0; record && i < flow->n; i++)
		flow->row[i].lit = lights(&flow->row[i], look, record);
	str_append(&flow->caption, "");
	if (record)
		tell_record(look->trace, record, &flow->caption);
}

void flow_free(struct flow *flow)
{
	for (unsigned i = 0; i < flow->n; i++)
		str_free(&flow->row[i].text);
	str_free(&flow->caption);
}
