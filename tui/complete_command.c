/* SPDX-License-Identifier: MIT */
/* What may be typed after a command's verb: objects, registers, causes, messages, keywords, keys and the values of keys. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/config.h"
#include "sim/base/frame.h"
#include "sim/base/switches.h"
#include "sim/journal/command.h"
#include "sim/read/scene.h"
#include "sim/read/why.h"
#include "sim/sim.h"
#include "sim/trace/rectext.h"
#include "tui/complete.h"
#include "tui/view.h"

/* Values worth trying of keys that take any. */
static const struct key_values {
	const char *verb, *key, *values;
} key_values[] = {
	{ "policy", "count", "1 2 4 8" },	      { "policy", "vectors", "2 4 8 16" },   { "policy", "seed", "1 2 3" },
	{ "frame", "size", "64 512 1514" },	      { "traffic", "size", "64 512 1514" },  { "traffic", "gap", "1us 5us 20us 100us" },
	{ "traffic", "frames", "16 100 1000" },	      { "traffic", "flows", "1 4 16" },	     { "traffic", "burst", "8 32" },
	{ "send", "frames", "1 4 16" },		      { "send", "size", "64 512 1514" },     { "send", "irql", "passive dispatch" },
	{ "link", "speed", "100 1000 10000" },	      { "package", "MSISupported", "1 0" },  { "package", "MessageNumberLimit", "1 4 16" },
	{ "interrupt.disable", "message", "0 1 2 3" }, { "interrupt.enable", "message", "0 1 2 3" },
};

static void put(struct complete *complete, const char *typed, const char *word)
{
	complete_offer(complete, typed, word, strlen(word), "");
}

void complete_policies(struct complete *complete, const char *typed)
{
	for (unsigned i = 0; sim_policy_name(i); i++)
		put(complete, typed, sim_policy_name(i));
}

static void put_number(struct complete *complete, const char *typed, const char *lead, unsigned number)
{
	char word[24];

	snprintf(word, sizeof(word), "%s%u", lead, number);
	put(complete, typed, word);
}

static void put_registers(struct complete *complete, const char *typed, const struct look *look, const char *device)
{
	uint32_t obj = rectext_object_named(look->trace, device);
	const struct record *record;

	for (uint64_t n = trace_first(look->trace); (record = trace_at(look->trace, n)) && record->kind != R_MACHINE_READY; n++)
		if (record->kind == R_MACHINE_REG && record->obj == obj)
			put(complete, typed, trace_text_of(look->trace, record->w[2]));
}

static void put_config(struct complete *complete, const char *typed)
{
	for (unsigned i = 0; i < config_fields_n; i++)
		if (config_fields[i].writable)
			put(complete, typed, config_fields[i].name);
}

static void put_causes(struct complete *complete, const char *typed)
{
	char name[16];

	for (unsigned bit = 0; bit < 32; bit++)
		if (!isdigit((unsigned char)why_cause_name(bit, name, sizeof(name))[0]))
			put(complete, typed, name);
}

static void put_messages(struct complete *complete, const char *typed, const struct look *look, const char *device)
{
	const struct scene_device *at = scene_device(look->scene, rectext_object_named(look->trace, device));
	unsigned msi = scene_capability(at, 0x05);
	unsigned n = at->entries_n ? at->entries_n : msi ? 1u << (scene_config(at, msi + 2, 2) >> 1 & 7) : 0;

	put(complete, typed, "all");
	for (unsigned i = 0; i < n && i < 32; i++)
		put_number(complete, typed, "", i);
}

/* The next line of a form, "keyword NAME choices=a,b ..."; NULL: no more. Its name and choices are taken out. */
static const char *form_line(const char *form, char name[48], char choices[120])
{
	while (*form) {
		const char *at = form, *values;

		form += strcspn(form, "\n");
		form += *form == '\n';
		if (sscanf(at, "keyword %47s", name) != 1 || !(values = strstr(at, "choices=")) || values > form)
			continue;
		snprintf(choices, 120, "%.*s", (int)strcspn(values + 8, " \n"), values + 8);
		return form;
	}
	return NULL;
}

static void put_keywords(struct complete *complete, const char *typed, const struct look *look)
{
	const char *form = look->form;
	char name[48], choices[120];

	while (form && (form = form_line(form, name, choices)))
		complete_offer(complete, typed, name, strlen(name), "=");
}

