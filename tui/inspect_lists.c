/* SPDX-License-Identifier: MIT */
/* Net buffer lists and their owners. */
#include <stdio.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

static void sum_row(struct inspect *out, const char *name, const char *label, unsigned owner)
{
	const struct scene_set *set = &out->scene->lists;
	unsigned n = 0;

	if (!inspect_name(out, 1, name, label))
		return;
	for (size_t i = 0; i < set->places; i++)
		n += set->place[i].id && set->place[i].obj == out->obj && set->place[i].owner == owner;
	inspect_value(out, "%u", n);
}

static void list_row(struct inspect *out, const struct scene_item *item)
{
	char label[32];

	snprintf(label, sizeof(label), "%llu", (unsigned long long)item->id);
	if (!inspect_name(out, 1, "", label))
		return;
	inspect_value(out, "%s", tell_symbol("owner", item->owner));
	if (item->address)
		inspect_raw(out, "0x%llx", (unsigned long long)item->address);
	if (item->size)
		inspect_text(out, say_n("%llu byte, %s", "%llu bytes, %s", item->size), (unsigned long long)item->size, rectext_object(out->scene->trace, item->obj));
	else
		inspect_text(out, "%s", rectext_object(out->scene->trace, item->obj));
}

void inspect_make_lists(struct inspect *out)
{
	const struct scene *scene = out->scene;
	const struct scene_item **items = out->only ? NULL : scene_set_sorted(&scene->lists);

	for (size_t i = 1; i < scene->devices_n; i++) {
		if (scene->devices[i].bridge)
			continue;
		out->obj = scene->devices[i].obj;
		inspect_head(out, 0, out->obj, "%s", rectext_object(scene->trace, out->obj));
		sum_row(out, "lists.driver", N_("with the driver"), SYM_owner_DRIVER);
		sum_row(out, "lists.system", N_("with the system"), SYM_owner_SYSTEM);
	}
	out->obj = 0;
	inspect_head(out, 0, 0, "each list");
	for (size_t i = 0; items && i < scene->lists.n; i++)
		list_row(out, items[i]);
	mem_free(items);
}
