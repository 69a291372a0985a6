/* SPDX-License-Identifier: MIT */
/* Pages, single values by their address, watched values. No driver is needed. */
#include <stdio.h>
#include <string.h>

#include "sim/hw/device.h"
#include "sim/hw/hw.h"
#include "sim/state.h"
#include "sim/trace/rectext.h"
#include "tests/unit/suite.h"
#include "tui/complete.h"
#include "tui/inspect.h"
#include "tui/plain.h"

static const char machine_text_[] = "cpus 2\ndevice port0 root-port slot=2\ndevice nic0 vnic under=port0\ndevice nic1 vnic slot=3 msimask=0\n"
				    "device noisy0 noisy slot=4 msi=1\n";
static const struct inputs no_inputs;

static struct screen *opened(void)
{
	struct journal journal;
	struct session *session;
	struct err err = { 0 };

	journal_init(&journal);
	ck_assert_msg(machine_read(&journal.machine, machine_text_, "test", &err), "%s", err.text);
	session = session_new(&journal, &no_inputs, NULL, &err);
	ck_assert_msg(session != NULL, "%s", err.text);
	journal_free(&journal);
	return screen_new(session, 80, 24, false);
}

static void told(struct screen *screen, const char *line, struct str *out)
{
	str_clear(out);
	str_append(out, "");
	plain_line(screen, line, out);
}

static void expect(struct screen *screen, const char *line, const char *wanted)
{
	struct str out = { 0 };

	told(screen, line, &out);
	ck_assert_msg(strstr(out.text, wanted) != NULL, "%s: no \"%s\" in:\n%s", line, wanted, out.text);
	str_free(&out);
}

static const struct device *device_of(const struct screen *screen, uint32_t obj)
{
	const struct hw *hw = screen->session->sim->hw;

	for (unsigned i = 0; i < hw->devices_n; i++)
		if (hw->devices[i]->obj == obj)
			return hw->devices[i];
	return NULL;
}

/* Names of a function that are config.write's too, each at the same place. */
static unsigned same_names(struct screen *screen, uint32_t obj)
{
	struct look look = screen_look(screen);
	struct inspect page = { .every = true };
	unsigned n = 0;

	inspect_make(&page, &look, INSPECT_config, obj, false);
	for (size_t i = 0; i < page.n; i++) {
		const char *name = inspect_word(&page, page.row[i].name), *raw = inspect_word(&page, page.row[i].raw);
		unsigned at, size, shown;

		if (!*name || !cfg_named(device_of(screen, obj), name, &at, &size, NULL))
			continue;
		ck_assert_int_eq(sscanf(raw, "%x:", &shown), 1);
		ck_assert_msg(shown == at && strlen(raw) == 3 + 3 * size, "%s: [%s], not %u bytes at 0x%02x", name, raw, size, at);
		n++;
	}
	inspect_free(&page);
	return n;
}

START_TEST(a_name_of_config_write_is_the_same_place_here)
{
	struct screen *screen = opened();
	const struct trace *trace = session_trace(screen->session);

	ck_assert_uint_eq(same_names(screen, rectext_object_named(trace, "nic0")), 42);
	ck_assert_uint_eq(same_names(screen, rectext_object_named(trace, "nic1")), 40); /* neither masks nor pending bits */
	ck_assert_uint_eq(same_names(screen, rectext_object_named(trace, "noisy0")), 37); /* no MSI-X besides */
	ck_assert_uint_gt(same_names(screen, rectext_object_named(trace, "port0")), 20);
	screen_free(screen);
}
END_TEST

/* A function whose only capability is MSI of that layout. */
static struct screen *of_layout(unsigned control)
{
	struct trace *trace = trace_new();
	struct str text = { 0 };
	struct err err = { 0 };

	rectext_head(&text);
	str_format(&text,
		   "@0 #0 <0 machine.begin cpu=- seed=1 cpus=1\n"
		   "@0 #1 <1 machine.object obj=#1 cpu=- type=device name=\"dev\"\n"
		   "@0 #2 <2 machine.cfg obj=dev cpu=- offset=0x4 value=0x00100000 writable=0x0 clears=0x0\n"
		   "@0 #3 <3 machine.cfg obj=dev cpu=- offset=0x34 value=0x50 writable=0x0 clears=0x0\n"
		   "@0 #4 <4 machine.cfg obj=dev cpu=- offset=0x50 value=0x%04x0005 writable=0x0 clears=0x0\n",
		   control);
	ck_assert_msg(rectext_read_all(trace, text.text, text.length, "test", &err), "%s", err.text);
	str_free(&text);
	return screen_new(session_of_trace(trace), 80, 24, false);
}

