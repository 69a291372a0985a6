/* SPDX-License-Identifier: MIT */
/* Filters: each term, errors; walks along causes. */
#include <string.h>

#include "sim/read/query.h"
#include "sim/read/tell.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

/* A small run: cause, message, service routine on cpu1, DPC. Numbers from `first` on. */
static struct trace *small_run(uint64_t *first)
{
	struct trace *trace = tell_machine();

	*first = tell(trace, 1000, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
	tell_because(trace, 1000, (int64_t)*first, "msi.send obj=nic0 cpu=- message=2 address=0xfee01000 data=0x61 source=2");
	tell(trace, 1100, "code.note cpu=0 irql=0 text=\"Nothing to do\"");
	tell_because(trace, 1400, (int64_t)*first + 1, "apic.accept obj=cpu1 cpu=- vector=0x61 level=0");
	tell_because(trace, 1900, (int64_t)*first + 3, "isr.enter obj=nic0.interrupt cpu=1 irql=6 message=2 vector=0x61 place=0");
	tell_because(trace, 2000, (int64_t)*first + 4, "dpc.queue obj=nic0.interrupt cpu=1 irql=6 message=2 target=1");
	return trace;
}

/* The records that pass, as numbers after `first` with blanks between. */
static void expect_found(const struct trace *trace, uint64_t first, const char *filter, const char *expected)
{
	struct query query;
	struct err err;
	struct str found = { 0 };
	char said[512];

	str_append(&found, "");
	ck_assert_msg(query_read(&query, filter, &err), "%s: %s", filter, err_text(&err, said, sizeof said));
	for (uint64_t at = query_next(&query, trace, first, 1); at != UINT64_MAX; at = query_next(&query, trace, at + 1, 1))
		str_format(&found, found.length ? " %d" : "%d", (int)(at - first));
	ck_assert_msg(strcmp(found.text, expected) == 0, "%s: %s, not %s", filter, found.text, expected);
	query_fini(&query);
	str_free(&found);
}

static void expect(const char *filter, const char *expected)
{
	uint64_t first;
	struct trace *trace = small_run(&first);

	expect_found(trace, first, filter, expected);
	trace_free(trace);
}

START_TEST(every_term_passes_what_it_says)
{
	expect("", "0 1 2 3 4 5");
	expect("kind:isr.*", "4");
	expect("kind:isr.*,dpc.*", "4 5");
	expect("kind:*.send", "1");
	expect("obj:nic0", "0 1 4 5");
	expect("obj:*.interrupt", "4 5");
	expect("cpu:1", "4 5");
	expect("cpu:-", "0 1 3");
	expect("irql:1..", "4 5");
	expect("at:1.1us..1400", "2 3");
	expect("at:..1us", "0 1");
	expect("msg:2", "1 4 5");
	expect("vector:0x61", "3 4");
	expect("vector:0x60..0x62 kind:isr.enter", "4");
	expect("text:\"nothing to\"", "2");
	expect("nothing", "2");
	expect("-cpu:1 -cpu:-", "2");
}
END_TEST

/* A line's service routine and DPC have no message. */
START_TEST(none_is_no_number)
{
	struct trace *trace = tell_machine();
	uint64_t first = tell(trace, 1900, "isr.enter obj=nic0.interrupt cpu=1 irql=6 message=- vector=0x61 place=0");

	tell(trace, 2000, "isr.exit obj=nic0.interrupt cpu=1 irql=6 message=4 claimed=1");
	expect_found(trace, first, "message:-", "0");
	expect_found(trace, first, "message:0..", "1");
	expect_found(trace, first, "kind:isr.* -message:-", "1");
	trace_free(trace);
}
END_TEST

START_TEST(a_register_goes_by_its_name)
{
	struct trace *trace = tell_machine();
	uint64_t first = tell(trace, 1000, "dev.reg obj=nic0 cpu=- index=1 after=0x190 before=0x28");
	static const struct {
		const char *filter;
		bool passes;
	} cases[] = { { "kind:dev.reg index:IMS", true }, { "kind:dev.reg index:1", true }, { "index:I*", true }, { "kind:dev.reg index:ICR", false } };
	struct query query;
	struct err err;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert(query_read(&query, cases[i].filter, &err));
		ck_assert_msg(query_match(&query, trace, trace_at(trace, first)) == cases[i].passes, "%s", cases[i].filter);
		query_fini(&query);
	}
	trace_free(trace);
}
END_TEST

