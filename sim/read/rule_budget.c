/* SPDX-License-Identifier: MIT */
/*
 * Isr_Budget and Dpc_Budget: the documented limits of 25 and 100 microseconds. The time of what interrupted a run is not its own
 * and does not count.
 */
#include "sim/base/say.h"
#include "sim/read/rule_parts.h"

#define ISR_BUDGET_NS 25000
#define DPC_BUDGET_NS 100000

static void judge(struct rules *rules, struct rule_run *run, const struct record *record)
{
	vtime limit = run->isr ? ISR_BUDGET_NS : DPC_BUDGET_NS, took = record->at - run->at - run->nested;
	struct finding *finding;
	char text[32], most[32];

	if (took <= limit || run->over)
		return;
	run->over = true;
	finding = rule_find(rules, run->isr ? RULE_Isr_Budget : RULE_Dpc_Budget, record,
			    run->isr ? N_("the service routine took %s; the budget is %s") : N_("the DPC took %s; the budget is %s"),
			    vtime_text(took, text, sizeof text), vtime_text(limit, most, sizeof most));
	finding->code = run->code;
	rule_led(finding, run->enter);
}

void rule_see_budget(struct rules *rules, const struct record *record)
{
	if (rules->ended)
		judge(rules, rules->ended, record);
}

/* The system stops: what runs now will never end. */
void rule_see_budget_end(struct rules *rules, const struct record *record)
{
	for (size_t c = 0; c < rules->cpus_n; c++) {
		struct rule_cpu *cpu = &rules->cpus[c];
		vtime inside = 0;

		for (unsigned i = cpu->depth < SCENE_FRAMES ? cpu->depth : SCENE_FRAMES; i--;) {
			cpu->run[i].nested += inside;
			judge(rules, &cpu->run[i], record);
			inside = record->at - cpu->run[i].at;
		}
	}
}
