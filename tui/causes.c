/* SPDX-License-Identifier: MIT */
/* Names of cause bits (data sheets, "Interrupt causes"). */
#include <stdio.h>
#include <string.h>

#include "tui/causes.h"
#include "tui/inspect_parts.h"

static const struct {
	unsigned first, n;
	const char *name;
} groups[] = { { 0, 8, "RXQ" }, { 8, 8, "TXQ" }, { 16, 8, "RXO" }, { 24, 1, "LSC" }, { 25, 2, "SW" }, { 31, 1, "ERR" } };

static size_t add(char *out, size_t size, size_t at, const char *text)
{
	if (at + strlen(text) + 2 >= size)
		return at;
	return at + (size_t)snprintf(out + at, size - at, "%s%s", at ? " " : "", text);
}

const char *causes_text(uint32_t bits, char *out, size_t size)
{
	size_t at = 0;

	snprintf(out, size, "-");
	for (size_t g = 0; g < sizeof(groups) / sizeof(*groups); g++)
		for (unsigned i = 0, last; i < groups[g].n; i = last + 1) {
			char text[24];

			last = i;
			if (!(bits >> (groups[g].first + i) & 1))
				continue;
			while (last + 1 < groups[g].n && bits >> (groups[g].first + last + 1) & 1)
				last++;
			if (groups[g].n == 1)
				snprintf(text, sizeof(text), "%s", groups[g].name);
			else if (last > i)
				snprintf(text, sizeof(text), "%s%u-%u", groups[g].name, i, last);
			else
				snprintf(text, sizeof(text), "%s%u", groups[g].name, i);
			at = add(out, size, at, text);
		}
	return out;
}

static const char *simple_text(uint32_t bits, char *out, size_t size)
{
	static const char *const names[] = { "TIMER", "SW0", "SW1", "SW2" };
	size_t at = 0;

	snprintf(out, size, "-");
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (bits >> i & 1)
			at = add(out, size, at, names[i]);
	return out;
}

const char *causes_named(const struct scene_device *device, uint32_t bits, char *out, size_t size)
{
	return device->role[ROLE_ICR] ? causes_text(bits, out, size) : simple_text(bits, out, size);
}
