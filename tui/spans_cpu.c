/* SPDX-License-Identifier: MIT */
/* The timeline's index of CPUs: levels, what runs, how many calls wait. What a thread is in goes with it when it waits. */
#include <string.h>

#include "sim/base/mem.h"
#include "tui/spans_parts.h"

static struct span_stack *stack_of(struct spans *spans, uint32_t obj, uint32_t cpu)
{
	for (size_t i = 0; i < spans->stacks_n; i++)
		if (spans->stacks[i].obj == obj && (obj || spans->stacks[i].cpu == cpu))
			return &spans->stacks[i];
	mem_grow(&spans->stacks, &spans->stacks_room, spans->stacks_n + 1, sizeof(*spans->stacks));
	spans->stacks[spans->stacks_n] = (struct span_stack){ .obj = obj, .cpu = cpu };
	return &spans->stacks[spans->stacks_n++];
}

static uint32_t block_new(struct spans *spans, const struct record *record, enum span_kind kind)
{
	bool called = kind == SPAN_ISR || kind == SPAN_DPC;

	mem_grow(&spans->blocks, &spans->blocks_room, spans->blocks_n + 1, sizeof(*spans->blocks));
	spans->blocks[spans->blocks_n++] = (struct span_block){
		.start = record->at, .obj = record->obj, .kind = (uint8_t)kind,
		.name = kind == SPAN_HANDLER ? (uint32_t)record->w[0] : 0, .message = called ? (uint32_t)record->w[0] : 0,
	};
	return (uint32_t)spans->blocks_n;
}

static uint32_t top_of(const struct span_stack *stack)
{
	if (!stack->depth)
		return stack->thread;
	return stack->block[(stack->depth < SPAN_STACK ? stack->depth : SPAN_STACK) - 1];
}

/* What runs on the CPU from now on. */
static void show(struct spans *spans, const struct span_stack *stack, vtime at)
{
	uint32_t block = top_of(stack);

	if (spans_lane_made(spans, LANE_CODE, 0, stack->cpu)->value != block)
		spans_note(spans, LANE_CODE, 0, stack->cpu, at, block, block ? spans->blocks[block - 1].kind : SPAN_NONE);
}

static void enter(struct spans *spans, const struct record *record, enum span_kind kind)
{
	struct span_stack *stack = stack_of(spans, 0, record->cpu);
	uint32_t block = block_new(spans, record, kind);

	if (stack->depth < SPAN_STACK)
		stack->block[stack->depth] = block;
	stack->depth++;
	show(spans, stack, record->at);
}

static void leave(struct spans *spans, const struct record *record)
{
	struct span_stack *stack = stack_of(spans, 0, record->cpu);
	uint32_t top = top_of(stack);
	struct span_block *block;

	if (!stack->depth)
		return;
	block = &spans->blocks[top - 1];
	if (record->at - block->start > spans_budget((enum span_kind)block->kind)) {
		block->over = true;
		spans_note(spans, LANE_OVER, 0, stack->cpu, record->at, top, 1);
	}
	stack->depth--;
	show(spans, stack, record->at);
}

static void move(struct span_stack *to, struct span_stack *from)
{
	to->depth = from->depth;
	memcpy(to->block, from->block, sizeof(to->block));
	from->depth = 0;
}

static void thread_run(struct spans *spans, const struct record *record)
{
	uint32_t number = (uint32_t)record->w[0];
	struct span_stack *thread, *cpu;

	stack_of(spans, 0, number); /* made first: making one may move the others */
	thread = stack_of(spans, record->obj, number);
	cpu = stack_of(spans, 0, number);
	thread->cpu = number;
	cpu->thread = block_new(spans, record, SPAN_THREAD);
	move(cpu, thread);
	show(spans, cpu, record->at);
}

static void thread_leave(struct spans *spans, const struct record *record)
{
	struct span_stack *thread = stack_of(spans, record->obj, 0), *cpu;
	uint32_t number = thread->cpu;

	cpu = stack_of(spans, 0, number);
	thread = stack_of(spans, record->obj, number);
	cpu->thread = 0;
	move(thread, cpu);
	if (record->kind == R_THREAD_END)
		thread->depth = 0;
	show(spans, cpu, record->at);
}

static void dpcs(struct spans *spans, const struct record *record, uint64_t cpu, int change)
{
	struct span_lane *lane = spans_lane_made(spans, LANE_DPCS, 0, (uint32_t)cpu);
	uint32_t depth = lane->value + (uint32_t)(change < 0 && !lane->value ? 0 : change);

	spans_note(spans, LANE_DPCS, 0, (uint32_t)cpu, record->at, depth, (uint16_t)(depth < UINT16_MAX ? depth : UINT16_MAX));
}

static void begin(struct spans *spans, const struct record *record)
{
	for (uint32_t i = 0; i < record->w[1] && i < RECORD_NO_CPU; i++) {
		spans_lane_made(spans, LANE_IRQL, 0, i);
		spans_lane_made(spans, LANE_CODE, 0, i);
		stack_of(spans, 0, i);
	}
}

void spans_fold_cpu(struct spans *spans, const struct record *record)
{
	switch (record->kind) {
	case R_MACHINE_BEGIN:
		begin(spans, record);
		break;
	case R_IRQL_RAISE:
	case R_IRQL_LOWER:
		spans_note(spans, LANE_IRQL, 0, record->cpu, record->at, (uint32_t)record->w[1], (uint16_t)record->w[1]);
		break;
	case R_ISR_ENTER:
		enter(spans, record, SPAN_ISR);
		break;
	case R_DPC_ENTER:
		dpcs(spans, record, record->cpu, -1);
		enter(spans, record, SPAN_DPC);
		break;
	case R_HANDLER_ENTER:
		enter(spans, record, SPAN_HANDLER);
		break;
	case R_ISR_EXIT:
	case R_DPC_EXIT:
	case R_HANDLER_EXIT:
		leave(spans, record);
		break;
	case R_THREAD_RUN:
		thread_run(spans, record);
		break;
	case R_THREAD_WAIT:
	case R_THREAD_END:
		thread_leave(spans, record);
		break;
	case R_DPC_QUEUE:
		dpcs(spans, record, record->w[1], 1);
		break;
	case R_DPC_REMOVE:
		dpcs(spans, record, record->w[1], -1);
		break;
	default:
		break;
	}
}
