/* SPDX-License-Identifier: MIT */
/*
 * The records of the hardware are complete: whoever folds them, knowing no rule, has the table, pending bits, IO-APIC, local
 * APICs and registers as they are. Random operations, compared after each.
 */
#include <string.h>

#include "sim/base/rng.h"
#include "tests/unit/rig_hw.h"
#include "tests/unit/suite.h"

enum { ENTRIES = 16, CPUS = 2, ROUNDS = 20000 };

struct shown {
	struct msix_entry table[ENTRIES];
	uint64_t pba;
	uint64_t input[IOAPIC_INPUTS];
	bool level[IOAPIC_INPUTS];
	uint32_t irr[CPUS][8], isr[CPUS][8], tmr[CPUS][8], svr[CPUS], esr[CPUS];
	uint32_t regs[16];
	bool line;
};

static struct rig rig;
static struct device *nic;

static void put(uint32_t *set, uint64_t vector, bool on)
{
	set[vector / 32] = on ? set[vector / 32] | 1u << vector % 32 : set[vector / 32] & ~(1u << vector % 32);
}

/* ---- Folding, by family. ---- */

static void fold_function(struct shown *shown, const struct record *record)
{
	const uint64_t *w = record->w;

	switch (record->kind) {
	case R_MACHINE_REG:
		shown->regs[w[0]] = (uint32_t)w[3];
		break;
	case R_DEV_REG:
		shown->regs[w[0]] = (uint32_t)w[1];
		break;
	case R_DEV_RESET:
		memset(shown->regs, 0, sizeof shown->regs);
		shown->regs[1] = 0xF;
		break;
	case R_MSIX_ENTRY:
		shown->table[w[0]] = (struct msix_entry){ w[1], (uint32_t)w[2], (uint32_t)w[3] };
		break;
	case R_MSIX_MASK:
	case R_MSIX_UNMASK:
		shown->table[w[0]].control = (uint32_t)w[1];
		break;
	case R_PBA_SET:
		shown->pba |= UINT64_C(1) << w[0];
		break;
	case R_PBA_CLEAR:
		shown->pba &= ~(UINT64_C(1) << w[0]);
		break;
	case R_LINE_ASSERT:
		shown->line = true;
		break;
	case R_LINE_DEASSERT:
		shown->line = false;
		break;
	}
}

static void fold_ioapic(struct shown *shown, const struct record *record)
{
	const uint64_t *w = record->w;

	switch (record->kind) {
	case R_IOAPIC_ENTRY:
		shown->input[w[0]] = w[1];
		break;
	case R_IOAPIC_SEND:
	case R_IOAPIC_REDELIVER:
		shown->input[w[0]] = w[2];
		break;
	case R_IOAPIC_LEVEL:
		shown->level[w[0]] = w[1];
		break;
	}
}

static void fold_apic(struct shown *shown, const struct record *record)
{
	unsigned cpu = record->obj - rig.hw->lapics[0].obj;
	const uint64_t *w = record->w;

	switch (record->kind) {
	case R_APIC_ACCEPT:
		put(shown->irr[cpu], w[0], true);
		put(shown->tmr[cpu], w[0], w[1]);
		break;
	case R_APIC_DELIVER:
		put(shown->irr[cpu], w[0], false);
		put(shown->isr[cpu], w[0], true);
		break;
	case R_APIC_EOI:
		put(shown->isr[cpu], w[0], false);
		break;
	case R_APIC_REG:
		if (w[0] == 0xF0)
			shown->svr[cpu] = (uint32_t)w[1];
		if (w[0] == 0x280)
			shown->esr[cpu] = (uint32_t)w[1];
		break;
	}
}

static void fold(struct shown *shown, const struct record *record)
{
	fold_function(shown, record);
	fold_ioapic(shown, record);
	fold_apic(shown, record);
}

/* ---- The machine's own state. ---- */

