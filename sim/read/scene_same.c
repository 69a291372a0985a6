/* SPDX-License-Identifier: MIT */
/* Comparing scenes group by group: one function for each line of scene.def. The first difference is told, or each one: then what only one
 * side has is told by its count. */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/scene.h"
#include "sim/trace/rectext.h"

/* Who is told. Without told() a comparison ends at the first difference, which text (may be NULL) says. */
struct parting {
	struct str *text;
	scene_told *told;
	void *context;
	enum scene_group group;
};

typedef bool same(const struct scene *a, const struct scene *b, struct parting *why);

/* Says where two numbers part; true if they do not, or if all differences are wanted. */
static bool equal(struct parting *why, const struct scene *scene, uint32_t obj, const char *what, uint64_t place, uint64_t a,
		  uint64_t b)
{
	if (a == b)
		return true;
	if (why->told) {
		why->told(why->context, why->group, obj, what, place, a, b);
		return true;
	}
	if (why->text)
		str_format(why->text, "%s: %s %llu: 0x%llx and 0x%llx", rectext_object(scene->trace, obj), what,
			   (unsigned long long)place, (unsigned long long)a, (unsigned long long)b);
	return false;
}

/* Numbers of texts: those of two traces are not the same numbers. */
static bool equal_text(struct parting *why, const struct scene *a, const struct scene *b, uint32_t obj, const char *what,
		       uint32_t x, uint32_t y)
{
	return !strcmp(trace_text_of(a->trace, x), trace_text_of(b->trace, y)) || equal(why, a, obj, what, 0, x, y);
}

/* As many as both have. */
static size_t both(size_t a, size_t b)
{
	return a < b ? a : b;
}

static bool same_cpus(const struct scene *a, const struct scene *b, struct parting *why)
{
	if (!equal(why, a, 0, "CPUs", 0, a->cpus_n, b->cpus_n))
		return false;
	for (size_t i = 0; i < both(a->cpus_n, b->cpus_n); i++)
		if (!equal(why, a, a->cpus[i].obj, "IRQL", i, a->cpus[i].irql, b->cpus[i].irql) ||
		    !equal(why, a, a->cpus[i].obj, "hold", i, a->cpus[i].hold, b->cpus[i].hold) ||
		    !equal(why, a, a->cpus[i].obj, "thread", i, a->cpus[i].thread, b->cpus[i].thread))
			return false;
	return true;
}

static bool same_stack(struct parting *why, const struct scene *a, const struct scene *b, uint32_t obj, const struct scene_stack *x,
		       const struct scene_stack *y)
{
	if (!equal(why, a, obj, "depth", 0, x->depth, y->depth))
		return false;
	for (uint32_t i = 0; i < both(x->depth, y->depth) && i < SCENE_FRAMES; i++) {
		const struct scene_frame *f = &x->frame[i], *g = &y->frame[i];

		if (!equal(why, a, obj, "frame kind", i, f->kind, g->kind) ||
		    !equal(why, a, obj, "frame object", i, f->obj, g->obj) ||
		    !equal(why, a, obj, "frame message", i, f->message, g->message) ||
		    !equal_text(why, a, b, obj, "frame name", f->name, g->name) ||
		    !equal(why, a, obj, "frame code", i, f->code, g->code) ||
		    (a->trace == b->trace && !equal(why, a, obj, "frame record", i, f->number, g->number)))
			return false;
	}
	return true;
}

static bool same_frames(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 0; i < both(a->cpus_n, b->cpus_n); i++)
		if (!same_stack(why, a, b, a->cpus[i].obj, &a->cpus[i].stack, &b->cpus[i].stack))
			return false;
	for (size_t i = 1; i < both(a->threads_n, b->threads_n); i++)
		if (!same_stack(why, a, b, a->threads[i].obj, &a->threads[i].stack, &b->threads[i].stack))
			return false;
	return true;
}

static bool same_apics(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 0; i < both(a->cpus_n, b->cpus_n); i++) {
		const struct scene_apic *x = &a->cpus[i].apic, *y = &b->cpus[i].apic;
		uint32_t obj = a->cpus[i].obj;

		for (unsigned v = 0; v < 256; v++)
			if (!equal(why, a, obj, "taken", v, x->taken[v], y->taken[v]))
				return false;
		for (unsigned w = 0; w < 8; w++)
			if (!equal(why, a, obj, "IRR", w, x->irr[w], y->irr[w]) ||
			    !equal(why, a, obj, "in service", w, x->isr[w], y->isr[w]) ||
			    !equal(why, a, obj, "TMR", w, x->tmr[w], y->tmr[w]))
				return false;
		if (!equal(why, a, obj, "TPR", 0, x->tpr, y->tpr) || !equal(why, a, obj, "SVR", 0, x->svr, y->svr) ||
		    !equal(why, a, obj, "ESR", 0, x->esr, y->esr) || !equal(why, a, obj, "LDR", 0, x->ldr, y->ldr) ||
		    !equal(why, a, obj, "DFR", 0, x->dfr, y->dfr))
			return false;
	}
	return true;
}

