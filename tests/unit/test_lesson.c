/* SPDX-License-Identifier: MIT */
/* Lessons read from files, what is wrong with bad ones, and the learner's place in a trace. */
#include <stdio.h>
#include <string.h>

#include "lessons/host/lesson.h"
#include "lessons/host/sweep.h"
#include "sim/read/rule.h"
#include "sim/read/tell.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

static const char good[] =
	"lesson {\n"
	"  id = 'wire', number = 1, title = _'A wire', machine = 'seed 1',\n"
	"  after = { 'keys' }, form = { 'nic0 LabClaim' }, languages = { 'zh_CN' },\n"
	"  code = { source = 'l01-wire.c', solution = 'l01-wire-solved' },\n"
	"  steps = {\n"
	"    { title = _'One', text = _'Look.', view = 'flow', device = 'nic0', commands = { 'start nic0' },\n"
	"      predict = { ask = _'What comes?', { text = _'A level', right = true, says = _'Yes.' },\n"
	"                  { text = _'A pulse', idea = 'line-is-pulse', says = _'No: a level.' } },\n"
	"      goals = { eventually { id = 'seen', says = _'the cause is set', record = 'kind:dev.cause.set',\n"
	"                             near = { { record = 'kind:dev.mask', says = _'it was masked' } } } },\n"
	"      hints = { _'a', _'b', _'c' }, solution = { 'answer 1', 'device.raise nic0 RXQ0' } },\n"
	"    { title = _'Two', text = _'Clear it.', variation = true,\n"
	"      code_solution = { 'restart nic0' }, sweep = { 'frame nic0', 'run 1ms' },\n"
	"      goals = { policies { id = 'all', says = _'under all', under = { 'line', 'cap count=1' }, record = 'kind:isr.enter', never = 'kind:bugcheck' },\n"
	"                within { id = 'soon', says = _'cleared soon', first = 'kind:dev.cause.set', second = 'kind:dev.cause.clear', time = '1us' } } },\n"
	"  },\n"
	"  wrong = { { idea = 'line-is-pulse', step = 1, lines = { 'run 1ms' }, fails = 'seen', driver = 'l01-pulse' } },\n"
	"}\n";

static struct lesson *read_good(void)
{
	char said[600];
	struct err err = { 0 };
	struct lesson *lesson = lesson_read(good, strlen(good), "01-wire.lua", &err);

	ck_assert_msg(lesson, "%s", err_text(&err, said, sizeof said));
	return lesson;
}

START_TEST(a_lesson_is_read_as_it_is_written)
{
	struct lesson *lesson = read_good();
	const struct lesson_step *step = &lesson->step[0];

	ck_assert_uint_eq(lesson->steps, 2);
	ck_assert_str_eq(lesson->after.line[0], "keys");
	ck_assert_str_eq(step->choice[1].idea, "line-is-pulse");
	ck_assert_ptr_null(step->choice[0].idea);
	ck_assert_uint_eq(step->hints.n, 3);
	ck_assert_str_eq(step->goal[0].near[0].says, "it was masked");
	ck_assert_str_eq(step->device, "nic0");
	ck_assert_ptr_null(lesson->step[1].device);
	ck_assert_int_eq(lesson->step[1].goal[1].kind, GOAL_within);
	ck_assert_int_eq(lesson->step[1].goal[1].time, 1000);
	ck_assert(lesson->step[1].variation && !step->variation);
	ck_assert_str_eq(lesson->wrong[0].fails, "seen");
	lesson_free(lesson);
}
END_TEST

START_TEST(a_step_shows_the_device_of_the_last_step_that_names_one)
{
	static const char none[] = "lesson { id='a', number=1, title='a', machine='', steps={ { title='a', text='a' } } }";
	struct err err = { 0 };
	struct lesson *lesson = read_good(), *silent = lesson_read(none, strlen(none), "a.lua", &err);

	ck_assert_msg(silent, "%s", err.text);
	ck_assert_str_eq(lesson_device(lesson, 0), "nic0");
	ck_assert_str_eq(lesson_device(lesson, 1), "nic0");
	ck_assert_ptr_null(lesson_device(silent, 0));
	lesson_free(silent);
	lesson_free(lesson);
}
END_TEST

