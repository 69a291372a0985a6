/* SPDX-License-Identifier: MIT */
/* The question: words to it and back, the one that a record raises, and which device a line or a CPU stands for. */
#include <stdio.h>
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/str.h"
#include "sim/base/words.h"
#include "sim/read/why_parts.h"
#include "sim/trace/rectext.h"

#define NONE UINT64_MAX
#define CAUSES 32

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
	const struct trace_object *object = trace_object(trace, obj);

	return object && object->type == SYM_object_DEVICE;
}

static const char expected[] = "DEVICE [cause:NAME] [message:N] [queue:N] [frame:N|last], line:N or cpu:N";

/* NAME:NUMBER for what is counted; the number plus one. */
static bool read_counted(const struct word *word, const char *name, unsigned most, unsigned *plus_one, bool *good, struct err *err)
{
	uint64_t number;

	if (strncmp(word->text, name, strlen(name)) != 0)
		return false;
	*good = words_number(word->text + strlen(name), most, &number);
	if (!*good) {
		err_set(err, "'%.40s' is out of range", word->text);
		err_expected(err, "%s0 to %u", name, most);
		err_at(err, NULL, 0, word->col);
	}
	*plus_one = *good ? (unsigned)number + 1 : 0;
	return true;
}

static bool read_frame(struct why_question *question, const struct word *word, struct err *err)
{
	if (strcmp(word->text + 6, "last") == 0) {
		question->frame = WHY_LAST;
		return true;
	}
	return (words_number(word->text + 6, UINT32_MAX, &question->frame) && question->frame) ||
	       wrong(err, word, N_("this is no frame"), N_("frame:NUMBER, counted from 1, or frame:last"));
}

static bool read_part(struct why_question *question, const struct word *word, const struct trace *trace, struct err *err)
{
	uint64_t message;
	size_t n = strncmp(word->text, "message:", 8) == 0 ? 8 : 4;
	bool good;

	if (read_counted(word, "queue:", 7, &question->queue, &good, err) ||
	    read_counted(word, "line:", SCENE_INPUTS - 1, &question->input, &good, err) ||
	    read_counted(word, "cpu:", 63, &question->cpu, &good, err))
		return good;
	if (strncmp(word->text, "frame:", 6) == 0)
		return read_frame(question, word, err);

	if (strncmp(word->text, "cause:", 6) == 0)
		return read_cause(word->text + 6, &question->cause) ||
		       wrong(err, word, N_("there is no such cause"), N_("RXQ0..7, TXQ0..7, RXO0..7, LSC, SW0, SW1, ERR or a bit"));
	if (n == 8 || strncmp(word->text, "msg:", 4) == 0) {
		if (!words_number(word->text + n, SCENE_MESSAGES - 1, &message))
			return wrong(err, word, N_("this is no message"), "message:NUMBER");
		question->message = (int)message;
		return true;
	}
	question->device = rectext_object_named(trace, word->text);
	return (question->device && is_device(trace, question->device)) ||
	       wrong(err, word, N_("there is no such device"), expected);
}

bool why_read(struct why_question *question, const char *text, const struct trace *trace, struct err *err)
{
	struct words words;
	bool good = words_split(&words, text, err);

	*question = (struct why_question){ .cause = WHY_ANY, .message = WHY_ANY };
	for (unsigned i = 0; good && i < words.n; i++)
		good = read_part(question, &words.word[i], trace, err);
	if (good && !question->device && !question->input && !question->cpu) {
		err_set(err, "which device?");
		good = err_expected_text(err, expected);
	}
	words_free(&words);
	return good;
}

/* A record's own question. */

static uint32_t device_of(const struct trace *trace, uint32_t obj)
{
	const struct trace_object *object = trace_object(trace, obj);

	if (!object)
		return 0;
	return object->type == SYM_object_DEVICE ? obj : object->type == SYM_object_INTERRUPT ? object->parent : 0;
}

/* The places of frames are counted from the beginning. */
static uint64_t frame_place(const struct trace *trace, const struct record *record)
{
	const struct seek wanted = { R_DEV_FRAME, R_DEV_FRAME, record->obj, SEEK_ANY };
	uint64_t place = 0, n = 0;

	for (; (n = seek_first(trace, n, record->number + 1, &wanted)) != NONE; n++)
		place++;
	return place;
}

