/* SPDX-License-Identifier: MIT */
/*
 * The frame of a unit suite: a file tests/unit/test_X.c lists its tests and calls suite_run from main. One line in
 * tests/local.mk (UNIT += tests/unit/test_X) builds and runs it.
 */
#ifndef MSILAB_TESTS_UNIT_SUITE_H
#define MSILAB_TESTS_UNIT_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Runs the tests, each in a process of its own, and prints Check's summary. Returns main's status. */
static inline int suite_run(const char *name, const TTest *const *tests, size_t n)
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);
	int failed;

	tcase_set_timeout(tcase, 900); /* ends what hangs; no test is about its time */
	for (size_t i = 0; i < n; i++)
		tcase_add_test(tcase, tests[i]);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* SUITE("name", test, test, ...): the whole main. */
#define SUITE(name, ...)                                                                           \
	int main(void)                                                                             \
	{                                                                                          \
		const TTest *const tests[] = { __VA_ARGS__ };                                      \
		return suite_run(name, tests, sizeof tests / sizeof *tests);                       \
	}

#endif