static bool same_ioapic(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (unsigned i = 0; i < SCENE_INPUTS; i++)
		if (!equal(why, a, a->ioapic_obj, "entry", i, a->entry[i], b->entry[i]))
			return false;
	return equal(why, a, a->ioapic_obj, "levels", 0, a->levels, b->levels);
}

static bool same_config(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++)
		for (unsigned at = 0; at < SCENE_CONFIG; at++)
			if (!equal(why, a, a->devices[i].obj, "config byte", at, a->devices[i].config[at],
				   b->devices[i].config[at]))
				return false;
	return true;
}

static bool same_registers(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++) {
		const struct scene_device *x = &a->devices[i], *y = &b->devices[i];

		if (!equal(why, a, x->obj, "registers", 0, x->regs_n, y->regs_n))
			return false;
		for (size_t k = 0; k < both(x->regs_n, y->regs_n); k++)
			if (!equal(why, a, x->obj, trace_text_of(a->trace, x->regs[k].name), k, x->regs[k].value,
				   y->regs[k].value))
				return false;
	}
	return true;
}

static bool same_tables(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++) {
		const struct scene_device *x = &a->devices[i], *y = &b->devices[i];

		if (!equal(why, a, x->obj, "table entries", 0, x->entries_n, y->entries_n))
			return false;
		for (uint32_t k = 0; k < both(x->entries_n, y->entries_n); k++)
			if (!equal(why, a, x->obj, "entry address", k, x->entries[k].address, y->entries[k].address) ||
			    !equal(why, a, x->obj, "entry data", k, x->entries[k].data, y->entries[k].data) ||
			    !equal(why, a, x->obj, "entry control", k, x->entries[k].control, y->entries[k].control))
				return false;
	}
	return true;
}

static bool same_pending(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++)
		for (uint32_t k = 0; k < both(a->devices[i].entries_n, b->devices[i].entries_n); k++)
			if (!equal(why, a, a->devices[i].obj, "pending bit", k, scene_pending(&a->devices[i], k),
				   scene_pending(&b->devices[i], k)))
				return false;
	return true;
}

static bool same_lines(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++)
		if (!equal(why, a, a->devices[i].obj, "pins", 0, a->devices[i].asserted, b->devices[i].asserted) ||
		    !equal(why, a, a->devices[i].obj, "removed", 0, a->devices[i].removed, b->devices[i].removed))
			return false;
	return true;
}

static bool same_sources(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++) {
		const struct scene_device *x = &a->devices[i], *y = &b->devices[i];

		if (!equal(why, a, x->obj, "due sources", 0, x->due, y->due))
			return false;
		for (unsigned m = 0; m < SCENE_SOURCES; m++)
			if (!equal(why, a, x->obj, "due until", m, (uint64_t)x->until[m], (uint64_t)y->until[m]))
				return false;
	}
	return true;
}

static bool same_links(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++)
		if (!equal(why, a, a->devices[i].obj, "link", 0, a->devices[i].link_up, b->devices[i].link_up) ||
		    !equal(why, a, a->devices[i].obj, "speed", 0, a->devices[i].link_speed, b->devices[i].link_speed))
			return false;
	return true;
}

static bool same_adapters(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++)
		if (!equal(why, a, a->devices[i].obj, "state", 0, a->devices[i].state, b->devices[i].state) ||
		    !equal(why, a, a->devices[i].obj, "status", 0, a->devices[i].status, b->devices[i].status) ||
		    !equal_text(why, a, b, a->devices[i].obj, "driver", a->devices[i].driver, b->devices[i].driver))
			return false;
	return true;
}

static bool same_grants(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++) {
		const struct scene_grant *x = &a->devices[i].grant, *y = &b->devices[i].grant;
		uint32_t obj = a->devices[i].obj;

		if (!equal(why, a, obj, "grant", 0, x->kind, y->kind) || !equal(why, a, obj, "count", 0, x->count, y->count) ||
		    !equal(why, a, obj, "asked", 0, x->asked, y->asked) ||
		    !equal(why, a, obj, "line", 0, x->input, y->input) ||
		    !equal(why, a, obj, "line vector", 0, x->vector, y->vector) ||
		    !equal(why, a, obj, "line CPUs", 0, x->cpus, y->cpus))
			return false;
		for (uint32_t k = 0; k < both(x->count, y->count); k++)
			if (!equal(why, a, obj, "message address", k, x->messages[k].address, y->messages[k].address) ||
			    !equal(why, a, obj, "message data", k, x->messages[k].data, y->messages[k].data) ||
			    !equal(why, a, obj, "message CPUs", k, x->messages[k].cpus, y->messages[k].cpus))
				return false;
	}
	return true;
}

