/* SPDX-License-Identifier: MIT */
/*
 * What commands do: one function a kind, in a table that stands in step with commands.def. Each runs between events, on the
 * engine's stack, and either does its work or returns the reason why it makes no sense now.
 */
#include <string.h>

#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/hw/hw.h"
#include "sim/mask.h"
#include "sim/os/grant.h"
#include "sim/os/irql.h"
#include "sim/os/pnp.h"
#include "sim/os/probe.h"
#include "sim/state.h"

static const char no_device[] = N_("the machine has no such device");

static struct device *device_of(const struct sim *sim, const struct command *command)
{
	const char *name = words_plain(&command->words, 1);

	return name ? hw_device(sim->hw, name) : NULL;
}

static const char *do_start(struct sim *sim, struct device *device, const struct command *command)
{
	const char *reason = NULL;

	(void)command;
	return ndis_start(&sim->core, device, &reason) ? NULL : reason;
}

static const char *do_stop(struct sim *sim, struct device *device, const struct command *command)
{
	const char *reason = NULL;

	(void)command;
	return ndis_stop(&sim->core, device, &reason) ? NULL : reason;
}

static const char *do_restart(struct sim *sim, struct device *device, const struct command *command)
{
	const char *reason = NULL;

	(void)command;
	return ndis_restart(&sim->core, device, &reason) ? NULL : reason;
}

static const char *do_reset(struct sim *sim, struct device *device, const struct command *command)
{
	const char *reason = NULL;

	(void)command;
	return ndis_reset(&sim->core, device, &reason) ? NULL : reason;
}

static const char *do_cancel(struct sim *sim, struct device *device, const struct command *command)
{
	const char *what = words_plain(&command->words, 2), *reason = NULL;
	bool request = what && strcmp(what, "request") == 0;

	if (!request && (!what || strcmp(what, "sends") != 0))
		return N_("what is cancelled is sends or request");
	return ndis_cancel(&sim->core, device, request, &reason) ? NULL : reason;
}

static const char *do_shutdown(struct sim *sim, const struct command *command)
{
	const char *reason = NULL;

	(void)command;
	return ndis_shutdown(&sim->core, &reason) ? NULL : reason;
}

static const char *do_remove(struct sim *sim, struct device *device, const struct command *command)
{
	(void)command;
	if (device->removed)
		return N_("it has been removed already");
	device_remove(device);
	ndis_remove(&sim->core, device);
	return NULL;
}

/* Frames, causes, the cable, registers: the device's own business. */
static const char *do_device(struct sim *sim, struct device *device, const struct command *command)
{
	const char *reason = N_("this device does not know the command");

	(void)sim;
	if (device->removed)
		return N_("the device has been removed");
	if (!device->model->command)
		return reason;
	return device->model->command(device, &command->words, &reason) ? NULL : reason;
}

static const char *send_number(const struct command *command, const char *key, uint64_t fallback, uint64_t most,
			       uint64_t *value)
{
	const char *text = words_value(&command->words, key);
	vtime time;

	*value = fallback;
	if (!text)
		return NULL;
	if (!vtime_parse(text, &time) || time < 0 || (uint64_t)time > most)
		return N_("a number of this command is wrong or too large");
	*value = (uint64_t)time;
	return NULL;
}

static const char *do_send(struct sim *sim, struct device *device, const struct command *command)
{
	uint64_t frames, size, gap, lists, buffers;
	const char *irql = words_value(&command->words, "irql"), *reason;
	struct ndis_sends sends;

	if ((reason = send_number(command, "frames", 1, UINT32_MAX, &frames)) ||
	    (reason = send_number(command, "size", 60, 2048, &size)) ||
	    (reason = send_number(command, "gap", 0, INT64_MAX, &gap)) ||
	    (reason = send_number(command, "lists", 1, 64, &lists)) ||
	    (reason = send_number(command, "buffers", 1, 16, &buffers)))
		return reason;
	if (!frames)
		return N_("frames is a number from 1 on");
	if (irql && strcmp(irql, "passive") && strcmp(irql, "dispatch"))
		return N_("irql is passive or dispatch");
	sends = (struct ndis_sends){ frames, (unsigned)size, (vtime)gap, (unsigned)lists, (unsigned)buffers,
				     irql && strcmp(irql, "dispatch") == 0 };
	return ndis_send(&sim->core, device, &sends, &reason) ? NULL : reason;
}

