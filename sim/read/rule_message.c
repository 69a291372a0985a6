/* SPDX-License-Identifier: MIT */
/*
 * Message_Declined: a service routine says that a message is not its device's. Message_Ignored: a message comes, and neither its service routine nor a DPC that it asked for does anything about it: looks at
 * a descriptor or a cause, acknowledges, masks or unmasks, moves a ring. That code looked at shared memory the machine tells (isr.blind,
 * dpc.exit); what was handed on to a work item or a timer is not ignored.
 */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/rule_parts.h"

static struct rule_message *message_of(struct rules *rules, uint32_t obj, uint32_t message)
{
	for (size_t i = 0; i < rules->messages_n; i++)
		if (rules->messages[i].obj == obj && rules->messages[i].message == message)
			return &rules->messages[i];
	mem_grow(&rules->messages, &rules->messages_room, rules->messages_n + 1, sizeof *rules->messages);
	rules->messages[rules->messages_n] = (struct rule_message){ .obj = obj, .message = message, .enter = RULE_NO_RECORD };
	return &rules->messages[rules->messages_n++];
}

static bool is_line(const struct rules *rules, uint32_t obj)
{
	const struct scene_interrupt *interrupt = scene_interrupt(rules->scene, obj);

	return !interrupt->n || interrupt->messages[0].kind == SYM_grant_LINE;
}

/* Nothing that the message asked for is left. */
static void judge(struct rules *rules, struct rule_message *message, const struct record *record, uint64_t code)
{
	struct finding *finding;

	if (message->queued || message->running)
		return;
	if (message->enter != RULE_NO_RECORD && !message->acted) {
		finding = rule_find(rules, RULE_Message_Ignored, record,
				    "message %u came, and no code of the driver looked at a descriptor or a cause, nor did anything about it", message->message);
		finding->code = code;
		rule_led(finding, message->enter);
	}
	message->enter = RULE_NO_RECORD;
	message->acted = false;
}

/* Connected anew: what was left of before is not judged. */
void rule_see_message_begins(struct rules *rules, const struct record *record)
{
	struct rule_message *message = message_of(rules, record->obj, (uint32_t)record->w[0]);

	*message = (struct rule_message){ .obj = message->obj, .message = message->message, .enter = RULE_NO_RECORD };
}

void rule_see_message_enter(struct rules *rules, const struct record *record)
{
	struct rule_message *message = message_of(rules, record->obj, (uint32_t)record->w[0]);

	if (!is_line(rules, record->obj) && message->enter == RULE_NO_RECORD)
		message->enter = record->number;
}

/* The service routine has ended and asked for nothing. */
void rule_see_message_blind(struct rules *rules, const struct record *record)
{
	const struct record *enter = NULL;
	struct rule_message *message = message_of(rules, record->obj, (uint32_t)record->w[0]);

	if (message->enter != RULE_NO_RECORD)
		enter = trace_at(rules->trace, message->enter);
	judge(rules, message, record, enter ? enter->w[3] : UINT64_MAX);
}

/* DDI, MINIPORT_MESSAGE_INTERRUPT: such interrupts are not shared. The two outputs count whatever the routine returns. */
void rule_see_message_declined(struct rules *rules, const struct record *record)
{
	const struct rule_run *run = rules->ended;
	struct finding *finding;

	if (record->w[1] || !run || run->line || !run->device)
		return;
	finding = rule_find(rules, RULE_Message_Declined, record, "the service routine of message %u returns FALSE", (unsigned)record->w[0]);
	finding->code = run->code;
	rule_led(finding, run->enter);
}

void rule_see_message_queued(struct rules *rules, const struct record *record)
{
	if (scene_interrupt(rules->scene, record->obj)->n)
		message_of(rules, record->obj, (uint32_t)record->w[0])->queued++;
}

void rule_see_message_dpc(struct rules *rules, const struct record *record)
{
	struct rule_message *message = message_of(rules, record->obj, (uint32_t)record->w[0]);

	message->queued -= message->queued > 0;
	message->running++;
}

void rule_see_message_over(struct rules *rules, const struct record *record)
{
	struct rule_message *message = message_of(rules, record->obj, (uint32_t)record->w[0]);

	message->running -= message->running > 0;
	message->acted |= !record->w[2];
	judge(rules, message, record, rules->ended ? rules->ended->code : UINT64_MAX);
}

static void acts(struct rules *rules, const struct record *record)
{
	const struct rule_run *run = rule_innermost(rules, record);

	if (run && run->device == rule_device_of(rules, record->obj))
		message_of(rules, run->obj, run->message)->acted = true;
}

void rule_see_message_reads(struct rules *rules, const struct record *record)
{
	unsigned element;
	enum rule_reg reg = rule_reg_of(rules, record, &element);

	if (reg == RULE_ICR || reg == RULE_STATUS) /* STATUS says why the link interrupts */
		acts(rules, record);
}

void rule_see_message_writes(struct rules *rules, const struct record *record)
{
	unsigned element;
	enum rule_reg reg = rule_reg_of(rules, record, &element);

	if (reg == RULE_ICR || reg == RULE_IMS || reg == RULE_IMC || reg == RULE_MASK || reg == RULE_RDT || reg == RULE_TDT)
		acts(rules, record);
}

/* By the driver's code: the system's own accesses have no run below them. */
void rule_see_message_masks(struct rules *rules, const struct record *record)
{
	if (record->cpu != RECORD_NO_CPU)
		acts(rules, record);
}

/* Calls that hand the work on, or change a table entry. */
void rule_see_message_calls(struct rules *rules, const struct record *record)
{
	static const char *const names[] = { "NdisMConfigMSIXTableEntry", "NdisSetTimerObject", "NdisQueueIoWorkItem", "NdisSetEvent",
					     "NdisMQueueDpc", "NdisMQueueDpcEx" };
	const char *name = trace_text_of(rules->trace, record->w[0]);

	for (size_t i = 0; rule_innermost(rules, record) && i < sizeof names / sizeof *names; i++)
		if (!strcmp(name, names[i]))
			acts(rules, record);
}
