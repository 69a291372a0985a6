/* SPDX-License-Identifier: MIT */
/* DPC queues, first to run first. */
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

static void dpc_row(struct inspect *out, const struct scene_dpc *dpc, size_t place)
{
	const struct scene *scene = out->scene;
	const struct scene_given *given = &scene_device(scene, scene_interrupt(scene, dpc->obj)->parent)->given;
	uint64_t code = given->handler[scene_interrupt(scene, dpc->obj)->out_messages ? SYM_member_MESSAGE_DPC : SYM_member_DPC];
	struct str text = { 0 }, what = { 0 };
	char label[24];

	snprintf(label, sizeof(label), "%zu", place + 1);
	if (!inspect_name(out, 1, "", label))
		return;
	str_append(&text, "");
	if (code)
		inspect_code(out->look, code, &text);
	inspect_what_for(scene, dpc->obj, dpc->message, &what);
	inspect_value(out, "%s", what.text);
	inspect_raw(out, "#%llu", (unsigned long long)dpc->number);
	inspect_text(out, "%s", text.text);
	str_free(&text);
	str_free(&what);
}

void inspect_make_dpcs(struct inspect *out)
{
	for (size_t i = 0; i < out->scene->cpus_n; i++) {
		const struct scene_cpu *cpu = &out->scene->cpus[i];

		out->obj = cpu->obj;
		inspect_head(out, 0, cpu->obj, "%s", rectext_object(out->scene->trace, cpu->obj));
		if (inspect_row(out, 1, "dpcs", "queued"))
			inspect_value(out, "%zu", cpu->dpcs_n);
		for (size_t k = 0; k < cpu->dpcs_n; k++)
			dpc_row(out, &cpu->dpcs[k], k);
	}
	out->obj = 0;
}
