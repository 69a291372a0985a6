/* SPDX-License-Identifier: MIT */
/* A record as one JSON object: at (ns), seq, cause, kind, cpu, irql, obj (the object's name), then the kind's words by name. */
#ifndef MSILAB_CLI_RECORD_JSON_H
#define MSILAB_CLI_RECORD_JSON_H

#include "sim/base/str.h"
#include "sim/trace/trace.h"

/* Without a line end. Numbers are numbers; texts, symbols, objects and code addresses are strings. cpu is null where no CPU's
 * code wrote the record, cause where it has none, obj where it is about nothing. */
void record_json(const struct trace *trace, const struct record *record, struct str *out);

#endif
