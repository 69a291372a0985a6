/* SPDX-License-Identifier: MIT */
/* Hand-made traces for suites of readers: a line of text a record, numbered as it comes. */
#ifndef MSILAB_TESTS_UNIT_TELL_H
#define MSILAB_TESTS_UNIT_TELL_H

#include <check.h>
#include <stdio.h>

#include "sim/trace/rectext.h"

/* Appends a record at `at` ns because of record `cause`; -1: of itself. Returns its number. */
static inline uint64_t tell_because(struct trace *trace, vtime at, int64_t cause, const char *words)
{
	uint64_t number = trace_count(trace);
	struct err err = { 0 };
	struct str line = { 0 };
	char said[1024];

	str_format(&line, "@%lld #%llu <%llu %s", (long long)at, (unsigned long long)number,
		   cause < 0 ? (unsigned long long)number : (unsigned long long)cause, words);
	if (!rectext_read(trace, line.text, &err))
		ck_abort_msg("%s: %s", line.text, err_text(&err, said, sizeof said));
	str_free(&line);
	return number;
}

static inline uint64_t tell(struct trace *trace, vtime at, const char *words)
{
	return tell_because(trace, at, -1, words);
}

/* Declares an object of the next number. */
static inline uint32_t tell_object(struct trace *trace, const char *type, const char *name, const char *more)
{
	uint32_t obj = trace_objects(trace);
	struct str words = { 0 };

	str_format(&words, "machine.object obj=#%u cpu=- type=%s name=\"%s\" %s", obj, type, name, more);
	while (words.text[words.length - 1] == ' ')
		words.text[--words.length] = '\0';
	tell(trace, 0, words.text);
	str_free(&words);
	return obj;
}

/* Two CPUs, an IO-APIC, nic0 with the registers of the interrupt block, MSI and 4 MSI-X entries, its registration, a thread. */
static inline struct trace *tell_machine(void)
{
	static const char *const registers[] = { "ICR", "IMS", "IVAR[0]", "IVAR[1]", "EITR[0]", "RDH[0]", "RXCNT[0]", "GPRC", "IMSGS[0]",
						 "IMSGS[1]", "INTXA", "SCRATCH" };
	struct trace *trace = trace_new();
	char words[128];

	tell(trace, 0, "machine.begin cpu=- seed=1 cpus=2");
	tell_object(trace, "cpu", "cpu0", "");
	tell_object(trace, "cpu", "cpu1", "");
	tell_object(trace, "ioapic", "ioapic", "");
	tell_object(trace, "device", "nic0", "detail=\"vnic at 00:01.0\"");
	for (unsigned i = 0; i < sizeof registers / sizeof *registers; i++) {
		snprintf(words, sizeof words, "machine.reg obj=nic0 cpu=- index=%u offset=0x%x name=\"%s\" reset=0x0", i, i * 4,
			 registers[i]);
		tell(trace, 0, words);
	}
	/* header: capabilities, pin A; MSI at 50h (64 bit, mask), MSI-X at 70h */
	tell(trace, 0, "machine.cfg obj=nic0 cpu=- offset=0x0 value=0x4e491234");
	tell(trace, 0, "machine.cfg obj=nic0 cpu=- offset=0x4 value=0x100000");
	tell(trace, 0, "machine.cfg obj=nic0 cpu=- offset=0x8 value=0x2000001");
	tell(trace, 0, "machine.cfg obj=nic0 cpu=- offset=0x34 value=0x50");
	tell(trace, 0, "machine.cfg obj=nic0 cpu=- offset=0x3c value=0x100");
	tell(trace, 0, "machine.cfg obj=nic0 cpu=- offset=0x50 value=0x1867005");
	tell(trace, 0, "machine.cfg obj=nic0 cpu=- offset=0x70 value=0x30011");
	tell(trace, 0, "machine.msix obj=nic0 cpu=- entries=4 table=0x2 pba=0x2002");
	tell(trace, 0, "machine.route obj=nic0 cpu=- pin=1 input=21");
	tell_object(trace, "interrupt", "nic0.interrupt", "parent=nic0");
	tell_object(trace, "thread", "main", "");
	tell(trace, 0, "machine.ready cpu=-");
	return trace;
}

#endif
