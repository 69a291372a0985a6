/* SPDX-License-Identifier: MIT */
/*
 * Checking and placing devices. A parent stands before its children in the description. A device without slot= gets the
 * lowest free slot of its bus: from 1 on the root bus (slot 0 is the host bridge), slot 0 on a link.
 */
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/str.h"
#include "sim/hw/hw.h"
#include "sim/hw/place.h"

enum { SLOTS = 32, ROOT_FIRST = 1 };

static const char *const common_settings[] = { "slot", "under", "pin", NULL };

/* ---- Words. ---- */

static bool listed(const char *const *list, const char *word)
{
	for (; list && *list; list++)
		if (!str_compare(*list, word))
			return true;
	return false;
}

static bool say_nearest(struct err *err, const char *word, const char *const *known)
{
	const char *near = err_nearest(word, known);

	return near ? err_expected(err, "%s", near) : false;
}

static bool check_model(const struct machine_device *device, struct err *err)
{
	const char *names[HW_DEVICES_MAX + 1];
	unsigned n = 0;

	if (device_model_named(device->model))
		return true;
	for (; device_models[n] && n < HW_DEVICES_MAX; n++)
		names[n] = device_models[n]->name;
	names[n] = NULL;
	err_set(err, "there is no device model \"%s\"", device->model);
	err_at(err, NULL, device->line, device->col);
	return say_nearest(err, device->model, names);
}

static bool unknown_setting(const struct device_model *model, const struct setting *setting, struct err *err)
{
	const char *known[WORDS_MAX + 4];
	unsigned n = 0;

	for (unsigned i = 0; common_settings[i]; i++)
		known[n++] = common_settings[i];
	for (unsigned i = 0; model->settings && model->settings[i] && n < WORDS_MAX; i++)
		known[n++] = model->settings[i];
	known[n] = NULL;
	err_set(err, "model %s has no setting \"%s\"", model->name, setting->key);
	err_at(err, NULL, setting->line, setting->col);
	return say_nearest(err, setting->key, known);
}

static bool check_settings(const struct machine_device *device, const struct device_model *model, struct err *err)
{
	for (size_t i = 0; i < device->settings.n; i++) {
		const struct setting *setting = &device->settings.list[i];

		if (!listed(common_settings, setting->key) && !listed(model->settings, setting->key))
			return unknown_setting(model, setting, err);
	}
	return true;
}

static bool check_pin(const struct machine_device *device, struct err *err)
{
	const char *pin = settings_get(&device->settings, "pin");

	if (!pin || device_pin(pin) != DEVICE_PIN_BAD)
		return true;
	err_set(err, "device %s: no such interrupt pin", device->name);
	err_expected(err, "A, B, C, D or 0");
	err_found(err, "%s", pin);
	return settings_at(&device->settings, "pin", err);
}

static bool check_words(const struct machine_device *device, struct err *err)
{
	const struct device_model *model;

	if (!check_model(device, err))
		return false;
	model = device_model_named(device->model);
	return check_settings(device, model, err) && check_pin(device, err) && (!model->check || model->check(device, err));
}

/* ---- Places. ---- */

static int index_of(const struct machine *machine, size_t before, const char *name)
{
	for (size_t i = 0; i < before; i++)
		if (!strcmp(machine->devices[i].name, name))
			return (int)i;
	return -1;
}

/* A switch's inner bus holds switch-ports and nothing else; a link holds anything else but root ports. */
static bool fits(const struct device_model *child, const struct device_model *parent)
{
	if (!parent)
		return child->type == PCIE_ROOT_PORT || child->type == PCIE_ENDPOINT;
	if (!parent->bridge)
		return false;
	if (parent->type == PCIE_UPSTREAM)
		return child->type == PCIE_DOWNSTREAM;
	return child->type == PCIE_UPSTREAM || child->type == PCIE_ENDPOINT;
}

