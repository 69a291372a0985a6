/* SPDX-License-Identifier: MIT */
/* Which receive queue a frame goes to. Off, or for a frame that no enabled field covers: queue 0 and no hash. */
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
	vnic->rss_types = 0;
	for (unsigned k = 0; k < sizeof fields / sizeof *fields; k++)
		if (value >> fields[k].bit & 1)
			vnic->rss_types |= RSS_BIT(fields[k].type);
}

void vnic_rssrk_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	regs_write(&vnic->device->regs, VNIC_RSSRK + i, value);
	vnic->rss_stale = true;
}

static void follow_key(struct vnic *vnic)
{
	uint8_t key[RSS_KEY_BYTES];

	for (unsigned i = 0; i < RSS_KEY_BYTES; i++)
		key[i] = (uint8_t)(vnic->value[VNIC_RSSRK + i / 4] >> 8 * (i % 4));
	rss_table_fill(&vnic->rss, key);
	vnic->rss_stale = false;
}

unsigned vnic_rss(struct vnic *vnic, const uint8_t *bytes, unsigned length, uint32_t *hash, enum rss_type *type)
{
	struct rss_input input;
	unsigned entry;

	*hash = 0;
	*type = RSS_NONE;
	if (!(vnic->value[VNIC_MRQC] & RSS_ON) || !vnic->rss_types)
		return 0;
	rss_parse(bytes, length, vnic->rss_types, &input);
	if (input.type == RSS_NONE)
		return 0;
	if (vnic->rss_stale)
		follow_key(vnic);
	*type = input.type;
	*hash = rss_table_hash(&vnic->rss, input.bytes, input.n);
	entry = *hash & 127;
	return vnic->value[VNIC_RETA + entry / 4] >> 8 * (entry % 4) & (VNIC_QUEUES - 1);
}
