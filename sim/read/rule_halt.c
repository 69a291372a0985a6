/* SPDX-License-Identifier: MIT */
/* Halt_Active: the device must be quiet before its interrupt is deregistered. */
#include <string.h>

#include "sim/read/rule_parts.h"

#define NAMES 64

void rule_see_halt(struct rules *rules, const struct record *record)
{
	uint32_t device = rule_device_of(rules, record->obj);
	char names[NAMES];
	int cause;

	if (strcmp(trace_text_of(rules->trace, record->w[0]), "NdisMDeregisterInterruptEx") || !device ||
	    scene_device(rules->scene, device)->removed)
		return;
	cause = rule_may_send(rules, device);
	if (cause >= 0)
		rule_find(rules, RULE_Halt_Active, record, "the interrupt is deregistered while %s is enabled and can still interrupt",
			  rule_cause_names(rules, device, (uint32_t)1 << cause, names, sizeof names));
}
