/* SPDX-License-Identifier: MIT */
/*
 * The frame of a unit suite: a file tests/unit/test_X.c ends with SUITE and its tests; where that does not do, its main adds them between
 * suite_open and suite_end. One line in tests/local.mk (UNIT += tests/unit/test_X) builds and runs it.
 */
#ifndef MSILAB_TESTS_UNIT_SUITE_H
#define MSILAB_TESTS_UNIT_SUITE_H

#include <check.h>
#include <signal.h>
#include <stdlib.h>

struct frame {
	Suite *suite;
	TCase *tcase; /* for tcase_add_loop_test and its like */
};

static inline struct frame suite_open(const char *name)
{
	struct frame frame = { suite_create(name), tcase_create(name) };

	tcase_set_timeout(frame.tcase, 900); /* ends what hangs; no test is about its time */
	suite_add_tcase(frame.suite, frame.tcase);
	return frame;
}

static inline void suite_add(const struct frame *frame, const TTest *const *tests, size_t n)
{
	for (size_t i = 0; i < n; i++)
		tcase_add_test(frame->tcase, tests[i]);
}

/* Runs the tests, each in a process of its own, and prints Check's summary. Returns main's status. */
static inline int suite_end(const struct frame *frame)
{
	SRunner *runner = srunner_create(frame->suite);
	int failed;

	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define SUITE_ADD(frame, ...)                                                                      \
	do {                                                                                       \
		const TTest *const tests[] = { __VA_ARGS__ };                                      \
		suite_add(frame, tests, sizeof tests / sizeof *tests);                             \
	} while (0)

/* SUITE("name", test, test, ...): the whole main. */
#define SUITE(name, ...)                                                                           \
	int main(void)                                                                             \
	{                                                                                          \
		struct frame frame = suite_open(name);                                             \
                                                                                                   \
		SUITE_ADD(&frame, __VA_ARGS__);                                                    \
		return suite_end(&frame);                                                          \
	}

#endif