START_TEST(a_lesson_in_c_names_its_drivers)
{
	struct lesson *lesson = read_good();

	ck_assert_str_eq(lesson->code.source, "l01-wire.c");
	ck_assert_str_eq(lesson->code.solution, "l01-wire-solved");
	ck_assert_str_eq(lesson_code_device(lesson), "nic0");
	ck_assert_str_eq(lesson->step[1].code_solution.line[0], "restart nic0");
	ck_assert_str_eq(lesson->wrong[0].driver, "l01-pulse");
	ck_assert_str_eq(lesson->languages.line[0], "zh_CN");
	lesson_free(lesson);
}
END_TEST

START_TEST(a_sweep_is_each_policy_a_restart_and_the_steps_lines)
{
	struct lesson *lesson = read_good();
	struct str lines = { 0 };

	sweep_lines(&lesson->step[0], &lines);
	ck_assert_uint_eq(lines.length, 0);
	sweep_lines(&lesson->step[1], &lines);
	ck_assert_str_eq(lines.text, "note sweep\npolicy line\nrestart nic0\nframe nic0\nrun 1ms\n"
				     "policy cap count=1\nrestart nic0\nframe nic0\nrun 1ms\n");
	str_free(&lines);
	lesson_free(lesson);
}
END_TEST

START_TEST(a_sweep_over_interleavings_begins_without_an_interrupt)
{
	static const char text[] = "lesson { id='a', number=1, title='a', machine='device nic0 vnic slot=1', steps={ { title='a', text='a', goals={"
				   "interleavings { id='a', says='a', cause='SW0', most=2, record='kind:isr.enter' },"
				   "interleavings { id='b', says='b', cause='SW0', most=2, record='kind:isr.exit' } },"
				   "sweep={'stop nic0','run 1ms','start nic0','interrupts','run 2ms'} } } }";
	struct err err = { 0 };
	struct lesson *lesson = lesson_read(text, strlen(text), "a.lua", &err);
	struct trace *trace = trace_new();
	struct str lines = { 0 };

	ck_assert_msg(lesson, "%s", err.text);
	sweep_lines(&lesson->step[0], &lines);
	ck_assert_str_eq(lines.text, "note sweep\nnote interrupts nic0 none\nstop nic0\nrun 1ms\nstart nic0\nrun 2ms\nfurther nic0 1\n");
	str_clear(&lines);
	ck_assert(sweep_further(&lesson->step[0], trace, "further nic0 1", &lines)); /* it did not go well without one */
	ck_assert_uint_eq(lines.length, 0);
	ck_assert(!sweep_further(&lesson->step[0], trace, "further nic0 3", &lines));
	ck_assert(!sweep_further(&lesson->step[0], trace, "further nic1 1", &lines));
	ck_assert(!sweep_further(&lesson->step[0], trace, "run 1ms", &lines));
	str_free(&lines);
	trace_free(trace);
	lesson_free(lesson);
}
END_TEST

