/* SPDX-License-Identifier: MIT */
/* The fold: what each family of records makes of the scene, and that any place is reached the same way from everywhere. */
#include <stdlib.h>

#include "sim/base/rng.h"
#include "sim/read/scene.h"
#include "tests/unit/suite.h"
#include "tests/unit/tell.h"

static const struct scene_device *nic0(const struct scene *scene)
{
	return scene_device(scene, rectext_object_named(scene->trace, "nic0"));
}

/* The scene at the trace's end. */
static struct scene *folded(const struct trace *trace)
{
	struct scene *scene = scene_new(trace);

	scene_advance(scene, UINT64_MAX);
	return scene;
}

static void done(struct scene *scene, struct trace *trace)
{
	scene_free(scene);
	trace_free(trace);
}

START_TEST(declarations_shape_the_scene)
{
	struct trace *trace = tell_machine();
	struct scene *scene = folded(trace);

	ck_assert_uint_eq(scene->cpus_n, 2);
	ck_assert_uint_eq(nic0(scene)->regs_n, 12);
	ck_assert_uint_eq(nic0(scene)->entries_n, 4);
	ck_assert_uint_eq(nic0(scene)->entries[3].control, 1);
	ck_assert_uint_eq(scene_config(nic0(scene), 0, 2), 0x1234);
	ck_assert_uint_eq(scene_capability(nic0(scene), 0x05), 0x50);
	ck_assert_uint_eq(scene_capability(nic0(scene), 0x11), 0x70);
	ck_assert_uint_eq(scene_mode(nic0(scene)), SYM_grant_LINE);
	ck_assert_uint_eq(scene->cpus[0].irql, 0);
	done(scene, trace);
}
END_TEST

START_TEST(registers_follow_their_records)
{
	struct trace *trace = tell_machine();
	struct scene *scene;

	tell(trace, 1, "dev.unmask obj=nic0 cpu=- bits=0x3 ims_after=0x3");
	tell(trace, 2, "dev.cause.set obj=nic0 cpu=- bits=0x1 icr_after=0x1");
	tell(trace, 3, "dev.reg obj=nic0 cpu=- index=11 after=0x77");
	tell(trace, 4, "dev.desc.write obj=nic0 cpu=- queue=0 index=4 head_after=5 length=64");
	tell(trace, 5, "msi.send obj=nic0 cpu=- message=1 address=0xfee00000 data=0x51 source=1");
	tell(trace, 6, "line.assert obj=nic0 cpu=- pin=1");
	scene = folded(trace);
	ck_assert_uint_eq(scene_role(nic0(scene), ROLE_IMS, 0), 3);
	ck_assert_uint_eq(scene_role(nic0(scene), ROLE_ICR, 0), 1);
	ck_assert_uint_eq(nic0(scene)->regs[11].value, 0x77);
	ck_assert_uint_eq(scene_role(nic0(scene), ROLE_RDH, 0), 5);
	ck_assert_uint_eq(scene_role(nic0(scene), ROLE_RXCNT, 0), 1);
	ck_assert_uint_eq(scene_role(nic0(scene), ROLE_GPRC, 0), 1);
	ck_assert_uint_eq(scene_role(nic0(scene), ROLE_IMSGS, 1), 1);
	ck_assert_uint_eq(scene_role(nic0(scene), ROLE_INTXA, 0), 1);
	ck_assert_uint_eq(nic0(scene)->asserted, 2);
	tell(trace, 7, "dev.reset obj=nic0 cpu=-");
	scene_advance(scene, UINT64_MAX);
	ck_assert_uint_eq(scene_role(nic0(scene), ROLE_IMSGS, 1), 0);
	done(scene, trace);
}
END_TEST

