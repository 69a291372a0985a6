/* SPDX-License-Identifier: MIT */
/*
 * Rules: what the verifier knows (rules.def). A rule is a reader of the trace that writes findings. Some are seen by the machine
 * itself, because nobody else can (an access before it happens, a level at a call): their records rule.violation become
 * findings here, so that whoever shows findings asks in one place.
 *
 * A rule decides on facts of this run. Where it asks what a driver has enabled, disabled or acknowledged, the register write counts
 * from its issue, not from its arrival at the device.
 */
#ifndef MSILAB_READ_RULE_H
#define MSILAB_READ_RULE_H

#include "sim/base/str.h"
#include "sim/trace/trace.h"

enum rule_severity { RULE_WARNING, RULE_ERROR };

enum rule_id {
#define RULE(name, severity, fires, why, fix) RULE_##name,
#include "sim/read/rules.def"
#undef RULE
	RULE_COUNT
};

extern const struct rule_form {
	const char *name;
	enum rule_severity severity;
	const char *fires; /* when it fires, for the manual */
	const char *why;   /* why it matters */
	const char *fix;   /* how to mend it */
} rule_forms[RULE_COUNT];

#define FINDING_LED_MAX 6

/* Every finding is kept, and a storm has hundreds of thousands: it is small, and texts that are the same are kept once. */
struct finding {
	uint64_t record;                /* that broke the rule */
	vtime at;                       /* its time, CPU and level */
	uint64_t code;                  /* the driver's place, as in records; UINT64_MAX: not known */
	size_t first;                   /* the place among all findings of the first that is alike: the same rule broken as gravely by the same
	                                 * code of the same device; its own place: nothing like it came before */
	const char *what;               /* what happened, one sentence: English, for files. Kept as long as the rules */
	const char *said;               /* the same in the person's language */
	enum rule_id rule;
	uint32_t obj;                   /* the device, or whom the record is about */
	uint32_t led[FINDING_LED_MAX];  /* finding_led tells which records */
	uint8_t led_n, severity;        /* enum rule_severity */
	uint8_t cpu, irql;
};

/* The i-th record that led there, of led_n, oldest first. */
static inline uint64_t finding_led(const struct finding *finding, unsigned i)
{
	return finding->record - finding->led[i];
}

struct rules;

/* Nothing has been read yet. The trace, which is borrowed, gives the texts; it need not keep its records. */
struct rules *rules_new(const struct trace *trace);
void rules_free(struct rules *rules);

/* From now on the kinds of records that rules_advance sees are noted too; before the first. For a trace that keeps its records. */
void rules_index(struct rules *rules);

/* The index of kinds, up to rules_next; NULL: they are not noted. Borrowed. */
struct kinds *rules_kinds(const struct rules *rules);

/* Sees the next record. For whoever gets the records one after another. */
void rules_see(struct rules *rules, const struct record *record);

/* Sees what is new up to and with record `number` (or the trace's last), of a trace that keeps its records. */
void rules_advance(struct rules *rules, uint64_t number);

/* The findings so far, by rising record. Borrowed until the next record is seen. */
const struct finding *rules_findings(const struct rules *rules, size_t *n);

/* How many of them are about records before this one: the findings that a cursor has passed. */
size_t rules_before(const struct rules *rules, uint64_t record);

/* The record that is seen next. It does not grow by rules_advance where a ring has not kept what comes next. */
uint64_t rules_next(const struct rules *rules);

/* RULE_COUNT: no rule has that name. */
enum rule_id rule_named(const char *name);

#endif