static const char *do_config_write(struct sim *sim, struct device *device, const struct command *command)
{
	const char *name = words_plain(&command->words, 2), *value = words_plain(&command->words, 3);
	unsigned offset, size;
	uint64_t number;

	(void)sim;
	if (!name || !cfg_named(device, name, &offset, &size, NULL))
		return N_("the function has no configuration register of that name");
	if (!value || !words_number(value, UINT32_MAX >> (32 - 8 * size), &number))
		return N_("the value is not a number of the register's size");
	cfg_write(device, offset, size, (uint32_t)number);
	return NULL;
}

static const char *mask(struct device *device, const struct command *command, bool masked)
{
	const char *word = words_plain(&command->words, 2);
	uint64_t message;

	if (word && strcmp(word, "all") == 0)
		return mask_all(device, masked);
	if (!word || !words_number(word, UINT32_MAX, &message))
		return N_("a message is a number or all");
	return mask_one(device, message, masked);
}

static const char *do_mask(struct sim *sim, struct device *device, const struct command *command)
{
	(void)sim;
	return mask(device, command, true);
}

static const char *do_unmask(struct sim *sim, struct device *device, const struct command *command)
{
	(void)sim;
	return mask(device, command, false);
}

static const char *diagnose(struct sim *sim, struct device *device, const struct command *command, bool enable)
{
	uint64_t message;
	const char *reason = send_number(command, "message", 0, 2047, &message);

	if (reason)
		return reason;
	return ndis_diagnose(&sim->core, device, enable, (unsigned)message, &reason) ? NULL : reason;
}

static const char *do_disable(struct sim *sim, struct device *device, const struct command *command)
{
	return diagnose(sim, device, command, false);
}

static const char *do_enable(struct sim *sim, struct device *device, const struct command *command)
{
	return diagnose(sim, device, command, true);
}

static void take_settings(struct settings *settings, const struct command *command)
{
	for (unsigned i = 0; i < command->words.n; i++)
		if (command->words.word[i].value)
			settings_set(settings, command->words.word[i].text, command->words.word[i].value);
}

/* Keywords and package facts live in the machine's driver line; a driver reads them at its next start. Facts of the package are the
 * system's: what they cannot be is refused. */
static const char *do_driver_settings(struct sim *sim, struct device *device, const struct command *command)
{
	struct machine_driver *driver = machine_driver(&sim->machine, device->name);
	struct machine_driver wanted;
	struct pnp_package package;
	struct err err;
	bool good;

	if (!driver)
		return N_("the device has no driver");
	wanted = *driver;
	settings_copy(&wanted.settings, &driver->settings, NULL);
	take_settings(&wanted.settings, command);
	good = pnp_package(&wanted, &package, &err);
	settings_free(&wanted.settings);
	if (!good)
		return N_("a fact of the package cannot be that");
	take_settings(&driver->settings, command);
	return NULL;
}

static const char *ioapic_mask(struct sim *sim, const struct command *command, bool masked)
{
	const char *word = words_plain(&command->words, 1);
	uint64_t input;
	uint32_t low;

	if (!word || !words_number(word, IOAPIC_INPUTS - 1, &input))
		return N_("an IO-APIC input is a number from 0 to 23");
	low = ioapic_read(&sim->hw->ioapic, 0x10 + 2 * (unsigned)input);
	ioapic_write(&sim->hw->ioapic, 0x10 + 2 * (unsigned)input, masked ? low | OS_LINE_MASKED : low & ~OS_LINE_MASKED);
	return NULL;
}

static const char *do_ioapic_mask(struct sim *sim, const struct command *command)
{
	return ioapic_mask(sim, command, true);
}

static const char *do_ioapic_unmask(struct sim *sim, const struct command *command)
{
	return ioapic_mask(sim, command, false);
}

static const char *do_policy(struct sim *sim, const struct command *command)
{
	const char *name = words_plain(&command->words, 1);
	struct settings settings = { 0 };
	bool brought = false, good;
	struct err err;

	for (size_t i = 0; name && i < sim->inputs->policies_n; i++)
		brought |= strcmp(sim->inputs->policies[i].name, name) == 0;
	take_settings(&settings, command);
	good = name && strlen(name) < MACHINE_NAME_MAX && (brought || grant_check(name, &settings, &err));
	settings_free(&settings);
	if (!good)
		return N_("no such grant policy, or not with these settings");
	settings_free(&sim->os->policy_settings);
	take_settings(&sim->os->policy_settings, command);
	memcpy(sim->os->policy, name, strlen(name) + 1);
	return NULL;
}

