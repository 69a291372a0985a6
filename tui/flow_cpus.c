/* SPDX-License-Identifier: MIT */
/* The processor's half of the picture: local APICs, IRQL, service routines, DPC queues, frames. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/read/scene.h"
#include "sim/trace/rectext.h"
#include "tui/flow.h"
#include "tui/inspect_parts.h"

#define VECTORS_SHOWN 4
#define APIC_ENABLED 0x100
#define APIC_UNTOLD 0xFF /* no record has told of its spurious vector register */

static int highest(const uint32_t set[8])
{
	for (int v = 255; v >= 0; v--)
		if (scene_vector(set, (uint8_t)v))
			return v;
	return -1;
}

static void vectors(struct flow_row *row, const uint32_t set[8], enum role role)
{
	unsigned n = 0;

	for (int v = 255; v >= 0; v--) {
		if (!scene_vector(set, (uint8_t)v))
			continue;
		if (n++ == VECTORS_SHOWN) {
			flow_say(row, role, "..");
			return;
		}
		flow_say(row, role, "%s%02x", n > 1 ? "," : "", (unsigned)v);
	}
	if (!n)
		flow_say(row, ROLE_DIM, "-");
}

static void what_for(struct flow_row *row, const struct look *look, enum role role, uint32_t obj, uint32_t message)
{
	struct str text = { 0 };

	inspect_what_for(look->scene, obj, message, &text);
	flow_say(row, role, "%s", text.text);
	str_free(&text);
}

static void frame_text(struct flow_row *row, const struct look *look, const struct scene_frame *frame)
{
	switch (frame->kind) {
	case FRAME_ISR:
		flow_say(row, ROLE_ISR, "ISR ");
		what_for(row, look, ROLE_ISR, frame->obj, frame->message);
		break;
	case FRAME_DPC:
		flow_say(row, ROLE_DPC, "DPC ");
		what_for(row, look, ROLE_DPC, frame->obj, frame->message);
		break;
	default:
		flow_say(row, ROLE_THREAD, "%s", trace_text_of(look->trace, frame->name));
	}
}

/* Innermost first: what runs, and what it interrupted. */
static void who_runs(struct flow_row *row, const struct look *look, const struct scene_cpu *cpu)
{
	unsigned depth = cpu->stack.depth > SCENE_FRAMES ? SCENE_FRAMES : cpu->stack.depth;

	for (unsigned i = depth; i-- > 0;) {
		frame_text(row, look, &cpu->stack.frame[i]);
		flow_say(row, ROLE_DIM, " over ");
	}
	if (cpu->thread)
		flow_say(row, ROLE_THREAD, "%s", rectext_object(look->trace, cpu->thread));
	else
		flow_say(row, ROLE_DIM, "idle");
}

static const char *level_name(uint8_t irql)
{
	return irql == 0 ? "PASSIVE" : irql == 1 ? "APC" : irql == 2 ? "DISPATCH" : irql == 15 ? "HIGH" : "DIRQL";
}

/* A held CPU does not show it in its level, only in its task priority. */
static void cpu_blocks(struct flow_row *row, const struct look *look, const struct scene_cpu *cpu)
{
	int waits = highest(cpu->apic.irr), serves = highest(cpu->apic.isr);

	if (!(cpu->apic.svr & APIC_ENABLED) && cpu->apic.svr != APIC_UNTOLD)
		flow_block(row, "its local APIC is off: it accepts nothing");
	else if (waits < 0)
		return;
	else if (waits >> 4 <= cpu->hold && cpu->hold > cpu->irql)
		flow_block(row, "vector %02x waits: a diagnosis holds this CPU at level %u (irql.lower %s 0 ends it)", (unsigned)waits,
			   cpu->hold, rectext_object(look->trace, cpu->obj));
	else if (serves >= 0 && waits >> 4 <= serves >> 4)
		flow_block(row, "vector %02x (level %d) waits for the end of vector %02x", (unsigned)waits, waits >> 4, (unsigned)serves);
	else if (waits >> 4 <= cpu->irql)
		flow_block(row, "vector %02x waits: its level %d is not above IRQL %u", (unsigned)waits, waits >> 4, cpu->irql);
}

