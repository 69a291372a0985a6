/* SPDX-License-Identifier: MIT */
/* Each function that the compilers call does its part. */
#include "tests/unit/probe_rig.h"

/* Any of the compilers' functions, with arguments that all of them take. */
static void call_entry(struct rig *rig)
{
	((void (*)(void *, void *, uint64_t, int, int))rig->function)(rig->p, rig->q, 8, 0, 0);
}

static const char *const entries[] = {
#define PROBE(name) #name,
#include "sim/os/probe.def"
#undef PROBE
};
#define EACH_ENTRY(name)                                                                           \
	for (const char *const *at_ = entries, *name; at_ < entries + sizeof entries / sizeof *entries && (name = *at_); at_++)

static bool takes_an_address(const char *name)
{
	return strstr(name, "read") != NULL && !strstr(name, "thread") ? true :
	       strstr(name, "write") || strstr(name, "_mem") || strstr(name, "vptr") ||
	       (strstr(name, "atomic") && !strstr(name, "fence"));
}

static struct rig *run_entry(const char *name, void *(*make)(struct rig *))
{
	struct rig *rig = rig_new(call_entry, NULL);

	rig->irql = IRQL_DISPATCH;
	rig->function = probe_entry(name);
	ck_assert_ptr_nonnull(rig->function);
	rig->p = make(rig);
	rig->q = strstr(name, "_range") ? (void *)8 : block_of(rig, 64);
	rig_run(rig);
	return rig;
}

START_TEST(every_function_of_the_compilers_checks_its_address)
{
	unsigned checked = 0;

	EACH_ENTRY (name) {
		struct rig *rig = run_entry(name, make_freed);

		ck_assert_msg(!strcmp(rig_rule(rig), takes_an_address(name) ? "Use_AfterFree" : "none"), "%s: %s", name,
			      rig_rule(rig));
		checked += rig->core.stopped;
		rig_free(rig);
	}
	ck_assert_uint_eq(checked, sizeof entries / sizeof *entries - 6); /* blocks, init, entry, exit, two fences */
}
END_TEST

static void read_range(struct rig *rig)
{
	((void (*)(void *, uint64_t))rig->function)(rig->p, rig->n);
}

START_TEST(a_range_that_wraps_around_is_wild)
{
	for (uint64_t less = 1; less < 32; less++) {
		struct rig *rig = rig_new(read_range, NULL);

		rig->function = probe_entry("__tsan_read_range");
		rig->p = (char *)block_of(rig, 64) + 15;
		rig->n = 0 - less;
		rig_run(rig);
		ck_assert_str_eq(rig_rule(rig), "Wild_Access");
		rig_free(rig);
	}
}
END_TEST

START_TEST(every_function_of_the_compilers_lets_good_accesses_pass)
{
	EACH_ENTRY (name) {
		struct rig *rig = run_entry(name, make_block);

		ck_assert_msg(rig->returned, "%s: %s", name, rig_text(rig));
		rig_free(rig);
	}
}
END_TEST

START_TEST(without_a_machine_they_do_their_effect_alone)
{
	uint32_t (*add)(uint32_t *, uint32_t, int) = probe_entry("__tsan_atomic32_fetch_add");
	void (*see)(void *) = probe_entry("__tsan_write4");
	uint32_t word = 5;

	see(NULL);
	ck_assert_uint_eq(add(&word, 3, 5), 5);
	ck_assert_uint_eq(word, 8);
	probe_memset(&word, 0xFF, sizeof word);
	ck_assert_uint_eq(word, UINT32_MAX);
}
END_TEST

START_TEST(what_is_no_function_of_theirs_has_no_entry)
{
	ck_assert_ptr_null(probe_entry("__tsan_read3"));
}
END_TEST

/* Atomics of each width: what the word holds then, and what comes back. */
static const struct {
	const char *verb;
	uint64_t after;
} changes[] = {
	{ "exchange", 0x0F }, { "fetch_add", 0x42 }, { "fetch_sub", 0x24 }, { "fetch_and", 0x03 },
	{ "fetch_or", 0x3F }, { "fetch_xor", 0x3C }, { "fetch_nand", ~UINT64_C(0x03) },
};

typedef unsigned __int128 wide;

#define TEST_CHANGES(bits, type)                                                                   \
	for (unsigned i = 0; i < sizeof changes / sizeof *changes; i++) {                          \
		char name[60];                                                                     \
		type word = 0x33, was;                                                             \
                                                                                                   \
		snprintf(name, sizeof name, "__tsan_atomic" #bits "_%s", changes[i].verb);         \
		was = ((type(*)(type *, type, int))probe_entry(name))(&word, 0x0F, 5);             \
		ck_assert_msg(was == 0x33 && (uint64_t)word == (uint64_t)(type)changes[i].after, "%s", name); \
	}

#define TEST_COMPARE(bits, type)                                                                   \
	do {                                                                                       \
		int (*strong)(type *, type *, type, int, int) =                                    \
			probe_entry("__tsan_atomic" #bits "_compare_exchange_strong");             \
		type (*value)(type *, type, type, int, int) =                                      \
			probe_entry("__tsan_atomic" #bits "_compare_exchange_val");                \
		type (*load)(const type *, int) = probe_entry("__tsan_atomic" #bits "_load");      \
		void (*store)(type *, type, int) = probe_entry("__tsan_atomic" #bits "_store");    \
		type word = 1, expected = 2;                                                       \
                                                                                                   \
		ck_assert(!strong(&word, &expected, 9, 5, 5) && word == 1 && expected == 1);       \
		ck_assert(strong(&word, &expected, 9, 5, 5) && word == 9);                         \
		ck_assert(value(&word, 8, 3, 5, 5) == 9 && word == 9);                             \
		ck_assert(value(&word, 9, 3, 5, 5) == 9 && word == 3);                             \
		store(&word, 77, 5);                                                               \
		ck_assert(load(&word, 5) == 77);                                                   \
	} while (0)

START_TEST(atomics_of_every_width_have_their_effect)
{
	TEST_CHANGES(8, uint8_t)
	TEST_CHANGES(16, uint16_t)
	TEST_CHANGES(32, uint32_t)
	TEST_CHANGES(64, uint64_t)
	TEST_CHANGES(128, wide)
	TEST_COMPARE(8, uint8_t);
	TEST_COMPARE(16, uint16_t);
	TEST_COMPARE(32, uint32_t);
	TEST_COMPARE(64, uint64_t);
	TEST_COMPARE(128, wide);
}
END_TEST

SUITE("probe entry", every_function_of_the_compilers_checks_its_address, a_range_that_wraps_around_is_wild,
      every_function_of_the_compilers_lets_good_accesses_pass, without_a_machine_they_do_their_effect_alone,
      what_is_no_function_of_theirs_has_no_entry, atomics_of_every_width_have_their_effect)
