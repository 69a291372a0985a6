/* SPDX-License-Identifier: MIT */
/* What a device may be set to: before the register call, under its grant, at the end. */
#include "tests/unit/rule_rig.h"

START_TEST(causes_enabled_before_registration_are_early)
{
	struct trace *trace = started("line");

	writes(trace, 2, IMS, 1);
	expect(trace, "Device_Early");
}
END_TEST

START_TEST(enabling_inside_or_after_the_register_call_is_in_time)
{
	struct trace *trace = started("line");

	writes(trace, 1, IMS, 0);
	registered(trace, "line");
	writes(trace, 3, IMS, 1);
	expect(trace, "");
}
END_TEST

static void deregisters(struct trace *trace, vtime at)
{
	tell(trace, at, "api.call obj=nic0 cpu=0 irql=0 name=\"NdisMDeregisterInterruptEx\" a=0x0 b=0x0 at=module0+0x70");
}

START_TEST(deregistering_an_active_device_is_told)
{
	struct trace *trace = started("line");

	registered(trace, "line");
	writes(trace, 3, IMS, 1);
	deregisters(trace, 4);
	expect(trace, "Halt_Active");
}
END_TEST

START_TEST(under_msix_a_masked_entry_is_quiet_enough)
{
	struct trace *trace = started("msix");

	tell(trace, 1, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x8000 after=0x8003");
	registered(trace, "msix");
	writes(trace, 3, IVAR0, 0x80);
	writes(trace, 3, IMS, 1); /* entry 0 is masked from reset */
	deregisters(trace, 4);
	expect(trace, "");
}
END_TEST

START_TEST(under_msix_an_open_entry_is_not)
{
	struct trace *trace = started("msix");

	tell(trace, 1, "cfg.write obj=nic0 cpu=0 irql=0 offset=0x72 size=2 written=0x8000 after=0x8003");
	registered(trace, "msix");
	tell(trace, 3, "msix.unmask obj=nic0 cpu=0 irql=0 entry=0 control_after=0x0");
	writes(trace, 3, IVAR0, 0x80);
	writes(trace, 3, IMS, 1);
	deregisters(trace, 4);
	expect(trace, "Halt_Active");
}
END_TEST

START_TEST(a_source_past_the_grant_is_out_of_range_once_it_is_enabled)
{
	struct trace *trace = started("msi");

	registered(trace, "msi");
	writes(trace, 3, IVAR0, 0x82); /* two were granted */
	writes(trace, 4, IMS, 2);      /* another cause */
	writes(trace, 5, IMS, 1);
	expect(trace, "Grant_Range");
}
END_TEST

START_TEST(a_source_within_the_grant_or_not_valid_is_in_range)
{
	struct trace *trace = started("msi");

	registered(trace, "msi");
	writes(trace, 3, IVAR0, 0x81);
	writes(trace, 3, IVAR0 + 4, 0x05); /* no VALID: source 0 */
	writes(trace, 5, IMS, 3);
	expect(trace, "");
}
END_TEST

START_TEST(an_entry_past_the_grant_is_the_drivers_once_it_has_mapped_it)
{
	struct trace *trace = started("msix");
	uint64_t call;

	registered(trace, "msix");
	call = tell(trace, 3, "api.call obj=nic0 cpu=0 irql=0 name=\"NdisMConfigMSIXTableEntry\" a=0x0 b=0x0 at=module0+0x80");
	tell_because(trace, 3, (int64_t)call, "msix.entry obj=nic0 cpu=0 irql=0 entry=3 address_after=0xfee00000 data_after=0x61 control_after=0x0");
	writes(trace, 4, IVAR0, 0x83);
	writes(trace, 5, IMS, 1);
	expect(trace, "");
}
END_TEST

START_TEST(an_entry_past_the_grant_that_nobody_mapped_shares_message_0)
{
	struct trace *trace = started("msix");

	registered(trace, "msix");
	writes(trace, 4, IVAR0, 0x83);
	writes(trace, 5, IMS, 1);
	expect(trace, "Grant_Range");
}
END_TEST

SUITE("rule device", causes_enabled_before_registration_are_early, enabling_inside_or_after_the_register_call_is_in_time,
      deregistering_an_active_device_is_told, under_msix_a_masked_entry_is_quiet_enough, under_msix_an_open_entry_is_not,
      a_source_past_the_grant_is_out_of_range_once_it_is_enabled, a_source_within_the_grant_or_not_valid_is_in_range,
      an_entry_past_the_grant_is_the_drivers_once_it_has_mapped_it, an_entry_past_the_grant_that_nobody_mapped_shares_message_0)
