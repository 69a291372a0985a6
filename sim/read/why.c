/* SPDX-License-Identifier: MIT */
/* Asking: which interrupt is meant, how far it got, and then gate by gate. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/str.h"
#include "sim/base/text.h"
#include "sim/base/words.h"
#include "sim/read/query.h"
#include "sim/read/tell.h"
#include "sim/read/why_parts.h"
#include "sim/trace/rectext.h"

#define NONE UINT64_MAX
#define CAUSES 32
#define CHAIN_MOST 256

const struct why_name why_names[WHY_GATES] = {
#define GATE(function, name, rule) { name, rule },
#include "sim/read/why.def"
#undef GATE
};

typedef void gate(const struct why *why, struct why_gate *gate);

static gate *const gates[WHY_GATES] = {
#define GATE(function, name, rule) why_gate_##function,
#include "sim/read/why.def"
#undef GATE
};

/* Cause bits of the controller's interrupt block: a family of eight, or one bit. */
static const struct cause_name {
	unsigned bit, count;
	const char *name;
} cause_names[] = {
	{ 0, 8, "RXQ" }, { 8, 8, "TXQ" }, { 16, 8, "RXO" }, { 24, 1, "LSC" }, { 25, 2, "SW" }, { 31, 1, "ERR" },
};
#define CAUSE_NAMES (sizeof cause_names / sizeof cause_names[0])

const char *why_cause_name(unsigned bit, char *text, size_t size)
{
	for (size_t i = 0; i < CAUSE_NAMES; i++) {
		const struct cause_name *family = &cause_names[i];

		if (bit - family->bit >= family->count)
			continue;
		if (family->count > 1)
			snprintf(text, size, "%s%u", family->name, bit - family->bit);
		else
			snprintf(text, size, "%s", family->name);
		return text;
	}
	snprintf(text, size, "%u", bit);
	return text;
}

static bool read_cause(const char *word, int *cause)
{
	char name[16];
	uint64_t bit;

	for (unsigned i = 0; i < CAUSES; i++)
		if (str_compare(why_cause_name(i, name, sizeof name), word) == 0) {
			*cause = (int)i;
			return true;
		}
	if (!words_number(word, CAUSES - 1, &bit))
		return false;
	*cause = (int)bit;
	return true;
}

static bool wrong(struct err *err, const struct word *word, const char *what, const char *expected)
{
	err_set_text(err, what);
	err_expected_text(err, expected);
	err_found(err, "%.100s", word->text);
	return err_at(err, NULL, 0, word->col);
}

/* As the machine declared it. */
static bool is_device(const struct trace *trace, uint32_t obj)
{
	const struct record *r;

	for (uint64_t n = 0; n < trace_count(trace); n++)
		if ((r = trace_at(trace, n)) && r->kind == R_MACHINE_OBJECT && r->obj == obj)
			return r->w[0] == SYM_object_DEVICE;
	return obj;
}

static bool read_part(struct why_question *question, const struct word *word, const struct trace *trace, struct err *err)
{
	uint64_t message;

	if (strncmp(word->text, "cause:", 6) == 0)
		return read_cause(word->text + 6, &question->cause) ||
		       wrong(err, word, N_("there is no such cause"), N_("RXQ0..7, TXQ0..7, RXO0..7, LSC, SW0, SW1, ERR or a bit"));
	if (strncmp(word->text, "msg:", 4) == 0) {
		if (!words_number(word->text + 4, SCENE_MESSAGES - 1, &message))
			return wrong(err, word, N_("this is no message"), "msg:NUMBER");
		question->message = (int)message;
		return true;
	}
	question->device = rectext_object_named(trace, word->text);
	return (question->device && is_device(trace, question->device)) ||
	       wrong(err, word, N_("there is no such device"), "DEVICE [cause:NAME] [msg:NUMBER]");
}

