/* SPDX-License-Identifier: MIT */
/* What is asked for, what policies grant, and what the grant does to configuration space, table and redirection entries. */
#include <stdio.h>

#include "sim/os/grant.h"
#include "sim/os/pnp.h"
#include "tests/unit/rig_os.h"
#include "tests/unit/suite.h"

static struct rig rig;
static struct os *os;

static void setup(const char *head)
{
	os = rig_os_init(&rig, head);
}

static void teardown(void)
{
	rig_os_fini(&rig, os);
}

static struct pnp_grant *start(const char *name, const char *facts)
{
	struct device *device = hw_device(rig.hw, name);
	struct pnp_grant *grant = arena_new(&rig.core.arena, sizeof *grant);
	struct pnp_wish *wish = arena_new(&rig.core.arena, sizeof *wish);
	struct machine_driver driver = { .device = "x" };
	struct pnp_package package;
	struct words words;
	struct err err;

	ck_assert(words_split(&words, facts, &err));
	for (unsigned i = 0; i < words.n; i++)
		settings_set(&driver.settings, words.word[i].text, words.word[i].value);
	ck_assert(pnp_package(&driver, &package, &err));
	pnp_require(os, device, &package, wish);
	pnp_assign(os, device, &package, wish, grant);
	pnp_power(os, device, grant);
	pnp_enable(os, device, grant);
	words_free(&words);
	settings_free(&driver.settings);
	return grant;
}

static void granted(const char *head, const char *facts, unsigned kind, unsigned count)
{
	struct pnp_grant *grant;

	setup(head);
	grant = start("nic0", facts);
	ck_assert_msg(grant->kind == kind && grant->count == count, "%s %s: kind %u count %u", head, facts, grant->kind,
		      grant->count);
	teardown();
}

START_TEST(asked_is_the_smaller_of_capability_and_package_and_a_power_of_two_for_msi)
{
	granted("device nic0 vnic msix=16\n", "", SYM_grant_MSIX, 16);
	granted("device nic0 vnic msix=16\n", "MessageNumberLimit=5", SYM_grant_MSIX, 5);
	granted("device nic0 vnic msix=0 msi=8\n", "MessageNumberLimit=5", SYM_grant_MSI, 4);
	granted("device nic0 vnic msix=0 msi=32\n", "", SYM_grant_MSI, 32);
	granted("device nic0 vnic msix=0 msi=32\nset msi-limit=16\n", "", SYM_grant_MSI, 16);
}
END_TEST

START_TEST(a_package_that_does_not_support_messages_gets_its_line)
{
	granted("device nic0 vnic msix=16\n", "MSISupported=0", SYM_grant_LINE, 0);
	granted("device nic0 vnic msix=0 msi=0\n", "", SYM_grant_LINE, 0);
	granted("device nic0 vnic msix=0 msi=0 pin=0\n", "", SYM_grant_NONE, 0);
}
END_TEST

START_TEST(every_policy_grants_what_it_says)
{
	granted("policy line\ndevice nic0 vnic msix=6\n", "", SYM_grant_LINE, 0);
	granted("policy one\ndevice nic0 vnic msix=6\n", "", SYM_grant_MSIX, 1);
	granted("policy cap count=4\ndevice nic0 vnic msix=6\n", "", SYM_grant_MSIX, 4);
	granted("policy cap count=0\ndevice nic0 vnic msix=6\n", "", SYM_grant_LINE, 0);
	granted("policy cap count=3\ndevice nic0 vnic msix=0 msi=8\n", "", SYM_grant_MSI, 2);
	granted("policy pow2\ndevice nic0 vnic msix=6\n", "", SYM_grant_MSIX, 4);
	granted("policy all\ndevice nic0 vnic msix=6\n", "", SYM_grant_MSIX, 6);
}
END_TEST

START_TEST(a_scarce_pool_is_shared_in_start_order_and_what_is_released_comes_back)
{
	struct pnp_grant *first, *second, *third;

	setup("policy scarce vectors=5\ndevice nic0 vnic msix=4\ndevice nic1 vnic msix=4\ndevice nic2 vnic msix=4\n");
	first = start("nic0", "");
	second = start("nic1", "");
	third = start("nic2", "");
	ck_assert_uint_eq(first->count, 4);
	ck_assert_uint_eq(second->count, 1);
	ck_assert_uint_eq(third->kind, SYM_grant_LINE);
	pnp_disable(os, hw_device(rig.hw, "nic0"), first);
	pnp_release(os, hw_device(rig.hw, "nic0"), first);
	ck_assert_uint_eq(start("nic0", "")->count, 4);
	teardown();
}
END_TEST

START_TEST(windows_grants_all_or_exactly_one_when_vectors_run_out)
{
	unsigned all = 0, one = 0;
	struct pnp_grant *grant;

	setup("device nic0 vnic msix=60\ndevice nic1 vnic msix=60\ndevice nic2 vnic msix=60\n");
	for (unsigned i = 0; i < 3; i++) {
		char name[8];

		snprintf(name, sizeof name, "nic%u", i);
		grant = start(name, "");
		all += grant->count == 60;
		one += grant->count == 1;
	}
	ck_assert_uint_eq(all, 2);
	ck_assert_uint_eq(one, 1);
	teardown();
}
END_TEST

