/* SPDX-License-Identifier: MIT */
/* Records told to people, in their language. What goes into files is rectext's English. */
#ifndef MSILAB_READ_TELL_H
#define MSILAB_READ_TELL_H

#include "sim/base/str.h"
#include "sim/trace/trace.h"

/* The kind's sentence with words filled in. */
void tell_record(const struct trace *trace, const struct record *record, struct str *out);

/* A command in words: a note that the program gave itself (notes.def) as a sentence, another one as it was typed. false: it is no such note. */
void tell_command(const char *command, struct str *out);
bool tell_note(const char *command, struct str *out);

/* For searching: the same, and in English where that is another. */
void tell_record_both(const struct trace *trace, const struct record *record, struct str *out);

/* A symbol of a set (sim/trace/symbols.def) in the person's language: a state, what is waited for, why something is dropped. */
const char *tell_symbol(const char *set, uint64_t value);

/* A text that the machine wrote into the trace (why a command was refused, what broke a rule), with its values. */
void tell_text(const char *english, struct str *out);

#endif
