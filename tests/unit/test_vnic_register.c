/* SPDX-License-Identifier: MIT */
/* The VNIC's general registers, identity, settings and commands. */
#include "tests/unit/vnic_rig.h"

/* ---- The rest of the general registers. ---- */

START_TEST(registers_hold_the_bits_the_sheet_names)
{
	static const struct {
		const char *name;
		uint32_t bits;
	} masks[] = {
		{ "CTRL", 6 }, { "SCRATCH", 0xFFFFFFFF }, { "IVAR[31]", 0xBF }, { "EITR[63]", 0xFFFF }, { "STATUS", 0 },
		{ "RAL", 0 }, { "MRQC", 0x330001 }, { "RSSRK[9]", 0xFFFFFFFF }, { "RETA[31]", 0xFFFFFFFF }, { "RDH[0]", 0 },
		{ "GPRC", 0 }, { "IMSGS[63]", 0 }, { "ERRQ", 0 },
	};
	struct rig *r = rig_new("");

	for (unsigned i = 0; i < sizeof masks / sizeof *masks; i++) {
		uint32_t before = rig_read(r, masks[i].name);

		rig_write(r, masks[i].name, 0xFFFFFFFE); /* without CTRL.RST */
		rig_expect(r, masks[i].name, masks[i].bits ? masks[i].bits & 0xFFFFFFFE : before);
	}
	rig_free(r);
}
END_TEST

START_TEST(offsets_are_those_of_the_sheet)
{
	static const struct {
		const char *name;
		uint32_t offset;
	} places[] = {
		{ "CTRL", 0 }, { "STATUS", 8 }, { "SCRATCH", 0x10 }, { "TIMELO", 0x14 }, { "TIMEHI", 0x18 }, { "ICR", 0xC0 },
		{ "ICS", 0xC8 }, { "IMS", 0xD0 }, { "IMC", 0xD8 }, { "EIAC", 0xE0 }, { "EIAM", 0xE8 }, { "ERRQ", 0xF0 },
		{ "IVAR[31]", 0x17C }, { "EITR[63]", 0x2FC }, { "RDBAL[7]", 0x1700 }, { "RDBAH[1]", 0x1104 }, { "RDLEN[0]", 0x1008 },
		{ "RDH[0]", 0x1010 }, { "RDT[2]", 0x1218 }, { "RXDCTL[0]", 0x1028 }, { "RXCNT[0]", 0x1030 }, { "RXDROP[7]", 0x1734 },
		{ "TDBAL[0]", 0x2000 }, { "TDT[7]", 0x2718 }, { "TXDCTL[0]", 0x2028 }, { "TXCNT[0]", 0x2030 }, { "MRQC", 0x3000 },
		{ "RSSRK[9]", 0x30A4 }, { "RETA[31]", 0x317C }, { "GPRC", 0x4000 }, { "MPC", 0x4004 }, { "GPTC", 0x4008 },
		{ "IMSGS[63]", 0x410C }, { "INTXA", 0x4110 }, { "RAL", 0x5400 }, { "RAH", 0x5404 },
	};
	struct rig *r = rig_new("");

	for (unsigned i = 0; i < sizeof places / sizeof *places; i++)
		ck_assert_uint_eq(regs_offset(&r->nic->regs, rig_register(r, places[i].name)), places[i].offset);
	rig_free(r);
}
END_TEST

START_TEST(reading_the_low_clock_latches_the_high_half)
{
	struct rig *r = rig_new("");

	rig_run(r, INT64_C(0x300000010));
	rig_expect(r, "TIMEHI", 0);
	rig_expect(r, "TIMELO", 0x10);
	rig_run(r, INT64_C(0x100000000));
	rig_expect(r, "TIMEHI", 3);
	rig_read(r, "TIMELO");
	rig_expect(r, "TIMEHI", 4);
	rig_free(r);
}
END_TEST

START_TEST(identity_queues_and_speed_are_shown)
{
	struct rig *r = rig_new("rxq=3 txq=2 speed=40000");

	ck_assert_uint_eq(rig_read(r, "STATUS") >> 8 & 15, 3);
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 12 & 15, 2);
	ck_assert_uint_eq(rig_read(r, "STATUS") >> 16, 400);
	ck_assert_uint_eq(rig_read(r, "RAL"), 0x004E5602);
	ck_assert_uint_eq(rig_read(r, "RAH"), 0x80000003);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, 0, 4), 0x4E491234);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, 8, 4), 0x02000001);
	rig_free(r);
}
END_TEST

