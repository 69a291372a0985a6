/* SPDX-License-Identifier: MIT */
/* Which receive queue a frame goes to. Off, or for a frame that no enabled field covers: queue 0 and no hash. */
#include <string.h>

#include "sim/hw/dev_vnic.h"

enum { RSS_ON = 1 << 0 };

void vnic_mrqc_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	static const struct {
		uint8_t bit;
		enum rss_type type;
	} fields[] = { { 16, RSS_TCP_IPV4 }, { 17, RSS_IPV4 }, { 20, RSS_IPV6 }, { 21, RSS_TCP_IPV6 } };

	(void)i;
	regs_write(&vnic->device->regs, VNIC_MRQC, value);
	vnic_rss_changed(vnic);
	vnic->rss_types = 0;
	for (unsigned k = 0; k < sizeof fields / sizeof *fields; k++)
		if (value >> fields[k].bit & 1)
			vnic->rss_types |= RSS_BIT(fields[k].type);
}

void vnic_rssrk_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	regs_write(&vnic->device->regs, VNIC_RSSRK + i, value);
	vnic_rss_changed(vnic);
}

void vnic_rss_changed(struct vnic *vnic)
{
	vnic->rss_stale = true;
	memset(vnic->flows, 0, sizeof vnic->flows);
}

static void follow_key(struct vnic *vnic)
{
	uint8_t key[RSS_KEY_BYTES];

	for (unsigned i = 0; i < RSS_KEY_BYTES; i++)
		key[i] = (uint8_t)(vnic->value[VNIC_RSSRK + i / 4] >> 8 * (i % 4));
	rss_table_fill(&vnic->rss, key);
	vnic->rss_stale = false;
}

static void hash_frame(struct vnic *vnic, const uint8_t *bytes, unsigned length, struct vnic_flow *flow)
{
	struct rss_input input;

	rss_parse(bytes, length, vnic->rss_types, &input);
	if (vnic->rss_stale)
		follow_key(vnic);
	flow->type = input.type;
	flow->hash = input.type == RSS_NONE ? 0 : rss_table_hash(&vnic->rss, input.bytes, input.n);
}

/* Frames of a numbered flow differ in what is not hashed. */
static const struct vnic_flow *flow_of(struct vnic *vnic, const uint8_t *bytes, unsigned length, uint64_t code)
{
	uint64_t name = code & UINT32_MAX;
	struct vnic_flow *flow = vnic_flow(vnic, (unsigned)(code >> 16));

	if (!name || flow->code != name)
		hash_frame(vnic, bytes, length, flow);
	flow->code = name;
	return flow;
}

unsigned vnic_rss(struct vnic *vnic, const uint8_t *bytes, unsigned length, uint64_t code, uint32_t *hash, enum rss_type *type)
{
	const struct vnic_flow *flow;
	unsigned entry;

	*hash = 0;
	*type = RSS_NONE;
	if (!(vnic->value[VNIC_MRQC] & RSS_ON) || !vnic->rss_types)
		return 0;
	flow = flow_of(vnic, bytes, length, code);
	*hash = flow->hash;
	*type = flow->type;
	if (flow->type == RSS_NONE)
		return 0;
	entry = *hash & 127;
	return vnic->value[VNIC_RETA + entry / 4] >> 8 * (entry % 4) & (VNIC_QUEUES - 1);
}
