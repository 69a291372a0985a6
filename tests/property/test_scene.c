/* SPDX-License-Identifier: MIT */
/*
 * The scene folded from the trace equals the machine's own state, after every event. The machine's side is filled here group by group
 * into a copy of the folded scene; `fills` names the groups that can be reached through the machine's headers.
 */
#include <string.h>

#include "sim/core/core.h"
#include "sim/hw/hw.h"
#include "sim/os/os.h"
#include "sim/read/scene.h"
#include "sim/trace/rectext.h"
#include "tests/property/story.h"
#include "tests/unit/suite.h"

#define STORIES 20

static void fill_cpus(struct scene *scene, const struct core *core)
{
	for (unsigned i = 0; i < core->os->cpus_n; i++) {
		const struct cpu *cpu = &core->os->cpus[i];

		scene->cpus[i].irql = cpu->irql;
		scene->cpus[i].thread = cpu->thread ? cpu->thread->obj : 0;
	}
}

static void fill_apics(struct scene *scene, const struct core *core)
{
	for (unsigned i = 0; i < core->os->cpus_n; i++) {
		const struct lapic *lapic = &core->hw->lapics[i];
		struct scene_apic *apic = &scene->cpus[i].apic;

		memcpy(apic->irr, lapic->irr, sizeof apic->irr);
		memcpy(apic->isr, lapic->isr, sizeof apic->isr);
		memcpy(apic->tmr, lapic->tmr, sizeof apic->tmr);
		apic->tpr = lapic->tpr;
		apic->svr = lapic->svr;
		apic->esr = lapic->esr;
		apic->ldr = lapic->ldr;
		apic->dfr = lapic->dfr;
	}
}

static void fill_ioapic(struct scene *scene, const struct core *core)
{
	scene->levels = 0;
	for (unsigned i = 0; i < SCENE_INPUTS; i++) {
		scene->entry[i] = core->hw->ioapic.input[i].entry;
		scene->levels |= core->hw->ioapic.input[i].holders ? 1u << i : 0;
	}
}

/* The machine's device behind a place of the scene. */
static const struct device *device_of(const struct core *core, const struct scene_device *shown)
{
	for (unsigned i = 0; i < core->hw->devices_n; i++)
		if (core->hw->devices[i]->obj == shown->obj)
			return core->hw->devices[i];
	ck_abort_msg("the scene has a device that the machine has not");
}

static void fill_config(struct scene *scene, const struct core *core)
{
	for (size_t i = 1; i < scene->devices_n; i++)
		memcpy(scene->devices[i].config, device_of(core, &scene->devices[i])->cfg.value, SCENE_CONFIG);
}

static void fill_registers(struct scene *scene, const struct core *core)
{
	for (size_t i = 1; i < scene->devices_n; i++) {
		const struct regs *regs = &device_of(core, &scene->devices[i])->regs;

		ck_assert_uint_eq(scene->devices[i].regs_n, regs->n);
		for (uint32_t k = 0; k < regs->n; k++)
			scene->devices[i].regs[k].value = regs->value[k];
	}
}

static void fill_tables(struct scene *scene, const struct core *core)
{
	for (size_t i = 1; i < scene->devices_n; i++) {
		const struct msix *msix = &device_of(core, &scene->devices[i])->msix;

		for (uint32_t k = 0; k < scene->devices[i].entries_n; k++)
			scene->devices[i].entries[k] =
				(struct scene_entry){ msix->table[k].address, msix->table[k].data, msix->table[k].control };
	}
}

static void fill_pending(struct scene *scene, const struct core *core)
{
	for (size_t i = 1; i < scene->devices_n; i++)
		for (uint32_t k = 0; k < scene->devices[i].entries_n; k += 64)
			scene->devices[i].pba[k / 64] = device_of(core, &scene->devices[i])->msix.pba[k / 64];
}

static void fill_lines(struct scene *scene, const struct core *core)
{
	for (size_t i = 1; i < scene->devices_n; i++) {
		const struct device *device = device_of(core, &scene->devices[i]);

		scene->devices[i].asserted = device->intx.asserted ? 1u << device->intx.pin : 0;
		scene->devices[i].removed = device->removed;
	}
}

