/* SPDX-License-Identifier: MIT */
/*
 * `why` against the machine: each gate that a command can close is closed in random machines; `why` names exactly that one, and what it
 * prints lets the interrupt through. And every service routine of random stories has all its gates open behind it.
 *
 * Gates that no command closes, so that no row stands below: remote IRR and in service (only a running service routine closes
 * them, and time opens them); local APIC (the system alone writes SVR); connection (a driver that runs is connected; without a driver the
 * gate "driver" comes first); claim and DPC (the driver's own decision); DPC run (a level that
 * is held from outside is a task priority: it withholds vectors, not queued routines); the destination under MSI-X and INTx (the system alone
 * writes table entries and redirection entries).
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/bug.h"
#include "sim/read/query.h"
#include "sim/read/why.h"
#include "sim/trace/rectext.h"
#include "tests/property/scenery.h"
#include "tests/property/story.h"
#include "tests/unit/suite.h"

#define MACHINES 40
#define STORIES 12
#define QUIET 1000000      /* ns: after which nothing of a command is under way */
#define INTERVAL 20000000  /* ns: longer than any EITR */
#define COMMANDS_MAX 4     /* that `why` may print until the interrupt is through */

enum { LINE = 1 << SYM_grant_LINE, MSI = 1 << SYM_grant_MSI, MSIX = 1 << SYM_grant_MSIX, BY_MESSAGE = MSI | MSIX, ALL = LINE | BY_MESSAGE };

/* Whether the interrupt needs a new edge once the gate is open. */
enum renew { RENEW_NO, RENEW_EDGEONLY, RENEW_YES };

/*
 * close: commands, with a space of QUIET after each: $b the cause's bit, $c its number, $m message, $s source, $p CPU, $i IO-APIC input,
 * $k msi.control without Enable, $r a bridge above, $q what makes the
 * frame one for the cause RXQ0; a row that names what the machine has not is left out.
 */
static const struct closing {
	int gate;
	unsigned modes;
	enum renew renew;
	const char *close;
	const char *opens; /* how its command begins; "": time alone opens it, NULL: nothing does */
} closings[] = {
	{ WHY_present, ALL, RENEW_NO, "remove nic0", NULL },
	{ WHY_started, ALL, RENEW_YES, "stop nic0;device.raise nic0 $b", "start" },
	{ WHY_cause, ALL, RENEW_NO, "note nothing", "device.raise" },
	{ WHY_cause, ALL, RENEW_YES, "link nic0 down;frame nic0 $q", "link" },
	{ WHY_enabled, ALL, RENEW_EDGEONLY, "register.write nic0 IMC $b;device.raise nic0 $b", "register.write" },
	{ WHY_enabled, ALL, RENEW_EDGEONLY, "interrupt.disable nic0 message=$m;device.raise nic0 $b", "register.write" },
	{ WHY_mapped, MSIX, RENEW_NO, "register.write nic0 IVAR[$c] 0;device.raise nic0 $b", "register.write" },
	{ WHY_mapped, MSIX, RENEW_NO, "register.write nic0 IVAR[$c] 0xBF;device.raise nic0 $b", "register.write" },
	{ WHY_mode, MSIX, RENEW_YES, "config.write nic0 msix.control 0;device.raise nic0 $b", "config.write" },
	{ WHY_mode, MSI, RENEW_YES, "config.write nic0 msi.control $k;device.raise nic0 $b", "config.write" },
	{ WHY_mode, LINE, RENEW_NO, "config.write nic0 command 0x406;device.raise nic0 $b", "config.write" },
	{ WHY_power, ALL, RENEW_YES, "config.write nic0 pm.control 3;device.raise nic0 $b", "restart" },
	{ WHY_master, BY_MESSAGE, RENEW_NO, "config.write nic0 command 0x402;device.raise nic0 $b", "config.write" },
	{ WHY_bridges, BY_MESSAGE, RENEW_NO, "config.write $r command 2;device.raise nic0 $b", "config.write" },
	{ WHY_bridges, BY_MESSAGE, RENEW_NO, "config.write $r pm.control 3;device.raise nic0 $b", "config.write" },
	{ WHY_function_mask, MSIX, RENEW_NO, "mask nic0 all;device.raise nic0 $b", "unmask" },
	{ WHY_mask, MSIX, RENEW_NO, "mask nic0 $m;device.raise nic0 $b", "unmask" },
	{ WHY_mask, MSI, RENEW_NO, "mask nic0 $m;device.raise nic0 $b", "unmask" },
	{ WHY_mask, MSI, RENEW_NO, "mask nic0 all;device.raise nic0 $b", "unmask" },
	{ WHY_interval, ALL, RENEW_NO, "register.write nic0 EITR[$s] 0xFFFF;device.raise nic0 $b;device.raise nic0 $b", "" },
	{ WHY_sent, MSIX, RENEW_YES, "config.write nic0 msix.control 0;device.raise nic0 $b;config.write nic0 msix.control 0x8000", "register.write" },
	{ WHY_destination, MSI, RENEW_YES, "config.write nic0 msi.address 0xFEE0F000;device.raise nic0 $b", "restart" },
	{ WHY_destination, MSI, RENEW_YES, "config.write nic0 msi.data 0;device.raise nic0 $b", "restart" },
	{ WHY_destination, MSI, RENEW_YES, "config.write nic0 msi.data 0xE0;device.raise nic0 $b", "restart" },
	{ WHY_ioapic_mask, LINE, RENEW_NO, "ioapic.mask $i;device.raise nic0 $b", "ioapic.unmask" },
	{ WHY_level, ALL, RENEW_NO, "irql.raise cpu$p 15;device.raise nic0 $b", "irql.lower" },
};
#define CLOSINGS (sizeof closings / sizeof closings[0])

