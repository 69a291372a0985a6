/* SPDX-License-Identifier: MIT */
/* Asking: how far the interrupt got, and then gate by gate. What is asked: why_question.c; of which frame: why_frame.c; the answer in words: why_tell.c. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/read/why_parts.h"
#include "sim/trace/rectext.h"

#define NONE UINT64_MAX
#define CAUSES 32
#define CHAIN_MOST 256 /* causes behind a record that are looked at */

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

/* A frame's queue is its cause. */
static void choose_queue(struct why *why, struct why_question *asked)
{
	const struct record *frame;

	why->about_frame = asked->frame || asked->queue;
	why->about_queue = asked->queue;
	why->frame = asked->frame ? why_find_frame(why, asked) : NONE;
	frame = why->frame == NONE ? NULL : trace_at(why->trace, why->frame);
	if (asked->cause == WHY_ANY && asked->message == WHY_ANY && (frame || asked->queue))
		asked->cause = frame ? (int)(frame->w[0] & 7) : (int)asked->queue - 1;
}

/* What the cause is mapped to by IVAR; INTx knows source 0 alone, under MSI a cause without VALID is source 0, under MSI-X none. */
static unsigned source_of(const struct why *why, unsigned cause)
{
	uint32_t ivar = scene_role(why->device, ROLE_IVAR, cause);

	if (why->mode == SYM_grant_LINE)
		return 0;
	return ivar & 0x80 ? ivar & 0x3F : 0;
}

unsigned why_messages(const struct scene_device *device)
{
	unsigned msi = scene_capability(device, 0x05);

	return msi ? 1u << (scene_config(device, msi + 2, 2) >> 4 & 7) : 1;
}

static unsigned message_of(const struct why *why, unsigned source)
{
	if (why->mode == SYM_grant_MSI)
		return source & (why_messages(why->device) - 1);
	return why->mode == SYM_grant_MSIX ? source : 0;
}

uint32_t why_causes_of(const struct why *why, unsigned message)
{
	uint32_t causes = 0;

	for (unsigned c = 0; c < CAUSES; c++) {
		bool valid = scene_role(why->device, ROLE_IVAR, c) & 0x80;

		if ((valid || why->mode != SYM_grant_MSIX) && message_of(why, source_of(why, c)) == message)
			causes |= 1u << c;
	}
	return causes;
}

/* Message and cause, where the cause is not mapped to the message, or none is. A device without a map sends its one message for all. */
static bool is_unmapped(const struct why *why, const struct why_question *asked)
{
	uint32_t causes = asked->cause == WHY_ANY ? UINT32_MAX : 1u << asked->cause;

	return asked->message != WHY_ANY && why->device->role[ROLE_IVAR] && !(why_causes_of(why, (unsigned)asked->message) & causes);
}

