/* SPDX-License-Identifier: MIT */
/*
 * Comparing scenes group by group: for each line of scene.def a struct group says what is compared. The first difference is told, or each
 * one: then what only one side has is told by its count.
 */
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/scene_pair.h"

#define FAMILY(member, element, first)                                                                                \
	{ offsetof(struct scene, member), offsetof(struct scene, member##_n), sizeof(struct element), first, first == 0 }
static const struct family cpus = FAMILY(cpus, scene_cpu, 0), devices = FAMILY(devices, scene_device, 1),
			   interrupts = FAMILY(interrupts, scene_interrupt, 1), locks = FAMILY(locks, scene_lock, 1),
			   threads = FAMILY(threads, scene_thread, 1), timers = FAMILY(timers, scene_timer, 1),
			   works = FAMILY(works, scene_work, 1), events = FAMILY(events, scene_event, 1);
_Static_assert(!offsetof(struct scene_cpu, obj) && !offsetof(struct scene_device, obj) && !offsetof(struct scene_interrupt, obj) &&
	       !offsetof(struct scene_lock, obj) && !offsetof(struct scene_thread, obj) && !offsetof(struct scene_timer, obj) &&
	       !offsetof(struct scene_work, obj) && !offsetof(struct scene_event, obj), "an element begins with its object");

static bool as_many_cpus(const struct pair *pair)
{
	return pair_equal(pair, 0, "CPUs", 0, pair->a->cpus_n, pair->b->cpus_n);
}

static const struct group group_cpus = {
	.family = &cpus,
	.fields = FIELDS(FIELD(scene_cpu, irql, "IRQL"), FIELD(scene_cpu, hold, "hold"), FIELD(scene_cpu, thread, "thread")),
	.rest = as_many_cpus,
};

/* Numbers of records are those of one trace. */
static bool same_stack(const struct pair *pair, uint32_t obj, const struct scene_stack *x, const struct scene_stack *y)
{
	static const struct field fields[] = {
		FIELD(scene_frame, kind, "frame kind"), FIELD(scene_frame, obj, "frame object"),
		FIELD(scene_frame, message, "frame message"), TEXT(scene_frame, name, "frame name"),
		FIELD(scene_frame, code, "frame code"), { 0 },
	};
	bool record = pair->a->trace == pair->b->trace;

	if (!pair_equal(pair, obj, "depth", 0, x->depth, y->depth))
		return false;
	for (uint32_t i = 0; i < pair_both(x->depth, y->depth) && i < SCENE_FRAMES; i++)
		if (!pair_fields(pair, obj, i, fields, &x->frame[i], &y->frame[i]) ||
		    (record && !pair_equal(pair, obj, "frame record", i, x->frame[i].number, y->frame[i].number)))
			return false;
	return true;
}

static bool cpu_frames(const struct pair *pair, uint32_t obj, const void *x, const void *y)
{
	return same_stack(pair, obj, &((const struct scene_cpu *)x)->stack, &((const struct scene_cpu *)y)->stack);
}

static bool thread_frames(const struct pair *pair)
{
	for (size_t i = 1; i < pair_both(pair->a->threads_n, pair->b->threads_n); i++)
		if (!same_stack(pair, pair->a->threads[i].obj, &pair->a->threads[i].stack, &pair->b->threads[i].stack))
			return false;
	return true;
}

static const struct group group_frames = { .family = &cpus, .element = cpu_frames, .rest = thread_frames };

static const struct group group_apics = {
	.family = &cpus,
	.fields = FIELDS(ARRAY(scene_cpu, apic.taken, "taken"), ARRAY(scene_cpu, apic.irr, "IRR"), ARRAY(scene_cpu, apic.isr, "in service"),
			 ARRAY(scene_cpu, apic.tmr, "TMR"), FIELD(scene_cpu, apic.tpr, "TPR"), FIELD(scene_cpu, apic.svr, "SVR"),
			 FIELD(scene_cpu, apic.esr, "ESR"), FIELD(scene_cpu, apic.ldr, "LDR"), FIELD(scene_cpu, apic.dfr, "DFR")),
};

static bool same_ioapic(const struct pair *pair)
{
	return pair_fields(pair, pair->a->ioapic_obj, 0, FIELDS(ARRAY(scene, entry, "entry"), FIELD(scene, levels, "levels")), pair->a,
			    pair->b);
}

static const struct group group_ioapic = { .rest = same_ioapic };

static const struct group group_config = { .family = &devices, .fields = FIELDS(ARRAY(scene_device, config, "config byte")) };

/* A register is told by its name. */
static bool same_registers(const struct pair *pair, uint32_t obj, const void *a, const void *b)
{
	const struct scene_device *x = a, *y = b;

	if (!pair_equal(pair, obj, "registers", 0, x->regs_n, y->regs_n))
		return false;
	for (size_t k = 0; k < pair_both(x->regs_n, y->regs_n); k++)
		if (!pair_equal(pair, obj, trace_text_of(pair->a->trace, x->regs[k].name), k, x->regs[k].value, y->regs[k].value))
			return false;
	return true;
}

static const struct group group_registers = { .family = &devices, .element = same_registers };

static const struct group group_tables = {
	.family = &devices,
	.list = LIST("table entries", scene_device, entries, entries_n, scene_entry, FIELD(scene_entry, address, "entry address"),
		     FIELD(scene_entry, data, "entry data"), FIELD(scene_entry, control, "entry control")),
};

static bool same_pending(const struct pair *pair, uint32_t obj, const void *a, const void *b)
{
	const struct scene_device *x = a, *y = b;

	for (uint32_t k = 0; k < pair_both(x->entries_n, y->entries_n); k++)
		if (!pair_equal(pair, obj, "pending bit", k, scene_pending(x, k), scene_pending(y, k)))
			return false;
	return true;
}

static const struct group group_pending = { .family = &devices, .element = same_pending };

static const struct group group_lines = {
	.family = &devices,
	.fields = FIELDS(FIELD(scene_device, asserted, "pins"), FIELD(scene_device, removed, "removed")),
};

static const struct group group_sources = {
	.family = &devices,
	.fields = FIELDS(FIELD(scene_device, due, "due sources"), ARRAY(scene_device, until, "due until")),
};

static const struct group group_links = {
	.family = &devices,
	.fields = FIELDS(FIELD(scene_device, link_up, "link"), FIELD(scene_device, link_speed, "speed")),
};

static const struct group group_adapters = {
	.family = &devices,
	.fields = FIELDS(FIELD(scene_device, state, "state"), FIELD(scene_device, status, "status"), TEXT(scene_device, driver, "driver")),
};

static const struct group group_grants = {
	.family = &devices,
	.fields = FIELDS(FIELD(scene_device, grant.kind, "grant"), FIELD(scene_device, grant.count, "count"),
			 FIELD(scene_device, grant.asked, "asked"), FIELD(scene_device, grant.input, "line"),
			 FIELD(scene_device, grant.vector, "line vector"), FIELD(scene_device, grant.cpus, "line CPUs")),
	.list = LIST(NULL, scene_device, grant.messages, grant.count, scene_message, FIELD(scene_message, address, "message address"),
		     FIELD(scene_message, data, "message data"), FIELD(scene_message, cpus, "message CPUs")),
};

static bool same_wish(const struct pair *pair, uint32_t obj, const struct scene_wish *x, const struct scene_wish *y)
{
	static const struct field fields[] = {
		FIELD(scene_wish, kind, "asked kind"), FIELD(scene_wish, messages, "asked messages"),
		FIELD(scene_wish, line, "asked line"), FIELD(scene_wish, status, "filter's status"), { 0 },
	};

	return pair_equal(pair, obj, "asked", 0, x->told, y->told) && (!x->told || pair_fields(pair, obj, 0, fields, x, y));
}

static bool same_wishes(const struct pair *pair, uint32_t obj, const void *a, const void *b)
{
	const struct scene_device *x = a, *y = b;

	return same_wish(pair, obj, &x->required, &y->required) && same_wish(pair, obj, &x->filtered, &y->filtered);
}

static const struct group group_wishes = { .family = &devices, .element = same_wishes };

/* A handler is told by its member's name. */
static bool same_handlers(const struct pair *pair, uint32_t obj, const void *a, const void *b)
{
	const struct scene_given *x = &((const struct scene_device *)a)->given, *y = &((const struct scene_device *)b)->given;

	for (unsigned m = 0; m < SYM_member_COUNT; m++)
		if (!pair_equal(pair, obj, record_symbol("member", m), m, x->handler[m], y->handler[m]))
			return false;
	return true;
}

static const struct group group_characteristics = {
	.family = &devices,
	.fields = FIELDS(FIELD(scene_device, given.told, "characteristics given"), FIELD(scene_device, given.header, "their header"),
			 FIELD(scene_device, given.msi, "MsiSupported"), FIELD(scene_device, given.sync, "MsiSyncWithAllMessages"),
			 FIELD(scene_device, given.context, "their context"),
			 FIELD(scene_device, given.status, "status of the register call")),
	.element = same_handlers,
};

static const struct group group_interrupts = {
	.family = &interrupts,
	.fields = FIELDS(FIELD(scene_interrupt, out_type, "InterruptType"), FIELD(scene_interrupt, out_messages, "messages written"),
			 FIELD(scene_interrupt, out_table, "MessageInfoTable"), FIELD(scene_interrupt, out_handle, "handle")),
	.list = LIST("messages", scene_interrupt, messages, n, scene_connection, FIELD(scene_connection, vector, "vector"),
		     FIELD(scene_connection, cpus, "CPUs"), FIELD(scene_connection, place, "place in the chain"), FIELD(scene_connection, calls, "calls"),
		     FIELD(scene_connection, unclaimed, "unclaimed"), FIELD(scene_connection, connected, "connected")),
};

static const struct group group_dpcs = {
	.family = &cpus,
	.list = LIST("DPCs", scene_cpu, dpcs, dpcs_n, scene_dpc, FIELD(scene_dpc, obj, "DPC object"), FIELD(scene_dpc, message, "DPC message"),
		     FIELD(scene_dpc, context, "DPC context")),
};

static const struct group group_locks = { .family = &locks, .fields = FIELDS(FIELD(scene_lock, owner, "owner")) };

static const struct group group_threads = {
	.family = &threads,
	.fields = FIELDS(FIELD(scene_thread, state, "thread state"), FIELD(scene_thread, cpu, "CPU"), FIELD(scene_thread, wait, "wait")),
};

/* When it is due is of interest while it is set. */
static bool same_timer(const struct pair *pair, uint32_t obj, const void *a, const void *b)
{
	const struct scene_timer *x = a, *y = b;

	return pair_equal(pair, obj, "due", 0, x->set ? (uint64_t)x->due : 0, y->set ? (uint64_t)y->due : 0) &&
	       pair_equal(pair, obj, "period", 0, x->set ? (uint64_t)x->period : 0, y->set ? (uint64_t)y->period : 0);
}

static const struct group group_timers = { .family = &timers, .fields = FIELDS(FIELD(scene_timer, set, "set")), .element = same_timer };

static const struct group group_works = { .family = &works, .fields = FIELDS(FIELD(scene_work, state, "work")) };

static const struct group group_events = { .family = &events, .fields = FIELDS(FIELD(scene_event, set, "event")) };

/* Where the device sees shared memory follows from where it lies. */
static bool moved_along(const struct pair *pair, const struct scene_set *x, const struct scene_item *a, const struct scene_item *b)
{
	return x == &pair->a->shared && a->address != b->address;
}

/* Of lists the machine keeps no size: it lies in the driver's memory. */
static bool same_set(const struct pair *pair, const char *what, const struct scene_set *x, const struct scene_set *y)
{
	const struct scene_item **list = scene_set_sorted(x);
	bool good = pair_equal(pair, 0, what, 0, x->n, y->n);

	for (size_t i = 0; good && i < x->n; i++) {
		const struct scene_item *a = list[i], *b = scene_set_find(y, a->id);

		good = pair_equal(pair, a->obj, what, a->id, 1, b != NULL);
		if (!b)
			continue;
		good = good && pair_equal(pair, a->obj, what, a->id, a->address, b->address) &&
		       (x == &pair->a->lists || pair_equal(pair, a->obj, what, a->id, a->size, b->size)) &&
		       (moved_along(pair, x, a, b) || pair_equal(pair, a->obj, what, a->id, a->detail, b->detail)) &&
		       pair_equal(pair, a->obj, what, a->id, a->owner, b->owner) &&
		       pair_equal(pair, a->obj, what, a->id, a->obj, b->obj);
	}
	mem_free(list);
	return good;
}

static bool same_pool(const struct pair *pair)
{
	return same_set(pair, "pool block", &pair->a->pool, &pair->b->pool);
}

static const struct group group_pool = { .rest = same_pool };

static bool same_shared(const struct pair *pair)
{
	return same_set(pair, "shared memory", &pair->a->shared, &pair->b->shared);
}

static const struct group group_shared = { .rest = same_shared };

static bool same_maps(const struct pair *pair)
{
	return same_set(pair, "mapping", &pair->a->maps, &pair->b->maps);
}

static const struct group group_maps = { .rest = same_maps };

static bool same_lists(const struct pair *pair)
{
	return same_set(pair, "list", &pair->a->lists, &pair->b->lists);
}

static const struct group group_lists = { .rest = same_lists };

static const struct group *const groups[SCENE_GROUPS] = {
#define SCENE(name, text) [SCENE_GROUP_##name] = &group_##name,
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
	return pair_group(&(struct pair){ .a = a, .b = b, .text = why, .group = group }, groups[group]);
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
	struct pair pair = { .a = a, .b = b, .told = told, .context = context };

	for (unsigned group = 0; group < SCENE_GROUPS; group++) {
		pair.group = (enum scene_group)group;
		pair_group(&pair, groups[group]);
	}
}