static bool find_parent(const struct machine *machine, size_t i, struct place *place, struct err *err)
{
	const struct machine_device *device = &machine->devices[i];
	const char *under = settings_get(&device->settings, "under");
	const struct device_model *parent = NULL;

	place->parent = -1;
	if (under) {
		place->parent = index_of(machine, i, under);
		if (place->parent < 0) {
			err_set(err, "device %s: there is no \"%s\" before it to stand under", device->name, under);
			return settings_at(&device->settings, "under", err);
		}
		parent = device_model_named(machine->devices[place->parent].model);
	}
	if (fits(device_model_named(device->model), parent))
		return true;
	if (parent)
		err_set(err, "device %s: a %s cannot stand under a %s", device->name, device->model, parent->name);
	else
		err_set(err, "device %s: a %s cannot stand on the root bus", device->name, device->model);
	return err_at(err, NULL, device->line, 0);
}

/* Slots that a bus has: from *first to before the returned one. */
static unsigned slots_of(const struct machine *machine, const struct place *place, unsigned *first)
{
	const struct device_model *parent;

	*first = place->parent < 0 ? ROOT_FIRST : 0;
	if (place->parent < 0)
		return SLOTS;
	parent = device_model_named(machine->devices[place->parent].model);
	return parent->type == PCIE_UPSTREAM ? SLOTS : 1;
}

/* The slots of the bus that were given out so far, and for a device that names none also those named further down: of two that
 * name the same the later one is wrong. */
static uint32_t taken_slots(const struct machine *machine, const struct place *places, size_t i)
{
	const char *under = settings_get(&machine->devices[i].settings, "under");
	size_t end = settings_get(&machine->devices[i].settings, "slot") ? i : machine->devices_n;
	uint32_t taken = 0;

	for (size_t k = 0; k < end; k++) {
		const struct settings *settings = &machine->devices[k].settings;
		const char *other = settings_get(settings, "under");
		uint64_t slot = SLOTS;
		struct err ignored;

		if (k == i || (under ? !other || strcmp(under, other) : other != NULL))
			continue;
		if (k < i)
			slot = places[k].slot;
		else
			settings_number(settings, "slot", SLOTS, SLOTS, &slot, &ignored);
		if (slot < SLOTS)
			taken |= 1u << slot;
	}
	return taken;
}

static bool find_slot(const struct machine *machine, size_t i, struct place *places, struct err *err)
{
	const struct machine_device *device = &machine->devices[i];
	uint32_t taken = taken_slots(machine, places, i);
	unsigned first, end = slots_of(machine, &places[i], &first);
	uint64_t slot = first;

	if (settings_get(&device->settings, "slot")) {
		if (!settings_number(&device->settings, "slot", 0, SLOTS - 1, &slot, err))
			return false;
	} else {
		while (slot < end && taken >> slot & 1)
			slot++;
	}
	places[i].slot = (unsigned)slot;
	if (slot >= first && slot < end && !(taken >> slot & 1))
		return true;
	err_set(err, "device %s: slot %u is not free on its bus", device->name, (unsigned)slot);
	err_expected(err, end == 1 ? N_("slot 0, one device on a link") : N_("a free slot from %u to %u"), first, end - 1);
	err_at(err, NULL, device->line, 0);
	return settings_at(&device->settings, "slot", err);
}

bool place_all(const struct machine *machine, struct place *places, struct err *err)
{
	struct err ignored;

	if (!err)
		err = &ignored;
	for (size_t i = 0; i < machine->devices_n; i++) {
		if (!check_words(&machine->devices[i], err) || !find_parent(machine, i, &places[i], err) ||
		    !find_slot(machine, i, places, err))
			return false;
	}
	return true;
}

bool hw_check(const struct machine *machine, struct err *err)
{
	struct place places[HW_DEVICES_MAX];

	if (machine->devices_n > HW_DEVICES_MAX)
		return err_set(err, "a machine has at most %d devices", HW_DEVICES_MAX);
	return place_all(machine, places, err);
}
