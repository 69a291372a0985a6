/* SPDX-License-Identifier: MIT */
/* Comparing traces: where they part, and row by row. */
#include <string.h>

#include "sim/base/arena_parts.h"
#include "sim/base/mem.h"
#include "sim/read/diff.h"
#include "sim/trace/rectext.h"

#define SPAN_MAX 400 /* records of a command's span that are aligned; what is more stands one beside the other as it comes */
#define SLICE 20000  /* records compared in a slice */

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

/* How the words of two records of a kind differ. */
enum words { WORDS_SAME, WORDS_MOVED /* by addresses alone */, WORDS_DIFFER };

static enum words compare_words(const struct trace *a, const struct record *x, const struct trace *b, const struct record *y,
				const bool texts[4])
{
	enum words found = WORDS_SAME;

	for (unsigned i = 0; i < (x->kind == R_CMD_TAKE ? 1 : 4); i++) { /* its event number is for the replay: nothing that happened */
		if (same_word(a, x->w[i], b, y->w[i], texts[i]))
			continue;
		if (texts[i] || !arena_moved(x->w[i], y->w[i]))
			return WORDS_DIFFER;
		found = WORDS_MOVED;
	}
	return found;
}

static enum words compare_records(const struct trace *a, const struct record *x, const struct trace *b, const struct record *y,
				  bool texts[RECORD_KINDS][4])
{
	if (x->at != y->at || x->kind != y->kind || x->cause != y->cause || x->obj != y->obj || x->cpu != y->cpu || x->irql != y->irql)
		return WORDS_DIFFER;
	return compare_words(a, x, b, y, texts[x->kind]);
}

/* The first that differs of those from `from` on and before `end`; *moved counts those that an address alone tells apart. */
static uint64_t part_between(const struct trace *a, const struct trace *b, uint64_t from, uint64_t end, uint64_t *moved)
{
	enum words words;
	bool texts[RECORD_KINDS][4];

	texts_of(texts);
	for (uint64_t n = from; n < end && a != b; n++) {
		const struct record *x = trace_at(a, n), *y = trace_at(b, n);

		words = x && y ? compare_records(a, x, b, y, texts) : WORDS_SAME;
		if (words == WORDS_DIFFER)
			return n;
		*moved += words == WORDS_MOVED;
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
	unsigned part[SPAN_MAX]; /* what it is, and of what: equal numbers play the same part */
	uint32_t obj[SPAN_MAX];  /* of the left side; 0: it has none of that name */
	size_t n;
};

static bool is_command(const struct record *record)
{
	return record->kind == R_CMD_TAKE;
}

/* Fills the span; stops before a command, or when full. names: the trace whose objects' numbers count. */
static void span_read(struct span *span, const struct trace *names)
{
	const struct record *record;

	for (span->n = 0; span->at < span->end && span->n < SPAN_MAX; span->at++) {
		record = trace_at(span->trace, span->at);
		if (!record || !part_of(record))
			continue;
		if (is_command(record))
			return;
		span->part[span->n] = part_of(record);
		span->obj[span->n] = rectext_object_named(names, rectext_object(span->trace, record->obj));
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

/* As told, or but for where things lie. */
static bool is_same(const struct span *a, uint64_t x, const struct span *b, uint64_t y)
{
	const struct record *left = trace_at(a->trace, x), *right = trace_at(b->trace, y);
	bool texts[RECORD_KINDS][4];

	if (same_sentence(a, x, b, y))
		return true;
	texts_of(texts);
	return left->kind == right->kind && compare_words(a->trace, left, b->trace, right, texts[left->kind]) == WORDS_MOVED;
}

static bool same_part(const struct span *a, size_t i, const struct span *b, size_t j)
{
	return a->part[i] == b->part[j] && a->obj[i] == b->obj[j];
}

/* Longest common subsequence of the two spans: long[i][j] is that of what follows i and j. */
static void align(struct diff *diff, const struct span *a, const struct span *b)
{
	uint16_t (*longest)[SPAN_MAX + 1] = mem_new((a->n + 1) * sizeof *longest);
	size_t i, j;

	for (i = a->n; i-- > 0;)
		for (j = b->n; j-- > 0;) {
			uint16_t skip = longest[i + 1][j] > longest[i][j + 1] ? longest[i + 1][j] : longest[i][j + 1];

			longest[i][j] = same_part(a, i, b, j) ? (uint16_t)(longest[i + 1][j + 1] + 1) : skip;
		}
	for (i = j = 0; i < a->n || j < b->n;) {
		if (i < a->n && j < b->n && same_part(a, i, b, j)) {
			put(diff, a->shown[i], b->shown[j], is_same(a, a->shown[i], b, b->shown[j]) ? DIFF_SAME : DIFF_CHANGED);
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
	while (first && first != DIFF_NONE && !is_command(trace_at(a, first)))
		first--;
	return first == DIFF_NONE ? 0 : first;
}

struct diff_work {
	struct diff *diff;
	struct span left, right;
	uint64_t next, end; /* records that are compared next, and up to */
	bool aligning;      /* where they part is known */
};

struct diff_work *diff_work_new(struct diff *diff, const struct trace *a, uint64_t a_end, const struct trace *b, uint64_t b_end, uint64_t same)
{
	struct diff_work *work = mem_new(sizeof *work);

	*diff = (struct diff){ .first = DIFF_NONE };
	work->diff = diff;
	work->left = (struct span){ .trace = a, .end = a_end };
	work->right = (struct span){ .trace = b, .end = b_end };
	work->end = a_end < b_end ? a_end : b_end;
	work->next = same < work->end ? same : work->end;
	return work;
}

void diff_work_free(struct diff_work *work)
{
	mem_free(work);
}

static void look_for_first(struct diff_work *work)
{
	uint64_t end = work->end - work->next > SLICE ? work->next + SLICE : work->end;

	work->diff->first = part_between(work->left.trace, work->right.trace, work->next, end, &work->diff->moved);
	work->next = end;
	work->aligning = work->diff->first != DIFF_NONE || end == work->end;
	if (work->aligning)
		work->left.at = work->right.at = begin(work->left.trace, work->diff->first);
}

bool diff_slice(struct diff_work *work)
{
	struct span *left = &work->left, *right = &work->right;

	if (!work->aligning) {
		look_for_first(work);
		return false;
	}
	span_read(left, left->trace);
	span_read(right, left->trace);
	align(work->diff, left, right);
	return !((left->n == SPAN_MAX || right->n == SPAN_MAX) || commands(work->diff, left, right)) || work->diff->cut;
}

unsigned diff_percent(const struct diff_work *work)
{
	return work->aligning ? 50 + (unsigned)(work->diff->n * 49 / DIFF_ROWS_MAX) : (unsigned)(work->next * 50 / (work->end + 1));
}

void diff_fini(struct diff *diff)
{
	mem_free(diff->row);
	*diff = (struct diff){ 0 };
}