static void fill(struct shown *shown)
{
	memset(shown, 0, sizeof *shown);
	memcpy(shown->table, nic->msix.table, sizeof shown->table);
	shown->pba = nic->msix.pba[0];
	for (unsigned i = 0; i < IOAPIC_INPUTS; i++) {
		shown->input[i] = rig.hw->ioapic.input[i].entry;
		shown->level[i] = rig.hw->ioapic.input[i].holders != 0;
	}
	for (unsigned cpu = 0; cpu < CPUS; cpu++) {
		const struct lapic *lapic = &rig.hw->lapics[cpu];

		memcpy(shown->irr[cpu], lapic->irr.word, sizeof lapic->irr.word);
		memcpy(shown->isr[cpu], lapic->isr.word, sizeof lapic->isr.word);
		memcpy(shown->tmr[cpu], lapic->tmr.word, sizeof lapic->tmr.word);
		shown->svr[cpu] = lapic->svr;
		shown->esr[cpu] = lapic->esr;
	}
	memcpy(shown->regs, nic->regs.value, nic->regs.n * sizeof *nic->regs.value);
	shown->line = nic->intx.asserted;
}

/* ---- Operations. ---- */

static void take(unsigned cpu)
{
	int vector = lapic_deliverable(&rig.hw->lapics[cpu]);

	if (vector >= 0)
		lapic_deliver(&rig.hw->lapics[cpu], (uint8_t)vector);
}

static void rewrite_input(uint32_t random)
{
	unsigned index = 0x10 + 2 * nic->intx.input;

	if (random & 1)
		ioapic_write(&rig.hw->ioapic, index + 1, random >> 1 << 24);
	else
		ioapic_write(&rig.hw->ioapic, index, (random >> 8 & 0x1A000) | (random >> 4 & 0x7F));
}

static void operate(struct rng *random)
{
	uint32_t r = (uint32_t)rng_next(random), entry = r >> 8 & 0xF, cpu = r >> 8 & 1;

	switch (r % 16) {
	case 0:
	case 1:
	case 2:
		device_send(nic, entry);
		break;
	case 3:
		msix_mask(nic, entry, r >> 12 & 1);
		break;
	case 4:
		msix_set(nic, entry, 0xFEE00000 | (r >> 12 & 3) << 12, r >> 16 & 0x7F, r >> 15 & 1);
		break;
	case 5:
		rig_config(nic, "msix.control", r >> 8 & 0xC000);
		break;
	case 6:
		rig_config(nic, "command", 2 | (r >> 8 & 0x404));
		break;
	case 7:
	case 8:
		device_level(nic, r >> 8 & 1, r >> 9 & 1);
		break;
	case 9:
		rewrite_input(r >> 8);
		break;
	case 10:
	case 11:
		take(cpu);
		break;
	case 12:
		lapic_eoi(&rig.hw->lapics[cpu]);
		break;
	case 13:
		lapic_write(&rig.hw->lapics[cpu], r & 0x1000 ? 0x280 : 0xF0, 0xFF | (r >> 8 & 0x100));
		break;
	case 14:
		hw_write(nic, 0, 4 * (r >> 8 & 7), r, 4);
		break;
	default:
		if (r >> 8 & 7)
			device_withdraw(nic, entry);
		else
			device_reset(nic);
	}
}

START_TEST(folded_records_equal_the_hardware)
{
	struct shown folded = { 0 }, real;
	uint64_t next = 0;
	struct rng random;

	rig_init(&rig, "cpus 2\n");
	nic = rig_nic(&rig, NULL);
	rng_init(&random, (uint64_t)_i, "operate");
	for (unsigned i = 0; i < ENTRIES; i++)
		folded.table[i].control = 1;
	for (unsigned round = 0; round < ROUNDS; round++) {
		operate(&random);
		rig_run_for(&rig, (vtime)rng_below(&random, 300));
		for (; next < trace_count(rig.trace); next++)
			fold(&folded, trace_at(rig.trace, next));
		fill(&real);
		ck_assert_mem_eq(&folded, &real, sizeof real);
	}
}
END_TEST

int main(void)
{
	struct frame frame = suite_open("deltas");

	tcase_add_loop_test(frame.tcase, folded_records_equal_the_hardware, 1, 6);
	return suite_end(&frame);
}
