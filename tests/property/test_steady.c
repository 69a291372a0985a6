/* SPDX-License-Identifier: MIT */
/*
 * A machine that is warm allocates nothing per event: while the second half of a load runs, nobody asks the host or the arena for
 * memory. The linker leads those who ask through here (--wrap, tests/local.mk).
 */
#include <sys/mman.h>

#include "cli/world.h"
#include "lessons/host/module.h"
#include "sim/core/arena.h"
#include "sim/journal/command.h"
#include "sim/sim.h"
#include "tests/unit/suite.h"

#define HALF 400000 /* events */

static unsigned asked; /* since it was last set to 0 */

#define ASKS(type, name, parameters, arguments)                                                            \
	type __real_##name parameters;                                                                     \
	type __wrap_##name parameters;                                                                     \
	type __wrap_##name parameters                                                                      \
	{                                                                                                  \
		asked++;                                                                                   \
		return __real_##name arguments;                                                            \
	}

ASKS(void *, malloc, (size_t size), (size))
ASKS(void *, calloc, (size_t n, size_t size), (n, size))
ASKS(void *, realloc, (void *p, size_t size), (p, size))
ASKS(char *, strdup, (const char *text), (text))
ASKS(void *, mmap, (void *at, size_t size, int rights, int flags, int fd, off_t offset), (at, size, rights, flags, fd, offset))
ASKS(void *, arena_new, (struct arena *arena, size_t size), (arena, size))
ASKS(uint64_t, arena_take, (struct arena *arena, enum arena_part part, size_t size, size_t align), (arena, part, size, align))

struct rig {
	struct machine machine;
	struct module_world world;
	struct modules *modules;
	struct inputs inputs;
	struct trace *trace;
	struct sim *sim;
};

static void rig_new(struct rig *rig, const char *machine)
{
	static const char *const folders[] = { "lessons/drivers", NULL }; /* the suite runs in the build folder */
	struct err err;

	*rig = (struct rig){ .world = *world(), .trace = trace_new_ring(4096) };
	rig->world.folders = folders;
	machine_init(&rig->machine);
	ck_assert(machine_read(&rig->machine, machine, "steady", &err));
	rig->modules = modules_new(&rig->world);
	ck_assert(modules_load_all(rig->modules, &rig->machine, &err));
	rig->inputs.modules = modules_list(rig->modules, &rig->inputs.modules_n);
	ck_assert(sim_check(&rig->machine, &rig->inputs, &err));
	rig->sim = sim_new(&rig->machine, &rig->inputs, rig->trace);
}

static void rig_free(struct rig *rig)
{
	sim_free(rig->sim);
	trace_free(rig->trace);
	modules_free(rig->modules);
	machine_fini(&rig->machine);
}

static void rig_do(struct rig *rig, vtime at, const char *text)
{
	struct command command;
	struct err err;

	sim_run(rig->sim, at, UINT64_MAX);
	ck_assert(command_read(&command, text, &err));
	sim_apply(rig->sim, &command);
	command_free(&command);
}

/* A pool grows while there are more of its kind out than ever before: so a good while is warm-up. */
static void expect_steady(const char *machine, const char *traffic)
{
	struct rig rig;
	uint64_t events;
	unsigned warm, steady;

	rig_new(&rig, machine);
	rig_do(&rig, 0, "start nic0");
	rig_do(&rig, 100000000, traffic);
	asked = 0;
	sim_run(rig.sim, VTIME_NEVER, HALF);
	warm = asked;
	events = sim_events(rig.sim);
	asked = 0;
	sim_run(rig.sim, VTIME_NEVER, 2 * HALF);
	steady = asked;
	ck_assert_uint_eq(sim_events(rig.sim), 2 * events);
	ck_assert_uint_gt(warm, 0);
	ck_assert_uint_eq(steady, 0);
	rig_free(&rig);
}

#define MACHINE(driver) "seed 1\ncpus 1\ndevice nic0 vnic msix=8 queues=4\ndriver nic0 " driver "\n"
#define TRAFFIC(kind, gap) "traffic nic0 " kind " gap=" gap " frames=0 size=200 flows=64 seed=1"

START_TEST(messages_under_light_load_allocate_nothing)
{
	expect_steady(MACHINE("vnic-message"), TRAFFIC("poisson", "50us"));
}
END_TEST

START_TEST(messages_under_an_overload_allocate_nothing)
{
	expect_steady(MACHINE("vnic-message"), TRAFFIC("poisson", "500ns"));
}
END_TEST

START_TEST(a_line_under_load_allocates_nothing)
{
	expect_steady(MACHINE("vnic-line"), TRAFFIC("constant", "3us"));
}
END_TEST

SUITE("steady", messages_under_light_load_allocate_nothing, messages_under_an_overload_allocate_nothing,
      a_line_under_load_allocates_nothing)