START_TEST(pending_bits_of_messages_are_where_the_hardware_shows_them)
{
	struct trace *trace = tell_machine();
	struct scene *scene;

	tell(trace, 1, "cfg.write obj=nic0 cpu=0 offset=0x72 size=2 written=0x8000 after=0x8003");
	tell(trace, 2, "pba.set obj=nic0 cpu=- entry=2 why=masked");
	tell(trace, 3, "msi.pend obj=nic0 cpu=- message=1 pending_after=0x2 why=masked");
	scene = folded(trace);
	ck_assert_uint_eq(scene_mode(nic0(scene)), SYM_grant_MSIX);
	ck_assert(scene_pending(nic0(scene), 2));
	ck_assert(!scene_pending(nic0(scene), 1));
	ck_assert_uint_eq(scene_config(nic0(scene), 0x64, 4), 2);
	tell(trace, 4, "pba.clear obj=nic0 cpu=- entry=2 sent=1");
	scene_advance(scene, UINT64_MAX);
	ck_assert(!scene_pending(nic0(scene), 2));
	done(scene, trace);
}
END_TEST

START_TEST(vector_goes_from_irr_to_service_to_nothing)
{
	struct trace *trace = tell_machine();
	struct scene *scene = scene_new(trace);

	tell(trace, 1, "apic.accept obj=cpu1 cpu=- vector=0x61 level=1");
	scene_advance(scene, UINT64_MAX);
	ck_assert(scene_vector(scene->cpus[1].apic.irr, 0x61));
	ck_assert(scene_vector(scene->cpus[1].apic.tmr, 0x61));
	tell(trace, 2, "apic.deliver obj=cpu1 cpu=1 vector=0x61");
	tell(trace, 3, "irql.raise obj=cpu1 cpu=1 irql=0 from=0 to_after=6");
	scene_advance(scene, UINT64_MAX);
	ck_assert(!scene_vector(scene->cpus[1].apic.irr, 0x61));
	ck_assert(scene_vector(scene->cpus[1].apic.isr, 0x61));
	ck_assert_uint_eq(scene->cpus[1].irql, 6);
	ck_assert_uint_eq(scene->cpus[1].apic.tpr, 0x60);
	tell(trace, 4, "apic.eoi obj=cpu1 cpu=1 irql=6 vector=0x61");
	scene_advance(scene, UINT64_MAX);
	ck_assert(!scene_vector(scene->cpus[1].apic.isr, 0x61));
	done(scene, trace);
}
END_TEST

START_TEST(nesting_grows_and_shrinks_with_handlers)
{
	struct trace *trace = tell_machine();
	struct scene *scene;
	uint64_t dpc;

	tell(trace, 1, "dpc.queue obj=nic0.interrupt cpu=0 message=1 target=0 context=0x5 depth_after=1");
	tell(trace, 1, "dpc.queue obj=nic0.interrupt cpu=0 message=2 target=0 context=0x0 depth_after=2");
	dpc = tell(trace, 2, "dpc.enter obj=nic0.interrupt cpu=0 irql=2 message=1");
	tell(trace, 3, "isr.enter obj=nic0.interrupt cpu=0 irql=5 message=2 vector=0x52");
	scene = folded(trace);
	ck_assert_uint_eq(scene->cpus[0].stack.depth, 2);
	ck_assert_uint_eq(scene->cpus[0].stack.frame[0].kind, FRAME_DPC);
	ck_assert_uint_eq(scene->cpus[0].stack.frame[0].number, dpc);
	ck_assert_uint_eq(scene->cpus[0].stack.frame[1].kind, FRAME_ISR);
	ck_assert_uint_eq(scene->cpus[0].stack.frame[1].message, 2);
	ck_assert_uint_eq(scene->cpus[0].dpcs_n, 1);
	ck_assert_uint_eq(scene->cpus[0].dpcs[0].message, 2);
	tell(trace, 4, "isr.exit obj=nic0.interrupt cpu=0 irql=5 message=2 claimed=1");
	tell(trace, 5, "dpc.remove obj=nic0.interrupt cpu=0 message=2 target=0");
	scene_advance(scene, UINT64_MAX);
	ck_assert_uint_eq(scene->cpus[0].stack.depth, 1);
	ck_assert_uint_eq(scene->cpus[0].dpcs_n, 0);
	done(scene, trace);
}
END_TEST