static void put_switches(struct complete *complete, const char *typed)
{
	for (unsigned i = 0; switch_key(i); i++)
		complete_offer(complete, typed, switch_key(i), strlen(switch_key(i)), "=");
}

/* KEY=VALUE: whole words, as they will stand on the line. */
static void put_values(struct complete *complete, const char *typed, const char *key, const char *values)
{
	char word[100];

	while (*values) {
		size_t n = strcspn(values, " ,");

		snprintf(word, sizeof(word), "%s=%.*s", key, (int)n, values);
		put(complete, typed, word);
		values += n + strspn(values + n, " ,");
	}
}

static void put_frame_kinds(struct complete *complete, const char *typed)
{
	for (unsigned i = 0; frame_kind_names[i]; i++)
		put_values(complete, typed, "kind", frame_kind_names[i]);
}

static void after_equals(struct complete *complete, const struct command_form *form, const char *typed, const struct look *look)
{
	const char *at = look->form;
	char key[48], name[48], choices[120];

	snprintf(key, sizeof(key), "%.*s", (int)strcspn(typed, "="), typed);
	if (!strcmp(key, "kind"))
		put_frame_kinds(complete, typed);
	for (size_t i = 0; i < sizeof(key_values) / sizeof(*key_values); i++)
		if (!strcmp(key_values[i].verb, form->verb) && !strcmp(key_values[i].key, key))
			put_values(complete, typed, key, key_values[i].values);
	for (const char *const *choice = switch_choices(!strcmp(form->verb, "set") ? key : ""); *choice; choice++)
		put_values(complete, typed, key, *choice);
	while (!strcmp(form->verb, "keyword") && at && (at = form_line(at, name, choices)))
		if (!strcmp(name, key))
			put_values(complete, typed, key, choices);
}

static void put_objects(struct complete *complete, const struct command_form *form, const char *typed, const struct look *look)
{
	if (!strcmp(form->object, "policy"))
		complete_policies(complete, typed);
	else if (!strcmp(form->object, "cpu"))
		for (unsigned i = 0; i < look->machine->cpus; i++)
			put_number(complete, typed, "cpu", i);
	else
		for (size_t i = 0; i < look->machine->devices_n; i++)
			put(complete, typed, look->machine->devices[i].name);
}

/* The word after the object. */
static void put_second(struct complete *complete, enum command_kind kind, const char *object, const char *typed, const struct look *look)
{
	static const unsigned levels[] = { 2, 5, 8, 12, 15 };

	switch (kind) {
	case COMMAND_CONFIG_WRITE:
		put_config(complete, typed);
		break;
	case COMMAND_REGISTER_WRITE:
		put_registers(complete, typed, look, object);
		break;
	case COMMAND_RAISE:
		put_causes(complete, typed);
		break;
	case COMMAND_MASK:
	case COMMAND_UNMASK:
		put_messages(complete, typed, look, object);
		break;
	case COMMAND_IRQL_RAISE:
	case COMMAND_IRQL_LOWER:
		for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
			put_number(complete, typed, "", kind == COMMAND_IRQL_LOWER && !i ? 0 : levels[i]);
		break;
	default:
		complete_offer_list(complete, typed, command_forms[kind].words, "");
	}
}

void complete_command(struct complete *complete, unsigned kind, const char *object, unsigned place, const char *typed,
		      const struct look *look)
{
	const struct command_form *form = &command_forms[kind];
	bool addressed = strcmp(form->object, "none") != 0;

	if (!look)
		return;
	if (strchr(typed, '=')) {
		after_equals(complete, form, typed, look);
		return;
	}
	if (kind == COMMAND_IOAPIC_MASK || kind == COMMAND_IOAPIC_UNMASK) {
		for (unsigned i = 0; place == 1 && i < SCENE_INPUTS; i++)
			put_number(complete, typed, "", i);
		return;
	}
	if (addressed && place == 1) {
		put_objects(complete, form, typed, look);
		return;
	}
	if (place == (addressed ? 2u : 1u))
		put_second(complete, (enum command_kind)kind, object, typed, look);
	if (kind == COMMAND_KEYWORD)
		put_keywords(complete, typed, look);
	if (kind == COMMAND_SET)
		put_switches(complete, typed);
	complete_offer_list(complete, typed, form->keys, "=");
}
