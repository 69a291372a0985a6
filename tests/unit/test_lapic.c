/* SPDX-License-Identifier: MIT */
/* The local APIC (SDM vol. 3): acceptance, priorities, delivery, end of interrupt, destinations. */
#include "tests/unit/rig_hw.h"
#include "tests/unit/suite.h"

#define APIC 0xFEE00000u

enum { LOGICAL = 4, HINT = 8, LOWEST = 0x100, NMI = 0x400, LEVEL = 1 << 15, ASSERT = 1 << 14 };

static struct rig rig;
static struct lapic *apic;
static unsigned pokes;

static void count_poke(struct hw *hw, unsigned cpu)
{
	(void)hw;
	(void)cpu;
	pokes++;
}

static void with(const char *head)
{
	rig_init(&rig, head);
	apic = &rig.hw->lapics[0];
	pokes = 0;
	rig.hw->poke = count_poke;
}

static bool irr(unsigned cpu, unsigned vector)
{
	return lapic_read(&rig.hw->lapics[cpu], 0x200 + vector / 32 * 16) >> vector % 32 & 1;
}

static bool isr(unsigned vector)
{
	return lapic_read(apic, 0x100 + vector / 32 * 16) >> vector % 32 & 1;
}

/* Accepts and takes it at once. */
static void serve(uint8_t vector)
{
	lapic_accept(apic, vector, false);
	ck_assert_int_eq(lapic_deliverable(apic), vector);
	lapic_deliver(apic, vector);
}

START_TEST(accepted_message_sets_irr_and_pokes)
{
	with("");
	lapic_accept(apic, 0x51, false);
	ck_assert(irr(0, 0x51));
	ck_assert_uint_eq(rig_find(&rig, R_APIC_ACCEPT, 0)->w[0], 0x51);
	ck_assert_uint_eq(pokes, 1);
}
END_TEST

START_TEST(second_message_for_a_waiting_vector_merges)
{
	with("");
	lapic_accept(apic, 0x51, false);
	lapic_accept(apic, 0x51, false);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_ACCEPT), 1);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_MERGE), 1);
	ck_assert_uint_eq(pokes, 1);
}
END_TEST

START_TEST(at_most_two_interrupts_of_a_vector_are_remembered)
{
	unsigned runs = 0;

	with("");
	serve(0x51);
	for (unsigned i = 0; i < 5; i++)
		lapic_accept(apic, 0x51, false);
	for (int vector; lapic_eoi(apic), (vector = lapic_deliverable(apic)) >= 0; runs++)
		lapic_deliver(apic, (uint8_t)vector);
	ck_assert_uint_eq(runs, 1);
}
END_TEST

START_TEST(delivery_moves_irr_to_isr_and_names_its_acceptance)
{
	uint64_t why;

	with("");
	lapic_accept(apic, 0x51, false);
	why = lapic_deliver(apic, 0x51);
	ck_assert(!irr(0, 0x51) && isr(0x51));
	ck_assert_uint_eq(why, rig_find(&rig, R_APIC_ACCEPT, 0)->number);
}
END_TEST

START_TEST(nesting_needs_a_higher_class)
{
	with("");
	serve(0x51);
	lapic_accept(apic, 0x5F, false);
	ck_assert_int_eq(lapic_deliverable(apic), -1);
	lapic_accept(apic, 0x61, false);
	ck_assert_int_eq(lapic_deliverable(apic), 0x61);
}
END_TEST

START_TEST(highest_waiting_vector_is_first)
{
	with("");
	lapic_accept(apic, 0x41, false);
	lapic_accept(apic, 0x93, false);
	lapic_accept(apic, 0x92, false);
	ck_assert_int_eq(lapic_deliverable(apic), 0x93);
}
END_TEST