static void cpu_row(struct flow *flow, const struct look *look, unsigned number)
{
	const struct scene_cpu *cpu = &look->scene->cpus[number];
	struct flow_row *row;
	char label[16];

	snprintf(label, sizeof(label), "CPU %u", number);
	row = flow_row(flow, FLOW_CPU, label);
	row->number = number;
	flow_say(row, cpu->irql ? ROLE_ACTIVE : ROLE_TEXT, "IRQL %-2u %-8s", cpu->irql, level_name(cpu->irql));
	if (cpu->hold)
		flow_say(row, ROLE_PENDING, " held at %u", cpu->hold);
	flow_say(row, ROLE_DIM, " IRR ");
	vectors(row, cpu->apic.irr, ROLE_PENDING);
	flow_say(row, ROLE_DIM, " in service ");
	vectors(row, cpu->apic.isr, ROLE_ACTIVE);
	flow_say(row, ROLE_DIM, "  ");
	who_runs(row, look, cpu);
	cpu_blocks(row, look, cpu);
}

/* CPUs that have no row: told if there is anything to miss. */
static void hidden_row(struct flow *flow, const struct look *look, unsigned first, unsigned end)
{
	unsigned n = (unsigned)look->scene->cpus_n, busy = 0;
	struct flow_row *row;

	if (!first && end >= n)
		return;
	for (unsigned i = 0; i < n; i++)
		if ((i < first || i >= end) && (look->scene->cpus[i].irql || highest(look->scene->cpus[i].apic.irr) >= 0 || look->scene->cpus[i].dpcs_n))
			busy++;
	row = flow_row(flow, FLOW_CPU, "more CPUs");
	row->number = UINT32_MAX;
	flow_say(row, busy ? ROLE_PENDING : ROLE_DIM, "%u not shown, %u of them busy; j and k scroll", n - (end - first), busy);
}

/* The device's own by number, those of others by name too. */
static void handler_part(struct flow_row *row, const struct look *look, const struct scene_interrupt *interrupt, size_t m, bool own)
{
	const struct record *record = look_record(look);
	bool now = record && record->obj == interrupt->obj && flow_stage_of(record) == FLOW_ISR && (record->w[0] == m || record->w[0] == RECORD_NONE);

	if (!own)
		flow_say(row, ROLE_TEXT, "%s ", rectext_object(look->trace, interrupt->obj));
	flow_say(row, now ? ROLE_LIT : ROLE_TEXT, "%zu", m);
	flow_say(row, ROLE_DIM, ":%02x ", interrupt->messages[m].vector);
}

/* A line's vector asks one routine after another until one claims. */
static void chain_part(struct flow_row *row, const struct look *look, const struct scene_connection *line)
{
	const struct record *record = look_record(look);
	const struct scene_interrupt *interrupt;
	unsigned n = 0;
	size_t message;

	flow_say(row, ROLE_DIM, "vector %02x asks ", line->vector);
	for (; (interrupt = scene_asked(look->scene, line->cpus, line->vector, n, &message)); n++) {
		bool now = record && record->obj == interrupt->obj && flow_stage_of(record) == FLOW_ISR;

		if (n)
			flow_say(row, ROLE_DIM, ", then ");
		flow_say(row, now ? ROLE_LIT : ROLE_TEXT, "%s", rectext_object(look->trace, interrupt->obj));
	}
	flow_say(row, ROLE_DIM, n > 1 ? N_(" (until one says it was its device)") : "");
}