bool why_read(struct why_question *question, const char *text, const struct trace *trace, struct err *err)
{
	struct words words;
	bool good = words_split(&words, text, err);

	*question = (struct why_question){ 0, WHY_ANY, WHY_ANY };
	for (unsigned i = 0; good && i < words.n; i++)
		good = read_part(question, &words.word[i], trace, err);
	if (good && !question->device) {
		err_set(err, "which device?");
		good = err_expected(err, "DEVICE [cause:NAME] [msg:NUMBER]");
	}
	words_free(&words);
	return good;
}

/* Which interrupt. */

/* What the cause is mapped to by IVAR; INTx knows source 0 alone, under MSI a cause without VALID is source 0, under MSI-X none. */
static unsigned source_of(const struct why *why, unsigned cause)
{
	uint32_t ivar = scene_role(why->device, ROLE_IVAR, cause);

	if (why->mode == SYM_grant_LINE)
		return 0;
	return ivar & 0x80 ? ivar & 0x3F : 0;
}

static unsigned messages_enabled(const struct scene_device *device)
{
	unsigned msi = scene_capability(device, 0x05);

	return msi ? 1u << (scene_config(device, msi + 2, 2) >> 4 & 7) : 1;
}

static unsigned message_of(const struct why *why, unsigned source)
{
	if (why->mode == SYM_grant_MSI)
		return source & (messages_enabled(why->device) - 1);
	return why->mode == SYM_grant_MSIX ? source : 0;
}

/* The causes that a message carries. */
static uint32_t causes_of(const struct why *why, unsigned message)
{
	uint32_t causes = 0;

	for (unsigned c = 0; c < CAUSES; c++) {
		bool valid = scene_role(why->device, ROLE_IVAR, c) & 0x80;

		if ((valid || why->mode != SYM_grant_MSIX) && message_of(why, source_of(why, c)) == message)
			causes |= 1u << c;
	}
	return causes;
}

/* Neither asked for: the lowest pending cause that is enabled, else the lowest pending one, else all. */
static void choose(struct why *why, struct why_question *asked)
{
	uint32_t icr = scene_role(why->device, ROLE_ICR, 0), live = icr & scene_role(why->device, ROLE_IMS, 0);
	uint32_t pending;

	if (asked->cause == WHY_ANY && asked->message != WHY_ANY) {
		why->causes = causes_of(why, (unsigned)asked->message);
		pending = live & why->causes ? live & why->causes : icr & why->causes;
	} else {
		why->causes = asked->cause == WHY_ANY ? UINT32_MAX : 1u << asked->cause;
		pending = live & why->causes ? live & why->causes : icr & why->causes;
	}
	if (asked->cause == WHY_ANY && pending) {
		asked->cause = __builtin_ctz(pending);
		why->causes = asked->message == WHY_ANY ? 1u << asked->cause : why->causes;
	}
	why->source = asked->cause != WHY_ANY ? source_of(why, (unsigned)asked->cause) : 0;
	if (asked->message == WHY_ANY)
		asked->message = (int)message_of(why, why->source);
	else if (asked->cause == WHY_ANY)
		why->source = (unsigned)asked->message;
	why->message = (unsigned)asked->message;
}

static void find_registration(struct why *why)
{
	why->interrupt = &why->scene->interrupts[0];
	for (size_t i = 1; i < why->scene->interrupts_n; i++)
		if (why->scene->interrupts[i].parent == why->device->obj)
			why->interrupt = &why->scene->interrupts[i];
}

/* Which of its messages has this vector on this CPU. A device without a registration owns what it sends. */
static bool registered(const struct why *why, unsigned cpu, uint8_t vector, unsigned *message)
{
	const struct scene_interrupt *interrupt = why->interrupt;

	*message = why->message;
	for (unsigned i = 0; i < interrupt->n; i++)
		if (interrupt->messages[i].vector == vector && interrupt->messages[i].cpus >> cpu & 1) {
			*message = i;
			return true;
		}
	return !interrupt->n;
}

