/* SPDX-License-Identifier: MIT */
/*
 * The driver's calls by name, and the entries that these names are: each leads over the boundary to its body (crossing.h). Here the
 * names of api.def mean the entries; elsewhere in this folder the bodies.
 */
#undef NDIS_BODIES
#include <stddef.h>
#include <string.h>

#include "sim/ndis/entry.h"
#include "sim/ndis/api.h"

/* Those with arguments on the stack: more than six, or a number that the caller decides. */
__asm__(".set wide_DbgPrint, 1\n"
	".set wide_DbgPrintEx, 1\n"
	".set wide_NdisWriteErrorLogEntry, 1\n"
	".set wide_NdisInitializeNPagedLookasideList, 1\n");

#define API(name, low, high, cost, rule, help)                                                             \
	__asm__(".text\n"                                                                                  \
		".p2align 4\n"                                                                             \
		".globl " #name "\n"                                                                       \
		".type " #name ", @function\n" #name ":\n"                                                 \
		"leaq system_" #name "(%rip), %r11\n"                                                      \
		".ifdef wide_" #name "\n"                                                                  \
		"jmp crossing_out_wide\n"                                                                  \
		".else\n"                                                                                  \
		"jmp crossing_out\n"                                                                       \
		".endif\n"                                                                                 \
		".size " #name ", . - " #name "\n");
#include "sim/ndis/api.def"
#undef API

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
