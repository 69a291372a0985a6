/* SPDX-License-Identifier: MIT */
/* msilab policy list: the grant policies, from their own table. */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "sim/base/say.h"
#include "sim/os/grant.h"

int cmd_policy(const struct arguments *arguments)
{
	struct err err;

	if (strcmp(arguments->word[0], "list")) {
		err_set(&err, "policy does not know %s", arguments->word[0]);
		err_expected(&err, "list");
		return cli_failed(&err, STATUS_USAGE);
	}
	for (const struct grant_policy *const *policy = grant_policies; *policy; policy++) {
		char form[64];
		size_t n = (size_t)snprintf(form, sizeof form, "%s", (*policy)->name);

		for (const char *const *key = (*policy)->keys; *key && n < sizeof form; key++)
			n += (size_t)snprintf(form + n, sizeof form - n, " %s=N", *key);
		printf("%-20s %s\n", form, say((*policy)->help));
	}
	return STATUS_GOOD;
}
