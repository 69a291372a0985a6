/* SPDX-License-Identifier: MIT */
/* The noisy neighbour keeps its data sheet (doc/noisy.md). */
#include "tests/unit/vnic_rig.h"

START_TEST(the_timer_raises_its_cause_at_every_interval)
{
	struct rig *r = rig_on("noisy", "");

	rig_write(r, "PERIOD", 1000);
	rig_run(r, 3500);
	rig_expect(r, "TICKS", 3);
	rig_expect(r, "MISSED", 2);
	rig_expect(r, "CAUSE", 1);
	rig_write(r, "PERIOD", 0);
	rig_run(r, 3500);
	rig_expect(r, "TICKS", 3);
	rig_free(r);
}
END_TEST

START_TEST(the_line_follows_live)
{
	struct rig *r = rig_on("noisy", "");

	rig_write(r, "SET", 2);
	rig_none(r, R_LINE_ASSERT);
	rig_write(r, "MASK", 6);
	rig_times(r, R_LINE_ASSERT, 1);
	rig_write(r, "SET", 4);
	rig_write(r, "CAUSE", 2);
	rig_none(r, R_LINE_DEASSERT);
	rig_write(r, "CAUSE", 4);
	rig_times(r, R_LINE_DEASSERT, 1);
	rig_free(r);
}
END_TEST

START_TEST(it_can_be_noisy_from_power_on)
{
	struct rig *r = rig_on("noisy", "period=2us enabled=1");

	rig_expect(r, "PERIOD", 2000);
	rig_run(r, 2000);
	rig_times(r, R_LINE_ASSERT, 1);
	rig_write(r, "MASK", 0);
	rig_times(r, R_LINE_DEASSERT, 1);
	device_reset(r->nic);
	rig_config(r, "command", 6);
	rig_expect(r, "MASK", 1);
	rig_expect(r, "TICKS", 0);
	rig_free(r);
}
END_TEST

static struct rig *with_message(void)
{
	struct rig *r = rig_on("noisy", "msi=1");

	rig_msi(r, 0);
	rig_write(r, "MASK", 0xF);
	return r;
}

START_TEST(a_message_is_sent_where_the_line_would_go_up)
{
	struct rig *r = with_message();

	rig_expect(r, "MODE", 2);
	rig_write(r, "SET", 2);
	rig_write(r, "SET", 4);
	rig_write(r, "CAUSE", 2);
	rig_write(r, "SET", 2);
	rig_times(r, R_MSI_SEND, 1);
	rig_write(r, "CAUSE", 6);
	rig_write(r, "SET", 2);
	rig_times(r, R_MSI_SEND, 2);
	rig_none(r, R_LINE_ASSERT);
	rig_free(r);
}
END_TEST

START_TEST(a_message_waits_for_bus_master)
{
	struct rig *r = with_message();

	rig_config(r, "command", 2);
	rig_write(r, "SET", 2);
	rig_none(r, R_MSI_SEND);
	rig_config(r, "command", 6);
	rig_times(r, R_MSI_SEND, 1);
	rig_config(r, "command", 2);
	rig_write(r, "CAUSE", 2);
	rig_write(r, "SET", 2);
	rig_write(r, "CAUSE", 2);
	rig_config(r, "command", 6);
	rig_times(r, R_MSI_SEND, 1);
	rig_free(r);
}
END_TEST

START_TEST(only_named_bits_are_kept)
{
	struct rig *r = rig_on("noisy", "");

	rig_write(r, "SET", 0xFFFFFFFF);
	rig_write(r, "MASK", 0xFFFFFFFF);
	rig_write(r, "TICKS", 5);
	rig_expect(r, "CAUSE", 0xF);
	rig_expect(r, "MASK", 0xF);
	rig_expect(r, "TICKS", 0);
	rig_expect(r, "SET", 0);
	rig_free(r);
}
END_TEST

START_TEST(commands_raise_and_write)
{
	struct rig *r = rig_on("noisy", "");
	const char *reason;

	rig_do(r, "device.raise nic0 SW1 1");
	rig_expect(r, "CAUSE", 5);
	rig_do(r, "register.write nic0 CAUSE 0xF");
	rig_expect(r, "CAUSE", 0);
	ck_assert(!rig_try(r, "device.raise nic0 0x10", &reason));
	ck_assert(!rig_try(r, "link nic0 down", &reason));
	rig_free(r);
}
END_TEST

SUITE("noisy", the_timer_raises_its_cause_at_every_interval, the_line_follows_live, it_can_be_noisy_from_power_on,
      a_message_is_sent_where_the_line_would_go_up, a_message_waits_for_bus_master, only_named_bits_are_kept,
      commands_raise_and_write)