static const struct {
	const char *text, *says;
} bad[] = {
	{ "x = 1", "there is no lesson" },
	{ "lesson { id = 'a' }", "a lesson has no title" },
	{ "\nlesson { id = 'a', titel = 'b' }", "b.lua:2: a lesson has no field 'titel'; expected title" },
	{ "lesson { id = 'a', title = 3 }", "title of a lesson is no text; found number" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', steps = {} }", "a lesson has steps" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e', goals = { {} } } } }", "a goal is made by" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e',\n"
	  "goals = { eventually { id = 'f', says = 'g', record = 'kind:isr.entre' } } } } }", "isr.enter" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e',\n"
	  "goals = { eventually { id = 'f', says = 'g', record = 'masked' } } } } }", "reader's language" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e',\n"
	  "goals = { within { id = 'f', says = 'g', first = 'kind:isr.enter', second = 'kind:isr.exit', time = 'soon' } } } } }", "no time" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e', predict = { ask = '?',\n"
	  "{ text = 'x', says = 'y' }, { text = 'x', says = 'y', right = true } } } } }", "names its misconception" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e' } },\n"
	  "wrong = { { idea = 'x', step = 2, lines = {}, fails = 'y' } } }", "from 1 to 1" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e',\n"
	  "goals = { policies { id = 'f', says = 'g', record = 'kind:isr.enter', under = {} } } } } }", "under of policies names what is tried" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e',\n"
	  "goals = { eventually { id = 'f', says = 'g', record = 'kind:isr.enter', most = 3 } } } } }", "eventually has no field 'most'" },
	{ "lesson { id = 'a', title = 'b', machine = 'c', code = { source = 'x.c' }, steps = { { title = 'd', text = 'e' } } }", "code has no solution" },
	{ "local l = { id = 'a', title = 'b', machine = 'c', steps = { { title = 'd', text = 'e' } } } lesson(l) lesson(l)", "one lesson" },
};

START_TEST(a_bad_lesson_is_one_error_that_says_where_and_what)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err err = { 0 };
		char said[600];

		ck_assert_ptr_null(lesson_read(bad[i].text, strlen(bad[i].text), "b.lua", &err));
		err_text(&err, said, sizeof said);
		ck_assert_msg(strstr(said, bad[i].says), "%s: %s", bad[i].text, said);
		ck_assert_str_eq(err.file, "b.lua");
	}
}
END_TEST

struct rig {
	struct lesson *lesson;
	struct trace *trace;
	struct lesson_place place;
};

static void prepare(struct rig *rig)
{
	rig->lesson = read_good();
	rig->trace = tell_machine();
	lesson_place_init(&rig->place, rig->lesson, rig->trace);
}

static void told(struct rig *rig, vtime at, const char *words)
{
	tell(rig->trace, at, words);
	lesson_place_advance(&rig->place, UINT64_MAX);
}

static void frees(struct rig *rig)
{
	lesson_free(rig->lesson);
	trace_free(rig->trace);
}

#define BEGIN1 "cmd.take cpu=- text=\"note step wire 1\" event=0"
#define BEGIN2 "cmd.take cpu=- text=\"note step wire 2\" event=0"
#define ANSWER "cmd.take cpu=- text=\"note answer wire 1 2\" event=0"
#define SET "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1"
#define CLEAR "dev.cause.clear obj=nic0 cpu=- bits=0x1 icr_after=0x0"

START_TEST(a_step_is_done_with_its_answer_and_its_goals)
{
	struct rig rig;

	prepare(&rig);
	told(&rig, 1, SET); /* before the step began */
	told(&rig, 2, BEGIN1);
	told(&rig, 3, ANSWER);
	ck_assert(rig.place.answered && rig.place.choice == 1 && !rig.place.done);
	told(&rig, 4, SET);
	ck_assert(rig.place.done);
	told(&rig, 5, CLEAR);
	ck_assert(rig.place.done);
	frees(&rig);
}
END_TEST

START_TEST(without_an_answer_it_is_not)
{
	struct rig rig;

	prepare(&rig);
	told(&rig, 2, BEGIN1);
	told(&rig, 4, SET);
	ck_assert(!rig.place.done);
	told(&rig, 5, "cmd.take cpu=- text=\"note answer other 1 1\" event=0");
	told(&rig, 5, "cmd.take cpu=- text=\"note answer wire 1 3\" event=0"); /* there are two choices */
	ck_assert(!rig.place.answered);
	frees(&rig);
}
END_TEST

