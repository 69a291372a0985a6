/* SPDX-License-Identifier: MIT */
/* Names and functions for modules. The build exports the same names, and no other, from the program (sim/exports.list). */
#include "cli/place.h"
#include "cli/world.h"
#include "sim/os/probe.h"
#include "sim/read/explain.h"

static const char *const given[] = {
#define API(name, lowest, highest, cost, rule, help) #name,
#include "sim/ndis/api.def"
#undef API
	NULL
};

static const char *const bound[] = { "memcpy", "memmove", "memset", "memcmp", NULL };

static const struct module_bind binds[] = {
	{ "memcpy", (void (*)(void))probe_memcpy },
	{ "memmove", (void (*)(void))probe_memmove },
	{ "memset", (void (*)(void))probe_memset },
	{ "memcmp", (void (*)(void))probe_memcmp },
	{ 0 }
};

static const struct explain_call calls[] = {
#define API(name, lowest, highest, cost, rule, help) { #name, #lowest, #highest, help },
#include "sim/ndis/api.def"
#undef API
};

const struct explain_calls *world_calls(void)
{
	static const struct explain_calls all = { calls, sizeof calls / sizeof *calls };

	return &all;
}

const char *const *world_given(void)
{
	return given;
}

const char *const *world_bound(void)
{
	return bound;
}

const struct module_world *world(void)
{
	static const char *folders[2];
	static const struct module_world all = { .given = given, .binds = binds, .folders = folders };

	folders[0] = place(PLACE_DRIVERS);
	return &all;
}
