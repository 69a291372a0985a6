/* SPDX-License-Identifier: MIT */
/*
 * Causes of the VNIC: what is pending, what is enabled, which source each is mapped to, and the registers that change it. What
 * follows for sources and line is told to dev_vnic_interrupt.c.
 */
#include "sim/hw/dev_vnic.h"

static uint8_t source_of(const struct vnic *vnic, unsigned cause)
{
	uint32_t ivar = vnic->value[VNIC_IVAR + cause];

	if (!vnic_by_message(vnic))
		return VNIC_SOURCES;
	if (ivar & VNIC_VALID)
		return ivar & 0x3F;
	return vnic->interrupt.mode == DEVICE_MSI ? 0 : VNIC_SOURCES;
}

static void map(struct vnic *vnic, unsigned cause, uint8_t source)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	if (in->source[cause] < VNIC_SOURCES)
		in->causes[in->source[cause]] &= ~(UINT32_C(1) << cause);
	in->source[cause] = source;
	if (source < VNIC_SOURCES)
		in->causes[source] |= UINT32_C(1) << cause;
}

/* By the mode in force and IVAR. */
void vnic_map_causes(struct vnic *vnic)
{
	for (unsigned c = 0; c < 32; c++)
		map(vnic, c, source_of(vnic, c));
}

inline void vnic_clear_causes(struct vnic *vnic, uint32_t bits)
{
	uint32_t gone = vnic->value[VNIC_ICR] & bits;

	if (!gone)
		return;
	regs_put(&vnic->device->regs, VNIC_ICR, vnic->value[VNIC_ICR] & ~gone);
	vnic_record(vnic, R_DEV_CAUSE_CLEAR, gone, vnic->value[VNIC_ICR], 0, 0);
}

inline void vnic_disable_causes(struct vnic *vnic, uint32_t bits)
{
	uint32_t gone = vnic->value[VNIC_IMS] & bits;

	if (!gone)
		return;
	regs_put(&vnic->device->regs, VNIC_IMS, vnic->value[VNIC_IMS] & ~gone);
	vnic_record(vnic, R_DEV_MASK, gone, vnic->value[VNIC_IMS], 0, 0);
}

void vnic_cause(struct vnic *vnic, uint32_t bits)
{
	uint32_t fresh = bits & ~vnic->value[VNIC_ICR];
	uint64_t was;

	if (!fresh)
		return;
	regs_put(&vnic->device->regs, VNIC_ICR, vnic->value[VNIC_ICR] | fresh);
	was = core_because(vnic->core, vnic_record(vnic, R_DEV_CAUSE_SET, fresh, vnic->value[VNIC_ICR], 0, 0));
	if (fresh & vnic->value[VNIC_IMS]) {
		vnic_interrupt_gained(vnic, fresh & vnic->value[VNIC_IMS]);
		vnic_interrupt_level(vnic);
	}
	core_because(vnic->core, was);
}

void vnic_icr_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	(void)i;
	vnic_clear_causes(vnic, value);
	vnic_interrupt_withdraw(vnic);
	vnic_interrupt_level(vnic);
}

void vnic_ics_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	(void)i;
	vnic_cause(vnic, value & VNIC_CAUSES);
}

void vnic_ims_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	uint32_t fresh = value & VNIC_CAUSES & ~vnic->value[VNIC_IMS];
	uint64_t was;

	(void)i;
	if (!fresh)
		return;
	regs_put(&vnic->device->regs, VNIC_IMS, vnic->value[VNIC_IMS] | fresh);
	was = core_because(vnic->core, vnic_record(vnic, R_DEV_UNMASK, fresh, vnic->value[VNIC_IMS], 0, 0));
	if (!vnic->edgeonly)
		vnic_interrupt_gained(vnic, fresh & vnic->value[VNIC_ICR]);
	vnic_interrupt_level(vnic);
	core_because(vnic->core, was);
}

void vnic_imc_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	(void)i;
	vnic_disable_causes(vnic, value);
	vnic_interrupt_withdraw(vnic);
	vnic_interrupt_level(vnic);
}

/* A live cause that is mapped to another source is a gain there, and may be the end of a wait where it came from. */
void vnic_ivar_written(struct vnic *vnic, unsigned i, uint32_t value)
{
	uint8_t before = vnic->interrupt.source[i], after;

	regs_write(&vnic->device->regs, VNIC_IVAR + i, value);
	after = source_of(vnic, i);
	if (after == before)
		return;
	map(vnic, i, after);
	vnic_interrupt_withdraw(vnic);
	vnic_interrupt_gained(vnic, vnic_live(vnic) & UINT32_C(1) << i);
	vnic_interrupt_level(vnic);
}

