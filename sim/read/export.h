/* SPDX-License-Identifier: MIT */
/* Handing a trace to other tools. A format writes bytes into a sink; files are the edge's. */
#ifndef MSILAB_READ_EXPORT_H
#define MSILAB_READ_EXPORT_H

#include "sim/base/err.h"
#include "sim/base/str.h"
#include "sim/trace/trace.h"

typedef void export_sink(void *context, const char *bytes, size_t n);

#define EXPORT_DEFAULT_MOMENT UINT64_MAX

struct export_job {
	const struct trace *trace;
	uint64_t moment; /* a record's number: what is shown, or where records end; EXPORT_DEFAULT_MOMENT: the format's own choice */
	export_sink *sink;
	void *context;
};

struct export_format {
	const char *name, *help;
	/* false: this trace has nothing to show in this format; nothing was written. */
	bool (*write)(const struct export_job *job, struct err *err);
};

/* In the order shown to the user; ends with a name of NULL. */
extern const struct export_format export_formats[];

/* NULL: no such format; err has the nearest. */
const struct export_format *export_find(const char *name, struct err *err);

/* Writes to the end of a text; for callers without a sink of their own. */
void export_to_str(void *str, const char *bytes, size_t n);

/*
 * One record as a JSON object without a line end: at (ns), seq, cause, kind, cpu, irql, obj (a name), then the kind's words by
 * name. Decimal words and times are numbers up to 2^53 and strings of digits above; hexadecimal ones are strings "0x...", so that no reader
 * rounds them; texts, symbols, objects and code addresses are strings. cpu is null where no CPU's code wrote the record, cause
 * where it has none, obj where it is about nothing. A word of the same name as one of these seven is "word.NAME".
 */
void export_json_record(const struct trace *trace, const struct record *record, struct str *out);

/* The moment of `lspci`: the last at which devices were still started; the end if none ever was. */
uint64_t export_lspci_moment(const struct trace *trace);

#define EXPORT(name, help) bool export_##name(const struct export_job *job, struct err *err);
#include "sim/read/exports.def"
#undef EXPORT

#endif