START_TEST(task_priority_blocks_its_class_and_below)
{
	with("");
	lapic_accept(apic, 0x5F, false);
	lapic_tpr(apic, 0x50);
	ck_assert_int_eq(lapic_deliverable(apic), -1);
	lapic_tpr(apic, 0x4F);
	ck_assert_int_eq(lapic_deliverable(apic), 0x5F);
}
END_TEST

START_TEST(task_priority_zero_lets_class_one_through_and_f0_nothing)
{
	with("");
	lapic_accept(apic, 0x10, false);
	ck_assert_int_eq(lapic_deliverable(apic), 0x10);
	lapic_accept(apic, 0xFE, false);
	lapic_tpr(apic, 0xF0);
	ck_assert_int_eq(lapic_deliverable(apic), -1);
}
END_TEST

START_TEST(processor_priority_is_the_higher_of_task_and_service)
{
	with("");
	ck_assert_uint_eq(lapic_ppr(apic), 0);
	serve(0x53);
	ck_assert_uint_eq(lapic_ppr(apic), 0x50);
	lapic_tpr(apic, 0x47);
	ck_assert_uint_eq(lapic_ppr(apic), 0x50);
	lapic_tpr(apic, 0x57);
	ck_assert_uint_eq(lapic_ppr(apic), 0x57);
	lapic_tpr(apic, 0x6C);
	ck_assert_uint_eq(lapic_ppr(apic), 0x6C);
}
END_TEST

START_TEST(end_of_interrupt_clears_the_highest_in_service)
{
	with("");
	serve(0x41);
	serve(0x61);
	lapic_eoi(apic);
	ck_assert(isr(0x41) && !isr(0x61));
	ck_assert_uint_eq(rig_find(&rig, R_APIC_EOI, 0)->w[0], 0x61);
}
END_TEST

START_TEST(end_of_interrupt_without_service_does_nothing)
{
	with("");
	lapic_eoi(apic);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_EOI), 0);
}
END_TEST

START_TEST(missing_end_of_interrupt_blocks_its_class)
{
	with("");
	serve(0x51);
	lapic_accept(apic, 0x51, false);
	lapic_accept(apic, 0x42, false);
	ck_assert_int_eq(lapic_deliverable(apic), -1);
}
END_TEST

START_TEST(vectors_below_sixteen_are_rejected_with_an_error)
{
	with("");
	lapic_accept(apic, 0x0F, false);
	ck_assert(!irr(0, 0x0F));
	ck_assert_uint_eq(rig_find(&rig, R_APIC_REJECT, 0)->w[1], SYM_gate_BAD_VECTOR);
	ck_assert_uint_eq(lapic_read(apic, 0x280), 0);
	lapic_write(apic, 0x280, 0);
	ck_assert_uint_eq(lapic_read(apic, 0x280), 1 << 6);
	lapic_write(apic, 0x280, 0);
	ck_assert_uint_eq(lapic_read(apic, 0x280), 0);
}
END_TEST

START_TEST(disabled_apic_accepts_nothing)
{
	with("");
	lapic_write(apic, 0xF0, 0xFF);
	lapic_accept(apic, 0x51, false);
	ck_assert(!irr(0, 0x51));
	ck_assert_uint_eq(rig_find(&rig, R_APIC_REJECT, 0)->w[1], SYM_gate_APIC_DISABLED);
}
END_TEST

START_TEST(level_message_sets_tmr_and_its_end_is_broadcast)
{
	with("");
	lapic_accept(apic, 0x51, true);
	ck_assert_uint_eq(lapic_read(apic, 0x180 + 0x20), 1u << 17);
	lapic_deliver(apic, 0x51);
	lapic_eoi(apic);
	ck_assert_uint_eq(rig_find(&rig, R_APIC_EOI, 0)->w[1], 1);
	serve(0x51);
	ck_assert_uint_eq(lapic_read(apic, 0x180 + 0x20), 0);
	lapic_eoi(apic);
	ck_assert_uint_eq(rig_find(&rig, R_APIC_EOI, 1)->w[1], 0);
}
END_TEST