START_TEST(msi_has_four_layouts)
{
	static const struct {
		unsigned control;
		const char *data, *mask, *pending;
		bool upper;
	} layouts[] = {
		{ 0x0000, "58:", NULL, NULL, false },
		{ 0x0100, "58:", "5c:", "60:", false },
		{ 0x0080, "5c:", NULL, NULL, true },
		{ 0x0180, "5c:", "60:", "64:", true },
	};

	for (unsigned i = 0; i < 4; i++) {
		struct screen *screen = of_layout(layouts[i].control);
		struct str out = { 0 };
		char text[64];

		told(screen, "inspect config dev", &out);
		snprintf(text, sizeof(text), "msi.data: 0x0000  [ %s 00 00 ]", layouts[i].data);
		ck_assert_msg(strstr(out.text, text) != NULL, "%s", out.text);
		ck_assert_int_eq(strstr(out.text, "msi.upper:") != NULL, layouts[i].upper);
		ck_assert_int_eq(strstr(out.text, "msi.mask:") != NULL, layouts[i].mask != NULL);
		snprintf(text, sizeof(text), "msi.mask: 0x00000000  [ %s ", layouts[i].mask ? layouts[i].mask : "");
		ck_assert(!layouts[i].mask || strstr(out.text, text));
		snprintf(text, sizeof(text), "msi.pending: 0x00000000  [ %s ", layouts[i].pending ? layouts[i].pending : "");
		ck_assert(!layouts[i].pending || strstr(out.text, text));
		str_free(&out);
		screen_free(screen);
	}
}
END_TEST

START_TEST(what_a_command_changed_is_marked_with_what_it_was)
{
	struct screen *screen = opened();

	expect(screen, "config.write nic0 msi.mask 0x2", "reads 0x2");
	expect(screen, "inspect config nic0", "msi.mask: 0x00000002  [ ");
	expect(screen, "inspect config nic0", "messages 1  (changed, was 0x00000000)");
	screen_free(screen);
}
END_TEST

START_TEST(every_register_can_be_watched_by_its_name)
{
	struct screen *screen = opened();
	struct look look = screen_look(screen);
	const struct scene_device *device = scene_device(look.scene, rectext_object_named(look.trace, "nic0"));

	for (size_t i = 0; i < device->regs_n; i++) {
		struct inspect_value value;
		char wanted[16];

		snprintf(wanted, sizeof(wanted), "0x%08x", device->regs[i].value);
		inspect_find(&value, &look, "nic0", trace_text_of(look.trace, device->regs[i].name));
		ck_assert(value.found);
		ck_assert_str_eq(value.value, wanted);
	}
	screen_free(screen);
}
END_TEST

START_TEST(a_watched_value_is_told_after_each_step)
{
	struct screen *screen = opened();

	expect(screen, "watch nic0 ICR", "WATCH nic0 ICR: 0x00000000");
	expect(screen, "device.raise nic0 LSC", "WATCH nic0 ICR: 0x01000000  LSC  (changed, was 0x00000000)");
	expect(screen, "watch nic0 nothing", "ERROR nic0 has no value 'nothing' now");
	expect(screen, "unwatch nic1 ICR", "ERROR 'nic1 ICR' is not watched");
	expect(screen, "unwatch nic0 ICR", "");
	ck_assert_uint_eq(screen->watches.n, 0);
	screen_free(screen);
}
END_TEST

