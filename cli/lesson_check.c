/* SPDX-License-Identifier: MIT */
/* The checks of a lesson in turn. */
#include <stdio.h>

#include "cli/proof.h"
#include "sim/base/say.h"

static const struct {
	const char *says;
	void (*run)(struct proof *proof, struct str *why);
} checks[] = {
#define CHECK(name, says) { says, check_##name },
#include "cli/lesson_checks.def"
#undef CHECK
};

unsigned lesson_check(struct lesson *lesson, struct intake *intake)
{
	struct proof proof = { lesson, intake };
	unsigned failed = 0;

	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		struct str why = { 0 };

		checks[i].run(&proof, &why);
		if (why.length)
			printf(say("FAILED  %s: %s\n"), say(checks[i].says), why.text);
		else
			printf(say("ok      %s\n"), say(checks[i].says));
		failed += why.length != 0;
		str_free(&why);
	}
	return failed;
}
