/* SPDX-License-Identifier: MIT */
/* Records in words. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/read/explain.h"
#include "sim/read/status.h"
#include "sim/read/tell.h"
#include "sim/read/why.h"
#include "sim/trace/rectext.h"
#include "sim/trace/register.h"

#define CAUSES 32
#define EFFECTS_MOST 20000

const struct explain_form explain_forms[RECORD_KINDS] = {
#define EXPLAIN(id, meaning, why, clause, rule) [R_##id] = { meaning, why, clause, rule },
#include "sim/read/explain.def"
#undef EXPLAIN
};

/* ORDER records.def: a line for every kind. */
enum {
#define EXPLAIN(id, meaning, why, clause, rule) EXPLAINED_##id,
#include "sim/read/explain.def"
#undef EXPLAIN
	EXPLAINED
};
_Static_assert((int)EXPLAINED == (int)RECORD_KINDS, "explain.def has a line for every line of records.def");

/* ---- values ---- */

struct value {
	const struct trace *trace;
	const struct record *record;
	const char *name;
	uint64_t number;
};

typedef void speak(const struct value *value, struct str *out);

static void say_causes(const struct value *value, struct str *out)
{
	char name[16];
	bool any = false;

	for (unsigned bit = 0; bit < CAUSES; bit++)
		if (value->number >> bit & 1) {
			str_format(out, "%s%s", any ? " " : "", why_cause_name(bit, name, sizeof name));
			any = true;
		}
	if (!any)
		str_append(out, say("none"));
}

static void say_vector(const struct value *value, struct str *out)
{
	unsigned vector = value->number & 0xFF;

	if (vector < 16)
		str_append(out, say("no vector: below 16"));
	else
		str_format(out, say("class %u: taken while the CPU's level is below %u"), vector >> 4, vector >> 4);
}

static void say_address(const struct value *value, struct str *out)
{
	unsigned destination = value->number >> 12 & 0xFF;

	if (value->number >> 20 != 0xFEE)
		str_append(out, say("not the window of the local APICs (FEEx_xxxxh)"));
	else if (value->number & 4)
		str_format(out, say("local APICs, logical destination 0x%02x"), destination);
	else if (destination == 0xFF)
		str_append(out, say("all local APICs"));
	else
		str_format(out, say("the local APIC of CPU %u"), destination);
}

static void say_data(const struct value *value, struct str *out)
{
	static const char *const modes[] = { "fixed", "lowest priority", "SMI", "reserved", "NMI", "INIT", "reserved", "ExtINT" };

	str_format(out, "vector 0x%02x, %s, %s", (unsigned)(value->number & 0xFF), modes[value->number >> 8 & 7],
		   value->number >> 15 & 1 ? "level" : "edge");
}

static void say_cpus(const struct value *value, struct str *out)
{
	bool any = false;

	for (unsigned cpu = 0; cpu < 64; cpu++)
		if (value->number >> cpu & 1) {
			str_format(out, "%sCPU %u", any ? ", " : "", cpu);
			any = true;
		}
	if (!any)
		str_append(out, say("no CPU"));
}

static void say_register(const struct value *value, struct str *out)
{
	const char *name = register_at_place(value->trace, value->record->obj, value->number);

	str_append(out, name ? name : "");
}

/* BAR 0 holds the registers; the MSI-X table lies in another. */
static void say_offset(const struct value *value, struct str *out)
{
	const char *name = register_at_offset(value->trace, value->record->obj, value->number);

	if (value->number >> 56)
		str_format(out, say("BAR %u, byte 0x%llx"), (unsigned)(value->number >> 56), (unsigned long long)(value->number & 0xFFFFFFFFFFFFFF));
	else
		str_append(out, name ? name : "");
}

static void say_apic_register(const struct value *value, struct str *out)
{
	const char *name = register_of_apic(value->number);

	str_append(out, name ? name : "");
}

