/* SPDX-License-Identifier: MIT */
/* The sandbox of lessons: what cannot be had, what cannot be caught, and that everything else comes out the same everywhere. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/sandbox.h"
#include "tests/unit/suite.h"

/* Runs a file in a sandbox of its own. Returns whether it ended well; `said` (of 600 bytes) has the error. */
static bool runs(const char *text, char *said)
{
	struct sandbox *sandbox = sandbox_new();
	struct err err = { 0 };
	bool good = sandbox_load(sandbox, text, strlen(text), "x.lua", &err);

	err_text(&err, said, 600);
	sandbox_free(sandbox);
	return good;
}

static void expect_good(const char *text)
{
	char said[600];

	ck_assert_msg(runs(text, said), "%s: %s", text, said);
}

static void expect_error(const char *text, const char *part)
{
	char said[600];

	ck_assert_msg(!runs(text, said), "%s: no error", text);
	ck_assert_msg(strstr(said, part), "%s: %s", text, said);
}

START_TEST(an_error_names_file_and_line)
{
	expect_error("local x = 1\n\nx()", "x.lua:3: ");
	expect_error("x = = 1", "x.lua:1: ");
}
END_TEST

static const char *const gone[] = {
	"io", "os", "package", "debug", "require", "load", "loadstring", "loadfile", "dofile", "coroutine", "collectgarbage", "print", "next",
	"setmetatable", "getmetatable", "rawset", "rawget", "warn", "string.match", "string.gmatch", "string.gsub", "string.dump",
	"string.pack", "table.move", "math.random", "math.randomseed", "math.sin", "math.log", "utf8.charpattern",
};

START_TEST(what_a_lesson_must_not_have_is_not_there)
{
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
		char text[100];

		snprintf(text, sizeof text, "assert(%s == nil)", gone[i]);
		expect_good(text);
	}
}
END_TEST

START_TEST(an_endless_loop_ends)
{
	expect_error("while true do end", "does not come to an end");
}
END_TEST

START_TEST(pcall_cannot_catch_the_end)
{
	expect_error("while true do pcall(function() while true do end end) end", "does not come to an end");
	expect_error("local function f() return xpcall(f, f) end f() while true do xpcall(function() while true do end end, f) end",
		     "does not come to an end");
}
END_TEST

START_TEST(a_spent_state_answers_nothing_any_more)
{
	struct sandbox *sandbox = sandbox_new();
	struct err err;

	ck_assert(!sandbox_load(sandbox, "while true do end", 17, "a", &err));
	ck_assert(!sandbox_load(sandbox, "x = 1", 5, "a", &err));
	sandbox_free(sandbox);
}
END_TEST

START_TEST(patterns_cannot_run_away)
{
	expect_good("assert(('a.b'):find('.') == 2 and ('aaa'):find('.*') == nil)");
	expect_good("assert(select('#', ('x'):find('y', 9)) == 0)");
}
END_TEST

START_TEST(bytecode_is_not_taken)
{
	struct sandbox *sandbox = sandbox_new();
	struct err err;

	ck_assert(!sandbox_load(sandbox, "\x1bLua\x54\0\x19\x93", 8, "a", &err));
	sandbox_free(sandbox);
}
END_TEST

START_TEST(memory_ends_and_can_be_caught_but_not_passed)
{
	expect_error("local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(100000) .. i end", "needs too much memory");
	expect_good("for i = 1, 20 do assert(not pcall(string.rep, 'x', 100000000)) end");
}
END_TEST

START_TEST(deep_recursion_ends_with_the_memory)
{
	expect_error("local function f() return 1 + f() end f()", "needs too much memory");
}
END_TEST

START_TEST(tables_are_walked_in_the_order_of_their_keys)
{
	expect_good("local t, s = { b = 1, a = 2, [10] = 3, [2] = 4, c = 5 }, '' for k, v in pairs(t) do s = s .. k .. v end\n"
		    "assert(s == '24103a2b1c5', s)");
	expect_error("for k in pairs({ [true] = 1 }) do end", "keys are numbers and texts");
}
END_TEST

START_TEST(no_address_can_be_had)
{
	expect_error("return tostring({})", "cannot be written");
	expect_error("return string.format('%s', print or assert)", "cannot be written");
	expect_error("return ('%-10p'):format('x')", "address");
	expect_error("return '' .. {}", "concatenate");
	expect_good("assert(tostring(1.5) == '1.5' and ('%d %s'):format(3, 'a%p') == '3 a%p')");
}
END_TEST

START_TEST(texts_cannot_be_given_other_methods)
{
	expect_error("local m = (''):x()", "attempt to call");
	expect_good("string = nil assert(('ab'):upper() == 'AB')");
}
END_TEST

/* Whatever comes of it, it comes soon. */
static void expect_end(const char *text)
{
	char said[600];

	runs(text, said);
}

