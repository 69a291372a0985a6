/* SPDX-License-Identifier: MIT */
/* Completion after each verb: objects, registers, causes, messages, keywords, keys and values; the lists are those of the machine. */
#include <string.h>

#include "sim/hw/hw.h"
#include "sim/read/scene.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"
#include "tui/complete.h"
#include "tui/view.h"

static const char form_text[] = "keyword *RSS choices=1,0 default=1 \"scaling\"\nkeyword LabClaim choices=own,always default=own \"claim\"\n";

/* What is offered for a line, blanks between. */
static void offered(const char *line, char *text, size_t size)
{
	struct trace *trace = tell_machine();
	struct scene *scene = scene_new(trace);
	struct machine machine;
	struct complete complete;
	struct err err = { 0 };
	struct look look = { .trace = trace, .scene = scene, .machine = &machine, .device = "nic0", .form = form_text };

	machine_init(&machine);
	ck_assert(machine_read(&machine, "cpus 2\ndevice nic0 vnic slot=1\n", "test", &err));
	scene_advance(scene, UINT64_MAX);
	complete_line(&complete, line, &look);
	text[0] = '\0';
	for (unsigned i = 0; i < complete.n; i++)
		snprintf(text + strlen(text), size - strlen(text), "%s%s", i ? " " : "", complete.word[i]);
	machine_fini(&machine);
	scene_free(scene);
	trace_free(trace);
}

static void expect(const char *line, const char *wanted)
{
	char text[4000];

	offered(line, text, sizeof text);
	ck_assert_msg(!strcmp(text, wanted), "after '%s': '%s', not '%s'", line, text, wanted);
}

static void has(const char *line, const char *wanted)
{
	char text[4000];

	offered(line, text, sizeof text);
	ck_assert_msg(strstr(text, wanted) != NULL, "after '%s': '%s' without '%s'", line, text, wanted);
}

START_TEST(objects_are_the_machine_s)
{
	expect("frame ", "nic0");
	expect("irql.raise ", "cpu0 cpu1");
	has("policy ", "windows all line one cap pow2 scarce random");
}
END_TEST

START_TEST(registers_are_those_the_device_declared)
{
	expect("register.write nic0 IV", "IVAR[0] IVAR[1]");
	has("config.write nic0 msi", "msi.control msi.address");
}
END_TEST

START_TEST(causes_and_messages_have_names)
{
	expect("device.raise nic0 L", "LSC");
	expect("mask nic0 ", "all 0 1 2 3");
}
END_TEST

START_TEST(keywords_come_from_the_form_with_their_values)
{
	expect("keyword nic0 ", "*RSS= LabClaim=");
	expect("keyword nic0 LabClaim=", "LabClaim=own LabClaim=always");
}
END_TEST

START_TEST(keys_and_values_follow)
{
	has("frame nic0 ", "size=");
	has("frame nic0 kind=", "kind=tcp4 kind=udp4");
	has("policy cap count=", "count=1 count=2");
	has("set ", "returns= held= budget=");
	expect("set sg=", "sg=inside sg=later");
	expect("link nic0 ", "up down speed=");
}
END_TEST

SUITE("complete", objects_are_the_machine_s, registers_are_those_the_device_declared, causes_and_messages_have_names,
      keywords_come_from_the_form_with_their_values, keys_and_values_follow)