/* One machine at rest in which an interrupt of the cause is known to come, and how it came. */
struct bench {
	const struct scenery *scenery;
	struct stage stage;
	uint32_t device, interrupt;
	unsigned mode, message, cpu, input, source, control;
	const char *bridge;
	uint64_t seen; /* records before the cause */
};

static void rest(struct bench *bench, vtime length)
{
	sim_run(bench->stage.sim, sim_now(bench->stage.sim) + length, UINT64_MAX);
}

/* The first record of a kind about the registration since `seen`; NULL: none. */
static const struct record *reached(const struct bench *bench, unsigned kind)
{
	const struct record *r;

	for (uint64_t n = bench->seen; (r = trace_at(bench->stage.trace, n)); n++)
		if (r->kind == kind && r->obj == bench->interrupt)
			return r;
	return NULL;
}

static struct scene *now(const struct bench *bench)
{
	struct scene *scene = scene_new(bench->stage.trace);

	scene_advance(scene, UINT64_MAX);
	return scene;
}

/* What the rows need to know, from how an interrupt came and from the device itself. */
static void learn(struct bench *bench)
{
	const struct record *enter, *r;
	struct scene *scene = now(bench);
	const struct scene_device *device = scene_device(scene, bench->device);
	uint32_t ivar = scene_role(device, ROLE_IVAR, bench->scenery->cause);
	unsigned msi = scene_capability(device, 0x05);

	enter = reached(bench, R_ISR_ENTER);
	ck_assert_msg(enter, "machine %llu: nothing came\n%s", (unsigned long long)bench->scenery->seed, bench->scenery->head.text);
	bench->message = enter->w[0] == RECORD_NONE ? 0 : (unsigned)enter->w[0];
	bench->cpu = enter->cpu;
	bench->mode = scene_mode(device);
	bench->source = bench->mode != SYM_grant_LINE && ivar & 0x80 ? ivar & 0x3F : 0;
	bench->control = msi ? scene_config(device, msi + 2, 2) & ~1u : 0;
	for (uint64_t n = bench->seen; (r = trace_at(bench->stage.trace, n)) && r != enter; n++)
		if (r->kind == R_IOAPIC_SEND && r->w[1] == enter->w[1])
			bench->input = (unsigned)r->w[0];
	scene_free(scene);
}