static bool same_wish(struct parting *why, const struct scene *a, uint32_t obj, const struct scene_wish *x, const struct scene_wish *y)
{
	return equal(why, a, obj, "asked", 0, x->told, y->told) &&
	       (!x->told || (equal(why, a, obj, "asked kind", 0, x->kind, y->kind) &&
			     equal(why, a, obj, "asked messages", 0, x->messages, y->messages) &&
			     equal(why, a, obj, "asked line", 0, x->line, y->line) &&
			     equal(why, a, obj, "filter's status", 0, x->status, y->status)));
}

static bool same_wishes(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++)
		if (!same_wish(why, a, a->devices[i].obj, &a->devices[i].required, &b->devices[i].required) ||
		    !same_wish(why, a, a->devices[i].obj, &a->devices[i].filtered, &b->devices[i].filtered))
			return false;
	return true;
}

static bool same_given(struct parting *why, const struct scene *a, uint32_t obj, const struct scene_given *x,
		       const struct scene_given *y)
{
	for (unsigned m = 0; m < SYM_member_COUNT; m++)
		if (!equal(why, a, obj, record_symbol("member", m), m, x->handler[m], y->handler[m]))
			return false;
	return equal(why, a, obj, "characteristics given", 0, x->told, y->told) &&
	       equal(why, a, obj, "their header", 0, x->header, y->header) &&
	       equal(why, a, obj, "MsiSupported", 0, x->msi, y->msi) &&
	       equal(why, a, obj, "MsiSyncWithAllMessages", 0, x->sync, y->sync) &&
	       equal(why, a, obj, "their context", 0, x->context, y->context) &&
	       equal(why, a, obj, "status of the register call", 0, x->status, y->status);
}

static bool same_characteristics(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->devices_n, b->devices_n); i++)
		if (!same_given(why, a, a->devices[i].obj, &a->devices[i].given, &b->devices[i].given))
			return false;
	return true;
}

static bool same_interrupts(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->interrupts_n, b->interrupts_n); i++) {
		const struct scene_interrupt *x = &a->interrupts[i], *y = &b->interrupts[i];

		if (!equal(why, a, x->obj, "messages", 0, x->n, y->n) ||
		    !equal(why, a, x->obj, "InterruptType", 0, x->out_type, y->out_type) ||
		    !equal(why, a, x->obj, "messages written", 0, x->out_messages, y->out_messages) ||
		    !equal(why, a, x->obj, "MessageInfoTable", 0, x->out_table, y->out_table) ||
		    !equal(why, a, x->obj, "handle", 0, x->out_handle, y->out_handle))
			return false;
		for (size_t k = 0; k < both(x->n, y->n); k++)
			if (!equal(why, a, x->obj, "vector", k, x->messages[k].vector, y->messages[k].vector) ||
			    !equal(why, a, x->obj, "CPUs", k, x->messages[k].cpus, y->messages[k].cpus) ||
			    !equal(why, a, x->obj, "calls", k, x->messages[k].calls, y->messages[k].calls) ||
			    !equal(why, a, x->obj, "unclaimed", k, x->messages[k].unclaimed, y->messages[k].unclaimed) ||
			    !equal(why, a, x->obj, "connected", k, x->messages[k].connected, y->messages[k].connected))
				return false;
	}
	return true;
}

static bool same_dpcs(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 0; i < both(a->cpus_n, b->cpus_n); i++) {
		const struct scene_cpu *x = &a->cpus[i], *y = &b->cpus[i];

		if (!equal(why, a, x->obj, "DPCs", 0, x->dpcs_n, y->dpcs_n))
			return false;
		for (size_t k = 0; k < both(x->dpcs_n, y->dpcs_n); k++)
			if (!equal(why, a, x->obj, "DPC object", k, x->dpcs[k].obj, y->dpcs[k].obj) ||
			    !equal(why, a, x->obj, "DPC message", k, x->dpcs[k].message, y->dpcs[k].message) ||
			    !equal(why, a, x->obj, "DPC context", k, x->dpcs[k].context, y->dpcs[k].context))
				return false;
	}
	return true;
}

