/* SPDX-License-Identifier: MIT */
/* The IO-APIC (82093AA): level and edge inputs, mask, remote IRR, end of interrupt, storms. */
#include "tests/unit/rig_hw.h"
#include "tests/unit/suite.h"

enum { VECTOR = 0x51, LEVEL = 1 << 15, ACTIVE_LOW = 1 << 13, REMOTE_IRR = 1 << 14, MASK = 1 << 16, STATUS = 1 << 12 };
enum { INPUT = 17 };

static struct rig rig;
static struct ioapic *ioapic;
static struct lapic *apic;

static void with(const char *head, uint32_t low)
{
	rig_init(&rig, head);
	ioapic = &rig.hw->ioapic;
	apic = &rig.hw->lapics[0];
	ioapic_write(ioapic, 0x11 + 2 * INPUT, 0);
	ioapic_write(ioapic, 0x10 + 2 * INPUT, low);
	rig_mark(&rig);
}

static void with_level(void)
{
	with("", VECTOR | LEVEL | ACTIVE_LOW);
}

static void set(bool asserted)
{
	ioapic_level(ioapic, INPUT, asserted);
	rig_run(&rig);
}

static void entry(uint32_t low)
{
	ioapic_write(ioapic, 0x10 + 2 * INPUT, low);
	rig_run(&rig);
}

static bool remote_irr(void)
{
	return ioapic_read(ioapic, 0x10 + 2 * INPUT) & REMOTE_IRR;
}

static void take_and_end(void)
{
	lapic_deliver(apic, VECTOR);
	lapic_eoi(apic);
	rig_run(&rig);
}

START_TEST(entries_are_masked_at_reset)
{
	rig_init(&rig, "");
	for (unsigned i = 0; i < IOAPIC_INPUTS; i++) {
		ck_assert_uint_eq(ioapic_read(&rig.hw->ioapic, 0x10 + 2 * i), MASK);
		ck_assert_uint_eq(ioapic_read(&rig.hw->ioapic, 0x11 + 2 * i), 0);
	}
	ck_assert_uint_eq(ioapic_read(&rig.hw->ioapic, 1) >> 16, IOAPIC_INPUTS - 1);
}
END_TEST

START_TEST(asserted_level_sends_and_sets_remote_irr)
{
	with_level();
	set(true);
	ck_assert_int_eq(lapic_deliverable(apic), VECTOR);
	ck_assert(remote_irr());
	ck_assert_uint_eq(rig_find(&rig, R_APIC_ACCEPT, 0)->w[1], 1);
	ck_assert_int_eq(rig_find(&rig, R_APIC_ACCEPT, 0)->at - rig_find(&rig, R_IOAPIC_SEND, 0)->at,
			 rig.machine.cost[COST_IOAPIC_SEND]);
}
END_TEST

START_TEST(second_holder_changes_nothing)
{
	with_level();
	set(true);
	set(true);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_SEND), 1);
	set(false);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_LEVEL), 1);
}
END_TEST

START_TEST(end_of_interrupt_redelivers_while_asserted)
{
	with_level();
	set(true);
	take_and_end();
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_REDELIVER), 1);
	ck_assert(remote_irr());
	ck_assert_int_eq(lapic_deliverable(apic), VECTOR);
}
END_TEST

START_TEST(line_dropped_before_end_is_not_redelivered)
{
	with_level();
	set(true);
	lapic_deliver(apic, VECTOR);
	set(false);
	ck_assert(remote_irr());
	lapic_eoi(apic);
	rig_run(&rig);
	ck_assert(!remote_irr());
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_REDELIVER), 0);
}
END_TEST

START_TEST(dropped_line_does_not_recall_the_vector)
{
	with_level();
	set(true);
	set(false);
	ck_assert_int_eq(lapic_deliverable(apic), VECTOR);
}
END_TEST

START_TEST(new_assertion_before_end_waits_for_it)
{
	with_level();
	set(true);
	lapic_deliver(apic, VECTOR);
	set(false);
	set(true);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_SEND), 1);
	lapic_eoi(apic);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_REDELIVER), 1);
}
END_TEST

START_TEST(masked_level_is_not_lost)
{
	with_level();
	entry(VECTOR | LEVEL | MASK);
	set(true);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_SEND), 0);
	entry(VECTOR | LEVEL);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_SEND), 1);
}
END_TEST

START_TEST(mask_after_sending_recalls_nothing_and_stops_redelivery)
{
	with_level();
	set(true);
	entry(VECTOR | LEVEL | MASK);
	ck_assert(remote_irr());
	ck_assert_int_eq(lapic_deliverable(apic), VECTOR);
	take_and_end();
	ck_assert(!remote_irr());
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_REDELIVER), 0);
}
END_TEST

START_TEST(end_of_another_vector_does_not_matter)
{
	with_level();
	set(true);
	ioapic_eoi(ioapic, VECTOR + 1);
	ck_assert(remote_irr());
}
END_TEST

START_TEST(end_reaches_all_entries_of_the_vector)
{
	with_level();
	ioapic_write(ioapic, 0x10 + 2 * 18, VECTOR | LEVEL);
	ioapic_level(ioapic, 18, true);
	set(true);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_SEND), 2);
	take_and_end();
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_REDELIVER), 2);
}
END_TEST

START_TEST(switching_to_edge_clears_remote_irr)
{
	with_level();
	set(true);
	entry(VECTOR);
	ck_assert(!remote_irr());
}
END_TEST

