/* SPDX-License-Identifier: MIT */
/* A driver that follows the NULL it was given for what there is not. */
#include "tests/unit/probe_rig.h"

#include "sim/os/probe_run.h"

#define GIVEN 8 /* offset of the pointer in struct kept (probe_driver.c) */
#define RULE "Grant_Ignored"

static void *make_given(struct rig *rig)
{
	void *p = block_of(rig, 200);

	memset(p, 0, 200);
	probe_absent(rig->os, address_of(p) + GIVEN, 0, RULE, "there is no table");
	return p;
}

static void *make_ended(struct rig *rig)
{
	void *p = make_given(rig);

	probe_absent_end(rig->os, 0);
	return p;
}

/* Which rules are broken, in order. */
static void expect(const struct rig_module *m, const char *function, void *(*make)(struct rig *), const char *first, unsigned n)
{
	struct rig *rig = run_on(m, function, IRQL_DISPATCH, make);

	ck_assert_msg(!strcmp(rig_rule(rig), first), "%s %s: %s, not %s", m->path, function, rig_rule(rig), first);
	ck_assert_uint_eq(rig_records(rig, R_RULE_VIOLATION), n);
	ck_assert_int_eq(rig->returned, n == 0);
	rig_free(rig);
}

START_TEST(following_it_is_told_before_the_bad_access)
{
	EACH_MODULE (m)
		expect(&m, "follow_given", make_given, RULE, 2);
}
END_TEST

START_TEST(so_is_following_what_was_kept_or_copied_with_its_structure)
{
	EACH_MODULE (m) {
		expect(&m, "follow_kept", make_given, RULE, 2);
		expect(&m, "follow_copy", make_given, RULE, 2);
	}
}
END_TEST

START_TEST(another_null_or_another_value_is_not_it)
{
	EACH_MODULE (m) {
		expect(&m, "follow_other", make_given, "Wild_Access", 1);
		expect(&m, "follow_another_value", make_given, "Wild_Access", 1);
	}
}
END_TEST

START_TEST(who_looks_first_breaks_nothing)
{
	EACH_MODULE (m)
		expect(&m, "look_first", make_given, "none", 0);
}
END_TEST

START_TEST(after_its_end_it_is_a_null_as_any_other)
{
	EACH_MODULE (m)
		expect(&m, "follow_given", make_ended, "Wild_Access", 1);
}
END_TEST

static void *make_many(struct rig *rig)
{
	void *p = make_given(rig);

	for (unsigned i = 2; i < 3 * PROBE_ABSENT; i++) {
		probe_absent_see(rig->cpu, address_of(p) + GIVEN, 8, PROBE_READ);
		probe_absent_see(rig->cpu, address_of(p) + 8 * i, 8, PROBE_WRITE);
	}
	return p;
}

START_TEST(many_copies_do_not_drive_out_where_it_was_given)
{
	EACH_MODULE (m)
		expect(&m, "follow_given", make_many, RULE, 2);
}
END_TEST

SUITE("probe absent", following_it_is_told_before_the_bad_access, so_is_following_what_was_kept_or_copied_with_its_structure,
      another_null_or_another_value_is_not_it, who_looks_first_breaks_nothing, after_its_end_it_is_a_null_as_any_other,
      many_copies_do_not_drive_out_where_it_was_given)