static void fill_dpcs(struct scene *scene, const struct core *core)
{
	for (unsigned i = 0; i < core->os->cpus_n; i++) {
		struct scene_cpu *cpu = &scene->cpus[i];
		size_t n = 0;

		for (const struct dpc *dpc = core->os->cpus[i].dpc_first; dpc; dpc = dpc->next, n++)
			if (n < cpu->dpcs_n)
				cpu->dpcs[n] = (struct scene_dpc){ dpc->context, cpu->dpcs[n].number, dpc->obj, dpc->message };
		ck_assert_uint_le(n, cpu->dpcs_n);
		cpu->dpcs_n = n;
	}
}

static const struct fill {
	enum scene_group group;
	void (*fill)(struct scene *scene, const struct core *core);
} fills[] = {
	{ SCENE_GROUP_cpus, fill_cpus },           { SCENE_GROUP_apics, fill_apics },   { SCENE_GROUP_ioapic, fill_ioapic },
	{ SCENE_GROUP_config, fill_config },       { SCENE_GROUP_registers, fill_registers },
	{ SCENE_GROUP_tables, fill_tables },       { SCENE_GROUP_pending, fill_pending }, { SCENE_GROUP_lines, fill_lines },
	{ SCENE_GROUP_dpcs, fill_dpcs },
};

struct watch {
	const struct story *story;
	struct scene *folded;
	enum scene_group group;
	unsigned rests;
};

static void compare(struct watch *watch, const struct fill *fill)
{
	struct scene *own = scene_copy(watch->folded);
	struct str why = { 0 };

	fill->fill(own, core_running);
	if (!scene_same_group(fill->group, watch->folded, own, &why)) {
		const struct record *last = trace_at(watch->folded->trace, watch->folded->next - 1);

		str_append(&why, "\nafter ");
		rectext_line(watch->folded->trace, last, &why);
		ck_abort_msg("story %llu, %s, the trace's and the machine's: %s", (unsigned long long)watch->story->seed,
			     scene_group_names[fill->group], why.text);
	}
	scene_free(own);
}

static void rest(void *context, struct sim *sim, const struct trace *trace)
{
	struct watch *watch = context;

	(void)sim;
	if (!watch->folded)
		watch->folded = scene_new(trace);
	scene_advance(watch->folded, UINT64_MAX);
	watch->rests++;
	for (size_t i = 0; i < sizeof fills / sizeof fills[0]; i++)
		if (fills[i].group == watch->group)
			compare(watch, &fills[i]);
}

static void holds(enum scene_group group)
{
	unsigned rests = 0;

	for (uint64_t seed = 1; seed <= STORIES; seed++) {
		struct story story;
		struct watch watch = { .story = &story, .group = group };
		struct play play = { .rest = rest, .context = &watch, .rest_every = 1 };

		story_init(&story, seed);
		trace_free(story_play(&story, &play));
		scene_free(watch.folded);
		story_fini(&story);
		rests += watch.rests;
	}
	ck_assert_uint_gt(rests, 1000);
}

START_TEST(levels_and_threads_are_as_told) { holds(SCENE_GROUP_cpus); } END_TEST
START_TEST(local_apics_are_as_told) { holds(SCENE_GROUP_apics); } END_TEST
START_TEST(io_apic_is_as_told) { holds(SCENE_GROUP_ioapic); } END_TEST
START_TEST(config_space_is_as_told) { holds(SCENE_GROUP_config); } END_TEST
START_TEST(registers_are_as_told) { holds(SCENE_GROUP_registers); } END_TEST
START_TEST(tables_are_as_told) { holds(SCENE_GROUP_tables); } END_TEST
START_TEST(pending_bits_are_as_told) { holds(SCENE_GROUP_pending); } END_TEST
START_TEST(lines_are_as_told) { holds(SCENE_GROUP_lines); } END_TEST
START_TEST(queues_of_dpcs_are_as_told) { holds(SCENE_GROUP_dpcs); } END_TEST

SUITE("scene of random stories", levels_and_threads_are_as_told, local_apics_are_as_told, io_apic_is_as_told,
      config_space_is_as_told, registers_are_as_told, tables_are_as_told, pending_bits_are_as_told, lines_are_as_told,
      queues_of_dpcs_are_as_told)