/* command_read has judged its words. */
static const char *do_affinity(struct sim *sim, const struct command *command)
{
	const char *name = words_plain(&command->words, 1);

	memcpy(sim->os->affinity, name, strlen(name) + 1);
	settings_free(&sim->os->affinity_settings);
	take_settings(&sim->os->affinity_settings, command);
	return NULL;
}

static const char *do_set(struct sim *sim, const struct command *command)
{
	take_settings(&sim->os->options, command);
	probe_options(sim->os);
	return NULL;
}

static const char *do_note(struct sim *sim, const struct command *command)
{
	(void)sim, (void)command;
	return NULL;
}

static struct cpu *cpu_of(const struct sim *sim, const struct command *command)
{
	const char *name = words_plain(&command->words, 1);
	uint64_t number;

	if (!name || strncmp(name, "cpu", 3) != 0 || !words_number(name + 3, sim->os->cpus_n - 1, &number))
		return NULL;
	return &sim->os->cpus[number];
}

/* Diagnosis holds a CPU's task priority at or above a level; what the CPU itself raises goes on top. */
static const char *hold(struct sim *sim, const struct command *command, bool raise)
{
	struct cpu *cpu = cpu_of(sim, command);
	const char *word = words_plain(&command->words, 2);
	uint64_t level;

	if (!cpu)
		return N_("the machine has no such CPU");
	if (!word || !words_number(word, IRQL_HIGH, &level))
		return N_("a level is a number from 0 to 15");
	if (raise ? level < cpu->hold : level > cpu->hold)
		return raise ? N_("it is held at a higher level already") : N_("it is not held at a higher level");
	irql_hold(cpu, (uint8_t)level);
	return NULL;
}

static const char *do_irql_raise(struct sim *sim, const struct command *command)
{
	return hold(sim, command, true);
}

static const char *do_irql_lower(struct sim *sim, const struct command *command)
{
	return hold(sim, command, false);
}

/* One of the two is set: what is addressed to a device, and the rest. ORDER commands.def */
static const struct work {
	const char *(*device)(struct sim *, struct device *, const struct command *);
	const char *(*machine)(struct sim *, const struct command *);
} works[COMMAND_KINDS] = {
	[COMMAND_START] = { .device = do_start },
	[COMMAND_STOP] = { .device = do_stop },
	[COMMAND_RESTART] = { .device = do_restart },
	[COMMAND_RESET] = { .device = do_reset },
	[COMMAND_CANCEL] = { .device = do_cancel },
	[COMMAND_SHUTDOWN] = { .machine = do_shutdown },
	[COMMAND_REMOVE] = { .device = do_remove },
	[COMMAND_TRAFFIC] = { .device = do_device },
	[COMMAND_FRAME] = { .device = do_device },
	[COMMAND_SEND] = { .device = do_send },
	[COMMAND_RAISE] = { .device = do_device },
	[COMMAND_LINK] = { .device = do_device },
	[COMMAND_CONFIG_WRITE] = { .device = do_config_write },
	[COMMAND_REGISTER_WRITE] = { .device = do_device },
	[COMMAND_MASK] = { .device = do_mask },
	[COMMAND_UNMASK] = { .device = do_unmask },
	[COMMAND_IOAPIC_MASK] = { .machine = do_ioapic_mask },
	[COMMAND_IOAPIC_UNMASK] = { .machine = do_ioapic_unmask },
	[COMMAND_DISABLE] = { .device = do_disable },
	[COMMAND_ENABLE] = { .device = do_enable },
	[COMMAND_IRQL_LOWER] = { .machine = do_irql_lower },
	[COMMAND_IRQL_RAISE] = { .machine = do_irql_raise },
	[COMMAND_POLICY] = { .machine = do_policy },
	[COMMAND_AFFINITY] = { .machine = do_affinity },
	[COMMAND_KEYWORD] = { .device = do_driver_settings },
	[COMMAND_PACKAGE] = { .device = do_driver_settings },
	[COMMAND_SET] = { .machine = do_set },
	[COMMAND_NOTE] = { .machine = do_note },
};

uint32_t command_object(const struct sim *sim, const struct command *command)
{
	struct device *device = works[command->kind].device ? device_of(sim, command) : NULL;

	return device ? device->obj : 0;
}

const char *command_do(struct sim *sim, const struct command *command)
{
	const struct work *work = &works[command->kind];
	struct device *device;

	must(work->device || work->machine);
	if (work->machine)
		return work->machine(sim, command);
	device = device_of(sim, command);
	return device ? work->device(sim, device, command) : no_device;
}
