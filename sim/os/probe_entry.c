/* SPDX-License-Identifier: MIT */
/* The functions of probe.def by name. Naming them here also brings them into every program that has a probe. */
#include <string.h>

#include "sim/os/probe.h"

/* Their types are the compilers' business; here they are places in the code. */
#define PROBE(name) extern const char name[];
#include "sim/os/probe.def"
#undef PROBE

static const struct entry {
	const char *name;
	const void *function;
} entries[] = {
#define PROBE(name) { #name, name },
#include "sim/os/probe.def"
#undef PROBE
};

void *probe_entry(const char *name)
{
	for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++)
		if (!strcmp(entries[i].name, name))
			return (void *)(uintptr_t)entries[i].function;
	return NULL;
}
