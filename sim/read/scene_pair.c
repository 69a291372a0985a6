/* SPDX-License-Identifier: MIT */
/* Comparing two scenes by tables of members. */
#include <string.h>

#include "sim/read/scene_pair.h"
#include "sim/trace/rectext.h"

bool pair_equal(const struct pair *pair, uint32_t obj, const char *what, uint64_t place, uint64_t a, uint64_t b)
{
	if (a == b)
		return true;
	if (pair->told) {
		pair->told(pair->context, pair->group, obj, what, place, a, b);
		return true;
	}
	if (pair->text)
		str_format(pair->text, "%s: %s %llu: 0x%llx and 0x%llx", rectext_object(pair->a->trace, obj), what,
			   (unsigned long long)place, (unsigned long long)a, (unsigned long long)b);
	return false;
}

static const void *at(const void *thing, size_t offset)
{
	return (const char *)thing + offset;
}

static const char *pointer(const void *place)
{
	const char *value;

	memcpy(&value, place, sizeof value);
	return value;
}

static uint64_t number(const void *place, size_t size)
{
	switch (size) {
	case 1:
		return *(const uint8_t *)place;
	case 2:
		return *(const uint16_t *)place;
	case 4:
		return *(const uint32_t *)place;
	default:
		return *(const uint64_t *)place;
	}
}

static bool equal_field(const struct pair *pair, uint32_t obj, uint64_t place, const struct field *f, const void *x, const void *y)
{
	for (size_t i = 0; i < f->n; i++) {
		uint64_t a = number(at(x, f->offset + i * f->size), f->size), b = number(at(y, f->offset + i * f->size), f->size);

		if (f->text && !strcmp(trace_text_of(pair->a->trace, (uint32_t)a), trace_text_of(pair->b->trace, (uint32_t)b)))
			continue;
		if (!pair_equal(pair, obj, f->what, place + i, a, b))
			return false;
	}
	return true;
}

bool pair_fields(const struct pair *pair, uint32_t obj, uint64_t place, const struct field *fields, const void *x, const void *y)
{
	for (const struct field *f = fields; f && f->what; f++)
		if (!equal_field(pair, obj, place, f, x, y))
			return false;
	return true;
}

static bool equal_list(const struct pair *pair, uint32_t obj, const struct list *list, const void *x, const void *y)
{
	uint64_t n = number(at(x, list->n), list->n_size), m = number(at(y, list->n), list->n_size);
	const char *p = pointer(at(x, list->list)), *q = pointer(at(y, list->list));

	if (list->what && !pair_equal(pair, obj, list->what, 0, n, m))
		return false;
	for (size_t i = 0; i < pair_both(n, m); i++)
		if (!pair_fields(pair, obj, i, list->fields, p + i * list->stride, q + i * list->stride))
			return false;
	return true;
}

static bool equal_element(const struct pair *pair, const struct group *group, size_t place, const void *x, const void *y)
{
	uint32_t obj = *(const uint32_t *)x;

	return pair_fields(pair, obj, place, group->fields, x, y) && (!group->list || equal_list(pair, obj, group->list, x, y)) &&
	       (!group->element || group->element(pair, obj, x, y));
}

bool pair_group(const struct pair *pair, const struct group *group)
{
	const struct family *family = group->family;
	const char *x = NULL, *y = NULL;
	size_t n = 0;

	if (family) {
		x = pointer(at(pair->a, family->list));
		y = pointer(at(pair->b, family->list));
		n = pair_both(*(const size_t *)at(pair->a, family->n), *(const size_t *)at(pair->b, family->n));
	}
	for (size_t i = family ? family->first : 0; i < n; i++)
		if (!equal_element(pair, group, family->numbered ? i : 0, x + i * family->stride, y + i * family->stride))
			return false;
	return !group->rest || group->rest(pair);
}
