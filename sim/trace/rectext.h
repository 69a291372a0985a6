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

/* One word in its form: 3, 0xfee00000, 1.5us, "text", nic0, module0+0x12, msix, - for none ... An object whose name is not its alone, or
 * would not be one word, is #NUMBER. */
void rectext_word(const struct trace *trace, const struct record *record, unsigned i, struct str *out);

/* The name of the register whose place word i is; NULL: it is no such place, or not known. */
const char *rectext_register(const struct trace *trace, const struct record *record, unsigned i);

/* The kind's sentence with words filled in, in English. */
void rectext_sentence(const struct trace *trace, const struct record *record, struct str *out);

/* The same in another language (tell_record does it for people). */
struct rectext_language {
	const char *(*sentence)(const char *english);              /* what stands for a kind's sentence, or a symbol */
	void (*text)(const char *english, struct str *out); /* and for one of the machine's own texts that a word holds */
};
void rectext_sentence_in(const struct trace *trace, const struct record *record, const struct rectext_language *in, struct str *out);

/* One line without its end: "@AT #NUMBER <CAUSE KIND obj=NAME cpu=N irql=N word=value ..."; AT in ns, texts in quotes with
 * \-escapes; obj only where there is one, cpu=- for none. */
void rectext_line(const struct trace *trace, const struct record *record, struct str *out);

/* Reads such a line back and appends it to a trace of its own. Numbers must follow one another; words left out are 0. */
bool rectext_read(struct trace *trace, const char *line, struct err *err);

/* A whole trace as a file: the line "msilab-trace 1", then a line a record; and back. file is only named. */
#define RECTEXT_VERSION 1
#define RECTEXT_BYTES_MAX ((size_t)1 << 32)
void rectext_head(struct str *out);
bool rectext_read_all(struct trace *trace, const char *text, size_t n, const char *file, struct err *err);

/* A text in double quotes (also JSON's), escaped with \" \\ \n \t \u00XX. A byte that is no UTF-8 is \u00XX as well, so that what
 * is written is always text and is read back byte for byte. */
void rectext_quote(const char *bytes, size_t n, struct str *out);

#endif
