/* SPDX-License-Identifier: MIT */
/*
 * Records as text: sentences for people, name=value lines for files, and back. Which object a number names is in the
 * trace itself (machine.object records), so rectext needs the trace and nothing of the machine.
 */
#ifndef MSILAB_TRACE_RECTEXT_H
#define MSILAB_TRACE_RECTEXT_H

#include "sim/base/err.h"
#include "sim/base/str.h"
#include "sim/trace/trace.h"

/* The name of an object, "-" for 0, "?" for a number that none has. Valid as long as the trace. */
const char *rectext_object(const struct trace *trace, uint32_t obj);

/* The number of an object of this name, 0: none. */
uint32_t rectext_object_named(const struct trace *trace, const char *name);

/* One word in its form: 3, 0xfee00000, 1.5us, "text", nic0, module+0x12, granted ... */
void rectext_word(const struct trace *trace, const struct record *record, unsigned i, struct str *out);

/* The kind's sentence with words filled in. */
void rectext_sentence(const struct trace *trace, const struct record *record, struct str *out);

/* One line without its end: "@AT #NUMBER <CAUSE KIND obj=NAME cpu=N irql=N word=value ..."; texts in quotes with \-escapes. */
void rectext_line(const struct trace *trace, const struct record *record, struct str *out);

/* Reads such a line back and appends it to a trace of its own. Numbers must follow one another. */
bool rectext_read(struct trace *trace, const char *line, struct err *err);

/* Escapes for a double-quoted text (also JSON's): \" \\ \n \t \u00XX. */
void rectext_quote(const char *bytes, size_t n, struct str *out);

#endif