static bool same_locks(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->locks_n, b->locks_n); i++)
		if (!equal(why, a, a->locks[i].obj, "owner", 0, a->locks[i].owner, b->locks[i].owner))
			return false;
	return true;
}

static bool same_threads(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->threads_n, b->threads_n); i++) {
		const struct scene_thread *x = &a->threads[i], *y = &b->threads[i];

		if (!equal(why, a, x->obj, "thread state", 0, x->state, y->state) ||
		    !equal(why, a, x->obj, "CPU", 0, x->cpu, y->cpu) || !equal(why, a, x->obj, "wait", 0, x->wait, y->wait))
			return false;
	}
	return true;
}

static bool same_timers(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->timers_n, b->timers_n); i++)
		if (!equal(why, a, a->timers[i].obj, "set", 0, a->timers[i].set, b->timers[i].set) ||
		    !equal(why, a, a->timers[i].obj, "due", 0, a->timers[i].set ? (uint64_t)a->timers[i].due : 0,
			   b->timers[i].set ? (uint64_t)b->timers[i].due : 0) ||
		    !equal(why, a, a->timers[i].obj, "period", 0, a->timers[i].set ? (uint64_t)a->timers[i].period : 0,
			   b->timers[i].set ? (uint64_t)b->timers[i].period : 0))
			return false;
	return true;
}

static bool same_works(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->works_n, b->works_n); i++)
		if (!equal(why, a, a->works[i].obj, "work", 0, a->works[i].state, b->works[i].state))
			return false;
	return true;
}

static bool same_events(const struct scene *a, const struct scene *b, struct parting *why)
{
	for (size_t i = 1; i < both(a->events_n, b->events_n); i++)
		if (!equal(why, a, a->events[i].obj, "event", 0, a->events[i].set, b->events[i].set))
			return false;
	return true;
}

/* Of lists the machine keeps no size: it lies in the driver's memory. */
static bool same_set(struct parting *why, const struct scene *scene, const char *what, const struct scene_set *x,
		     const struct scene_set *y)
{
	const struct scene_item **list = scene_set_sorted(x);
	bool good = equal(why, scene, 0, what, 0, x->n, y->n);

	for (size_t i = 0; good && i < x->n; i++) {
		const struct scene_item *a = list[i], *b = scene_set_find(y, a->id);

		good = equal(why, scene, a->obj, what, a->id, 1, b != NULL);
		if (!b)
			continue;
		good = good && equal(why, scene, a->obj, what, a->id, a->address, b->address) &&
		       (x == &scene->lists || equal(why, scene, a->obj, what, a->id, a->size, b->size)) &&
		       equal(why, scene, a->obj, what, a->id, a->detail, b->detail) &&
		       equal(why, scene, a->obj, what, a->id, a->owner, b->owner);
	}
	mem_free(list);
	return good;
}

static bool same_pool(const struct scene *a, const struct scene *b, struct parting *why)
{
	return same_set(why, a, "pool block", &a->pool, &b->pool);
}

static bool same_shared(const struct scene *a, const struct scene *b, struct parting *why)
{
	return same_set(why, a, "shared memory", &a->shared, &b->shared);
}

static bool same_maps(const struct scene *a, const struct scene *b, struct parting *why)
{
	return same_set(why, a, "mapping", &a->maps, &b->maps);
}

static bool same_lists(const struct scene *a, const struct scene *b, struct parting *why)
{
	return same_set(why, a, "list", &a->lists, &b->lists);
}

static same *const sames[SCENE_GROUPS] = {
#define SCENE(name, text) [SCENE_GROUP_##name] = same_##name,
#include "sim/read/scene.def"
#undef SCENE
};

const char *const scene_group_names[SCENE_GROUPS] = {
#define SCENE(name, text) #name,
#include "sim/read/scene.def"
#undef SCENE
};

bool scene_same_group(enum scene_group group, const struct scene *a, const struct scene *b, struct str *why)
{
	struct parting parting = { .text = why, .group = group };

	return sames[group](a, b, &parting);
}

bool scene_same(const struct scene *a, const struct scene *b, struct str *why)
{
	for (unsigned group = 0; group < SCENE_GROUPS; group++)
		if (!scene_same_group((enum scene_group)group, a, b, why))
			return false;
	return true;
}

void scene_differences(const struct scene *a, const struct scene *b, scene_told *told, void *context)
{
	struct parting parting = { .told = told, .context = context };

	for (unsigned group = 0; group < SCENE_GROUPS; group++) {
		parting.group = (enum scene_group)group;
		sames[group](a, b, &parting);
	}
}
