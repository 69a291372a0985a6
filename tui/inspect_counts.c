/* SPDX-License-Identifier: MIT */
/* As /proc/interrupts tells it: how often each CPU took each vector; and for each service routine, how often it was called and how
 * often it said that the interrupt was not its device's. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

#define COLUMNS 8 /* CPUs that get a column; with more of them only those that took it are told */
#define VECTOR_IPI 0xE1
#define VECTOR_SPURIOUS 0xDF

static void header_row(struct inspect *out)
{
	struct str text = { 0 };

	if (out->scene->cpus_n > COLUMNS || !inspect_row(out, 0, "", "vector"))
		return;
	for (size_t i = 0; i < out->scene->cpus_n; i++)
		str_format(&text, "%8s%zu", "CPU", i);
	inspect_value(out, "%s", text.text);
	str_free(&text);
}

static bool taken(const struct scene *scene, unsigned vector)
{
	for (size_t i = 0; i < scene->cpus_n; i++)
		if (scene->cpus[i].apic.taken[vector])
			return true;
	return false;
}

/* Whose vector it is. */
static void owners(const struct inspect *out, unsigned vector, struct str *text)
{
	const struct scene *scene = out->scene;

	if (vector == VECTOR_IPI)
		str_append(text, say(" inter-processor"));
	if (vector == VECTOR_SPURIOUS)
		str_append(text, say(" spurious"));
	for (size_t i = 1; i < scene->interrupts_n; i++)
		for (size_t m = 0; m < scene->interrupts[i].n; m++)
			if (scene->interrupts[i].messages[m].connected && scene->interrupts[i].messages[m].vector == vector)
				str_format(text, " %s %zu", rectext_object(scene->trace, scene->interrupts[i].obj), m);
}

static void vector_row(struct inspect *out, unsigned vector)
{
	const struct scene *scene = out->scene;
	struct str counts = { 0 }, text = { 0 };
	char label[24];

	snprintf(label, sizeof(label), say("vector %02x"), vector);
	if (!inspect_name(out, 0, "", label))
		return;
	for (size_t i = 0; i < scene->cpus_n; i++)
		if (scene->cpus_n <= COLUMNS)
			str_format(&counts, "%9u", scene->cpus[i].apic.taken[vector]);
		else if (scene->cpus[i].apic.taken[vector])
			str_format(&counts, "%sCPU%zu:%u", counts.length ? " " : "", i, scene->cpus[i].apic.taken[vector]);
	inspect_value(out, "%s", counts.length ? counts.text : "0");
	str_append(&text, "");
	owners(out, vector, &text);
	inspect_text(out, "%s", text.text);
	str_free(&counts);
	str_free(&text);
}

static void calls_rows(struct inspect *out, const struct scene_interrupt *interrupt)
{
	out->obj = interrupt->obj;
	inspect_head(out, 0, interrupt->parent, "%s: calls of its service routine", rectext_object(out->scene->trace, interrupt->obj));
	for (size_t m = 0; m < interrupt->n; m++) {
		const struct scene_connection *c = &interrupt->messages[m];
		char name[40], label[40];

		if (!c->connected && !c->calls)
			continue;
		snprintf(name, sizeof(name), "message%zu.calls", m);
		snprintf(label, sizeof(label), say("message %zu"), m);
		if (inspect_row(out, 1, name, c->kind == SYM_grant_LINE ? N_("line") : label)) {
			inspect_value(out, "%llu", (unsigned long long)c->calls);
			inspect_raw(out, say("vector %02x"), c->vector);
			inspect_text(out, "%llu of them said FALSE: not its device", (unsigned long long)c->unclaimed);
		}
	}
}

void inspect_make_counts(struct inspect *out)
{
	const struct scene *scene = out->scene;

	header_row(out);
	for (unsigned v = 0; v < 256; v++)
		if (taken(scene, v))
			vector_row(out, v);
	for (size_t i = 1; i < scene->interrupts_n; i++)
		calls_rows(out, &scene->interrupts[i]);
	out->obj = 0;
}