START_TEST(what_c_would_do_for_ever_is_not_done)
{
	expect_good("assert(('') :rep(1 << 60) == '' and ('x'):rep(-1) == '' and ('ab'):rep(2, ',') == 'ab,ab')");
	expect_error("('x'):rep(1 << 60, ',')", "too long");
	expect_end("local t = {} for i = 1, 5 do t[i] = i end for i = 3, 61 do t[1 << i] = i end table.insert(t, 1, 0)");
	expect_end("local t = {} for i = 1, 5 do t[i] = i end for i = 3, 61 do t[1 << i] = i end table.remove(t, 1)");
	expect_end("local t = {} for i = 1, 5 do t[i] = i end for i = 3, 61 do t[1 << i] = i end table.sort(t)");
	expect_end("local t = {} for i = 1, 5 do t[i] = i end for i = 3, 61 do t[1 << i] = i end table.concat(t)");
	expect_end("table.unpack({}, 1, 1 << 40)");
	expect_end("('x'):byte(1, 1 << 40)");
}
END_TEST

START_TEST(memory_that_is_made_again_and_again_counts)
{
	/* by instructions; where a build makes memory slow, the time may end it first */
	expect_error("while true do pcall(string.rep, 'x', 3000000) end", "does not come to an end; expected at most");
	expect_error("local s = ('x'):rep(1000000) while true do local u = s:upper() end", "does not come to an end");
	expect_error("local s = ('x'):rep(1000000) while true do local u = s .. 'y' end", "does not come to an end");
	expect_error("while true do pcall(string.format, '%99.99f', 1e308) end", "does not come to an end");
}
END_TEST

START_TEST(what_takes_long_within_one_instruction_ends_by_time)
{
	expect_error("local a = ('x'):rep(1200000) local b, c = a .. 'a', a .. 'b' while true do pcall(function() return b < c end) end",
		     "expected at most 2 seconds");
}
END_TEST

START_TEST(tables_are_changed_as_lua_changes_them)
{
	expect_good("local t = { 1, 2 } table.insert(t, 3) table.insert(t, 1, 0) assert(table.concat(t, ' ') == '0 1 2 3')\n"
		    "assert(table.remove(t) == 3 and table.remove(t, 1) == 0 and table.concat(t, ' ') == '1 2')\n"
		    "assert(table.remove(t, 3) == nil and #t == 2 and table.remove({}) == nil)");
	expect_error("table.insert({}, 3, 'x')", "position out of bounds");
	expect_error("table.insert({}, 1, 2, 3)", "wrong number of arguments");
	expect_error("table.remove({}, 7)", "position out of bounds");
}
END_TEST

START_TEST(sorting_keeps_the_order_of_equals_and_ends_whatever_is_said)
{
	expect_good("local t = {} for i = 1, 300 do t[i] = { i % 3, i } end\n"
		    "table.sort(t, function(a, b) return a[1] < b[1] end)\n"
		    "for i = 2, 300 do local a, b = t[i - 1], t[i] assert(a[1] < b[1] or (a[1] == b[1] and a[2] < b[2])) end");
	expect_good("local t = { 3, 1, 2 } table.sort(t) assert(table.concat(t) == '123') table.sort({})");
	expect_good("local t = {} for i = 1, 500 do t[i] = i end table.sort(t, function() return true end) assert(#t == 500)");
	expect_error("table.sort({ 1, 2 }, function() error('no') end)", "no");
	expect_error("table.sort({ 1, 'a' })", "attempt to compare");
	expect_error("table.sort({ 1, 2, 3 }, function() while true do pcall(error) end end)", "does not come to an end");
}
END_TEST

START_TEST(an_error_that_is_no_text_is_told_as_such)
{
	expect_error("error({})", "no text");
	expect_error("error(nil)", "no text");
	expect_error("error(function() end)", "no text");
	expect_error("error(('x'):rep(100000))", "xxx");
}
END_TEST

START_TEST(a_lower_ceiling_holds_for_the_next_run)
{
	struct sandbox *sandbox = sandbox_new();
	struct err err;

	sandbox_ceiling(sandbox, 5000);
	ck_assert(sandbox_load(sandbox, "for i = 1, 100 do end", 21, "a", &err));
	ck_assert(!sandbox_load(sandbox, "for i = 1, 1000000 do end", 25, "a", &err));
	sandbox_free(sandbox);
}
END_TEST

SUITE("sandbox", what_c_would_do_for_ever_is_not_done, memory_that_is_made_again_and_again_counts,
      what_takes_long_within_one_instruction_ends_by_time, tables_are_changed_as_lua_changes_them,
      sorting_keeps_the_order_of_equals_and_ends_whatever_is_said, an_error_that_is_no_text_is_told_as_such,
      a_lower_ceiling_holds_for_the_next_run, an_error_names_file_and_line, what_a_lesson_must_not_have_is_not_there, an_endless_loop_ends, pcall_cannot_catch_the_end,
      a_spent_state_answers_nothing_any_more, patterns_cannot_run_away, bytecode_is_not_taken,
      memory_ends_and_can_be_caught_but_not_passed, deep_recursion_ends_with_the_memory, tables_are_walked_in_the_order_of_their_keys,
      no_address_can_be_had, texts_cannot_be_given_other_methods)