START_TEST(a_step_that_begins_anew_forgets)
{
	struct rig rig;

	prepare(&rig);
	told(&rig, 2, BEGIN1);
	told(&rig, 3, ANSWER);
	told(&rig, 4, SET);
	told(&rig, 5, BEGIN1);
	ck_assert(!rig.place.done && !rig.place.answered);
	frees(&rig);
}
END_TEST

START_TEST(what_is_due_is_missed_when_time_has_gone_on)
{
	struct rig rig;

	prepare(&rig);
	told(&rig, 2, BEGIN2);
	told(&rig, 1000, SET);
	ck_assert_int_eq(rig.lesson->step[1].goal[1].state, GOAL_OPEN);
	told(&rig, 3000, "irql.raise cpu=0 irql=0 from=0 to_after=2");
	ck_assert_int_eq(rig.lesson->step[1].goal[1].state, GOAL_MISSED);
	frees(&rig);
}
END_TEST

START_TEST(the_place_is_the_same_read_at_once)
{
	static const char *const story[] = { BEGIN1, SET, ANSWER, BEGIN2, SET, CLEAR };
	struct lesson_place at_once;
	struct rig rig;

	prepare(&rig);
	for (unsigned i = 0; i < sizeof story / sizeof *story; i++)
		told(&rig, (vtime)i, story[i]);
	ck_assert(rig.place.step == 1 && rig.lesson->step[1].goal[1].state == GOAL_REACHED);
	lesson_place_init(&at_once, rig.lesson, rig.trace);
	lesson_place_advance(&at_once, UINT64_MAX);
	ck_assert(at_once.step == 1 && rig.lesson->step[1].goal[1].state == GOAL_REACHED);
	lesson_place_init(&at_once, rig.lesson, rig.trace); /* and earlier in time it is where it was then */
	lesson_place_advance(&at_once, trace_count(rig.trace) - 4);
	ck_assert(at_once.step == 0 && at_once.done);
	frees(&rig);
}
END_TEST

static const char pointing[] =
	"lesson { id = 'wire', title = 'a', machine = 'b', steps = { { title = 'c', text = 'd', goals = {\n"
	"point { id = 'it', says = 'e', record = 'kind:dev.cause.set', right = 'Yes.',\n"
	"        near = { { record = 'kind:dev.cause.clear', says = 'f', idea = 'g' } } },\n"
	"never { id = 'clean', says = 'h', record = 'rule:Register_Handler' } } } } }";

static void prepare_pointing(struct rig *rig)
{
	struct err err;

	rig->lesson = lesson_read(pointing, strlen(pointing), "p.lua", &err);
	ck_assert_ptr_nonnull(rig->lesson);
	rig->trace = tell_machine();
	lesson_place_init(&rig->place, rig->lesson, rig->trace);
}

static void points(struct rig *rig, uint64_t number)
{
	struct str note = { 0 };

	lesson_point_note(rig->lesson, 0, number, &note);
	ck_assert_ptr_nonnull(strstr(note.text, "note point wire 1 "));
	str_clear(&note);
	str_format(&note, "cmd.take cpu=- text=\"note point wire 1 %llu\" event=0", (unsigned long long)number);
	told(rig, 9, note.text);
	str_free(&note);
}

START_TEST(only_a_record_of_this_step_can_be_pointed_at)
{
	const struct goal *goal;
	struct err err;
	struct rig rig;
	uint64_t early, found;

	prepare_pointing(&rig);
	goal = &rig.lesson->step[0].goal[0];
	early = tell(rig.trace, 1, SET);
	told(&rig, 2, BEGIN1);
	ck_assert(!lesson_pointed(&rig.place, "kind:dev.cause.set", &found, &err));
	points(&rig, early);
	ck_assert_uint_eq(goal->pointed, UINT64_MAX);
	told(&rig, 3, CLEAR);
	told(&rig, 3, SET);
	ck_assert(!lesson_pointed(&rig.place, "#2", &found, &err) && strstr(err.text, "before this step"));
	ck_assert(!lesson_pointed(&rig.place, "9999", &found, &err) && strstr(err.text, "no record 9999"));
	ck_assert(lesson_pointed(&rig.place, "kind:dev.cause.clear", &found, &err));
	points(&rig, found);
	ck_assert(goal->state == GOAL_OPEN && goal->missing == 0 && !rig.place.done);
	ck_assert(lesson_pointed(&rig.place, "kind:dev.cause.set", &found, &err));
	ck_assert_uint_eq(found, early + 3 + 1); /* note, the one that is too early, CLEAR */
	points(&rig, found);
	ck_assert(goal->state == GOAL_REACHED && rig.place.done);
	frees(&rig);
}
END_TEST

