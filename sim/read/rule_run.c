/* SPDX-License-Identifier: MIT */
/* Runs of service routines and DPCs: who runs nested on whom, for how long, and what a line's routine could know. */
#include "sim/read/rule_parts.h"

struct rule_cpu *rule_cpu(struct rules *rules, const struct record *record)
{
	return &rules->cpus[record->cpu < rules->cpus_n ? record->cpu : rules->cpus_n];
}

struct rule_run *rule_innermost(struct rules *rules, const struct record *record)
{
	struct rule_cpu *cpu = rule_cpu(rules, record);

	return cpu->depth && cpu->depth <= SCENE_FRAMES ? &cpu->run[cpu->depth - 1] : NULL;
}

static bool of_a_line(const struct rules *rules, const struct record *record)
{
	const struct scene_interrupt *interrupt = scene_interrupt(rules->scene, record->obj);

	return interrupt->n && interrupt->messages[0].kind == SYM_grant_LINE;
}

static void look_at_line(struct rules *rules, struct rule_run *run)
{
	uint32_t live = rule_live(rules, run->device);

	run->live_ever |= live;
	run->live_always &= live;
	if (!scene_device(rules->scene, run->device)->asserted)
		run->asserted = false;
}

void rule_see_run_enter(struct rules *rules, const struct record *record)
{
	struct rule_cpu *cpu = rule_cpu(rules, record);
	struct rule_run *run;

	if (cpu->depth++ >= SCENE_FRAMES)
		return;
	run = &cpu->run[cpu->depth - 1];
	*run = (struct rule_run){
		.enter = record->number, .at = record->at, .code = record->w[3], .device = rule_device_of(rules, record->obj),
		.obj = record->obj, .message = (uint32_t)record->w[0],
		.isr = record->kind == R_ISR_ENTER, .live_always = UINT32_MAX, .asserted = true,
	};
	run->line = run->isr && of_a_line(rules, record);
	if (run->line) {
		rules->line_runs++;
		look_at_line(rules, run);
	}
}

void rule_see_run_reads(struct rules *rules, const struct record *record)
{
	struct rule_run *run = rule_innermost(rules, record);
	unsigned element;

	if (!run || !run->line || run->device != record->obj || rule_reg_of(rules, record, &element) != RULE_ICR)
		return;
	run->read_causes = true;
	run->causes = (uint32_t)record->w[1];
}

void rule_see_run_live(struct rules *rules, const struct record *record)
{
	for (size_t c = 0; rules->line_runs && c < rules->cpus_n; c++) {
		struct rule_cpu *cpu = &rules->cpus[c];

		for (unsigned i = 0; i < cpu->depth && i < SCENE_FRAMES; i++)
			if (cpu->run[i].line && cpu->run[i].device == record->obj)
				look_at_line(rules, &cpu->run[i]);
	}
}

void rule_see_run_exit(struct rules *rules, const struct record *record)
{
	struct rule_cpu *cpu = rule_cpu(rules, record);
	struct rule_run *run = rule_innermost(rules, record);

	if (cpu->depth)
		cpu->depth--;
	if (!run)
		return;
	if (run->line) {
		rules->line_runs--;
		run->left = rule_left(rules, run->device);
	}
	if (cpu->depth && cpu->depth <= SCENE_FRAMES)
		cpu->run[cpu->depth - 1].nested += record->at - run->at;
	rules->ended = run; /* its place is not used again before the next enter */
}