START_TEST(what_the_machine_has_not_is_a_gap)
{
	struct trace *trace = tell_machine();
	static const struct {
		const char *filter;
		enum query_gap gap;
	} cases[] = {
		{ "kind:dev.reg index:IMS cpu:0 obj:nic0", QUERY_WHOLE }, { "obj:nic7", QUERY_NO_OBJECT },	 { "-obj:nic7", QUERY_WHOLE },
		{ "kind:dev.reg index:EMS", QUERY_NO_REGISTER },	   { "kind:dev.reg index:9999", QUERY_NO_REGISTER }, { "cpu:64", QUERY_NO_CPU },
		{ "kind:mmio.write offset:EMS", QUERY_NO_REGISTER },	   { "kind:mmio.write offset:0x9999", QUERY_WHOLE }, { "cpu:-", QUERY_WHOLE },
	};
	const char *found;
	struct query query;
	struct err err;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert(query_read(&query, cases[i].filter, &err));
		ck_assert_msg(query_gap(&query, trace, &found) == cases[i].gap, "%s", cases[i].filter);
		query_fini(&query);
	}
	trace_free(trace);
}
END_TEST

/* A note that the program gave is told as a sentence, and found by what it says and by what was typed. */
START_TEST(a_note_is_found_as_told_and_as_given)
{
	struct trace *trace = tell_machine();
	uint64_t answer = tell(trace, 1000, "cmd.take cpu=- text=\"note answer wire-and-message 2 3\" event=1");
	uint64_t own = tell(trace, 1000, "cmd.take cpu=- text=\"note answers\" event=1");
	const char *const filters[] = { "\"you answer 3\"", "\"note answer wire\"" };
	struct str said = { 0 };

	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		struct query query;
		struct err err;

		ck_assert(query_read(&query, filters[i], &err));
		ck_assert(query_match(&query, trace, trace_at(trace, answer)));
		ck_assert(!query_match(&query, trace, trace_at(trace, own)));
		query_fini(&query);
	}
	tell_record(trace, trace_at(trace, answer), &said);
	ck_assert_str_eq(said.text, "step 2: you answer 3");
	str_clear(&said);
	tell_record(trace, trace_at(trace, own), &said);
	ck_assert_str_eq(said.text, "command: note answers");
	str_clear(&said);
	tell_command("note bookmark a #12 the mask", &said);
	ck_assert_str_eq(said.text, "bookmark a at record 12: the mask");
	str_free(&said);
	trace_free(trace);
}
END_TEST

START_TEST(search_goes_both_ways)
{
	struct query query;
	struct err err;
	uint64_t first;
	struct trace *trace = small_run(&first);

	ck_assert(query_read(&query, "msg:2", &err));
	ck_assert_uint_eq(query_next(&query, trace, first + 3, -1), first + 1);
	ck_assert_uint_eq(query_next(&query, trace, first, -1), UINT64_MAX);
	query_fini(&query);
	trace_free(trace);
}
END_TEST

START_TEST(causes_are_a_walk)
{
	uint64_t first, found[8];
	struct trace *trace = small_run(&first);

	ck_assert_uint_eq(query_causes(trace, first + 5, found, 8), 5);
	ck_assert_uint_eq(found[0], first + 5);
	ck_assert_uint_eq(found[4], first);
	trace_free(trace);
}
END_TEST

static void refused(const char *filter, const char *expected)
{
	struct trace *trace = trace_new();
	struct query query;
	struct err err;
	char said[512];

	ck_assert(!query_read(&query, filter, &err));
	ck_assert_str_eq(err_text(&err, said, sizeof said), expected);
	trace_free(trace);
}

START_TEST(wrong_filters_get_the_nearest_word)
{
	refused("kind:isr.entre", "no kind of record has this name; expected isr.enter; found isr.entre");
	refused("knd:isr.enter", "a filter has no such term; expected kind; found knd:isr.enter");
	refused("at:soon", "this is no time; expected a time or a span such as 10us..20us; found soon");
	refused("irql:high", "this is no number; expected a number or a span such as 2..15; found high");
	refused("rule:Line_NotMin", "no rule has this name; expected Line_NotMine; found Line_NotMin");
	refused("\"open", "a quote is not closed");
	refused("pending_after:>40", "this word is never that; expected a number, a span such as 2..15, or a name that it can have; found pending_after:>40");
}
END_TEST

SUITE("query", every_term_passes_what_it_says, none_is_no_number, a_register_goes_by_its_name, what_the_machine_has_not_is_a_gap, a_note_is_found_as_told_and_as_given,
      search_goes_both_ways, causes_are_a_walk, wrong_filters_get_the_nearest_word)