START_TEST(waiting_thread_takes_its_handlers_along)
{
	struct trace *trace = tell_machine();
	struct scene *scene;
	const struct scene_thread *thread;

	tell(trace, 0, "thread.new obj=main cpu=- cpu=0 name=\"main\"");
	tell(trace, 1, "thread.run obj=main cpu=0 irql=0 cpu=0");
	tell(trace, 2, "handler.enter obj=nic0 cpu=0 irql=0 name=\"MiniportHaltEx\"");
	tell(trace, 3, "thread.wait obj=main cpu=0 irql=0 for=sleep what=0x0 until=9us");
	scene = folded(trace);
	thread = scene_thread(scene, rectext_object_named(trace, "main"));
	ck_assert_uint_eq(scene->cpus[0].stack.depth, 0);
	ck_assert_uint_eq(scene->cpus[0].thread, 0);
	ck_assert_uint_eq(thread->stack.depth, 1);
	ck_assert_uint_eq(thread->wait, SYM_wait_SLEEP);
	tell(trace, 9000, "thread.ready obj=main cpu=- result=1");
	tell(trace, 9000, "thread.run obj=main cpu=0 irql=0 cpu=0");
	scene_advance(scene, UINT64_MAX);
	thread = scene_thread(scene, rectext_object_named(trace, "main"));
	ck_assert_uint_eq(scene->cpus[0].stack.depth, 1);
	ck_assert_uint_eq(scene->cpus[0].thread, thread->obj);
	ck_assert_uint_eq(thread->state, THREAD_STATE_RUNNING);
	done(scene, trace);
}
END_TEST

START_TEST(only_live_blocks_and_lists_are_held)
{
	struct trace *trace = tell_machine();
	struct scene *scene;
	char words[128];

	for (unsigned id = 1; id <= 1000; id++) {
		snprintf(words, sizeof words, "pool.alloc obj=nic0 cpu=0 irql=0 id=%u address=0x%x size=16 tag=0x0", id, id * 16);
		tell(trace, id, words);
		snprintf(words, sizeof words, "pool.free obj=nic0 cpu=0 irql=0 id=%u address=0x%x", id, id * 16);
		if (id % 100)
			tell(trace, id, words);
	}
	tell(trace, 2000, "nbl.alloc obj=nic0 cpu=0 irql=0 id=7 address=0x100 pool=0x1");
	tell(trace, 2001, "nbl.indicate obj=nic0 cpu=0 irql=2 id=7 bytes=64 owner_after=system");
	scene = folded(trace);
	ck_assert_uint_eq(scene->pool.n, 10);
	for (unsigned id = 1; id <= 1000; id++)
		ck_assert_int_eq(scene_set_find(&scene->pool, id) != NULL, id % 100 == 0);
	ck_assert_uint_eq(scene_set_find(&scene->lists, 7)->owner, SYM_owner_SYSTEM);
	ck_assert_uint_eq(scene_set_find(&scene->lists, 7)->size, 64);
	done(scene, trace);
}
END_TEST

START_TEST(grant_and_its_messages_are_shown)
{
	struct trace *trace = tell_machine();
	struct scene *scene;
	const struct scene_interrupt *interrupt;

	tell(trace, 1, "pnp.grant obj=nic0 cpu=0 irql=0 kind=msix count=2 asked=4 policy=\"cap\"");
	tell(trace, 1, "pnp.message obj=nic0 cpu=0 irql=0 message=1 address=0xfee01000 data=0x61 cpus=0x2");
	tell(trace, 2, "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=1 vector=0x61 cpus=0x2 kind=msix");
	tell(trace, 3, "interrupt.out obj=nic0.interrupt cpu=0 irql=0 type=1 messages=2 table=0x10 handle=0x20");
	scene = folded(trace);
	interrupt = scene_interrupt(scene, rectext_object_named(trace, "nic0.interrupt"));
	ck_assert_uint_eq(nic0(scene)->grant.count, 2);
	ck_assert_uint_eq(nic0(scene)->grant.messages[1].data, 0x61);
	ck_assert(interrupt->messages[1].connected);
	ck_assert_uint_eq(interrupt->out_messages, 2);
	tell(trace, 4, "isr.disconnect obj=nic0.interrupt cpu=0 irql=0 message=1 vector=0x61");
	scene_advance(scene, UINT64_MAX);
	interrupt = scene_interrupt(scene, rectext_object_named(trace, "nic0.interrupt"));
	ck_assert(!interrupt->messages[1].connected);
	done(scene, trace);
}
END_TEST

