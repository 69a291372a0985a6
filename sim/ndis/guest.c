/* SPDX-License-Identifier: MIT */
/* Copies to and from the driver's memory, and its texts as ours. */
#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/ndis/guest.h"
#include "sim/os/probe.h"

_Noreturn void guest_endless(struct ndis *ndis)
{
	struct core *core = ndis->core;

	probe_spin(core, probe_code(core, core->cpu->stretch.at), N_("the system follows a chain of the driver's that has no end"));
	bug(__FILE__, __LINE__, "a bugcheck on a CPU came back");
}

/* Appends one code point; false: no room. */
static bool put(char *text, size_t size, size_t *at, unsigned code)
{
	unsigned n = code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0 };

	if (*at + n >= size)
		return false;
	for (unsigned i = n; i-- > 1; code >>= 6)
		text[*at + i] = (char)(0x80 | (code & 0x3f));
	text[*at] = (char)(n == 1 ? code : lead[n] | code);
	*at += n;
	return true;
}

void guest_wide(struct ndis *ndis, const void *from, size_t units, char *text, size_t size)
{
	const uint16_t *wide = from;
	size_t at = 0;
	uint16_t unit;

	for (size_t i = 0; i < units; i++) {
		GUEST_GET(ndis, &unit, wide + i);
		if (!unit || !put(text, size, &at, unit >= 0xd800 && unit < 0xe000 ? '?' : unit))
			break;
	}
	text[at] = 0;
}

void guest_string(struct ndis *ndis, const void *string, char *text, size_t size)
{
	UNICODE_STRING s;

	text[0] = 0;
	if (!string)
		return;
	GUEST_GET(ndis, &s, (const UNICODE_STRING *)string);
	guest_wide(ndis, s.Buffer, s.Length / sizeof(WCHAR), text, size);
}

void guest_text(struct ndis *ndis, const char *from, char *text, size_t size)
{
	size_t i = 0;

	for (; i + 1 < size; i++) {
		guest_read(ndis, &text[i], from + i, 1);
		if (!text[i])
			return;
	}
	text[i] = 0;
}