/* Where it would go: address and data as they are now. */
static void find_route(struct why *why)
{
	const struct scene_device *device = why->device;
	unsigned msi = scene_capability(device, 0x05);
	uint64_t address = 0, entry;

	if (why->mode == SYM_grant_MSIX && why->message < device->entries_n) {
		address = device->entries[why->message].address;
		why->vector = (uint8_t)device->entries[why->message].data;
	} else if (why->mode == SYM_grant_MSI && msi) {
		bool wide = scene_config(device, msi + 2, 2) & 0x80;

		address = scene_config(device, msi + 4, 4) | (wide ? (uint64_t)scene_config(device, msi + 8, 4) << 32 : 0);
		why->vector = (uint8_t)((scene_config(device, msi + (wide ? 12 : 8), 2) & ~(messages_enabled(device) - 1)) |
					why->message);
	} else if (why->mode == SYM_grant_LINE && device->input < SCENE_INPUTS) {
		why->input = device->input;
		entry = why->scene->entry[device->input];
		address = 0xFEE00000 | (entry >> 56) << 12 | (entry >> 11 & 1) << 2;
		why->vector = (uint8_t)entry;
	}
	why->routed = why_target(why->scene, address, &why->cpu) && why->vector >= 16;
	why->ours = why->routed && registered(why, why->cpu, why->vector, &why->granted);
}

/* How far the last one got. */

static bool is_send(const struct why *why, const struct record *r)
{
	if (why->mode == SYM_grant_LINE)
		return (r->kind == R_IOAPIC_SEND || r->kind == R_IOAPIC_REDELIVER) && r->w[0] == why->input;
	return r->kind == R_MSI_SEND && r->obj == why->device->obj && r->w[0] == why->message;
}

static bool about_registration(const struct why *why, const struct record *r)
{
	return r->obj == why->interrupt->obj && r->obj && r->w[0] == why->granted;
}

/* A start takes back what was under way. */
static bool is_start(const struct why *why, const struct record *r)
{
	return r->kind == R_PNP_STATE && r->obj == why->device->obj && r->w[0] == SYM_state_INITIALIZING;
}

/* It went where its service routine does not listen. */
static bool astray(const struct why *why)
{
	const struct record *send = trace_at(why->trace, why->send);
	unsigned cpu, message;

	if (why->service != NONE || !send || send->kind != R_MSI_SEND)
		return false;
	return !why_target(why->scene, send->w[1], &cpu) || !registered(why, cpu, (uint8_t)send->w[2], &message);
}

/* Backwards to the last signal, keeping the earliest of each later step that is seen on the way. */
static void find_progress(struct why *why)
{
	const struct record *r;

	why->cause_set = why->send = why->service = why->served = why->queue = why->run = NONE;
	for (uint64_t n = why->number; (r = trace_at(why->trace, n)) && why->send == NONE && !is_start(why, r); n--) {
		if (is_send(why, r))
			why->send = n;
		else if (r->kind == R_ISR_ENTER && about_registration(why, r))
			why->service = n;
		else if (r->kind == R_ISR_EXIT && about_registration(why, r))
			why->served = n;
		else if ((r->kind == R_DPC_QUEUE || r->kind == R_DPC_MERGE) && about_registration(why, r))
			why->queue = n;
		else if (r->kind == R_DPC_ENTER && about_registration(why, r))
			why->run = n;
		else if (r->kind == R_DEV_CAUSE_SET && r->obj == why->device->obj && r->w[0] & why->causes &&
			 why->cause_set == NONE)
			why->cause_set = n;
	}
	if (why->ours && astray(why))
		why->send = NONE; /* lost, and the way is right again: the next one is what counts */
	if (why->send == NONE)
		why->service = NONE;
	if (why->service == NONE)
		why->served = why->queue = why->run = NONE;
	why->under_way = why->send != NONE && why->service == NONE;
}

static void prepare(struct why *why, const struct scene *scene, struct why_question *asked)
{
	const struct scene_device *device = scene_device(scene, asked->device);

	*why = (struct why){ .scene = scene, .trace = scene->trace, .device = device };
	why->number = scene->next ? scene->next - 1 : 0;
	why->mode = scene_mode(device);
	if (why->mode == SYM_grant_NONE || (why->mode == SYM_grant_LINE && device->grant.kind != SYM_grant_NONE))
		why->mode = device->grant.kind;
	why->has_block = device->role[ROLE_ICR] && device->role[ROLE_IMS];
	choose(why, asked);
	find_registration(why);
	find_route(why);
	find_progress(why);
}