START_TEST(remote_irr_and_delivery_status_ignore_writes)
{
	with_level();
	entry(VECTOR | LEVEL | REMOTE_IRR | STATUS);
	ck_assert(!remote_irr());
	ck_assert_uint_eq(ioapic_read(ioapic, 0x10 + 2 * INPUT), VECTOR | LEVEL);
}
END_TEST

START_TEST(delivery_status_shows_a_message_on_its_way)
{
	with_level();
	ioapic_level(ioapic, INPUT, true);
	ck_assert(ioapic_read(ioapic, 0x10 + 2 * INPUT) & STATUS);
	rig_run(&rig);
	ck_assert(!(ioapic_read(ioapic, 0x10 + 2 * INPUT) & STATUS));
}
END_TEST

START_TEST(edge_sends_once_for_a_rise)
{
	with("", VECTOR);
	set(true);
	take_and_end();
	ck_assert_uint_eq(rig_count(&rig, R_APIC_ACCEPT), 1);
	ck_assert_uint_eq(rig_find(&rig, R_APIC_EOI, 0)->w[1], 0);
	set(false);
	set(true);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_ACCEPT), 2);
}
END_TEST

START_TEST(end_for_an_entry_without_remote_irr_changes_nothing)
{
	with_level();
	ioapic_eoi(ioapic, VECTOR);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_ENTRY), 0);
}
END_TEST

START_TEST(edge_while_a_message_is_on_its_way_merges_with_it)
{
	with("", VECTOR);
	ioapic_level(ioapic, INPUT, true);
	rig_run_for(&rig, 100);
	ioapic_level(ioapic, INPUT, false);
	ioapic_level(ioapic, INPUT, true);
	rig_run(&rig);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_ACCEPT) + rig_count(&rig, R_APIC_MERGE), 1);
	ck_assert_int_eq(rig_find(&rig, R_APIC_ACCEPT, 0)->at - rig_find(&rig, R_IOAPIC_SEND, 0)->at,
			 rig.machine.cost[COST_IOAPIC_SEND]);
}
END_TEST

START_TEST(masked_edge_is_lost)
{
	with("", VECTOR | MASK);
	set(true);
	entry(VECTOR);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_SEND), 0);
}
END_TEST

START_TEST(shared_edge_sees_no_second_rise)
{
	with("", VECTOR);
	set(true);
	set(true);
	ck_assert_uint_eq(rig_count(&rig, R_IOAPIC_SEND), 1);
}
END_TEST

START_TEST(destination_and_mode_are_the_entrys)
{
	with("cpus 4\n", VECTOR | LEVEL);
	ioapic_write(ioapic, 0x11 + 2 * INPUT, 0x0Cu << 24);
	ioapic_write(ioapic, 0x10 + 2 * INPUT, VECTOR | LEVEL | 1 << 11 | 1 << 8);
	set(true);
	ck_assert_uint_eq(rig_count(&rig, R_APIC_ACCEPT), 1);
	ck_assert_int_eq(lapic_deliverable(&rig.hw->lapics[2]), VECTOR);
}
END_TEST

START_TEST(message_to_nobody_is_told)
{
	with_level();
	ioapic_write(ioapic, 0x11 + 2 * INPUT, 9u << 24);
	set(true);
	ck_assert_uint_eq(rig_count(&rig, R_MSI_DROP), 1);
}
END_TEST

START_TEST(redeliveries_in_a_row_are_a_storm_at_the_threshold)
{
	with("set storm=5\n", VECTOR | LEVEL);
	set(true);
	for (unsigned i = 0; i < 4; i++)
		take_and_end();
	ck_assert_uint_eq(rig_count(&rig, R_STORM), 0);
	take_and_end();
	ck_assert_uint_eq(rig_count(&rig, R_STORM), 1);
	ck_assert_uint_eq(rig_find(&rig, R_STORM, 0)->w[0], INPUT);
	ck_assert_uint_eq(rig_find(&rig, R_STORM, 0)->w[1], 5);
}
END_TEST

START_TEST(released_line_ends_the_row)
{
	with("set storm=2\n", VECTOR | LEVEL);
	for (unsigned i = 0; i < 5; i++) {
		set(true);
		take_and_end();
		lapic_deliver(apic, VECTOR);
		set(false);
		lapic_eoi(apic);
	}
	ck_assert_uint_eq(rig_count(&rig, R_STORM), 0);
}
END_TEST

SUITE("ioapic", entries_are_masked_at_reset, asserted_level_sends_and_sets_remote_irr, second_holder_changes_nothing,
      end_of_interrupt_redelivers_while_asserted, line_dropped_before_end_is_not_redelivered,
      dropped_line_does_not_recall_the_vector, new_assertion_before_end_waits_for_it, masked_level_is_not_lost,
      mask_after_sending_recalls_nothing_and_stops_redelivery, end_of_another_vector_does_not_matter,
      end_reaches_all_entries_of_the_vector, switching_to_edge_clears_remote_irr,
      remote_irr_and_delivery_status_ignore_writes, delivery_status_shows_a_message_on_its_way, edge_sends_once_for_a_rise,
      end_for_an_entry_without_remote_irr_changes_nothing, edge_while_a_message_is_on_its_way_merges_with_it,
      masked_edge_is_lost, shared_edge_sees_no_second_rise, destination_and_mode_are_the_entrys, message_to_nobody_is_told,
      redeliveries_in_a_row_are_a_storm_at_the_threshold, released_line_ends_the_row)