START_TEST(a_place_goes_no_further_than_the_rules_that_its_goals_ask)
{
	struct rules *rules;
	struct rig rig;
	const struct goal *clean;

	prepare_pointing(&rig);
	clean = &rig.lesson->step[0].goal[1];
	rules = rules_new(rig.trace);
	lesson_place_judge(&rig.place, rules);
	told(&rig, 2, BEGIN1);
	tell(rig.trace, 3, "rule.violation obj=nic0 cpu=0 irql=0 rule=\"Register_Handler\" text=\"x\" about=3 at=module0+0x44");
	told(&rig, 3, SET);
	ck_assert(!rig.place.begun && clean->state == GOAL_REACHED);
	rules_advance(rules, trace_count(rig.trace) - 3);
	lesson_place_advance(&rig.place, UINT64_MAX);
	ck_assert(rig.place.begun && clean->state == GOAL_REACHED);
	rules_advance(rules, UINT64_MAX);
	lesson_place_advance(&rig.place, UINT64_MAX);
	ck_assert_int_eq(clean->state, GOAL_MISSED);
	rules_free(rules);
	frees(&rig);
}
END_TEST

/* Told to people as `said`, and read back as a place at `step`. */
static void expect_note(struct rig *rig, unsigned step, const char *said)
{
	struct str note = { 0 }, text = { 0 }, record = { 0 };

	lesson_step_note(rig->lesson, step, &note);
	ck_assert(tell_note(note.text, &text));
	ck_assert_str_eq(text.text, said);
	str_format(&record, "cmd.take cpu=- text=\"%s\" event=0", note.text);
	told(rig, 2 + step, record.text);
	ck_assert_uint_eq(rig->place.step, step);
	str_free(&note);
	str_free(&text);
	str_free(&record);
}

START_TEST(behind_the_last_step_no_step_begins)
{
	struct rig rig;

	prepare(&rig);
	expect_note(&rig, 0, "step 1 of the lesson begins");
	expect_note(&rig, rig.lesson->steps, "the lesson is completed");
	ck_assert(lesson_is_step_note(rig.lesson, rig.lesson->steps, "note step wire 3 end"));
	ck_assert(lesson_is_step_note(rig.lesson, rig.lesson->steps, "note step wire 3")); /* of an older journal */
	ck_assert(!lesson_is_step_note(rig.lesson, 0, "note step wire 3"));
	frees(&rig);
}
END_TEST

SUITE("lesson", behind_the_last_step_no_step_begins, only_a_record_of_this_step_can_be_pointed_at, a_place_goes_no_further_than_the_rules_that_its_goals_ask, a_lesson_is_read_as_it_is_written, a_bad_lesson_is_one_error_that_says_where_and_what,
      a_lesson_in_c_names_its_drivers, a_sweep_is_each_policy_a_restart_and_the_steps_lines, a_sweep_over_interleavings_begins_without_an_interrupt,
      a_step_is_done_with_its_answer_and_its_goals, without_an_answer_it_is_not, a_step_that_begins_anew_forgets,
      what_is_due_is_missed_when_time_has_gone_on, the_place_is_the_same_read_at_once,
      a_step_shows_the_device_of_the_last_step_that_names_one)
