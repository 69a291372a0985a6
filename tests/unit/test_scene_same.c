/* SPDX-License-Identifier: MIT */
/* Two scenes are the same where nothing differs, and nowhere else: each member of each group is changed once. */
#include "sim/read/scene.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

/* A scene with one of everything. */
static struct trace *told(void)
{
	struct trace *trace = tell_machine();

	tell_object(trace, "lock", "lock", "");
	tell_object(trace, "timer", "timer", "");
	tell_object(trace, "work-item", "work", "");
	tell_object(trace, "event", "event", "");
	tell(trace, 1, "pnp.grant obj=nic0 cpu=0 irql=0 kind=msix count=1 asked=4 policy=\"cap\"");
	tell(trace, 1, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=0 vector=0x61 cpus=0x2 kind=msix");
	tell(trace, 1, "dpc.queue obj=nic0.interrupt cpu=0 irql=6 message=0 target=0 context=0x0 depth_after=1");
	tell(trace, 1, "pool.alloc obj=nic0 cpu=0 irql=0 id=1 address=0x1000 size=64 tag=0x1");
	tell(trace, 1, "shared.alloc obj=nic0 cpu=0 irql=0 id=1 address=0x2000 size=64 physical=0x9000");
	tell(trace, 1, "nbl.alloc obj=nic0 cpu=0 irql=0 id=1 address=0x3000 pool=0x1");
	return trace;
}

static struct scene *filled(const struct trace *trace)
{
	struct scene *scene = scene_new(trace);

