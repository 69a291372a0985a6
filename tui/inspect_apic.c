/* SPDX-License-Identifier: MIT */
/* A CPU: its local APIC (SDM "Advanced Programmable Interrupt Controller"), its level, what is nested on it. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

static int highest(const uint32_t set[8])
{
	for (int v = 255; v >= 0; v--)
		if (scene_vector(set, (uint8_t)v))
			return v;
	return -1;
}

/* SDM "Processor Priority Register": the higher class of task priority and what is in service. */
static unsigned ppr(const struct scene_apic *apic)
{
	int serves = highest(apic->isr);

	return serves < 0 || apic->tpr >> 4 >= serves >> 4 ? apic->tpr : (unsigned)serves & 0xF0;
}

static void set_row(struct inspect *out, const char *name, const char *label, const uint32_t set[8], const char *text)
{
	struct str vectors = { 0 };

	if (!inspect_name(out, 0, name, label))
		return;
	inspect_vectors(&vectors, set);
	inspect_value(out, "%s", vectors.text);
	inspect_text(out, text, "");
	str_free(&vectors);
}

static void number_row(struct inspect *out, const char *name, const char *label, uint32_t value, const char *fields)
{
	if (!inspect_name(out, 0, name, label))
		return;
	inspect_value(out, "0x%x", value);
	inspect_text_fields(out, value, fields);
}

static void apic_rows(struct inspect *out, const struct scene_apic *apic)
{
	set_row(out, "irr", "IRR", apic->irr, N_("vectors that were accepted and wait"));
	set_row(out, "isr", "ISR", apic->isr, N_("vectors in service: their end of interrupt is owed"));
	set_row(out, "tmr", "TMR", apic->tmr, N_("vectors that came as a level"));
	number_row(out, "tpr", "TPR", apic->tpr, "7:4 class; 3:0 subclass");
	number_row(out, "ppr", "PPR", ppr(apic), "7:4 class; 3:0 subclass");
	number_row(out, "svr", "SVR", apic->svr, "7:0 spurious#; 8 Enabled; 12 EOIBroadcastOff");
	number_row(out, "esr", "ESR", apic->esr, "5 SendIllegalVector; 6 ReceiveIllegalVector; 7 IllegalRegister");
	number_row(out, "ldr", "LDR", apic->ldr, "31:24 logical#");
	number_row(out, "dfr", "DFR", apic->dfr, "31:28 model#");
}

static void frame_row(struct inspect *out, const struct scene_frame *frame, unsigned depth)
{
	static const char *const kinds[] = { [FRAME_ISR] = "ISR", [FRAME_DPC] = "DPC", [FRAME_HANDLER] = N_("handler") };
	struct str code = { 0 }, what = { 0 };
	char label[24];

	snprintf(label, sizeof(label), "%u: %s", depth, say(kinds[frame->kind]));
	if (!inspect_name(out, 1, "", label))
		return;
	inspect_code(out->look, frame->code, &code);
	inspect_value(out, "%s", code.text);
	inspect_raw(out, "IRQL %u", frame->irql);
	if (frame->kind == FRAME_HANDLER)
		str_append(&what, trace_text_of(out->scene->trace, frame->name));
	else
		inspect_what_for(out->scene, frame->obj, frame->message, &what);
	inspect_text(out, "%s", what.text);
	str_free(&code);
	str_free(&what);
}

static void stack_rows(struct inspect *out, const struct scene_cpu *cpu)
{
	unsigned depth = cpu->stack.depth > SCENE_FRAMES ? SCENE_FRAMES : cpu->stack.depth;

	inspect_head(out, 0, 0, "nested here, innermost first");
	for (unsigned i = depth; i-- > 0;)
		frame_row(out, &cpu->stack.frame[i], i + 1);
	if (inspect_row(out, 1, "thread", "thread"))
		inspect_value(out, "%s", cpu->thread ? rectext_object(out->scene->trace, cpu->thread) : say("idle"));
}

static void level_rows(struct inspect *out, const struct scene_cpu *cpu)
{
	if (inspect_name(out, 0, "irql", "IRQL"))
		inspect_value(out, "%u", cpu->irql);
	if (inspect_row(out, 0, "hold", "held at")) {
		inspect_value(out, "%u", cpu->hold);
		if (cpu->hold) {
			inspect_text(out, "a diagnosis holds the task priority: lower classes wait");
			inspect_blocks(out);
		}
	}
	if (inspect_row(out, 0, "dpcs", "DPCs queued"))
		inspect_value(out, "%zu", cpu->dpcs_n);
}

void inspect_make_apic(struct inspect *out)
{
	const struct scene_cpu *cpu = &out->scene->cpus[out->scene->objects[out->obj].index];

	level_rows(out, cpu);
	apic_rows(out, &cpu->apic);
	stack_rows(out, cpu);
}
