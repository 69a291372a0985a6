/* SPDX-License-Identifier: MIT */
/* What a service routine of a line must answer: Line_NotMine, Line_Ignored, Line_NotDismissed. */
#include "sim/read/rule_parts.h"

#define NAMES 64
#define IN_A_ROW 3

static struct rule_claims *claims_of(struct rules *rules, uint32_t device)
{
	return &rules->claims[scene_device(rules->scene, device) - rules->scene->devices];
}

/* A routine that never read its causes cannot say that they were none of its own; one that did read may go by what it read. */
static uint32_t ignored(const struct rule_run *run)
{
	uint32_t asking = run->live_always & run->left;

	return run->read_causes ? asking & run->causes : asking;
}

static void declined(struct rules *rules, const struct rule_run *run, const struct record *record)
{
	uint32_t bits = run->asserted ? ignored(run) : 0;
	char names[NAMES];
	struct finding *finding;

	claims_of(rules, run->device)->n = 0;
	if (!bits)
		return;
	finding = rule_find(rules, RULE_Line_Ignored, record, "the service routine returns FALSE while its own device asserts the line (%s)",
			    rule_cause_names(rules, run->device, bits, names, sizeof names));
	finding->code = run->code;
	rule_led(finding, run->enter);
}

static void not_mine(struct rules *rules, const struct rule_run *run, const struct record *record)
{
	struct finding *finding = rule_find(rules, RULE_Line_NotMine, record,
					    "the service routine returns TRUE, but its device had no enabled cause pending");

	finding->code = run->code;
	rule_led(finding, run->enter);
}

static void not_dismissed(struct rules *rules, const struct rule_run *run, const struct record *record)
{
	struct rule_claims *claims = claims_of(rules, run->device);
	char names[NAMES];
	struct finding *finding;

	claims->bits = claims->n ? claims->bits & run->left : run->left;
	if (!claims->bits) {
		claims->bits = run->left;
		claims->n = 0;
	}
	if (!claims->bits)
		return;
	claims->record[claims->n % IN_A_ROW] = record->number;
	if (++claims->n != IN_A_ROW)
		return; /* told once, however long it goes on */
	finding = rule_find(rules, RULE_Line_NotDismissed, record,
			    "three times running the service routine claims and leaves %s pending and enabled",
			    rule_cause_names(rules, run->device, claims->bits, names, sizeof names));
	finding->code = run->code;
	for (unsigned i = 0; i < IN_A_ROW; i++)
		rule_led(finding, claims->record[i]);
}

void rule_see_line(struct rules *rules, const struct record *record)
{
	const struct rule_run *run = rules->ended;

	if (!run || !run->line || !run->device)
		return;
	if (!record->w[1]) {
		declined(rules, run, record);
		return;
	}
	if (!run->live_ever)
		not_mine(rules, run, record);
	not_dismissed(rules, run, record);
}