/* Its service routine runs, or the DPC waits that it asked for. */
static bool in_hand(const struct why *why)
{
	return why->service != NONE && (why->served == NONE || (why->queue != NONE && why->run == NONE));
}

/* An interrupt has passed what lies behind it, whatever has become of those gates since. */
static bool passed(const struct why *why, unsigned id)
{
	if (in_hand(why))
		return id >= WHY_cause && id <= WHY_connected;
	return why->under_way && id >= WHY_cause && id <= WHY_sent;
}

void why_ask(struct why_answer *answer, const struct scene *scene, const struct why_question *question)
{
	struct why why;

	*answer = (struct why_answer){ .asked = *question, .closed = -1 };
	prepare(&why, scene, &answer->asked);
	answer->number = why.number;
	answer->mode = why.mode;
	answer->send = why.send;
	answer->service = why.service;
	for (unsigned id = 0; id < WHY_GATES; id++) {
		struct why_gate *g = &answer->gate[id];

		g->since = NONE;
		gates[id](&why, g);
		if (g->state != WHY_NO_GATE && passed(&why, id)) {
			*g = (struct why_gate){ .state = WHY_OPEN, .since = why.send };
			snprintf(g->text, sizeof g->text, "%s", say("passed"));
		}
		if (g->state == WHY_CLOSED && answer->closed < 0)
			answer->closed = (int)id;
	}
}

static void put_gate(const struct why_answer *answer, unsigned id, struct str *out)
{
	static const char *const states[] = { N_("open"), N_("CLOSED"), "-", "" };
	const struct why_gate *g = &answer->gate[id];

	if (g->state == WHY_NO_GATE)
		return;
	str_append(out, "  ");
	text_column(out, say(states[g->state]), 8);
	text_column(out, say(why_names[id].name), 15);
	str_append(out, g->text[0] ? g->text : say("not reached"));
	if (g->since != NONE)
		str_format(out, say(" (since #%llu)"), (unsigned long long)g->since);
	str_append(out, "\n");
	if (g->state == WHY_CLOSED && g->command[0])
		str_format(out, "          %s %s\n", say("opens with:"), g->command);
}

static void put_verdict(const struct why_answer *answer, const struct trace *trace, struct str *out)
{
	static const char *const modes[] = { N_("no mechanism"), "INTx", "MSI", "MSI-X" };
	char cause[16];

	str_format(out, "%s", rectext_object(trace, answer->asked.device));
	if (answer->asked.cause != WHY_ANY)
		str_format(out, " %s", why_cause_name((unsigned)answer->asked.cause, cause, sizeof cause));
	if (answer->mode == SYM_grant_MSI || answer->mode == SYM_grant_MSIX)
		str_format(out, say(", %s message %d"), modes[answer->mode & 3], answer->asked.message);
	else
		str_format(out, ", %s", say(modes[answer->mode & 3]));
	if (answer->closed >= 0)
		str_format(out, say(": stopped by %s: %s"), say(why_names[answer->closed].name), answer->gate[answer->closed].text);
	else
		str_append(out, say(": every gate is open"));
	str_append(out, "\n");
}

void why_text(const struct why_answer *answer, const struct trace *trace, struct str *out)
{
	put_verdict(answer, trace, out);
	for (unsigned id = 0; id < WHY_GATES; id++)
		put_gate(answer, id, out);
}

void why_chain(const struct trace *trace, uint64_t number, struct str *out)
{
	uint64_t found[CHAIN_MOST];
	size_t n = query_causes(trace, number, found, CHAIN_MOST);

	while (n-- > 0) {
		const struct record *record = trace_at(trace, found[n]);
		char time[40];

		str_format(out, "#%-8llu %10s  %-16s ", (unsigned long long)found[n], vtime_text(record->at, time, sizeof time),
			   record_forms[record->kind].name);
		tell_record(trace, record, out);
		str_append(out, "\n");
	}
}
