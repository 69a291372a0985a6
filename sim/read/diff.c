/* SPDX-License-Identifier: MIT */
/* Comparing traces: where they part, and row by row. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/diff.h"
#include "sim/trace/rectext.h"

#define SPAN_MAX 400 /* records of a command's span that are aligned; what is more stands one beside the other as it comes */

/* ---- where they part ---- */

/* Which words of each kind are numbers of texts: those of two traces are not the same numbers. */
static void texts_of(bool texts[RECORD_KINDS][4])
{
	struct record_word word;

	for (unsigned kind = 0; kind < RECORD_KINDS; kind++)
		for (unsigned i = 0; i < 4; i++)
			texts[kind][i] = record_word((enum record_kind)kind, i, &word) && word.form == 't';
}

static bool same_word(const struct trace *a, uint64_t x, const struct trace *b, uint64_t y, bool text)
{
	return text ? !strcmp(trace_text_of(a, x), trace_text_of(b, y)) : x == y;
}

static bool same_record(const struct trace *a, const struct record *x, const struct trace *b, const struct record *y,
			bool texts[RECORD_KINDS][4])
{
	if (x->at != y->at || x->kind != y->kind || x->cause != y->cause || x->obj != y->obj || x->cpu != y->cpu || x->irql != y->irql)
		return false;
	for (unsigned i = 0; i < 4; i++)
		if (!same_word(a, x->w[i], b, y->w[i], texts[x->kind][i]))
			return false;
	return true;
}

uint64_t diff_first(const struct trace *a, uint64_t a_end, const struct trace *b, uint64_t b_end)
{
	uint64_t end = a_end < b_end ? a_end : b_end;
	bool texts[RECORD_KINDS][4];

	texts_of(texts);
	for (uint64_t n = 0; n < end && a != b; n++) {
		const struct record *x = trace_at(a, n), *y = trace_at(b, n);

		if (x && y && !same_record(a, x, b, y, texts))
			return n;
	}
	return DIFF_NONE;
}

/* ---- rows ---- */

/* What a record is to the eye that compares: the same part has the same number. 0: it is not shown. */
static unsigned part_of(const struct record *record)
{
	switch (record->kind) {
	case R_LINE_ASSERT:
	case R_MSI_SEND:
		return R_MSI_SEND + 1u;
	case R_CMD_TAKE:
	case R_CMD_REFUSED:
	case R_PNP_GRANT:
	case R_PNP_STATE:
	case R_DEV_CAUSE_SET:
	case R_DEV_CAUSE_CLEAR:
	case R_DEV_DROP:
	case R_DEV_LINK:
	case R_LINE_DEASSERT:
	case R_IOAPIC_SEND:
	case R_IOAPIC_REDELIVER:
	case R_MSI_PEND:
	case R_MSI_DROP:
	case R_PBA_SET:
	case R_MSIX_MASK:
	case R_MSIX_UNMASK:
	case R_APIC_ACCEPT:
	case R_APIC_MERGE:
	case R_APIC_DELIVER:
	case R_APIC_EOI:
	case R_ISR_CONNECT:
	case R_ISR_DISCONNECT:
	case R_ISR_ENTER:
	case R_ISR_EXIT:
	case R_DPC_QUEUE:
	case R_DPC_MERGE:
	case R_DPC_ENTER:
	case R_DPC_EXIT:
	case R_NBL_INDICATE:
	case R_INTERRUPT_OUT:
	case R_RULE_VIOLATION:
	case R_STORM:
	case R_WATCHDOG:
	case R_BUGCHECK:
		return record->kind + 1u;
	default:
		return 0;
	}
}

/* The records of one side that are shown, up to the next command that both took. */
struct span {
	const struct trace *trace;
	uint64_t at, end;     /* at: the next to look at */
	uint64_t shown[SPAN_MAX];
	size_t n;
};

static bool is_command(const struct record *record)
{
	return record->kind == R_CMD_TAKE;
}

/* Fills the span; stops before a command, or when full. */
static void span_read(struct span *span)
{
	const struct record *record;

	for (span->n = 0; span->at < span->end && span->n < SPAN_MAX; span->at++) {
		record = trace_at(span->trace, span->at);
		if (!record || !part_of(record))
			continue;
		if (is_command(record))
			return;
		span->shown[span->n++] = span->at;
	}
}

static void put(struct diff *diff, uint64_t a, uint64_t b, enum diff_mark mark)
{
	if (diff->n == DIFF_ROWS_MAX) {
		diff->cut = true;
		return;
	}
	mem_grow(&diff->row, &diff->room, diff->n + 1, sizeof *diff->row);
	diff->row[diff->n++] = (struct diff_row){ a, b, mark };
}