	scene_advance(scene, UINT64_MAX);
	scene->cpus[1].stack.depth = 1;
	scene->threads[1].stack.depth = 1;
	scene->timers[1].set = true;
	scene->devices[1].required.told = true;
	return scene;
}

/* CHANGE(group, a member of the scene s) */
#define CHANGES_OF_CPUS(CHANGE)                                                                                               \
	CHANGE(cpus, s->cpus[1].irql)                                                                                         \
	CHANGE(cpus, s->cpus[1].hold)                                                                                         \
	CHANGE(cpus, s->cpus[0].thread)                                                                                       \
	CHANGE(frames, s->cpus[1].stack.depth)                                                                                \
	CHANGE(frames, s->cpus[1].stack.frame[0].kind)                                                                        \
	CHANGE(frames, s->cpus[1].stack.frame[0].obj)                                                                         \
	CHANGE(frames, s->cpus[1].stack.frame[0].message)                                                                     \
	CHANGE(frames, s->cpus[1].stack.frame[0].name)                                                                        \
	CHANGE(frames, s->cpus[1].stack.frame[0].code)                                                                        \
	CHANGE(frames, s->cpus[1].stack.frame[0].number)                                                                      \
	CHANGE(frames, s->threads[1].stack.frame[0].code)                                                                     \
	CHANGE(apics, s->cpus[1].apic.taken[255])                                                                             \
	CHANGE(apics, s->cpus[1].apic.irr[7])                                                                                 \
	CHANGE(apics, s->cpus[1].apic.isr[0])                                                                                 \
	CHANGE(apics, s->cpus[1].apic.tmr[3])                                                                                 \
	CHANGE(apics, s->cpus[0].apic.tpr)                                                                                    \
	CHANGE(apics, s->cpus[0].apic.svr)                                                                                    \
	CHANGE(apics, s->cpus[0].apic.esr)                                                                                    \
	CHANGE(apics, s->cpus[0].apic.ldr)                                                                                    \
	CHANGE(apics, s->cpus[0].apic.dfr)                                                                                    \
	CHANGE(ioapic, s->entry[23])                                                                                          \
	CHANGE(ioapic, s->levels)                                                                                             \
	CHANGE(dpcs, s->cpus[0].dpcs[0].obj)                                                                                  \
	CHANGE(dpcs, s->cpus[0].dpcs[0].message)                                                                              \
	CHANGE(dpcs, s->cpus[0].dpcs[0].context)                                                                              \
	CHANGE(locks, s->locks[1].owner)                                                                                      \
	CHANGE(threads, s->threads[1].state)                                                                                  \
	CHANGE(threads, s->threads[1].cpu)                                                                                    \
	CHANGE(threads, s->threads[1].wait)                                                                                   \
	CHANGE(timers, s->timers[1].set)                                                                                      \
	CHANGE(timers, s->timers[1].due)                                                                                      \
	CHANGE(timers, s->timers[1].period)                                                                                   \
	CHANGE(works, s->works[1].state)                                                                                      \
	CHANGE(events, s->events[1].set)

#define CHANGES_OF_DEVICES(CHANGE)                                                                                            \
	CHANGE(config, s->devices[1].config[255])                                                                             \
	CHANGE(registers, s->devices[1].regs[11].value)                                                                       \
	CHANGE(tables, s->devices[1].entries[3].address)                                                                      \
	CHANGE(tables, s->devices[1].entries[3].data)                                                                         \
	CHANGE(tables, s->devices[1].entries[3].control)                                                                      \
	CHANGE(pending, s->devices[1].pba[0])                                                                                 \
	CHANGE(lines, s->devices[1].asserted)                                                                                 \
	CHANGE(lines, s->devices[1].removed)                                                                                  \
	CHANGE(sources, s->devices[1].due)                                                                                    \
	CHANGE(sources, s->devices[1].until[63])                                                                              \
	CHANGE(links, s->devices[1].link_up)                                                                                  \
	CHANGE(links, s->devices[1].link_speed)                                                                               \
	CHANGE(adapters, s->devices[1].state)                                                                                 \
	CHANGE(adapters, s->devices[1].status)                                                                                \
	CHANGE(adapters, s->devices[1].driver)                                                                                \
	CHANGE(wishes, s->devices[1].required.told)                                                                           \
	CHANGE(wishes, s->devices[1].required.kind)                                                                           \
	CHANGE(wishes, s->devices[1].required.messages)                                                                       \
	CHANGE(wishes, s->devices[1].required.line)                                                                           \
	CHANGE(wishes, s->devices[1].required.status)                                                                         \
	CHANGE(wishes, s->devices[1].filtered.told)                                                                           \
	CHANGE(grants, s->devices[1].grant.kind)                                                                              \
	CHANGE(grants, s->devices[1].grant.asked)                                                                             \
	CHANGE(grants, s->devices[1].grant.input)                                                                             \
	CHANGE(grants, s->devices[1].grant.vector)                                                                            \
	CHANGE(grants, s->devices[1].grant.cpus)                                                                              \
	CHANGE(grants, s->devices[1].grant.messages[0].address)                                                               \
	CHANGE(grants, s->devices[1].grant.messages[0].data)                                                                  \
	CHANGE(grants, s->devices[1].grant.messages[0].cpus)                                                                  \
	CHANGE(characteristics, s->devices[1].given.told)                                                                     \
	CHANGE(characteristics, s->devices[1].given.header)                                                                   \
	CHANGE(characteristics, s->devices[1].given.msi)                                                                      \
	CHANGE(characteristics, s->devices[1].given.sync)                                                                     \
	CHANGE(characteristics, s->devices[1].given.context)                                                                  \
	CHANGE(characteristics, s->devices[1].given.status)                                                                   \
	CHANGE(characteristics, s->devices[1].given.handler[SYM_member_COUNT - 1])                                            \
	CHANGE(interrupts, s->interrupts[1].out_type)                                                                         \
	CHANGE(interrupts, s->interrupts[1].out_messages)                                                                     \
	CHANGE(interrupts, s->interrupts[1].out_table)                                                                        \
	CHANGE(interrupts, s->interrupts[1].out_handle)                                                                       \
	CHANGE(interrupts, s->interrupts[1].messages[0].vector)                                                               \
	CHANGE(interrupts, s->interrupts[1].messages[0].cpus)                                                                 \
	CHANGE(interrupts, s->interrupts[1].messages[0].calls)                                                                \
	CHANGE(interrupts, s->interrupts[1].messages[0].unclaimed)                                                            \
	CHANGE(interrupts, s->interrupts[1].messages[0].connected)                                                            \
	CHANGE(pool, scene_set_put(&s->pool, 1)->size)                                                                        \
	CHANGE(pool, scene_set_put(&s->pool, 1)->obj)                                                                         \
	CHANGE(shared, scene_set_put(&s->shared, 1)->detail)                                                                  \
	CHANGE(maps, scene_set_put(&s->maps, 1)->address)                                                                     \
	CHANGE(lists, scene_set_put(&s->lists, 1)->owner)

static const struct change {
	enum scene_group group;
	const char *member;
} changes[] = {
#define CHANGE(group, member) { SCENE_GROUP_##group, #member },
	CHANGES_OF_CPUS(CHANGE) CHANGES_OF_DEVICES(CHANGE)
#undef CHANGE
};
#define CHANGES (sizeof changes / sizeof *changes)

static void change(struct scene *s, size_t which)
{
	size_t n = 0;

#define CHANGE(group, member)                                                                      \
	if (n++ == which)                                                                          \
		member = !(member);
	CHANGES_OF_CPUS(CHANGE)
	CHANGES_OF_DEVICES(CHANGE)
#undef CHANGE
}

START_TEST(each_member_that_differs_makes_its_group_differ_and_no_other)
{
	struct trace *trace = told();
	struct scene *a = filled(trace), *b = filled(trace);
	const struct change *c = &changes[_i];

	ck_assert(scene_same(a, b, NULL));
	change(b, (size_t)_i);
	for (unsigned group = 0; group < SCENE_GROUPS; group++)
		ck_assert_msg(scene_same_group((enum scene_group)group, a, b, NULL) == (group != c->group), "%s: %s", c->member,
			      scene_group_names[group]);
	scene_free(a);
	scene_free(b);
	trace_free(trace);
}
END_TEST

START_TEST(each_group_has_a_member_that_is_changed)
{
	for (unsigned group = 0; group < SCENE_GROUPS; group++) {
		size_t i = 0;

		while (i < CHANGES && changes[i].group != group)
			i++;
		ck_assert_msg(i < CHANGES, "%s", scene_group_names[group]);
	}
}
END_TEST

int main(void)
{
	struct frame frame = suite_open("scene same");

	tcase_add_loop_test(frame.tcase, each_member_that_differs_makes_its_group_differ_and_no_other, 0, (int)CHANGES);
	SUITE_ADD(&frame, each_group_has_a_member_that_is_changed);
	return suite_end(&frame);
}