START_TEST(broadcast_can_be_suppressed)
{
	with("");
	lapic_write(apic, 0xF0, 0x11FF);
	lapic_accept(apic, 0x51, true);
	lapic_deliver(apic, 0x51);
	lapic_eoi(apic);
	ck_assert_uint_eq(rig_find(&rig, R_APIC_EOI, 0)->w[1], 0);
}
END_TEST

START_TEST(level_deassert_message_is_ignored)
{
	with("");
	ck_assert(lapic_route(rig.hw, APIC, LEVEL | 0x51));
	ck_assert(!irr(0, 0x51));
	ck_assert(lapic_route(rig.hw, APIC, LEVEL | ASSERT | 0x51));
	ck_assert(irr(0, 0x51));
}
END_TEST

START_TEST(physical_destination_names_one_cpu)
{
	with("cpus 4\n");
	ck_assert(lapic_route(rig.hw, APIC | 2 << 12, 0x51));
	for (unsigned cpu = 0; cpu < 4; cpu++)
		ck_assert(irr(cpu, 0x51) == (cpu == 2));
}
END_TEST

START_TEST(physical_ff_names_all)
{
	with("cpus 4\n");
	ck_assert(lapic_route(rig.hw, APIC | 0xFF << 12, 0x51));
	for (unsigned cpu = 0; cpu < 4; cpu++)
		ck_assert(irr(cpu, 0x51));
}
END_TEST

START_TEST(absent_destination_is_taken_by_nobody)
{
	with("cpus 2\n");
	ck_assert(!lapic_route(rig.hw, APIC | 2 << 12, 0x51));
	ck_assert(!lapic_route(rig.hw, APIC | 4 << 12 | LOGICAL, 0x51));
}
END_TEST

START_TEST(flat_logical_destination_is_a_set)
{
	with("cpus 4\n");
	ck_assert(lapic_route(rig.hw, APIC | 0xA << 12 | LOGICAL, 0x51));
	for (unsigned cpu = 0; cpu < 4; cpu++)
		ck_assert(irr(cpu, 0x51) == (cpu == 1 || cpu == 3));
}
END_TEST

START_TEST(cluster_logical_destination_is_a_set_of_one_cluster)
{
	with("cpus 12\n");
	ck_assert(lapic_route(rig.hw, APIC | 0x25u << 12 | LOGICAL, 0x51));
	for (unsigned cpu = 0; cpu < 12; cpu++)
		ck_assert(irr(cpu, 0x51) == (cpu == 8 || cpu == 10));
}
END_TEST

START_TEST(cluster_f_names_all)
{
	with("cpus 12\n");
	ck_assert(lapic_route(rig.hw, APIC | 0xFFu << 12 | LOGICAL, 0x51));
	for (unsigned cpu = 0; cpu < 12; cpu++)
		ck_assert(irr(cpu, 0x51));
}
END_TEST

START_TEST(destination_format_decides_flat_or_cluster)
{
	with("");
	lapic_write(apic, 0xD0, 0x21u << 24);
	ck_assert(!lapic_route(rig.hw, APIC | 0x12u << 12 | LOGICAL, 0x41));
	ck_assert(lapic_route(rig.hw, APIC | 0x20u << 12 | LOGICAL, 0x51));
	lapic_write(apic, 0xE0, 0);
	ck_assert_uint_eq(lapic_read(apic, 0xE0), 0x0FFFFFFF);
	ck_assert(!lapic_route(rig.hw, APIC | 0x20u << 12 | LOGICAL, 0x61));
	ck_assert(lapic_route(rig.hw, APIC | 0x21u << 12 | LOGICAL, 0x61));
	ck_assert(!irr(0, 0x41) && irr(0, 0x51) && irr(0, 0x61));
}
END_TEST

START_TEST(illegal_register_is_an_error)
{
	with("");
	ck_assert_uint_eq(lapic_read(apic, 0x40), 0);
	lapic_write(apic, 0x40, 1);
	lapic_write(apic, 0x280, 0);
	ck_assert_uint_eq(lapic_read(apic, 0x280), 1 << 7);
}
END_TEST