static void bench_open(struct bench *bench, const struct scenery *scenery, size_t row)
{
	char raise[64];

	*bench = (struct bench){ .scenery = scenery };
	if (scenery->bridges_n)
		bench->bridge = scenery->bridges[row % scenery->bridges_n];
	stage_open(&bench->stage, &scenery->machine);
	for (size_t i = 0; i < scenery->machine.drivers_n; i++) {
		snprintf(raise, sizeof raise, "start %s", scenery->machine.drivers[i].device);
		story_apply(bench->stage.sim, raise);
	}
	rest(bench, 10 * QUIET);
	bench->device = rectext_object_named(bench->stage.trace, "nic0");
	bench->interrupt = rectext_object_named(bench->stage.trace, "nic0.interrupt");
	bench->seen = trace_count(bench->stage.trace);
	snprintf(raise, sizeof raise, "device.raise nic0 0x%x", 1u << scenery->cause);
	story_apply(bench->stage.sim, raise);
	rest(bench, QUIET);
	learn(bench);
}

/* A template's command; false: it names what this machine has not. */
static bool fill(const struct bench *bench, const char *template, char *out, size_t size)
{
	size_t n = 0;

	for (; *template && *template != ';' && n + 32 < size; template++) {
		switch (*template == '$' ? *++template : 0) {
		case 'b': n += (size_t)snprintf(out + n, size - n, "0x%x", 1u << bench->scenery->cause); break;
		case 'c': n += (size_t)snprintf(out + n, size - n, "%u", bench->scenery->cause); break;
		case 'm': n += (size_t)snprintf(out + n, size - n, "%u", bench->message); break;
		case 's': n += (size_t)snprintf(out + n, size - n, "%u", bench->source); break;
		case 'p': n += (size_t)snprintf(out + n, size - n, "%u", bench->cpu); break;
		case 'i': n += (size_t)snprintf(out + n, size - n, "%u", bench->input); break;
		case 'k': n += (size_t)snprintf(out + n, size - n, "0x%x", bench->control); break;
		case 'q':
			if (bench->scenery->cause != 0)
				return false;
			n += (size_t)snprintf(out + n, size - n, "size=100");
			break;
		case 'r':
			if (!bench->bridge)
				return false;
			n += (size_t)snprintf(out + n, size - n, "%s", bench->bridge);
			break;
		default: out[n++] = *template;
		}
	}
	out[n] = '\0';
	return true;
}

static bool close_gate(struct bench *bench, const struct closing *closing)
{
	char command[128];

	for (const char *at = closing->close; at; at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL) {
		if (!fill(bench, at, command, sizeof command))
			return false;
		bench->seen = trace_count(bench->stage.trace);
		story_apply(bench->stage.sim, command);
		rest(bench, QUIET);
	}
	return true;
}

static void ask(const struct bench *bench, struct why_answer *answer, struct str *text)
{
	struct why_question question = { .device = bench->device, .cause = (int)bench->scenery->cause, .message = WHY_ANY };
	struct scene *scene = now(bench);

	why_ask(answer, scene, &question);
	why_text(answer, bench->stage.trace, text);
	scene_free(scene);
}

static void demand(bool good, const struct bench *bench, const struct closing *closing, const char *what, const struct str *text)
{
	ck_assert_msg(good, "machine %llu, closed by \"%s\": %s\n%s\n%s", (unsigned long long)bench->scenery->seed, closing->close, what,
		      text->text ? text->text : "", bench->scenery->head.text);
}

static bool may_need_an_edge(const struct bench *bench, const struct closing *closing)
{
	return closing->renew == RENEW_YES ||
	       (closing->renew == RENEW_EDGEONLY && bench->scenery->edgeonly && bench->mode != SYM_grant_LINE);
}

