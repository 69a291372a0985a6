/* SPDX-License-Identifier: MIT */
/* The table of grant policies, and the check of a policy's words. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/os/grant.h"

#define GRANT(symbol) extern const struct grant_policy symbol;
#include "sim/os/grants.def"
#undef GRANT

const struct grant_policy *const grant_policies[] = {
#define GRANT(symbol) &symbol,
#include "sim/os/grants.def"
#undef GRANT
	NULL,
};

#define POLICIES_N (sizeof grant_policies / sizeof grant_policies[0])

const struct grant_policy *grant_policy_named(const char *name)
{
	for (size_t i = 0; grant_policies[i]; i++)
		if (strcmp(grant_policies[i]->name, name) == 0)
			return grant_policies[i];
	return NULL;
}

static bool unknown(const char *what, const char *word, const char *const *names, struct err *err)
{
	err_unknown(err, what, word, names);
	if (err->expected[0])
		return false;
	return names[0] ? err_expected(err, "%s", names[0]) : err_expected(err, "no setting");
}

static bool takes(const struct grant_policy *policy, const char *key)
{
	for (const char *const *k = policy->keys; *k; k++)
		if (strcmp(*k, key) == 0)
			return true;
	return false;
}

bool grant_check(const char *name, const struct settings *settings, struct err *err)
{
	const struct grant_policy *policy = grant_policy_named(name);
	const char *names[POLICIES_N];
	uint64_t value;

	for (size_t i = 0; i < POLICIES_N; i++)
		names[i] = grant_policies[i] ? grant_policies[i]->name : NULL;
	if (!policy)
		return unknown(N_("no such grant policy"), name, names, err);
	for (size_t i = 0; i < settings->n; i++)
		if (!takes(policy, settings->list[i].key))
			return unknown(N_("no such setting of this policy"), settings->list[i].key, policy->keys, err) ||
			       settings_at(settings, settings->list[i].key, err);
		else if (!settings_number(settings, settings->list[i].key, 0, UINT64_MAX, &value, err))
			return false;
	return true;
}