static const char *asked(const struct scene *scene, unsigned place)
{
	size_t message;
	const struct scene_interrupt *interrupt = scene_asked(scene, 0x1, 0x51, place, &message);

	return interrupt ? rectext_object(scene->trace, interrupt->obj) : "nobody";
}

START_TEST(a_chain_asks_first_who_was_connected_first)
{
	static const char first[] = "isr.connect obj=nic0.interrupt cpu=0 irql=0 message=- vector=0x51 cpus=0x1 kind=line";
	static const char second[] = "isr.connect obj=noisy0.interrupt cpu=0 irql=0 message=- vector=0x51 cpus=0x1 kind=line";
	struct trace *trace = tell_machine();
	struct scene *scene;

	tell_object(trace, "interrupt", "noisy0.interrupt", "parent=nic0");
	tell(trace, 1, first);
	tell(trace, 2, second);
	scene = folded(trace);
	ck_assert_str_eq(asked(scene, 0), "nic0.interrupt");
	ck_assert_str_eq(asked(scene, 1), "noisy0.interrupt");
	tell(trace, 3, "isr.disconnect obj=nic0.interrupt cpu=0 irql=0 message=- vector=0x51");
	tell(trace, 4, first);
	scene_advance(scene, UINT64_MAX);
	ck_assert_str_eq(asked(scene, 0), "noisy0.interrupt");
	ck_assert_str_eq(asked(scene, 1), "nic0.interrupt");
	ck_assert_str_eq(asked(scene, 2), "nobody");
	done(scene, trace);
}
END_TEST

/* Kinds that need no known object: inputs of the only IO-APIC, what comes and goes under ids of its own, the end. */
static bool objectless(unsigned kind)
{
	return (kind >= R_IOAPIC_LEVEL && kind <= R_IOAPIC_REDELIVER) || (kind >= R_POOL_ALLOC && kind <= R_NBL_COMPLETE) ||
	       kind == R_BUGCHECK;
}

START_TEST(records_about_nobody_change_nobody)
{
	struct trace *trace = tell_machine();
	struct scene *scene, *before = folded(trace);

	for (unsigned kind = 0; kind < RECORD_KINDS; kind++) {
		struct record *r = objectless(kind) ? NULL : trace_append(trace);

		if (r)
			*r = (struct record){ .number = trace_count(trace) - 1, .kind = (uint16_t)kind, .cpu = 77, .obj = 4000000,
					      .w = { UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX } };
	}
	scene = folded(trace);
	ck_assert(scene_same(before, scene, NULL));
	scene_free(before);
	done(scene, trace);
}
END_TEST

/* A long trace of all kinds about known and unknown objects, with words small enough to hit something. */
static struct trace *long_trace(uint64_t records)
{
	struct trace *trace = tell_machine();
	struct rng rng;

	rng_init(&rng, 5, "scene");
	while (trace_count(trace) < records) {
		uint64_t kind = rng_below(&rng, RECORD_KINDS), obj = rng_below(&rng, 8), number = trace_count(trace);
		struct record *r;

		if (kind == R_MACHINE_OBJECT)
			continue;
		r = trace_append(trace);
		*r = (struct record){ .at = (vtime)number, .number = number, .kind = (uint16_t)kind, .obj = (uint32_t)obj,
				      .cpu = (uint8_t)rng_below(&rng, 3) };
		for (unsigned i = 0; i < 4; i++)
			r->w[i] = rng_below(&rng, rng_below(&rng, 4) ? 16 : 5000);
	}
	return trace;
}

START_TEST(jump_to_any_record_equals_folding_up_to_it)
{
	const uint64_t records = 4 * SCENE_KEY_EVERY + 100;
	struct trace *trace = long_trace(records);
	struct scene_keys *keys = scene_keys_new(trace);
	struct scene *walk = scene_new(trace);
	struct str why = { 0 };

	for (uint64_t at = 0; at < records; at += 9973) {
		const uint64_t places[] = { at, records - 1 - at, at };

		for (unsigned i = 0; i < 3; i++) {
			const struct scene *jumped = scene_at(keys, places[i]);

			ck_assert_uint_eq(jumped->next, places[i] + 1);
		}
		scene_advance(walk, at);
		ck_assert_msg(scene_same(walk, scene_at(keys, at), &why), "at %lu: %s", (unsigned long)at, why.text);
	}
	scene_keys_free(keys);
	done(walk, trace);
}
END_TEST