/* Does what `why` says until the interrupt is there. After the first gate only a new edge may be wanting. */
static void follow(struct bench *bench, const struct closing *closing, struct why_answer *answer, struct str *text)
{
	uint64_t before;

	for (unsigned i = 0; i < COMMANDS_MAX; i++) {
		before = trace_count(bench->stage.trace);
		if (answer->gate[answer->closed].command[0])
			story_apply(bench->stage.sim, answer->gate[answer->closed].command);
		rest(bench, closing->gate == WHY_interval ? INTERVAL : 10 * QUIET);
		bench->seen = i && closing->renew == RENEW_YES ? before : bench->seen;
		str_format(text, "\nAnd then:\n");
		ask(bench, answer, text);
		if (reached(bench, R_ISR_ENTER) && (i || answer->closed != WHY_sent))
			return;
		demand(may_need_an_edge(bench, closing), bench, closing, "its command did not let the interrupt through", text);
		demand(answer->closed == WHY_cause || answer->closed == WHY_sent, bench, closing, "more than an edge was wanting", text);
	}
	demand(false, bench, closing, "the interrupt never came", text);
}

static void prove(const struct scenery *scenery, const struct closing *closing, unsigned *proofs)
{
	struct bench bench;
	struct why_answer answer;
	struct str text = { 0 };
	const struct why_gate *gate;

	bench_open(&bench, scenery, (size_t)(closing - closings) + scenery->seed);
	if (closing->modes & 1u << bench.mode && (closing->gate != WHY_mask || bench.mode != SYM_grant_MSI || scenery->maskable) &&
	    close_gate(&bench, closing)) {
		ask(&bench, &answer, &text);
		demand(!reached(&bench, R_ISR_ENTER), &bench, closing, "it is not closed", &text);
		demand(answer.closed == closing->gate, &bench, closing, "not the gate that is named", &text);
		gate = &answer.gate[closing->gate];
		demand(strncmp(gate->command, closing->opens ? closing->opens : "", closing->opens ? strlen(closing->opens) : 1) == 0,
		       &bench, closing, "not the command", &text);
		if (closing->opens)
			follow(&bench, closing, &answer, &text);
		++*proofs;
	}
	str_free(&text);
	stage_close(&bench.stage);
}

START_TEST(closed_gate_is_named_and_its_command_lets_the_interrupt_through)
{
	const struct closing *closing = &closings[_i];
	unsigned proofs = 0;

	for (uint64_t seed = 1; seed <= MACHINES; seed++) {
		struct scenery scenery;

		scenery_draw(&scenery, seed);
		prove(&scenery, closing, &proofs);
		scenery_fini(&scenery);
	}
	ck_assert_uint_gt(proofs, 0);
}
END_TEST

static bool sent(const struct bench *bench, unsigned message)
{
	const struct record *r;

	for (uint64_t n = bench->seen; (r = trace_at(bench->stage.trace, n)); n++)
		if (r->kind == R_MSI_SEND && r->obj == bench->device && r->w[0] == message)
			return true;
	return false;
}

/* Asks about the message and does what is said, until it is sent. */
static void give_a_cause(struct bench *bench, unsigned message, struct str *text)
{
	for (unsigned i = 0; i < COMMANDS_MAX; i++) {
		struct why_question question = { .device = bench->device, .cause = WHY_ANY, .message = (int)message };
		struct scene *scene = now(bench);
		struct why_answer answer;

		why_ask(&answer, scene, &question);
		why_text(&answer, bench->stage.trace, text);
		scene_free(scene);
		ck_assert_msg(answer.closed >= 0 && (i || answer.closed == WHY_mapped), "machine %llu: %s", (unsigned long long)bench->scenery->seed,
			      text->text);
		if (answer.gate[answer.closed].command[0])
			story_apply(bench->stage.sim, answer.gate[answer.closed].command);
		rest(bench, INTERVAL);
		if (sent(bench, message))
			return;
	}
	ck_abort_msg("machine %llu: message %u is never sent\n%s", (unsigned long long)bench->scenery->seed, message, text->text);
}