static void say_config(const struct value *value, struct str *out)
{
	static const struct {
		unsigned from, to;
		const char *name;
	} names[] = { { 0x00, 0x04, "Vendor and Device ID" }, { 0x04, 0x06, "Command" }, { 0x06, 0x08, "Status" }, { 0x10, 0x28, "a BAR" },
		      { 0x34, 0x35, "Capabilities Pointer" }, { 0x3C, 0x3D, "Interrupt Line" }, { 0x3D, 0x3E, "Interrupt Pin" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (value->number >= names[i].from && value->number < names[i].to)
			str_append(out, names[i].name);
	if (value->number >= 0x40)
		str_append(out, say("in a capability"));
}

static void say_status(const struct value *value, struct str *out)
{
	const char *name = status_name(value->number);

	str_append(out, name ? name : "");
}

static void say_claimed(const struct value *value, struct str *out)
{
	str_append(out, value->number ? say("yes, it was its device's") : say("no, it was not its device's"));
}

static void say_control(const struct value *value, struct str *out)
{
	str_append(out, value->number & 1 ? say("masked") : say("not masked"));
}

static void say_level(const struct value *value, struct str *out)
{
	static const char *const names[] = { "PASSIVE_LEVEL", "APC_LEVEL", "DISPATCH_LEVEL" };

	if (value->number < 3)
		str_append(out, names[value->number]);
	else
		str_append(out, value->number == 15 ? "HIGH_LEVEL" : say("a device's level"));
}

/* Words whose number has an inside. prefix: of the kind's name; the first line that fits counts. */
static const struct speaker {
	const char *prefix, *word;
	speak *speak;
} speakers[] = {
	{ "dev.cause.", "bits", say_causes },	  { "dev.cause.", "icr_after", say_causes }, { "dev.", "bits", say_causes },
	{ "dev.", "ims_after", say_causes },	  { "dev.reg", "index", say_register },	     { "", "vector", say_vector },
	{ "msi.", "address", say_address },	  { "msi.", "data", say_data },		     { "msix.entry", "address_after", say_address },
	{ "msix.entry", "data_after", say_data }, { "msix.", "control_after", say_control }, { "pnp.message", "address", say_address },
	{ "pnp.message", "data", say_data },	  { "", "cpus", say_cpus },		     { "isr.exit", "targets", say_cpus },
	{ "apic.reg", "offset", say_apic_register },
	{ "isr.exit", "claimed", say_claimed },	  { "mmio.", "offset", say_offset },	     { "cfg.", "offset", say_config },
	{ "", "status", say_status },		  { "irql.", "from", say_level },	     { "irql.", "to_after", say_level },
	{ "cpu.hold", "level_after", say_level },
};

static void put_value(const struct trace *trace, const struct record *record, unsigned i, struct str *out)
{
	struct record_word word;
	struct value value = { trace, record, "", record->w[i] };
	struct str said = { 0 };

	if (!record_word((enum record_kind)record->kind, i, &word))
		return;
	value.name = word.name;
	for (size_t k = 0; k < sizeof speakers / sizeof *speakers && !said.length; k++)
		if (!strcmp(speakers[k].word, word.name) &&
		    !strncmp(speakers[k].prefix, record_forms[record->kind].name, strlen(speakers[k].prefix)))
			speakers[k].speak(&value, &said);
	str_format(out, "  %s ", word.name);
	rectext_word(trace, record, i, out);
	if (said.length)
		str_format(out, ": %s", said.text);
	str_append(out, "\n");
	str_free(&said);
}

/* ---- the rest ---- */

static void put_head(const struct trace *trace, const struct record *record, struct str *out)
{
	char time[40];

	str_format(out, say("#%llu %s at %s"), (unsigned long long)record->number, record_forms[record->kind].name,
		   vtime_text(record->at, time, sizeof time));
	if (record->cpu != RECORD_NO_CPU)
		str_format(out, say(", on CPU %u at IRQL %u"), record->cpu, record->irql);
	str_append(out, "\n");
	tell_record(trace, record, out);
	str_append(out, ".\n");
}

static void put_other(const struct trace *trace, const char *label, uint64_t number, struct str *out)
{
	const struct record *record = trace_at(trace, number);

	if (!record)
		return;
	str_format(out, "%s: #%llu %s: ", label, (unsigned long long)number, record_forms[record->kind].name);
	tell_record(trace, record, out);
	str_append(out, "\n");
}

/* The first record that this one caused directly, if it is not far. */
static uint64_t first_effect(const struct trace *trace, uint64_t number)
{
	const struct record *record;

	for (uint64_t n = number + 1; n < number + EFFECTS_MOST && (record = trace_at(trace, n)); n++)
		if (record->cause == number)
			return n;
	return UINT64_MAX;
}

static void put_call(const struct record *record, const char *name, const struct explain_calls *calls, struct str *out)
{
	for (size_t i = 0; calls && i < calls->n; i++) {
		const struct explain_call *call = &calls->call[i];

		if (strcmp(call->name, name))
			continue;
		str_format(out, say("This call: %s."), call->text);
		str_append(out, "\n");
		if (!strcmp(call->low, call->high))
			str_format(out, say("Its rule: at IRQL %s only; here it is IRQL %u."), call->low, record->irql);
		else
			str_format(out, say("Its rule: from IRQL %s to %s; here it is IRQL %u."), call->low, call->high, record->irql);
		str_append(out, "\n");
	}
}

static void put_rule(const struct explain_form *form, struct str *out)
{
	if (form->clause[0] && form->rule[0])
		str_format(out, say("Rule: %s: %s"), form->clause, say(form->rule));
	else if (form->clause[0])
		str_format(out, say("See: %s"), form->clause);
	if (form->clause[0])
		str_append(out, "\n");
}

void explain_text(const struct trace *trace, uint64_t number, const struct explain_calls *calls, struct str *out)
{
	const struct record *record = trace_at(trace, number);
	const struct explain_form *form;

	if (!record)
		return;
	form = &explain_forms[record->kind];
	put_head(trace, record, out);
	str_format(out, "%s%s%s\n", say(form->meaning), form->why[0] ? " " : "", say(form->why));
	for (unsigned i = 0; i < 4; i++)
		put_value(trace, record, i, out);
	if (record->kind == R_API_CALL || record->kind == R_API_RETURN)
		put_call(record, trace_text_of(trace, record->w[0]), calls, out);
	put_rule(form, out);
	if (record->cause != number)
		put_other(trace, say("Because of"), record->cause, out);
	put_other(trace, say("The first that came of it"), first_effect(trace, number), out);
}
