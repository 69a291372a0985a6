/* SPDX-License-Identifier: MIT */
/* What drivers hold: pool blocks with tags, shared memory, mapped registers; a sum for each device, then each block. */
#include <ctype.h>
#include <stdio.h>

#include "sim/base/mem.h"
#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

enum family { POOL, SHARED, MAPS };

static const struct scene_set *set_of(const struct scene *scene, enum family family)
{
	return family == POOL ? &scene->pool : family == SHARED ? &scene->shared : &scene->maps;
}

static void sum_row(struct inspect *out, const char *name, const char *label, enum family family)
{
	const struct scene_set *set = set_of(out->scene, family);
	uint64_t bytes = 0;
	unsigned n = 0;

	if (!inspect_row(out, 1, name, label))
		return;
	for (size_t i = 0; i < set->places; i++)
		if (set->place[i].id && set->place[i].obj == out->obj) {
			n++;
			bytes += set->place[i].size;
		}
	inspect_value(out, "%u", n);
	inspect_text(out, say_n("%llu byte", "%llu bytes", bytes), (unsigned long long)bytes);
}

/* A tag is four characters, the first in the lowest byte. */
static void tag_text(uint64_t tag, char text[5])
{
	for (unsigned i = 0; i < 4; i++) {
		unsigned char c = (unsigned char)(tag >> 8 * i);

		text[i] = isprint(c) ? (char)c : '.';
	}
	text[4] = '\0';
}

static void detail(struct inspect *out, enum family family, const struct scene_item *item)
{
	char tag[5];

	tag_text(item->detail, tag);
	if (family == POOL)
		inspect_text(out, "tag '%s', %s", tag, rectext_object(out->scene->trace, item->obj));
	else if (family == SHARED)
		inspect_text(out, "for the device at 0x%llx, %s", (unsigned long long)item->detail, rectext_object(out->scene->trace, item->obj));
	else
		inspect_text(out, "BAR%u + 0x%llx of %s", (unsigned)(item->detail >> 56), (unsigned long long)(item->detail & 0xFFFFFFFFFFFFFF),
			     rectext_object(out->scene->trace, item->obj));
}

static void item_rows(struct inspect *out, enum family family)
{
	const struct scene_set *set = set_of(out->scene, family);
	const struct scene_item **items = out->only ? NULL : scene_set_sorted(set);

	for (size_t i = 0; items && i < set->n; i++) {
		char label[32];

		snprintf(label, sizeof(label), "%llu", (unsigned long long)items[i]->id);
		if (!inspect_name(out, 1, "", label))
			continue;
		inspect_value(out, say_n("%llu byte", "%llu bytes", items[i]->size), (unsigned long long)items[i]->size);
		inspect_raw(out, "0x%llx", (unsigned long long)items[i]->address);
		detail(out, family, items[i]);
	}
	mem_free(items);
}

void inspect_make_memory(struct inspect *out)
{
	for (size_t i = 1; i < out->scene->devices_n; i++) {
		if (out->scene->devices[i].bridge)
			continue;
		out->obj = out->scene->devices[i].obj;
		inspect_head(out, 0, out->obj, "%s", rectext_object(out->scene->trace, out->obj));
		sum_row(out, "pool", N_("pool blocks"), POOL);
		sum_row(out, "shared", N_("shared memory"), SHARED);
		sum_row(out, "maps", N_("mapped registers"), MAPS);
	}
	out->obj = 0;
	inspect_head(out, 0, 0, "pool blocks");
	item_rows(out, POOL);
	inspect_head(out, 0, 0, "shared memory");
	item_rows(out, SHARED);
	inspect_head(out, 0, 0, "mapped registers");
	item_rows(out, MAPS);
}