START_TEST(local_vectors_are_there_and_masked)
{
	with("");
	for (unsigned offset = 0x320; offset <= 0x370; offset += 0x10) {
		ck_assert_uint_eq(lapic_read(apic, offset), 0x10000);
		lapic_write(apic, offset, 0x10000);
	}
	lapic_write(apic, 0x280, 0);
	ck_assert_uint_eq(lapic_read(apic, 0x280), 0);
}
END_TEST

START_TEST(lowest_priority_goes_to_the_lowest_number_of_the_set)
{
	with("cpus 4\n");
	ck_assert(lapic_route(rig.hw, APIC | 0xC << 12 | LOGICAL, LOWEST | 0x51));
	ck_assert(lapic_route(rig.hw, APIC | 0xA << 12 | LOGICAL | HINT, 0x61));
	ck_assert(irr(2, 0x51) && !irr(3, 0x51));
	ck_assert(irr(1, 0x61) && !irr(3, 0x61));
}
END_TEST

START_TEST(other_delivery_modes_skip_irr)
{
	with("");
	ck_assert(!lapic_route(rig.hw, APIC, NMI | 0x51));
	ck_assert(!irr(0, 0x51));
}
END_TEST

START_TEST(registers_read_as_described)
{
	with("cpus 2\n");
	ck_assert_uint_eq(lapic_read(&rig.hw->lapics[1], 0x20), 1u << 24);
	ck_assert_uint_eq(lapic_read(apic, 0x30) & 0xF0, 0x10);
	lapic_accept(apic, 0xF1, false);
	ck_assert_uint_eq(lapic_read(apic, 0x270), 1u << 17);
	lapic_write(apic, 0x80, 0x63);
	ck_assert_uint_eq(lapic_read(apic, 0x80), 0x63);
	ck_assert_uint_eq(lapic_read(apic, 0xA0), 0x63);
	ck_assert_uint_eq(lapic_read(apic, 0xE0), UINT32_MAX);
	lapic_write(apic, 0xD0, UINT32_MAX);
	ck_assert_uint_eq(lapic_read(apic, 0xD0), 0xFF000000);
}
END_TEST

START_TEST(writing_the_task_priority_register_pokes)
{
	with("");
	lapic_write(apic, 0x80, 0x20);
	ck_assert_uint_eq(pokes, 1);
}
END_TEST

SUITE("lapic", accepted_message_sets_irr_and_pokes, second_message_for_a_waiting_vector_merges,
      at_most_two_interrupts_of_a_vector_are_remembered, delivery_moves_irr_to_isr_and_names_its_acceptance,
      nesting_needs_a_higher_class, highest_waiting_vector_is_first, task_priority_blocks_its_class_and_below,
      task_priority_zero_lets_class_one_through_and_f0_nothing, processor_priority_is_the_higher_of_task_and_service,
      end_of_interrupt_clears_the_highest_in_service, end_of_interrupt_without_service_does_nothing,
      missing_end_of_interrupt_blocks_its_class, vectors_below_sixteen_are_rejected_with_an_error,
      disabled_apic_accepts_nothing, level_message_sets_tmr_and_its_end_is_broadcast, broadcast_can_be_suppressed,
      level_deassert_message_is_ignored, physical_destination_names_one_cpu, physical_ff_names_all,
      absent_destination_is_taken_by_nobody, flat_logical_destination_is_a_set,
      cluster_logical_destination_is_a_set_of_one_cluster, cluster_f_names_all, destination_format_decides_flat_or_cluster,
      illegal_register_is_an_error, local_vectors_are_there_and_masked, lowest_priority_goes_to_the_lowest_number_of_the_set,
      other_delivery_modes_skip_irr, registers_read_as_described, writing_the_task_priority_register_pokes)