/* With a routine of a line before them (apart) two blanks part them from it. */
static void message_parts(struct flow_row *row, const struct look *look, const struct scene_device *device, bool apart)
{
	bool shown = false;

	for (size_t i = 1; i < look->scene->interrupts_n; i++) {
		const struct scene_interrupt *interrupt = &look->scene->interrupts[i];

		for (size_t m = 0; m < interrupt->n && row->spans + 4 < FLOW_SPANS_MAX; m++) {
			if (!interrupt->messages[m].connected || interrupt->messages[m].kind == SYM_grant_LINE)
				continue;
			if (!shown && apart)
				flow_say(row, ROLE_DIM, "  ");
			if (!shown)
				flow_say(row, ROLE_DIM, "message:vector  ");
			handler_part(row, look, interrupt, m, interrupt->parent == device->obj);
			shown = true;
		}
	}
}

static void isr_row(struct flow *flow, const struct look *look, const struct scene_device *device)
{
	struct flow_row *row = flow_row(flow, FLOW_ISR, "handlers");
	const struct scene_interrupt *own = inspect_interrupt(look->scene, device->obj);

	bool line = own->n && own->messages[0].connected && own->messages[0].kind == SYM_grant_LINE;

	if (line)
		chain_part(row, look, &own->messages[0]);
	message_parts(row, look, device, line);
	if (!own->n || !own->messages[0].connected) {
		flow_say(row, ROLE_DIM, "no service routine of %s is connected", look->device);
		if (flow_live(device))
			flow_block(row, "nobody would serve it: the driver has not registered its interrupt");
	}
}

static void dpc_row(struct flow *flow, const struct look *look)
{
	struct flow_row *row = flow_row(flow, FLOW_DPC, "DPC queue");
	unsigned shown = 0;

	for (size_t i = 0; i < look->scene->cpus_n; i++) {
		const struct scene_cpu *cpu = &look->scene->cpus[i];

		for (size_t k = 0; k < cpu->dpcs_n && shown < 8; k++, shown++) {
			flow_say(row, ROLE_PENDING, "%sCPU %zu: ", shown ? "  " : "", i);
			what_for(row, look, ROLE_PENDING, cpu->dpcs[k].obj, cpu->dpcs[k].message);
		}
	}
	if (!shown)
		flow_say(row, ROLE_DIM, "empty");
	else
		flow_say(row, ROLE_DIM, "  (run when IRQL falls below 2)");
}

static void frames_row(struct flow *flow, const struct look *look)
{
	const struct record *record = look_record(look);
	struct flow_row *row = flow_row(flow, FLOW_FRAMES, "frames");
	uint64_t system = 0;

	for (size_t i = 0; i < look->scene->lists.places; i++)
		system += look->scene->lists.place[i].id && look->scene->lists.place[i].owner == SYM_owner_SYSTEM;
	if (record && record->kind == R_NBL_INDICATE)
		flow_say(row, ROLE_LIT, "list %llu goes up to the system", (unsigned long long)record->w[0]);
	else if (record && record->kind == R_NBL_RETURN)
		flow_say(row, ROLE_LIT, "list %llu comes back to the driver", (unsigned long long)record->w[0]);
	if (row->spans)
		flow_say(row, ROLE_TEXT, "  ");
	flow_say(row, system ? ROLE_PENDING : ROLE_DIM, "%llu with the system", (unsigned long long)system);
}

void flow_cpu_rows(struct flow *flow, const struct look *look, const struct scene_device *device, unsigned first_cpu, unsigned cpus)
{
	unsigned end = first_cpu + cpus < look->scene->cpus_n ? first_cpu + cpus : (unsigned)look->scene->cpus_n;

	for (unsigned i = first_cpu; i < end; i++)
		cpu_row(flow, look, i);
	hidden_row(flow, look, first_cpu, end);
	isr_row(flow, look, device);
	dpc_row(flow, look);
	if (device->role[ROLE_RXCNT])
		frames_row(flow, look);
}
