/* SPDX-License-Identifier: MIT */
/* Everything there is, and the way to its pages. */
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "tui/inspect.h"

static const char *const modes[] = { N_("none"), "INTx", "MSI", "MSI-X" };

static void line_row(struct inspect *out, const struct scene_device *device)
{
	if (!device->pin || !inspect_row(out, 1, "line", "line"))
		return;
	inspect_value(out, "%s", device->asserted ? say("asserted") : say("quiet"));
	inspect_raw(out, say("IO-APIC input %u"), device->input);
}

static void function_rows(struct inspect *out, const struct scene_device *device)
{
	const struct scene *scene = out->scene;

	out->obj = device->obj;
	inspect_head(out, 0, device->obj, "%s", rectext_object(scene->trace, device->obj));
	if (inspect_row(out, 1, "model", "model")) {
		inspect_value(out, "%s", trace_text_of(scene->trace, scene->objects[device->obj].detail));
		inspect_text(out, device->removed ? N_("gone: reads give all ones") : N_("below %s"), device->parent ? rectext_object(scene->trace, device->parent) : say("the root bus"));
	}
	if (device->bridge)
		return;
	if (inspect_row(out, 1, "state", "state")) {
		inspect_value(out, "%s", tell_symbol("state", device->state));
		inspect_raw(out, "0x%08x", device->status);
		if (device->driver)
			inspect_text(out, "driver %s", trace_text_of(scene->trace, device->driver));
	}
	if (inspect_row(out, 1, "mode", "interrupts by"))
		inspect_value(out, "%s", say(modes[scene_mode(device)]));
	line_row(out, device);
	if (inspect_row(out, 1, "link", "cable")) {
		inspect_value(out, "%s", device->link_up ? say("up") : say("down"));
		if (device->link_up)
			inspect_text(out, "%u Mbit/s", device->link_speed * 100);
	}
}

static void cpu_rows(struct inspect *out, const struct scene_cpu *cpu)
{
	out->obj = cpu->obj;
	inspect_head(out, 0, cpu->obj, "%s", rectext_object(out->scene->trace, cpu->obj));
	if (inspect_name(out, 1, "irql", "IRQL"))
		inspect_value(out, "%u", cpu->irql);
	if (inspect_row(out, 1, "thread", "thread"))
		inspect_value(out, "%s", cpu->thread ? rectext_object(out->scene->trace, cpu->thread) : say("idle"));
}

void inspect_make_machine(struct inspect *out)
{
	const struct scene *scene = out->scene;

	for (size_t i = 1; i < scene->devices_n; i++)
		function_rows(out, &scene->devices[i]);
	for (size_t i = 0; i < scene->cpus_n; i++)
		cpu_rows(out, &scene->cpus[i]);
	out->obj = 0;
	inspect_head(out, 0, scene->ioapic_obj, "%s", rectext_object(scene->trace, scene->ioapic_obj));
}