START_TEST(msi_vectors_are_consecutive_aligned_and_on_one_cpu)
{
	struct pnp_grant *grant;

	setup("cpus 4\ndevice nic0 vnic msix=0 msi=8\n");
	grant = start("nic0", "");
	ck_assert_uint_eq(grant->message[0].vector % 8, 0);
	for (unsigned i = 0; i < grant->count; i++) {
		ck_assert_uint_eq(grant->message[i].vector, grant->message[0].vector + i);
		ck_assert_uint_eq(grant->message[i].cpu, grant->message[0].cpu);
	}
	ck_assert_uint_eq(msi_count(hw_device(rig.hw, "nic0")), 8);
	ck_assert(msi_enabled(hw_device(rig.hw, "nic0")));
	teardown();
}
END_TEST

START_TEST(table_entries_beyond_the_grant_carry_message_0)
{
	struct pnp_grant *grant;
	struct device *device;

	setup("policy cap count=2\ndevice nic0 vnic msix=4\n");
	grant = start("nic0", "");
	device = hw_device(rig.hw, "nic0");
	ck_assert(msix_enabled(device));
	ck_assert_uint_eq(device->msix.table[1].data, grant->message[1].data);
	ck_assert_uint_eq(device->msix.table[2].data, grant->message[0].data);
	ck_assert_uint_eq(device->msix.table[3].address, grant->message[0].address);
	ck_assert_uint_eq(cfg_read(device, CFG_COMMAND, 2) & CFG_COMMAND_INTX_DISABLE, CFG_COMMAND_INTX_DISABLE);
	teardown();
}
END_TEST

START_TEST(messages_are_spread_over_cpus_or_aimed_as_the_rule_says)
{
	struct pnp_grant *grant;

	setup("cpus 4\ndevice nic0 vnic msix=4\n");
	grant = start("nic0", "");
	for (unsigned i = 0; i < 4; i++)
		ck_assert_uint_eq(grant->message[i].cpu, i);
	teardown();
	setup("cpus 4\naffinity specified mask=0xa\ndevice nic0 vnic msix=4\n");
	grant = start("nic0", "");
	for (unsigned i = 0; i < 4; i++)
		ck_assert_uint_eq(grant->message[i].cpu, i % 2 ? 3 : 1);
	teardown();
	setup("cpus 4\ndevice nic0 vnic msix=4\n");
	grant = start("nic0", "DevicePolicy=4 AssignmentSetOverride=4");
	for (unsigned i = 0; i < 4; i++)
		ck_assert_uint_eq(grant->message[i].cpu, 2);
	teardown();
}
END_TEST

START_TEST(devices_on_one_line_share_its_vector_and_the_last_to_go_masks_it)
{
	struct pnp_grant *a, *b;
	unsigned input;

	setup("policy line\ndevice nic0 vnic slot=1\ndevice nic1 vnic slot=9\n");
	a = start("nic0", "");
	b = start("nic1", "");
	input = a->line_input;
	ck_assert_uint_eq(b->line_input, input);
	ck_assert_uint_eq(b->line_vector, a->line_vector);
	ck_assert_uint_eq(ioapic_read(&rig.hw->ioapic, 0x10 + 2 * input) & OS_LINE_MASKED, 0);
	pnp_disable(os, hw_device(rig.hw, "nic0"), a);
	ck_assert_uint_eq(ioapic_read(&rig.hw->ioapic, 0x10 + 2 * input) & OS_LINE_MASKED, 0);
	pnp_disable(os, hw_device(rig.hw, "nic1"), b);
	ck_assert_uint_ne(ioapic_read(&rig.hw->ioapic, 0x10 + 2 * input) & OS_LINE_MASKED, 0);
	teardown();
}
END_TEST

START_TEST(a_policy_that_is_none_or_takes_no_such_setting_names_the_nearest)
{
	struct settings settings = { 0 };
	struct err err;

	ck_assert(!grant_check("widnows", &settings, &err));
	ck_assert_str_eq(err.expected, "windows");
	settings_set(&settings, "cuont", "3");
	ck_assert(!grant_check("cap", &settings, &err));
	ck_assert_str_eq(err.expected, "count");
	ck_assert(!grant_check("line", &settings, &err));
	settings_free(&settings);
}
END_TEST

SUITE("pnp", asked_is_the_smaller_of_capability_and_package_and_a_power_of_two_for_msi,
      a_package_that_does_not_support_messages_gets_its_line, every_policy_grants_what_it_says,
      a_scarce_pool_is_shared_in_start_order_and_what_is_released_comes_back,
      windows_grants_all_or_exactly_one_when_vectors_run_out, msi_vectors_are_consecutive_aligned_and_on_one_cpu,
      table_entries_beyond_the_grant_carry_message_0, messages_are_spread_over_cpus_or_aimed_as_the_rule_says,
      devices_on_one_line_share_its_vector_and_the_last_to_go_masks_it,
      a_policy_that_is_none_or_takes_no_such_setting_names_the_nearest)
