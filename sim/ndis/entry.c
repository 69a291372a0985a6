/* SPDX-License-Identifier: MIT */
/* The driver's calls by name. */
#include <stddef.h>
#include <string.h>

#include "sim/ndis/entry.h"
#include "sim/ndis/api.h"

static const struct {
	const char *name;
	void (*function)(void);
} entries[API_COUNT] = {
#define API(name, low, high, cost, rule, help) { #name, (void (*)(void))name },
#include "sim/ndis/api.def"
#undef API
};

const char *entry_name(unsigned api)
{
	return entries[api].name;
}

void *entry_named(const char *name)
{
	for (unsigned i = 0; i < API_COUNT; i++)
		if (strcmp(entries[i].name, name) == 0)
			return (void *)(uintptr_t)entries[i].function;
	return NULL;
}
