/* SPDX-License-Identifier: MIT */
/* Blocks of driver code cost time. */
#include "tests/unit/probe_rig.h"

/* The driver's loop of n rounds. */
static struct rig *counting(const struct rig_module *m, uint64_t rounds)
{
	struct rig *rig = rig_new(call_p_n, m);

	rig->function = dlsym(m->handle, "count");
	rig->p = block_of(rig, 4);
	rig->n = rounds;
	return rig;
}

START_TEST(short_code_takes_no_time_of_its_own)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 1000);

		core_run(&rig->core, VTIME_NEVER, UINT64_MAX);
		ck_assert(rig->returned);
		ck_assert_int_eq(rig->core.now, 0);
		rig_free(rig);
	}
}
END_TEST

START_TEST(each_slice_of_blocks_takes_its_cost_and_counts_as_an_event)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 20 * PROBE_SLICE);
		vtime slice = PROBE_SLICE * rig->machine.cost[COST_BLOCK];

		core_run(&rig->core, VTIME_NEVER, UINT64_MAX);
		ck_assert(rig->returned);
		ck_assert_int_ge(rig->core.now, 2 * slice);
		ck_assert_int_eq(rig->core.now % slice, 0);
		ck_assert_uint_eq(rig->core.events, 1 + (uint64_t)(rig->core.now / slice));
		rig_free(rig);
	}
}
END_TEST

START_TEST(code_time_records_and_charges_each_block)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 10);

		rig_option(rig, "code", "1");
		core_run(&rig->core, VTIME_NEVER, UINT64_MAX);
		ck_assert(rig->returned);
		ck_assert_uint_ge(rig_records(rig, R_CODE_BLOCK), 10);
		ck_assert(rig_inside(rig, rig_record(rig, R_CODE_BLOCK)->w[0], rig->function));
		ck_assert_int_ge(rig->core.now, 20 * rig->machine.cost[COST_BLOCK]);
		rig_free(rig);
	}
}
END_TEST

/* Sees what the driver's loop has written at the instant of the interrupt. */
static void look_at_word(struct rig *rig)
{
	rig->q = (void *)(uintptr_t)(*(uint32_t *)rig->p + 1);
}

START_TEST(with_code_time_an_interrupt_arrives_between_two_accesses)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 1000);

		rig->nested = look_at_word;
		rig_option(rig, "code", "1");
		core_after(&rig->core, &rig->poke, EVENT_INTERRUPT, 1001);
		core_run(&rig->core, VTIME_NEVER, UINT64_MAX);
		ck_assert_uint_gt(address_of(rig->q), 100);
		ck_assert_uint_lt(address_of(rig->q), 900);
		rig_free(rig);
	}
}
END_TEST

START_TEST(code_addresses_are_module_and_offset)
{
	EACH_MODULE (m) {
		struct rig *rig = counting(&m, 1);

		probe_module(rig->os, 0x10000, 0x1000);
		ck_assert_uint_eq(probe_code(&rig->core, m.image + 5), 5);
		ck_assert_uint_eq(probe_code(&rig->core, 0x10010), UINT64_C(1) << 48 | 0x10);
		ck_assert_uint_eq(probe_caller(&rig->core, (void *)0x10010), UINT64_C(1) << 48 | 0xF);
		ck_assert_uint_eq(probe_code(&rig->core, 0x11000), UINT64_MAX);
		rig_free(rig);
	}
}
END_TEST

SUITE("probe time", short_code_takes_no_time_of_its_own, each_slice_of_blocks_takes_its_cost_and_counts_as_an_event,
      code_time_records_and_charges_each_block, with_code_time_an_interrupt_arrives_between_two_accesses,
      code_addresses_are_module_and_offset)
