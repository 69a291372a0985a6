/* SPDX-License-Identifier: MIT */
/* Virtual time as text, exactly in both directions. */
#include <stdio.h>
#include <string.h>

#include "sim/base/vtime.h"

static const struct unit {
	const char *name;
	int64_t ns;
	int digits; /* decimal places that are still whole nanoseconds */
} units[] = {
	{ "s", 1000000000, 9 },
	{ "ms", 1000000, 6 },
	{ "us", 1000, 3 },
	{ "ns", 1, 0 },
};

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* Reads digits of the base; NULL: none, or too large. */
static const char *whole(const char *text, int base, int64_t *value)
{
	const char *at = text;

	for (*value = 0; digit(*at) < base; at++)
		if (__builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, digit(*at), value))
			return NULL;
	return at == text ? NULL : at;
}

static const struct unit *unit_named(const char *name)
{
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (strcmp(units[i].name, name) == 0)
			return &units[i];
	return *name ? NULL : &units[3];
}

bool vtime_parse(const char *text, vtime *value)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	const char *at = whole(hex ? text + 2 : text, hex ? 16 : 10, value);
	int64_t fraction = 0;
	int places = 0;
	const struct unit *unit;

	if (!at)
		return false;
	if (*at == '.' && !hex)
		for (at++; digit(*at) < 10; at++, places++) {
			if (places >= 9)
				return false;
			fraction = fraction * 10 + digit(*at);
		}
	unit = unit_named(at);
	if (!unit || places > unit->digits)
		return false;
	for (; places < unit->digits; places++)
		fraction *= 10;
	return !__builtin_mul_overflow(*value, unit->ns, value) &&
	       !__builtin_add_overflow(*value, fraction, value);
}

const char *vtime_text(vtime value, char *text, size_t size)
{
	const struct unit *unit = &units[3];
	uint64_t n = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	char fraction[12];
	int digits;

	if (value == VTIME_NEVER) {
		snprintf(text, size, "never");
		return text;
	}
	for (size_t i = 0; i < 3 && n; i++)
		if (n >= (uint64_t)units[i].ns) {
			unit = &units[i];
			break;
		}
	snprintf(fraction, sizeof fraction, "%0*u", unit->digits, (unsigned)(n % (uint64_t)unit->ns));
	for (digits = unit->digits; digits && fraction[digits - 1] == '0'; digits--)
		;
	snprintf(text, size, "%s%llu%s%.*s%s", value < 0 ? "-" : "",
		 (unsigned long long)(n / (uint64_t)unit->ns), digits ? "." : "", digits, fraction, unit->name);
	return text;
}
