/* SPDX-License-Identifier: MIT */
/* What a vector finds, as a debugger's !idt tells it: by CPU and vector, a shared vector's chain in its order. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

static void connection_row(struct inspect *out, const struct scene_interrupt *interrupt, size_t m, unsigned cpu)
{
	const struct scene_connection *c = &interrupt->messages[m];
	const struct scene_device *device = scene_device(out->scene, interrupt->parent);
	struct str code = { 0 };
	char name[48], label[32];

	out->obj = interrupt->obj;
	snprintf(name, sizeof(name), "message%zu.vector", m);
	snprintf(label, sizeof(label), say("CPU %u vector %02x"), cpu, c->vector);
	if (!inspect_name(out, 0, name, label))
		return;
	inspect_service(out->look, device, c->kind, &code);
	inspect_value(out, "%s", code.text);
	inspect_raw(out, "IRQL %u", c->vector >> 4);
	if (c->kind == SYM_grant_LINE)
		inspect_text(out, "%s: the line, driver %s", rectext_object(out->scene->trace, interrupt->obj), trace_text_of(out->scene->trace, device->driver));
	else
		inspect_text(out, "%s: message %zu (%s), driver %s", rectext_object(out->scene->trace, interrupt->obj), m,
			     tell_symbol("grant", c->kind), trace_text_of(out->scene->trace, device->driver));
	str_free(&code);
}

static void vector_rows(struct inspect *out, unsigned cpu, unsigned vector)
{
	const struct scene_interrupt *interrupt;
	unsigned place = 0;
	size_t m;

	while ((interrupt = scene_asked(out->scene, UINT64_C(1) << cpu, vector, place++, &m)))
		connection_row(out, interrupt, m, cpu);
}

/* Vectors that anything is connected to: a walk over 256 times all connections would be too long for many messages. */
static void used_vectors(const struct scene *scene, uint64_t cpus[256])
{
	for (size_t i = 1; i < scene->interrupts_n; i++)
		for (size_t m = 0; m < scene->interrupts[i].n; m++)
			if (scene->interrupts[i].messages[m].connected)
				cpus[scene->interrupts[i].messages[m].vector] |= scene->interrupts[i].messages[m].cpus;
}

void inspect_make_idt(struct inspect *out)
{
	uint64_t cpus[256] = { 0 };

	used_vectors(out->scene, cpus);
	for (unsigned cpu = 0; cpu < out->scene->cpus_n && cpu < 64; cpu++)
		for (unsigned v = 0; v < 256; v++)
			if (cpus[v] >> cpu & 1)
				vector_rows(out, cpu, v);
	out->obj = 0;
	if (!out->n)
		inspect_note(out, 0, "no service routine is connected to any vector");
}
