/* SPDX-License-Identifier: MIT */
/* Well-formed UTF-8 (RFC 3629 section 4). */
#include "sim/base/utf8.h"

unsigned utf8_sequence(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	unsigned n = at[0] < 0x80 ? 1 : at[0] >= 0xC2 && at[0] < 0xE0 ? 2 : (at[0] & 0xF0) == 0xE0 ? 3 :
		     at[0] >= 0xF0 && at[0] < 0xF5 ? 4 : 0;

	for (unsigned i = 1; i < n; i++)
		if ((at[i] & 0xC0) != 0x80)
			return 0;
	if (n == 3 && ((at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] >= 0xA0)))
		return 0;
	if (n == 4 && ((at[0] == 0xF0 && at[1] < 0x90) || (at[0] == 0xF4 && at[1] >= 0x90)))
		return 0;
	return n;
}
