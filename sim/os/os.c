/* SPDX-License-Identifier: MIT */
/* The beginning and end of the system. */
#include "sim/os/containment.h"
#include "sim/os/os.h"
#include "sim/os/probe.h"

static void poke(struct hw *hw, unsigned cpu)
{
	cpu_poke(&hw->core->os->cpus[cpu]);
}

static void copy_name(char to[MACHINE_NAME_MAX], const char *from)
{
	for (size_t i = 0; i < MACHINE_NAME_MAX; i++)
		to[i] = from[i];
}

static uint64_t grant_seed(const struct os *os)
{
	uint64_t seed = os->core->machine->seed;
	struct err err;

	settings_number(&os->policy_settings, "seed", seed, UINT64_MAX, &seed, &err);
	return seed;
}

void os_init(struct os *os, struct core *core, struct hw *hw)
{
	const struct machine *machine = core->machine;

	*os = (struct os){ .core = core, .hw = hw, .cpus_n = machine->cpus };
	core->os = os;
	hw->poke = poke;
	settings_copy(&os->options, &machine->options, &core->arena.source);
	settings_copy(&os->policy_settings, &machine->policy_settings, &core->arena.source);
	settings_copy(&os->affinity_settings, &machine->affinity_settings, &core->arena.source);
	copy_name(os->policy, machine->policy);
	copy_name(os->affinity, machine->affinity);
	rng_init(&os->grant_rng, grant_seed(os), "grant");
	pool_init(&os->pool, core);
	for (unsigned i = 0; i < os->cpus_n; i++) {
		cpu_init(&os->cpus[i], core, i, isr_take, thread_idle);
		os->cpus[i].os = os;
		os->cpus[i].lapic = &hw->lapics[i];
		os->cpus[i].obj = hw->lapics[i].obj;
	}
	probe_init(os);
	containment_open(os);
}

void os_fini(struct os *os)
{
	containment_close(os);
	for (unsigned i = 0; i < os->cpus_n; i++)
		cpu_fini(&os->cpus[i]);
}
