/* SPDX-License-Identifier: MIT */
/* The lanes of the timeline: one pass over the records of the window, after a run-up that finds the state at its start. */
#include <string.h>

#include "sim/base/bug.h"
#include "tui/lanes.h"

#define RUN_UP 100000 /* records before the window that are read for the state at its start */
#define CPUS_MAX 16
#define NEST_MAX 32

/* The state of one CPU at the moment that the pass has reached. */
struct cpu_state {
	uint8_t irql;
	char code[NEST_MAX]; /* what runs, innermost last */
	unsigned depth;
	bool thread;         /* a thread that is not idle runs under all that */
};

struct pass {
	struct lanes *lanes;
	const struct trace *trace;
	unsigned cpus;
	struct cpu_state cpu[CPUS_MAX];
	unsigned reached; /* columns filled */
};

static struct lane *lane_of(struct lanes *lanes, enum lane_kind kind, uint32_t obj, uint64_t number)
{
	struct lane *lane;

	for (unsigned i = 0; i < lanes->n; i++)
		if (lanes->lane[i].kind == kind && lanes->lane[i].obj == obj && lanes->lane[i].number == number)
			return &lanes->lane[i];
	if (lanes->n == LANES_MAX)
		return NULL;
	lane = &lanes->lane[lanes->n++];
	memset(lane, 0, sizeof(*lane));
	lane->kind = kind;
	lane->obj = obj;
	lane->number = number;
	return lane;
}

static uint8_t code_sign(const struct cpu_state *cpu)
{
	if (cpu->depth)
		return (uint8_t)cpu->code[(cpu->depth < NEST_MAX ? cpu->depth : NEST_MAX) - 1];
	return cpu->thread ? 'T' : 0;
}

/* What the state is now, in the column at `at`; a column keeps its most pressing sign. */
static void stamp(struct pass *pass, unsigned at)
{
	for (unsigned i = 0; i < pass->cpus; i++) {
		struct lane *irql = &pass->lanes->lane[2 * i], *code = &pass->lanes->lane[2 * i + 1];
		uint8_t sign = code_sign(&pass->cpu[i]);

		if (pass->cpu[i].irql > irql->sign[at])
			irql->sign[at] = pass->cpu[i].irql;
		if (sign == 'I' || !code->sign[at] || (sign && code->sign[at] != 'I'))
			code->sign[at] = sign;
	}
}

static void fill_to(struct pass *pass, unsigned column)
{
	struct lanes *lanes = pass->lanes;

	for (; pass->reached < column && pass->reached + 1 < lanes->cols; pass->reached++) {
		for (unsigned i = 2 * pass->cpus; i < lanes->n; i++)
			if (lanes->lane[i].kind == LANE_LINE)
				lanes->lane[i].sign[pass->reached + 1] = lanes->lane[i].sign[pass->reached] == 1;
		stamp(pass, pass->reached + 1);
	}
}

static void enter(struct cpu_state *cpu, char code)
{
	if (cpu->depth < NEST_MAX)
		cpu->code[cpu->depth] = code;
	cpu->depth++;
}

static void cpu_step(struct cpu_state *cpu, const struct record *record)
{
	switch (record->kind) {
	case R_IRQL_RAISE:
	case R_IRQL_LOWER:
		cpu->irql = (uint8_t)record->w[1];
		break;
	case R_ISR_ENTER:
		enter(cpu, 'I');
		break;
	case R_DPC_ENTER:
		enter(cpu, 'D');
		break;
	case R_HANDLER_ENTER:
		enter(cpu, 'H');
		break;
	case R_ISR_EXIT:
	case R_DPC_EXIT:
	case R_HANDLER_EXIT:
		cpu->depth -= cpu->depth > 0;
		break;
	case R_THREAD_RUN:
		cpu->thread = true;
		break;
	case R_THREAD_WAIT:
	case R_THREAD_END:
		cpu->thread = false;
		break;
	default:
		break;
	}
}

