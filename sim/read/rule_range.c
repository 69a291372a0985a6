/* SPDX-License-Identifier: MIT */
/*
 * Grant_Range of sources: what IVAR names while its cause is enabled. Under MSI the device sends source m as message m mod N;
 * under MSI-X a source past the table is never sent, and an entry past the grant holds message 0 until the driver maps it.
 * (Message numbers in calls of the interface are the machine's own findings.)
 */
#include "sim/read/rule_parts.h"

static bool mapped(const struct rule_device *state, uint32_t entry)
{
	return state->mapped[entry / 64] >> entry % 64 & 1;
}

static bool in_range(const struct scene_device *device, const struct rule_device *state, uint32_t source)
{
	if (device->grant.kind == SYM_grant_MSI)
		return source < device->grant.count;
	if (device->grant.kind != SYM_grant_MSIX)
		return true; /* a line ignores IVAR */
	return source < device->entries_n && (source < device->grant.count || mapped(state, source));
}

void rule_see_range(struct rules *rules, const struct record *record)
{
	const struct scene_device *device = scene_device(rules->scene, record->obj);
	struct rule_device *state = rule_device(rules, record->obj);
	unsigned element;
	enum rule_reg reg = rule_reg_of(rules, record, &element);

	if ((reg != RULE_IMS && reg != RULE_IVAR) || !state->registered)
		return;
	for (unsigned cause = 0; cause < RULE_CAUSES; cause++) {
		uint32_t source = state->ivar[cause] & RULE_IVAR_SOURCE;
		char name[16];

		if (!(state->enabled >> cause & 1) || !(state->ivar[cause] & RULE_IVAR_VALID) || state->told >> cause & 1 ||
		    in_range(device, state, source))
			continue;
		state->told |= (uint32_t)1 << cause;
		rule_find(rules, RULE_Grant_Range, record, "cause %s is mapped to source %u; messages granted: %u",
			  rule_cause_names(rules, record->obj, (uint32_t)1 << cause, name, sizeof name), source, device->grant.count);
	}
}