/* The highest message that no IVAR leads to; 0: each has a cause. */
static unsigned without_cause(const struct bench *bench)
{
	struct scene *scene = now(bench);
	const struct scene_device *device = scene_device(scene, bench->device);
	unsigned n = bench->mode == SYM_grant_MSIX ? device->entries_n : bench->mode == SYM_grant_MSI ? 1u << (bench->control >> 4 & 7) : 1;
	unsigned message = n - 1;

	for (unsigned c = 0; c < 32; c++)
		if (scene_role(device, ROLE_IVAR, c) & 0x80 && (scene_role(device, ROLE_IVAR, c) & 0x3F) % n == message)
			message = 0;
	scene_free(scene);
	return message;
}

START_TEST(message_without_a_cause_is_sent_once_what_is_said_was_done)
{
	unsigned proofs = 0;

	for (uint64_t seed = 1; seed <= MACHINES; seed++) {
		struct scenery scenery;
		struct bench bench;
		struct str text = { 0 };
		unsigned message;

		scenery_draw(&scenery, seed);
		bench_open(&bench, &scenery, 0);
		message = without_cause(&bench);
		bench.seen = trace_count(bench.stage.trace);
		if (message && ++proofs)
			give_a_cause(&bench, message, &text);
		str_free(&text);
		stage_close(&bench.stage);
		scenery_fini(&scenery);
	}
	ck_assert_uint_gt(proofs, 5);
}
END_TEST

static bool is_signal(const struct record *r)
{
	return r->kind == R_MSI_SEND || r->kind == R_IOAPIC_SEND || r->kind == R_IOAPIC_REDELIVER;
}

/* The chain of a service routine's start leads through a signal to something before it. */
static bool chain_is_whole(const struct trace *trace, uint64_t number)
{
	uint64_t found[256];
	size_t n = query_causes(trace, number, found, 256);

	for (size_t i = 1; i + 1 < n; i++)
		if (is_signal(trace_at(trace, found[i])))
			return true;
	return false;
}

static unsigned look_at_all(const struct trace *trace, uint64_t seed)
{
	struct scene *scene = scene_new(trace);
	const struct record *r;
	unsigned seen = 0;

	for (uint64_t n = 0; (r = trace_at(trace, n)); n++) {
		struct why_question question = { .cause = WHY_ANY, .message = (int)r->w[0] };
		struct why_answer answer;
		struct str text = { 0 };

		scene_advance(scene, n);
		if (r->kind != R_ISR_ENTER)
			continue;
		question.device = scene_interrupt(scene, r->obj)->parent;
		why_ask(&answer, scene, &question);
		why_text(&answer, trace, &text);
		why_chain(trace, n, &text);
		ck_assert_msg(answer.closed < 0 && answer.service == n, "story %llu, #%llu: %s", (unsigned long long)seed,
			      (unsigned long long)n, text.text);
		ck_assert_msg(chain_is_whole(trace, n), "story %llu, #%llu: %s", (unsigned long long)seed, (unsigned long long)n, text.text);
		str_free(&text);
		seen++;
	}
	scene_free(scene);
	return seen;
}

START_TEST(interrupt_that_came_has_no_closed_gate_and_a_whole_chain)
{
	unsigned seen = 0;

	for (uint64_t seed = 1; seed <= STORIES; seed++) {
		struct story story;
		struct trace *trace;

		story_init(&story, seed);
		trace = story_play(&story, &(struct play){ 0 });
		seen += look_at_all(trace, seed);
		trace_free(trace);
		story_fini(&story);
	}
	ck_assert_uint_gt(seen, 100);
}
END_TEST

int main(void)
{
	struct frame frame = suite_open("why in random machines");

	tcase_add_loop_test(frame.tcase, closed_gate_is_named_and_its_command_lets_the_interrupt_through, 0, (int)CLOSINGS);
	tcase_add_test(frame.tcase, message_without_a_cause_is_sent_once_what_is_said_was_done);
	tcase_add_test(frame.tcase, interrupt_that_came_has_no_closed_gate_and_a_whole_chain);
	return suite_end(&frame);
}