START_TEST(a_second_place_is_looked_at_beside_the_first)
{
	const uint64_t records = 3 * SCENE_KEY_EVERY;
	struct trace *trace = long_trace(records);
	struct scene_keys *keys = scene_keys_new(trace);
	struct scene *walk = scene_new(trace);
	const struct scene *first = scene_at(keys, records - 1);
	struct str why = { 0 };

	for (uint64_t at = 0; at < records; at += 19973) {
		scene_advance(walk, at);
		ck_assert_msg(scene_same(walk, scene_beside(keys, at), &why), "at %lu: %s", (unsigned long)at, why.text);
		ck_assert_uint_eq(first->next, records);
	}
	scene_keys_free(keys);
	done(walk, trace);
}
END_TEST

START_TEST(scene_follows_a_trace_that_grows)
{
	struct trace *trace = tell_machine();
	struct scene_keys *keys = scene_keys_new(trace);

	scene_at(keys, UINT64_MAX);
	tell(trace, 3, "irql.raise obj=cpu0 cpu=0 irql=0 from=0 to_after=2");
	ck_assert_uint_eq(scene_at(keys, UINT64_MAX)->cpus[0].irql, 2);
	scene_keys_free(keys);
	trace_free(trace);
}
END_TEST

START_TEST(first_difference_is_told)
{
	struct trace *trace = tell_machine();
	struct scene *a = folded(trace), *b;
	struct str why = { 0 };

	tell(trace, 3, "dev.reg obj=nic0 cpu=- index=11 after=0x9");
	b = folded(trace);
	ck_assert(!scene_same(a, b, &why));
	ck_assert_str_eq(why.text, "nic0: SCRATCH 11: 0x0 and 0x9");
	str_free(&why);
	scene_free(a);
	done(b, trace);
}
END_TEST

START_TEST(held_cpu_keeps_its_task_priority_at_the_higher_of_level_and_hold)
{
	struct trace *trace = tell_machine();
	struct scene *scene;

	tell(trace, 1, "irql.raise obj=cpu0 cpu=0 from=0 to_after=2");
	tell(trace, 2, "cpu.hold obj=cpu0 cpu=- level_after=5");
	scene = folded(trace);
	ck_assert_uint_eq(scene->cpus[0].irql, 2);
	ck_assert_uint_eq(scene->cpus[0].apic.tpr, 0x50);
	tell(trace, 3, "cpu.hold obj=cpu0 cpu=- level_after=0");
	scene_advance(scene, UINT64_MAX);
	ck_assert_uint_eq(scene->cpus[0].apic.tpr, 0x20);
	done(scene, trace);
}
END_TEST

START_TEST(work_item_queued_while_it_runs_stays_queued)
{
	struct trace *trace = tell_machine();
	struct scene *scene;

	tell_object(trace, "work-item", "work1", "");
	tell(trace, 1, "work.queue obj=work1 cpu=0 cpu=0");
	tell(trace, 2, "work.enter obj=work1 cpu=0 cpu=0");
	tell(trace, 3, "work.queue obj=work1 cpu=0 cpu=0");
	tell(trace, 4, "work.exit obj=work1 cpu=0 cpu=0");
	scene = folded(trace);
	ck_assert_uint_eq(scene->works[1].state, WORK_QUEUED);
	done(scene, trace);
}
END_TEST

SUITE("scene", held_cpu_keeps_its_task_priority_at_the_higher_of_level_and_hold, work_item_queued_while_it_runs_stays_queued,
      declarations_shape_the_scene, registers_follow_their_records, pending_bits_of_messages_are_where_the_hardware_shows_them,
      vector_goes_from_irr_to_service_to_nothing, nesting_grows_and_shrinks_with_handlers, waiting_thread_takes_its_handlers_along,
      only_live_blocks_and_lists_are_held, a_chain_asks_first_who_was_connected_first, grant_and_its_messages_are_shown, records_about_nobody_change_nobody,
      jump_to_any_record_equals_folding_up_to_it, a_second_place_is_looked_at_beside_the_first, scene_follows_a_trace_that_grows, first_difference_is_told)