/* Neither asked for: the lowest pending cause that is enabled, else the lowest pending one, else all. */
static void choose(struct why *why, struct why_question *asked)
{
	uint32_t icr = scene_role(why->device, ROLE_ICR, 0), live = icr & scene_role(why->device, ROLE_IMS, 0);
	uint32_t pending;

	if (!why_by_message(why))
		asked->message = WHY_ANY; /* a line is one for all causes */
	why->unmapped = is_unmapped(why, asked);
	if (asked->cause == WHY_ANY && asked->message != WHY_ANY) {
		why->causes = why_causes_of(why, (unsigned)asked->message);
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
		why->vector = (uint8_t)((scene_config(device, msi + (wide ? 12 : 8), 2) & ~(why_messages(device) - 1)) |
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

/* The last signal; a start takes back what was under way. */
static uint64_t last_send(const struct why *why, uint64_t start)
{
	struct seek wanted = { R_MSI_SEND, R_MSI_SEND, why->device->obj, why->message };
	uint64_t send;

	if (why->mode == SYM_grant_LINE)
		wanted = (struct seek){ R_IOAPIC_SEND, R_IOAPIC_REDELIVER, why->scene->ioapic_obj, why->input };
	send = seek_last(why->trace, why->number, &wanted);
	return send == NONE || (start != NONE && send < start) ? NONE : send;
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

uint64_t why_granted(const struct why *why)
{
	return why->granted < why->interrupt->n && why->interrupt->messages[why->granted].kind == SYM_grant_LINE ? RECORD_NONE : why->granted;
}

/* What became of the signal: each step is the first of its kind about the registration after the step before; NONE: that one is not there. */
static uint64_t step_after(const struct why *why, uint64_t before, unsigned kind, unsigned other)
{
	const struct seek wanted = { kind, other, why->interrupt->obj, why_granted(why) };

	return why->interrupt->obj && before != NONE ? seek_first(why->trace, before, why->number + 1, &wanted) : NONE;
}

uint64_t why_or_reset(const struct why *why, uint64_t number)
{
	uint64_t reset = why_last(why, why->device->obj, R_DEV_RESET, R_DEV_RESET, NONE);

	return reset != NONE && (number == NONE || reset > number) ? reset : number;
}

size_t why_register(const struct why *why, const char *name)
{
	const struct scene_device *device = why->device;
	size_t i = 0;

	while (i < device->regs_n && strcmp(trace_text_of(why->trace, device->regs[i].name), name) != 0)
		i++;
	return i;
}

/* NOISY (doc/noisy.md) has no block: the record of CAUSE tells what came. */
static bool sets_cause(const struct why *why, const struct record *record)
{
	return why->has_block ? record->w[0] & why->causes : record->w[1] & ~record->w[2];
}

/* The last time that one of its causes was set, since the start and since the signal. */
static uint64_t last_cause(const struct why *why, uint64_t since)
{
	const unsigned kind = why->has_block ? R_DEV_CAUSE_SET : R_DEV_REG;
	const struct seek wanted = { kind, kind, why->device->obj, why->has_block ? SEEK_ANY : why->device->role[ROLE_CAUSE] - 1u };
	uint64_t n = seek_last(why->trace, why->number, &wanted);

	for (; n != NONE && n >= since; n = n ? seek_last(why->trace, n - 1, &wanted) : NONE)
		if (sets_cause(why, trace_at(why->trace, n)))
			return n;
	return NONE;
}

static void find_progress(struct why *why)
{
	const struct seek starts = { R_PNP_STATE, R_PNP_STATE, why->device->obj, SYM_state_INITIALIZING };
	uint64_t start = seek_last(why->trace, why->number, &starts);

	why->send = last_send(why, start);
	why->cause_set = last_cause(why, why->send != NONE ? why->send : start != NONE ? start : 0);
	why->service = step_after(why, why->send, R_ISR_ENTER, R_ISR_ENTER);
	if (why->ours && astray(why))
		why->send = NONE; /* lost, and the way is right again: the next one is what counts */
	if (why->send == NONE)
		why->service = NONE;
	why->served = step_after(why, why->service, R_ISR_EXIT, R_ISR_EXIT);
	why->queue = step_after(why, why->service, R_DPC_QUEUE, R_DPC_MERGE);
	why->run = step_after(why, why->queue, R_DPC_ENTER, R_DPC_ENTER);
	why->under_way = why->send != NONE && why->service == NONE;
}

static void prepare(struct why *why, const struct scene *scene, struct why_question *asked)
{
	uint64_t number = scene->next ? scene->next - 1 : 0;
	const struct scene_device *device;

	why_resolve(scene, number, asked);
	device = scene_device(scene, asked->device);
	*why = (struct why){ .scene = scene, .trace = scene->trace, .device = device, .list = NONE };
	why->number = number;
	why->mode = scene_mode(device);
	if (why->mode == SYM_grant_NONE || (why->mode == SYM_grant_LINE && device->grant.kind != SYM_grant_NONE))
		why->mode = device->grant.kind;
	why->has_block = device->role[ROLE_ICR] && device->role[ROLE_IMS];
	choose_queue(why, asked);
	choose(why, asked);
	find_registration(why);
	find_route(why);
	why_follow_frame(why, asked);
	find_progress(why);
}

/* Its service routine runs, or the DPC waits that it asked for. */
static bool in_hand(const struct why *why)
{
	return why->service != NONE && (why->served == NONE || (why->queue != NONE && why->run == NONE));
}

/* An interrupt has passed what lies behind it, whatever has become of those gates since, and so has the interrupt of a frame that was
 * handed up. */
static bool passed(const struct why *why, unsigned id)
{
	if (why->list != NONE)
		return id >= WHY_cause && id <= WHY_ran;
	if (in_hand(why))
		return id >= WHY_cause && id <= WHY_connected;
	return why->under_way && id >= WHY_cause && id <= WHY_sent;
}

/* What a person or the driver did that led to the record: a command, or a call or write of driver code. A bugcheck names its place
 * itself: what came before it in that run of code did not do it. */
static void find_doer(const struct why *why, struct why_gate *g)
{
	const struct record *r = g->since == NONE ? NULL : trace_at(why->trace, g->since);

	g->by = g->code = NONE;
	if (r && r->kind == R_BUGCHECK) {
		g->code = r->w[3];
		return;
	}
	for (unsigned steps = 0; r && steps < CHAIN_MOST; steps++) {
		if (r->kind == R_MMIO_WRITE || r->kind == R_API_CALL)
			g->code = r->w[3];
		if (r->kind == R_CMD_TAKE || r->kind == R_MMIO_WRITE || r->kind == R_API_CALL) {
			g->by = r->number == g->since ? NONE : r->number;
			return;
		}
		r = r->cause == r->number ? NULL : trace_at(why->trace, r->cause);
	}
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
	answer->frame = why.frame;
	for (unsigned id = 0; id < WHY_GATES; id++) {
		struct why_gate *g = &answer->gate[id];

		g->since = NONE;
		gates[id](&why, g);
		if (g->state != WHY_NO_GATE && passed(&why, id)) {
			*g = (struct why_gate){ .state = WHY_OPEN, .since = why.list != NONE ? NONE : why.send };
			snprintf(g->text, sizeof g->text, "%s", say("passed"));
		}
		/* That nothing went out tells something only where all before it is open. */
		if (id == WHY_sent && g->state == WHY_CLOSED && answer->closed >= 0)
			*g = (struct why_gate){ .state = WHY_NOT_MET, .since = NONE };
		g->by = g->code = NONE;
		if (!passed(&why, id))
			find_doer(&why, g);
		if (g->state == WHY_CLOSED && answer->closed < 0)
			answer->closed = (int)id;
	}
}