/* The oracle folds the whole trace and looks after every record. */
static uint64_t last_change(struct look look, uint32_t obj, const char *name)
{
	struct scene *scene = scene_new(look.trace);
	uint64_t found = UINT64_MAX;
	uint32_t before = 0;

	for (uint64_t n = 0; n < look.cursor; n++) {
		const struct scene_device *device;
		uint32_t now = 0;

		scene_apply(scene, trace_at(look.trace, n));
		device = scene_device(scene, obj);
		for (size_t i = 0; i < device->regs_n; i++)
			if (!strcmp(trace_text_of(look.trace, device->regs[i].name), name))
				now = device->regs[i].value;
		found = now != before ? n : found;
		before = now;
	}
	scene_free(scene);
	return found;
}

static uint64_t inspect_last_set(const struct look *look, enum inspect_page page, uint32_t obj, const char *name)
{
	struct inspect_search *search = inspect_search_new(look, page, obj, name);
	unsigned percent, before = 0;
	uint64_t found;

	while (!inspect_search_slice(search, look, &percent)) {
		ck_assert_uint_ge(percent, before);
		before = percent;
	}
	found = inspect_search_found(search);
	inspect_search_free(search);
	return found;
}

START_TEST(the_record_that_last_changed_a_value_is_found)
{
	struct screen *screen = opened();
	struct str out = { 0 };
	struct look look;
	uint32_t nic0;

	told(screen, "register.write nic0 SCRATCH 5", &out);
	told(screen, "register.write nic0 IMS 0x3", &out);
	told(screen, "register.write nic0 SCRATCH 7", &out);
	for (unsigned i = 0; i < 2000; i++)
		told(screen, i % 2 ? "device.raise nic0 LSC" : "register.write nic0 ICR 0x01000000", &out);
	look = screen_look(screen);
	nic0 = rectext_object_named(look.trace, "nic0");
	ck_assert_uint_gt(look.cursor, 4096); /* more than one window back */
	ck_assert_uint_eq(inspect_last_set(&look, INSPECT_registers, nic0, "SCRATCH"), last_change(look, nic0, "SCRATCH"));
	ck_assert_uint_eq(inspect_last_set(&look, INSPECT_registers, nic0, "IMS"), last_change(look, nic0, "IMS"));
	ck_assert_uint_eq(inspect_last_set(&look, INSPECT_registers, nic0, "ICR"), last_change(look, nic0, "ICR"));
	ck_assert_uint_eq(inspect_last_set(&look, INSPECT_registers, nic0, "RDT[0]"), UINT64_MAX);
	str_free(&out);
	screen_free(screen);
}
END_TEST

static bool offers(const struct look *look, const char *line, const char *word)
{
	struct complete complete;

	complete_line(&complete, line, look);
	for (unsigned i = 0; i < complete.n; i++)
		if (!strcmp(complete.word[i], word))
			return true;
	return false;
}

START_TEST(pages_objects_and_names_are_completed)
{
	struct screen *screen = opened();
	struct look look = screen_look(screen);

	ck_assert(offers(&look, "inspect con", "config"));
	ck_assert(offers(&look, "inspect config po", "port0"));
	ck_assert(!offers(&look, "inspect registers po", "port0")); /* of devices alone */
	ck_assert(offers(&look, "inspect apic ", "cpu1"));
	ck_assert(offers(&look, "inspect nic0 IM", "IMS"));
	ck_assert(offers(&look, "watch ", "cpu0"));
	ck_assert(offers(&look, "watch nic0 IM", "IMS"));
	ck_assert(offers(&look, "watch nic0 msi.m", "msi.mask"));
	ck_assert(offers(&look, "watch cpu0 ir", "irr"));
	screen_free(screen);
}
END_TEST

/* Where a text begins on the screen. false: nowhere. */
static bool stands_at(struct screen *screen, const char *text, int *x, int *y)
{
	struct str out = { 0 };
	const char *found, *row;

	screen_draw(screen);
	canvas_text(&screen->canvas, &out);
	found = strstr(out.text, text);
	*y = 0;
	row = out.text;
	for (const char *p = out.text; found && p < found; p++)
		if (*p == '\n') {
			row = p + 1;
			++*y;
		}
	*x = found ? (int)(found - row) : -1;
	str_free(&out);
	return found != NULL;
}

