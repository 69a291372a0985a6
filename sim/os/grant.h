/* SPDX-License-Identifier: MIT */
/*
 * Grant policies: how scarce the system is with messages. A policy answers with a number of messages; what the vectors
 * allow and how MSI rounds down to a power of two is the same for all (pnp.c).
 */
#ifndef MSILAB_OS_GRANT_H
#define MSILAB_OS_GRANT_H

#include "sim/os/os.h"

struct grant_policy {
	const char *name, *help;
	const char *const *keys; /* settings it takes, ends with NULL */
	bool all_or_one;         /* too few vectors: exactly one message, not as many as there are */
	/* How many of `asked` (> 0) messages; 0: the line. */
	unsigned (*grant)(struct os *os, unsigned asked);
};

/* grants.def, in the order shown to the user; ends with NULL. */
extern const struct grant_policy *const grant_policies[];
const struct grant_policy *grant_policy_named(const char *name);

/* Whether a policy's name and settings can be used. */
bool grant_check(const char *name, const struct settings *settings, struct err *err);

#endif
