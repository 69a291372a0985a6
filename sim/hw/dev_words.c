/* SPDX-License-Identifier: MIT */
/* What the commands of device models share. */
#include <string.h>

#include "sim/base/say.h"
#include "sim/base/str.h"
#include "sim/hw/dev_words.h"

bool dev_refuse(const char **reason, const char *why)
{
	*reason = why;
	return false;
}

bool dev_run(const struct dev_verb *verbs, struct device *device, const struct words *words, const char **reason)
{
	const char *verb = words_plain(words, 0);

	for (; verb && verbs->verb; verbs++)
		if (!strcmp(verbs->verb, verb))
			return verbs->run(device, words, reason);
	return dev_refuse(reason, N_("this device does not know that command"));
}

static int register_of(const struct device *device, const char *word)
{
	uint64_t offset;
	int named = regs_named(&device->regs, word);

	if (named != REGS_NONE || !words_number(word, UINT32_MAX, &offset))
		return named;
	return regs_at(&device->regs, (uint32_t)offset);
}

bool dev_register_write(struct device *device, const struct words *words, const char **reason)
{
	const char *word = words_plain(words, 2), *value_word = words_plain(words, 3);
	uint64_t value;
	int index;

	if (!word || !value_word)
		return dev_refuse(reason, N_("say which register and what: register.write DEVICE REGISTER VALUE"));
	index = register_of(device, word);
	if (index == REGS_NONE)
		return dev_refuse(reason, N_("the device has no register of that name or at that offset"));
	if (!words_number(value_word, UINT32_MAX, &value))
		return dev_refuse(reason, N_("the value is a number of 32 bits"));
	device->model->write(device, regs_offset(&device->regs, (unsigned)index), (uint32_t)value);
	return true;
}

static bool cause(const char *word, const char *const names[32], uint32_t defined, uint32_t *bits)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < 32; i++)
		if (names[i] && !str_compare(names[i], word))
			mask = UINT64_C(1) << i;
	if (!mask && !words_number(word, UINT32_MAX, &mask))
		return false;
	*bits |= (uint32_t)mask;
	return mask && !(mask & ~(uint64_t)defined);
}

bool dev_causes(const struct words *words, const char *const names[32], uint32_t defined, uint32_t *bits)
{
	unsigned i = 2;

	*bits = 0;
	for (; words_plain(words, i); i++)
		if (!cause(words_plain(words, i), names, defined, bits))
			return false;
	return i > 2;
}