static bool same_sentence(const struct span *a, uint64_t x, const struct span *b, uint64_t y)
{
	struct str left = { 0 }, right = { 0 };
	bool same;

	rectext_sentence(a->trace, trace_at(a->trace, x), &left);
	rectext_sentence(b->trace, trace_at(b->trace, y), &right);
	same = !strcmp(left.text, right.text);
	str_free(&left);
	str_free(&right);
	return same;
}

static bool same_part(const struct span *a, uint64_t x, const struct span *b, uint64_t y)
{
	const struct record *left = trace_at(a->trace, x), *right = trace_at(b->trace, y);

	return part_of(left) == part_of(right) &&
	       !strcmp(rectext_object(a->trace, left->obj), rectext_object(b->trace, right->obj));
}

/* Longest common subsequence of the two spans: long[i][j] is that of what follows i and j. */
static void align(struct diff *diff, const struct span *a, const struct span *b)
{
	uint16_t (*longest)[SPAN_MAX + 1] = mem_new((a->n + 1) * sizeof *longest);
	size_t i, j;

	for (i = a->n; i-- > 0;)
		for (j = b->n; j-- > 0;) {
			uint16_t skip = longest[i + 1][j] > longest[i][j + 1] ? longest[i + 1][j] : longest[i][j + 1];

			longest[i][j] = same_part(a, a->shown[i], b, b->shown[j]) ? (uint16_t)(longest[i + 1][j + 1] + 1) : skip;
		}
	for (i = j = 0; i < a->n || j < b->n;) {
		if (i < a->n && j < b->n && same_part(a, a->shown[i], b, b->shown[j])) {
			put(diff, a->shown[i], b->shown[j], same_sentence(a, a->shown[i], b, b->shown[j]) ? DIFF_SAME : DIFF_CHANGED);
			i++, j++;
		} else if (j == b->n || (i < a->n && longest[i + 1][j] >= longest[i][j + 1])) {
			put(diff, a->shown[i++], DIFF_NONE, DIFF_LEFT);
		} else {
			put(diff, DIFF_NONE, b->shown[j++], DIFF_RIGHT);
		}
	}
	mem_free(longest);
}

static const char *command_at(const struct span *span)
{
	const struct record *record = span->at < span->end ? trace_at(span->trace, span->at) : NULL;

	return record && is_command(record) ? trace_text_of(span->trace, record->w[0]) : NULL;
}

/* A command that the other side takes later, or never, stands alone. */
static bool comes_later(const struct span *span, const char *text)
{
	for (uint64_t n = span->at; n < span->end; n++) {
		const struct record *record = trace_at(span->trace, n);

		if (record && is_command(record) && !strcmp(trace_text_of(span->trace, record->w[0]), text))
			return true;
	}
	return false;
}

/* Both stand at a command, or at the end. false: both are at the end. */
static bool commands(struct diff *diff, struct span *a, struct span *b)
{
	const char *left = command_at(a), *right = command_at(b);

	if (left && right && !strcmp(left, right))
		put(diff, a->at++, b->at++, DIFF_SAME);
	else if (left && (!right || !comes_later(b, left)))
		put(diff, a->at++, DIFF_NONE, DIFF_LEFT);
	else if (right)
		put(diff, DIFF_NONE, b->at++, DIFF_RIGHT);
	return a->at < a->end || b->at < b->end;
}

/* Rows begin at the last command that both took before they part. */
static uint64_t begin(const struct trace *a, uint64_t first)
{
	while (first && first != DIFF_NONE && trace_at(a, first)->kind != R_CMD_TAKE)
		first--;
	return first == DIFF_NONE ? 0 : first;
}

void diff_traces(struct diff *diff, const struct trace *a, uint64_t a_end, const struct trace *b, uint64_t b_end)
{
	struct span *left = mem_new(sizeof *left), *right = mem_new(sizeof *right);

	*diff = (struct diff){ .first = diff_first(a, a_end, b, b_end) };
	*left = (struct span){ .trace = a, .at = begin(a, diff->first), .end = a_end };
	*right = (struct span){ .trace = b, .at = left->at, .end = b_end };
	do {
		span_read(left);
		span_read(right);
		align(diff, left, right);
	} while (((left->n == SPAN_MAX || right->n == SPAN_MAX) || commands(diff, left, right)) && !diff->cut);
	mem_free(left);
	mem_free(right);
}

void diff_fini(struct diff *diff)
{
	mem_free(diff->row);
	*diff = (struct diff){ 0 };
}