bool why_of_record(struct why_question *question, const struct trace *trace, const struct record *record)
{
	*question = (struct why_question){ .device = device_of(trace, record->obj), .cause = WHY_ANY, .message = WHY_ANY };
	switch (record->kind) {
	case R_DEV_CAUSE_SET:
	case R_DEV_CAUSE_CLEAR:
		question->cause = record->w[0] & UINT32_MAX ? __builtin_ctz((uint32_t)record->w[0]) : WHY_ANY;
		break;
	case R_DEV_FRAME:
		question->frame = frame_place(trace, record);
		break;
	case R_MSI_SEND:
	case R_MSI_PEND:
	case R_MSI_DROP:
	case R_MSIX_MASK:
	case R_MSIX_UNMASK:
	case R_PBA_SET:
		question->message = (int)record->w[0];
		break;
	default:
		break;
	}
	return question->device != 0;
}

void why_words(const struct why_question *question, const struct trace *trace, struct str *out)
{
	char name[16];

	str_append(out, rectext_object(trace, question->device));
	if (question->cause != WHY_ANY)
		str_format(out, " cause:%s", why_cause_name((unsigned)question->cause, name, sizeof name));
	if (question->message != WHY_ANY)
		str_format(out, " message:%d", question->message);
	if (question->queue)
		str_format(out, " queue:%u", question->queue - 1);
	if (question->frame)
		str_format(out, " frame:%llu", (unsigned long long)question->frame);
}

static void resolve_line(const struct scene *scene, struct why_question *asked)
{
	for (size_t i = 1; i < scene->devices_n; i++) {
		const struct scene_device *device = &scene->devices[i];

		if (!device->bridge && device->pin && device->input == asked->input - 1 && (!asked->device || device->asserted)) {
			asked->device = device->obj;
			if (device->asserted)
				return;
		}
	}
}

/* The registration that has a vector on a CPU: its device and message. */
static bool owner_of(const struct scene *scene, unsigned cpu, unsigned vector, struct why_question *asked)
{
	for (size_t i = 1; i < scene->interrupts_n; i++)
		for (unsigned m = 0; m < scene->interrupts[i].n; m++)
			if (scene->interrupts[i].messages[m].vector == vector && scene->interrupts[i].messages[m].cpus >> cpu & 1 &&
			    scene->interrupts[i].messages[m].connected) {
				asked->device = scene->interrupts[i].parent;
				asked->message = scene->interrupts[i].messages[m].kind == SYM_grant_LINE ? WHY_ANY : (int)m;
				return true;
			}
	return false;
}

/* What waits in IRR or is in service; else what the CPU took last. */
static void resolve_cpu(const struct scene *scene, uint64_t number, struct why_question *asked)
{
	unsigned cpu = asked->cpu - 1;
	struct seek wanted = { R_APIC_DELIVER, R_APIC_DELIVER, 0, SEEK_ANY };

	if (cpu >= scene->cpus_n)
		return;
	wanted.obj = scene->cpus[cpu].obj;
	for (unsigned vector = 255; vector >= 16; vector--)
		if ((scene_vector(scene->cpus[cpu].apic.irr, (uint8_t)vector) || scene_vector(scene->cpus[cpu].apic.isr, (uint8_t)vector)) &&
		    owner_of(scene, cpu, vector, asked))
			return;
	for (uint64_t n = seek_last(scene->trace, number, &wanted); n != NONE; n = n ? seek_last(scene->trace, n - 1, &wanted) : NONE)
		if (owner_of(scene, cpu, (unsigned)trace_at(scene->trace, n)->w[0], asked))
			return;
}

/* No device is behind the line or the CPU: the first that the machine has. */
static void resolve_any(const struct scene *scene, struct why_question *asked)
{
	for (size_t i = 1; i < scene->devices_n && !asked->device; i++)
		if (!scene->devices[i].bridge)
			asked->device = scene->devices[i].obj;
}

void why_resolve(const struct scene *scene, uint64_t number, struct why_question *asked)
{
	if (asked->input && !asked->device)
		resolve_line(scene, asked);
	if (asked->cpu && !asked->device)
		resolve_cpu(scene, number, asked);
	if (asked->input || asked->cpu)
		resolve_any(scene, asked);
}