START_TEST(a_click_on_a_watched_value_shows_where_it_stands)
{
	struct screen *screen = opened();
	struct look look;
	int x, y;

	screen->canvas.ascii = screen->manners.ascii = true;
	ck_assert(screen_line(screen, "watch cpu1 irr"));
	ck_assert(screen_line(screen, "watch nic0 IMS"));
	ck_assert(stands_at(screen, "nic0 IMS", &x, &y));
	screen_click(screen, x, y);
	ck_assert_int_eq(screen->focus, VIEW_inspect);
	ck_assert_int_eq(screen->state[VIEW_inspect].zoom, INSPECT_registers);
	look = screen_look(screen);
	ck_assert_int_gt(screen->state[VIEW_inspect].at, 0);
	ck_assert_int_eq(screen->state[VIEW_inspect].at, inspect_place(&look, INSPECT_registers, rectext_object_named(look.trace, "nic0"), "IMS"));
	ck_assert(stands_at(screen, "cpu1 irr", &x, &y));
	screen_click(screen, x + 60, y + 1); /* the row below is no value's */
	ck_assert_int_eq(screen->state[VIEW_inspect].zoom, INSPECT_registers);
	screen_click(screen, x, y);
	ck_assert_int_eq(screen->state[VIEW_inspect].zoom, INSPECT_apic);
	ck_assert_str_eq(screen->state[VIEW_inspect].filter, "cpu1");
	screen_free(screen);
}
END_TEST

START_TEST(an_address_at_inspect_is_a_value_or_told_to_be_none)
{
	struct screen *screen = opened();

	expect(screen, "inspect nic1 IMS", "PAGE registers nic1");
	expect(screen, "inspect nic1 NONE", "ERROR nic1 has no value 'NONE' now");
	expect(screen, "inspect nic7 IMS", "ERROR there is no page 'nic7'");
	screen_free(screen);
}
END_TEST

START_TEST(a_register_says_what_it_is_for)
{
	struct screen *screen = opened();
	struct str out = { 0 };

	expect(screen, "inspect nic1 IMS", "IMS: 0x00000000  [ at 0x000d0 ]  -  (causes that are enabled; ones enable; RW1S, 0x0 at reset)");
	expect(screen, "inspect nic1 STATUS", "(link, interrupt mode, queues, speed; RO, 0x644405 at reset)");
	expect(screen, "inspect nic1 IVAR[3]", "IVAR[0-31]: 0x00000000  [ at 0x00100 ]  source=0 VALID-  (which source sends a cause; RW, 0x0 at reset)");
	told(screen, "register.write nic1 IVAR[1] 0x80", &out); /* so IVAR is three rows; the first says it for all */
	told(screen, "inspect nic1 IVAR[3]", &out);
	ck_assert_ptr_nonnull(strstr(out.text, "IVAR[0]: 0x00000000  [ at 0x00100 ]  source=0 VALID-  (which source"));
	ck_assert_ptr_nonnull(strstr(out.text, "IVAR[2-31]: 0x00000000  [ at 0x00108 ]  source=0 VALID-  (new)"));
	str_free(&out);
	expect(screen, "inspect noisy0 MASK", "(causes that are enabled; RW, 0x0 at reset)");
	expect(screen, "inspect noisy0 MODE", "mode=line  (how the function interrupts; RO, 0x1 at reset)");
	screen_free(screen);
}
END_TEST

START_TEST(fields_are_spelled_by_their_description)
{
	struct str text = { 0 };

	inspect_fields(&text, 0x80000b, "0 A; 1 B; 2 C; 3:2 n=zero|one|two; 7:4 m; 31:16 h#");
	ck_assert_str_eq(text.text, "A+ B+ C- n=two m=0 h=0x80");
	str_clear(&text);
	inspect_fields(&text, 0xF, "3:0 n=zero|one");
	ck_assert_str_eq(text.text, "n=?");
	str_free(&text);
}
END_TEST

SUITE("inspect", a_name_of_config_write_is_the_same_place_here, msi_has_four_layouts, what_a_command_changed_is_marked_with_what_it_was,
      every_register_can_be_watched_by_its_name, a_watched_value_is_told_after_each_step,
      a_click_on_a_watched_value_shows_where_it_stands, an_address_at_inspect_is_a_value_or_told_to_be_none,
      the_record_that_last_changed_a_value_is_found, pages_objects_and_names_are_completed, fields_are_spelled_by_their_description,
      a_register_says_what_it_is_for)
