/* SPDX-License-Identifier: MIT */
/*
 * The noisy neighbour (doc/noisy.md): a timer that raises its cause again and again, on a line it shares with others, or as a
 * single MSI. It can be noisy before any driver has seen it.
 *
 * Settings: msi=0|1 (default 0), period= the timer's interval at reset in ns (default 0: off), enabled=0|1 whether the
 * timer's cause is enabled at reset (default 0).
 */
#include "sim/hw/dev_words.h"

enum { VENDOR = 0x1234, DEVICE_ID = 0x4E5A, OTHER_SYSTEM_PERIPHERAL = 0x088000, BAR_SIZE = 0x1000 };
enum { CAUSES = 0x0000000F, TIMER = 1 << 0 };

/* The index of each register. */
enum {
#define REG(row, ...) row,
#include "sim/base/registers_noisy.def"
#undef REG
};

static const struct reg table[] = {
#define REG REG_ROW
#include "sim/base/registers_noisy.def"
#undef REG
	{ .name = NULL },
};

struct noisy {
	struct device *device;
	const uint32_t *value;
	struct event tick;
	bool due; /* a message could not be sent for want of Bus Master or power */
};

static uint32_t live(const struct noisy *noisy)
{
	return noisy->value[CAUSE] & noisy->value[MASK];
}

static void set(struct noisy *noisy, unsigned index, uint32_t value)
{
	regs_set(&noisy->device->regs, index, value);
}

static void send(struct noisy *noisy)
{
	if (device_mode(noisy->device) == DEVICE_MSI)
		noisy->due = device_send(noisy->device, 0) == DEVICE_HELD;
}

/* A simple function: a message where its pin would have gone up. */
static void look(struct noisy *noisy, uint32_t live_before)
{
	if (!live_before && live(noisy))
		send(noisy);
	if (!live(noisy))
		noisy->due = false;
	device_level(noisy->device, live(noisy) != 0, false);
}

static void raise_bits(struct noisy *noisy, uint32_t bits)
{
	uint32_t before = live(noisy);

	set(noisy, CAUSE, noisy->value[CAUSE] | bits);
	look(noisy, before);
}

static void start_timer(struct noisy *noisy)
{
	struct core *core = noisy->device->core;

	queue_cancel(&core->queue, &noisy->tick);
	if (noisy->value[PERIOD])
		core_after(core, &noisy->tick, EVENT_DEVICE, noisy->value[PERIOD]);
}

static void ticks(struct event *event)
{
	struct noisy *noisy = (struct noisy *)(void *)((char *)event - offsetof(struct noisy, tick));

	if (noisy->device->removed)
		return;
	start_timer(noisy);
	set(noisy, TICKS, noisy->value[TICKS] + 1);
	if (noisy->value[CAUSE] & TIMER)
		set(noisy, MISSED, noisy->value[MISSED] + 1);
	raise_bits(noisy, TIMER);
}

static void write(struct device *device, uint32_t offset, uint32_t value)
{
	struct noisy *noisy = device->state;
	unsigned index = (unsigned)regs_at(&device->regs, offset);
	uint32_t before = live(noisy);

	if (index == SET) {
		raise_bits(noisy, value & CAUSES);
		return;
	}
	regs_write(&device->regs, index, value);
	if (index == PERIOD)
		start_timer(noisy);
	look(noisy, before);
}

static void follow_mode(struct noisy *noisy)
{
	set(noisy, MODE, device_mode(noisy->device));
}

static void changed(struct device *device)
{
	struct noisy *noisy = device->state;

	follow_mode(noisy);
	if (noisy->due && device_gate(device) == SYM_gate_NONE)
		send(noisy);
}

static void reset(struct device *device)
{
	struct noisy *noisy = device->state;

	noisy->due = false;
	regs_reset(&device->regs);
	follow_mode(noisy);
	start_timer(noisy);
	device_level(device, false, false);
}

/* ---- Building. ---- */

struct choice {
	uint64_t msi, period, enabled;
};

static bool read_settings(const struct machine_device *description, struct choice *choice, struct err *err)
{
	const struct settings *s = &description->settings;
	const char *period = settings_get(s, "period");
	vtime time = 0;

	if (!settings_number(s, "msi", 0, 1, &choice->msi, err) || !settings_number(s, "enabled", 0, 1, &choice->enabled, err))
		return false;
	if (period && (!vtime_parse(period, &time) || time < 0 || time > UINT32_MAX)) {
		err_set(err, "period is not a time the timer can keep");
		err_expected(err, "0 to 4294967295ns");
		err_found(err, "%s", period);
		return settings_at(&description->settings, "period", err);
	}
	choice->period = (uint64_t)time;
	return true;
}

static bool check(const struct machine_device *description, struct err *err)
{
	struct choice choice;

	return read_settings(description, &choice, err);
}

static void build(struct device *device, const struct machine_device *description)
{
	static const struct cfg_identity identity = {
		.vendor = VENDOR, .device = DEVICE_ID, .revision = 1, .class_code = OTHER_SYSTEM_PERIPHERAL, .pin = 1,
	};
	struct noisy *noisy = arena_new(&device->core->arena, sizeof *noisy);
	struct choice choice;
	struct err err;

	read_settings(description, &choice, &err);
	device->state = noisy;
	device_identify(device, description, &identity);
	device_bar(device, 0, BAR_SIZE);
	pm_init(device, false);
	if (choice.msi)
		msi_init(device, 1, true, false);
	pcie_init(device, PCIE_ENDPOINT);
	regs_init(&device->regs, device->core, device->obj, table);
	noisy->device = device;
	noisy->value = device->regs.value;
	event_init(&noisy->tick, "noisy timer", ticks);
	regs_strap(&device->regs, PERIOD, (uint32_t)choice.period);
	regs_strap(&device->regs, MASK, choice.enabled ? TIMER : 0);
	regs_strap(&device->regs, MODE, device_mode(device));
	start_timer(noisy);
}

/* ---- Commands. ---- */

static bool raise_causes(struct device *device, const struct words *words, const char **reason)
{
	static const char *const names[32] = { "TIMER", "SW0", "SW1", "SW2" };
	uint32_t bits;

	if (!dev_causes(words, names, CAUSES, &bits))
		return dev_refuse(reason, "a cause is TIMER, SW0, SW1, SW2, or a number up to 0xF");
	raise_bits(device->state, bits);
	return true;
}

static bool command(struct device *device, const struct words *words, const char **reason)
{
	static const struct dev_verb verbs[] = {
		{ "device.raise", raise_causes }, { "register.write", dev_register_write }, { NULL, NULL },
	};

	return dev_run(verbs, device, words, reason);
}

static const char *const settings[] = { "msi", "period", "enabled", NULL };

const struct device_model dev_noisy = {
	.name = "noisy",
	.help = "a neighbour on the line: a timer that interrupts again and again",
	.settings = settings,
	.check = check,
	.build = build,
	.write = write,
	.reset = reset,
	.changed = changed,
	.command = command,
};
