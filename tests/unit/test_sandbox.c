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
	expect_error("local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(100000) .. i end", "not enough memory");
	expect_good("for i = 1, 20 do assert(not pcall(string.rep, 'x', 100000000)) end");
}
END_TEST

START_TEST(deep_recursion_ends_with_the_memory)
{
	expect_error("local function f() return 1 + f() end f()", "not enough memory");
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

SUITE("sandbox", an_error_names_file_and_line, what_a_lesson_must_not_have_is_not_there, an_endless_loop_ends, pcall_cannot_catch_the_end,
      a_spent_state_answers_nothing_any_more, patterns_cannot_run_away, bytecode_is_not_taken,
      memory_ends_and_can_be_caught_but_not_passed, deep_recursion_ends_with_the_memory, tables_are_walked_in_the_order_of_their_keys,
      no_address_can_be_had, texts_cannot_be_given_other_methods)
