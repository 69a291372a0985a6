/* SPDX-License-Identifier: MIT */
/* Statuses by name. */
#include <stddef.h>

#include "sim/read/status.h"

static const struct {
	const char *name;
	uint32_t value;
} statuses[] = {
#define STATUS(name, value) { #name, value },
#include "sim/read/statuses.def"
#undef STATUS
};

bool status_failed(uint64_t status)
{
	return (uint32_t)status >> 30 == 3;
}

const char *status_name(uint64_t status)
{
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (statuses[i].value == (uint32_t)status)
			return statuses[i].name;
	return NULL;
}

void status_text(uint64_t status, struct str *out)
{
	const char *name = status_name(status);

	str_format(out, "0x%x", (unsigned)status);
	if (name)
		str_format(out, " %s", name);
}
