/* SPDX-License-Identifier: MIT */
/* Counting tries, and looking up which of them fails. */
#include "sim/ndis/inject.h"

bool inject_failure(struct ndis *ndis, enum inject what)
{
	static const char *const options[INJECT_COUNT] = { [INJECT_MAP] = "fail.map", [INJECT_REGISTER] = "fail.register" };

	return ++ndis->tried[what] == os_option(ndis->os, options[what], 0);
}

void inject_alloc(struct ndis *ndis)
{
	ndis->os->pool.fail_at = os_option(ndis->os, "fail.alloc", 0);
}
