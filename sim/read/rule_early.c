/* SPDX-License-Identifier: MIT */
/* Device_Early: causes are enabled only when somebody is there to serve them. */
#include "sim/read/rule_parts.h"

#define NAMES 64

void rule_see_early(struct rules *rules, const struct record *record)
{
	uint32_t value = (uint32_t)record->w[1];
	char names[NAMES];
	unsigned element;
	enum rule_reg reg = rule_reg_of(rules, record, &element);

	if ((reg != RULE_IMS && reg != RULE_MASK) || !value || rule_device(rules, record->obj)->registered)
		return;
	rule_find(rules, RULE_Device_Early, record, "%s is enabled in the device, and no interrupt is registered",
		  rule_cause_names(rules, record->obj, value, names, sizeof names));
}
