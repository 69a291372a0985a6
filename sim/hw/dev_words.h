/* SPDX-License-Identifier: MIT */
/* Commands that device models understand alike, and how a model refuses one. */
#ifndef MSILAB_HW_DEV_WORDS_H
#define MSILAB_HW_DEV_WORDS_H

#include "sim/hw/device.h"

/* A verb a model answers to, by name. A table of them ends with a NULL verb. */
struct dev_verb {
	const char *verb;
	bool (*run)(struct device *device, const struct words *words, const char **reason);
};

/* Runs the verb of the line. false with a reason: the table does not know it, or it refused. */
bool dev_run(const struct dev_verb *verbs, struct device *device, const struct words *words, const char **reason);

/* Always false. The text must live for ever. */
bool dev_refuse(const char **reason, const char *why);

/* register.write DEVICE REGISTER VALUE: by name or offset; the write arrives now. */
bool dev_register_write(struct device *device, const struct words *words, const char **reason);

/* The cause bits that plain words from the third on name: numbers (masks), or names of the list, whose place is the bit; NULL
 * in the list: no such bit. false: a word is neither, or names no bit of `defined`. */
bool dev_causes(const struct words *words, const char *const names[32], uint32_t defined, uint32_t *bits);

#endif