START_TEST(capabilities_stand_in_the_order_of_the_sheet)
{
	static const uint8_t order[] = { CFG_CAP_PM, CFG_CAP_MSI, CFG_CAP_PCIE, CFG_CAP_MSIX };
	struct rig *r = rig_new("");
	unsigned at = r->nic->cfg.value[CFG_CAPABILITIES];

	for (unsigned i = 0; i < sizeof order; i++, at = r->nic->cfg.value[at + 1])
		ck_assert_uint_eq(r->nic->cfg.value[at], order[i]);
	ck_assert_uint_eq(at, 0);
	ck_assert_uint_eq(r->nic->bar_size[0], 0x20000);
	ck_assert_uint_eq(r->nic->bar_size[2], 0x4000);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, CFG_BAR0, 4) & 0xF, 4); /* 64-bit, not prefetchable */
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, r->nic->msix.offset + 4u, 4), 0x0002);
	ck_assert_uint_eq(cfg_get(&r->nic->cfg, r->nic->msix.offset + 8u, 4), 0x2002);
	ck_assert_uint_eq(r->nic->msix.entries, 16);
	ck_assert_uint_eq(1u << r->nic->msi.capable, 8);
	ck_assert(r->nic->msi.wide && r->nic->msi.maskable);
	ck_assert_uint_eq(r->nic->intx.pin, 1);
	rig_free(r);
}
END_TEST

START_TEST(the_link_changes_with_its_cause)
{
	struct rig *r = rig_new("");

	rig_do(r, "link nic0 up"); /* it is: nothing */
	rig_none(r, R_DEV_LINK);
	rig_do(r, "link nic0 down");
	rig_expect(r, "ICR", LSC);
	ck_assert_uint_eq(rig_read(r, "STATUS") & 0xFFFF0001, 0);
	rig_write(r, "ICR", LSC);
	rig_do(r, "link nic0 up speed=1000");
	ck_assert_uint_eq(rig_read(r, "STATUS") & 0xFFFF0001, 0x000A0001);
	rig_expect(r, "ICR", LSC);
	rig_times(r, R_DEV_LINK, 2);
	rig_free(r);
}
END_TEST

START_TEST(causes_are_raised_by_name_or_number)
{
	struct rig *r = rig_new("");

	rig_do(r, "device.raise nic0 RXQ0 lsc");
	rig_expect(r, "ICR", 0x01000001);
	rig_do(r, "device.raise nic0 0x80000002");
	rig_expect(r, "ICR", 0x81000003);
	rig_do(r, "register.write nic0 ICR 0x3");
	rig_expect(r, "ICR", 0x81000000);
	rig_do(r, "register.write nic0 0x10 77");
	rig_expect(r, "SCRATCH", 77);
	rig_free(r);
}
END_TEST

START_TEST(commands_that_make_no_sense_are_refused_with_a_reason)
{
	static const char *const lines[] = {
		"device.raise nic0", "device.raise nic0 XYZ", "device.raise nic0 0x08000000", "link nic0", "link nic0 sideways",
		"link nic0 up speed=150", "link nic0 up speed=0", "register.write nic0", "register.write nic0 NONE 1",
		"register.write nic0 0x4 1", "register.write nic0 CTRL 0x100000000", "frame nic0 kind=ipx", "frame nic0 hex=1",
		"frame nic0 hex=zz", "frame nic0 size=1", "traffic nic0", "dance nic0",
	};
	struct rig *r = rig_new("");

	for (unsigned i = 0; i < sizeof lines / sizeof *lines; i++) {
		const char *reason = NULL;

		ck_assert_msg(!rig_try(r, lines[i], &reason), "%s", lines[i]);
		ck_assert_ptr_nonnull(reason);
	}
	rig_free(r);
}
END_TEST

START_TEST(settings_out_of_bounds_are_errors)
{
	static const char *const wrong[] = { "msix=65", "msi=3", "msi=64", "msimask=2", "queues=0", "queues=9", "rxq=0", "txq=9",
					     "edgeonly=2", "speed=0", "speed=150", "speed=6553600" };

	for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct machine machine;
		struct err err = { .text = "" };
		char head[100];

		machine_init(&machine);
		snprintf(head, sizeof head, "device nic0 vnic %s\n", wrong[i]);
		ck_assert(machine_read(&machine, head, "head", &err));
		ck_assert_msg(!hw_check(&machine, &err), "%s", wrong[i]);
		ck_assert_uint_gt(strlen(err.text), 0);
		machine_fini(&machine);
	}
}
END_TEST

START_TEST(a_function_may_lack_either_capability)
{
	struct rig *r = rig_new("msix=0 msi=0");

	ck_assert_uint_eq(r->nic->msix.offset, 0);
	ck_assert_uint_eq(r->nic->msi.offset, 0);
	ck_assert_uint_eq(r->nic->bar_size[2], 0);
	rig_write(r, "IMS", SW0);
	rig_write(r, "ICS", SW0);
	rig_times(r, R_LINE_ASSERT, 1);
	rig_free(r);
}
END_TEST

SUITE("vnic-register", registers_hold_the_bits_the_sheet_names, offsets_are_those_of_the_sheet,
      reading_the_low_clock_latches_the_high_half, identity_queues_and_speed_are_shown,
      capabilities_stand_in_the_order_of_the_sheet, the_link_changes_with_its_cause,
      causes_are_raised_by_name_or_number, commands_that_make_no_sense_are_refused_with_a_reason,
      settings_out_of_bounds_are_errors, a_function_may_lack_either_capability)