static void mark_step(struct pass *pass, const struct record *record, unsigned column, bool inside)
{
	char sign = record->kind == R_BUGCHECK ? 'B' : record->kind == R_CMD_TAKE ? 'C' : 'X';
	struct lane *lane = &pass->lanes->lane[2 * pass->cpus];

	if (inside && (!lane->sign[column] || lane->sign[column] == 'C'))
		lane->sign[column] = (uint8_t)sign;
}

static void bus_step(struct pass *pass, const struct record *record, unsigned column, bool inside)
{
	struct lane *lane;

	switch (record->kind) {
	case R_LINE_ASSERT:
	case R_LINE_DEASSERT:
		lane = lane_of(pass->lanes, LANE_LINE, record->obj, 0);
		if (lane && record->kind == R_LINE_ASSERT)
			lane->sign[column] = 1;
		else if (lane)
			lane->sign[column] = inside && lane->sign[column] ? LANE_FALLS : 0;
		break;
	case R_MSI_SEND:
		lane = lane_of(pass->lanes, LANE_MESSAGE, record->obj, record->w[0]);
		if (lane && inside && lane->sign[column] < UINT8_MAX)
			lane->sign[column]++;
		break;
	case R_RULE_VIOLATION:
	case R_BUGCHECK:
	case R_CMD_TAKE:
	case R_STORM:
	case R_STALL:
	case R_WATCHDOG:
		mark_step(pass, record, column, inside);
		break;
	default:
		break;
	}
}

static void step(struct pass *pass, const struct record *record)
{
	struct lanes *lanes = pass->lanes;
	bool inside = record->at >= lanes->start;
	unsigned column = inside ? (unsigned)((record->at - lanes->start) / lanes->column) : 0;

	if (inside)
		fill_to(pass, column);
	if (record->cpu < pass->cpus)
		cpu_step(&pass->cpu[record->cpu], record);
	bus_step(pass, record, column, inside);
	if (inside)
		stamp(pass, column);
}

/* The number of the first record at or after a time. */
static uint64_t first_at(const struct trace *trace, vtime time)
{
	uint64_t low = trace_first(trace), high = trace_count(trace);

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (trace_at(trace, middle)->at < time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void make_lanes(struct lanes *lanes, unsigned cpus)
{
	for (unsigned i = 0; i < cpus; i++) {
		lane_of(lanes, LANE_IRQL, 0, i);
		lane_of(lanes, LANE_CODE, 0, i);
	}
	lane_of(lanes, LANE_MARK, 0, 0);
}

static unsigned known_columns(const struct lanes *lanes, const struct trace *trace)
{
	vtime end = trace_count(trace) ? trace_at(trace, trace_count(trace) - 1)->at : 0;

	if (end < lanes->start)
		return 0;
	return (end - lanes->start) / lanes->column + 1 < (vtime)lanes->cols ? (unsigned)((end - lanes->start) / lanes->column + 1) : lanes->cols;
}

void lanes_read(struct lanes *lanes, const struct trace *trace, unsigned cpus, vtime start, vtime column, unsigned cols)
{
	struct pass pass = { .lanes = lanes, .trace = trace, .cpus = cpus > CPUS_MAX ? CPUS_MAX : cpus };
	uint64_t from = first_at(trace, start), end = first_at(trace, start + column * (vtime)cols), first = trace_first(trace);

	must(cols && cols <= LANES_COLS_MAX && column > 0);
	lanes->start = start;
	lanes->column = column;
	lanes->cols = cols;
	lanes->n = 0;
	make_lanes(lanes, pass.cpus);
	from = from - first > RUN_UP ? from - RUN_UP : first;
	for (uint64_t i = from; i < end; i++)
		step(&pass, trace_at(trace, i));
	stamp(&pass, pass.reached);
	fill_to(&pass, cols);
	lanes->known = known_columns(lanes, trace);
}
