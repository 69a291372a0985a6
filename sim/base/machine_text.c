/* SPDX-License-Identifier: MIT */
/* Writing a machine: only what differs from a fresh one, so that reading it again gives the same machine. */
#include <string.h>

#include "sim/base/machine.h"

/* A word that the one grammar would split, cut or take for KEY=VALUE stands in quotes. A quote itself cannot be in a word:
 * reading drops them. */
static void put_word(struct str *out, const char *word, bool value)
{
	bool quoted = (!*word && !value) || word[strcspn(word, value ? " \t#" : " \t#=")];

	str_format(out, quoted ? "\"%s\"" : "%s", word);
}

static void put_settings(struct str *out, const struct settings *settings)
{
	for (size_t i = 0; i < settings->n; i++) {
		str_append(out, " ");
		put_word(out, settings->list[i].key, false);
		str_append(out, "=");
		put_word(out, settings->list[i].value, true);
	}
}

static void put_line(struct str *out, const char *kind, const char *name, const char *second,
		     const struct settings *settings)
{
	str_format(out, "%s %s", kind, name);
	if (second) {
		str_append(out, " ");
		put_word(out, second, false);
	}
	put_settings(out, settings);
	str_append(out, "\n");
}

static void put_numbers(const struct machine *machine, const struct machine *fresh, struct str *out)
{
	if (machine->seed != fresh->seed)
		str_format(out, "seed %llu\n", (unsigned long long)machine->seed);
	if (machine->cpus != fresh->cpus)
		str_format(out, "cpus %u\n", machine->cpus);
}

static void put_costs(const struct machine *machine, struct str *out)
{
	for (unsigned i = 0; i < COST_COUNT; i++)
		if (machine->cost[i] != cost_names[i].ns)
			str_format(out, "cost %s %lld\n", cost_names[i].name, (long long)machine->cost[i]);
}

static void put_inputs(const struct machine *machine, struct str *out)
{
	for (size_t i = 0; i < machine->inputs.n; i++) {
		str_append(out, "input ");
		put_word(out, machine->inputs.list[i].key, false);
		str_append(out, " sha256=");
		put_word(out, machine->inputs.list[i].value, true);
		str_append(out, "\n");
	}
}

void machine_text(const struct machine *machine, struct str *out)
{
	struct machine fresh;

	machine_init(&fresh);
	put_numbers(machine, &fresh, out);
	if (strcmp(machine->policy, fresh.policy) != 0 || machine->policy_settings.n)
		put_line(out, "policy", machine->policy, NULL, &machine->policy_settings);
	if (strcmp(machine->affinity, fresh.affinity) != 0 || machine->affinity_settings.n)
		put_line(out, "affinity", machine->affinity, NULL, &machine->affinity_settings);
	for (size_t i = 0; i < machine->devices_n; i++)
		put_line(out, "device", machine->devices[i].name, machine->devices[i].model, &machine->devices[i].settings);
	for (size_t i = 0; i < machine->drivers_n; i++)
		put_line(out, "driver", machine->drivers[i].device, machine->drivers[i].module,
			 &machine->drivers[i].settings);
	put_costs(machine, out);
	if (machine->options.n) {
		str_append(out, "set");
		put_settings(out, &machine->options);
		str_append(out, "\n");
	}
	put_inputs(machine, out);
	machine_fini(&fresh);
}
