/* SPDX-License-Identifier: MIT */
/* Drawing and playing of stories. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/world.h"
#include "sim/base/bug.h"
#include "sim/base/rng.h"
#include "sim/journal/command.h"
#include "tests/property/story.h"

static const char *pick(struct rng *rng, const char *const *list, size_t n)
{
	return list[rng_below(rng, n)];
}

#define PICK(rng, ...)                                                                             \
	pick(rng, (const char *const[]){ __VA_ARGS__ },                                            \
	     sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

static void draw_device(struct story *story, struct rng *rng, unsigned i)
{
	if (rng_below(rng, 4) == 0) {
		str_format(&story->head, "device dev%u noisy slot=%u msi=%u\ndriver dev%u noisy\n", i, i + 1,
			   (unsigned)rng_below(rng, 2), i);
		return;
	}
	if (rng_below(rng, 4) == 0) {
		str_format(&story->head, "device port%u root-port slot=%u\ndevice dev%u vnic under=port%u\ndriver dev%u vnic-message\n",
			   i, i + 1, i, i, i);
		return;
	}
	str_format(&story->head, "device dev%u vnic slot=%u msix=%s msi=%s msimask=%u queues=%u edgeonly=%u\n", i, i + 1,
		   PICK(rng, "0", "1", "4", "16"), PICK(rng, "0", "1", "8"), (unsigned)rng_below(rng, 2),
		   (unsigned)rng_below(rng, 4) + 1, (unsigned)rng_below(rng, 2));
	str_format(&story->head, "driver dev%u %s\n", i, PICK(rng, "vnic-line MSISupported=0", "vnic-message", "vnic-message"));
}

static void draw_head(struct story *story, struct rng *rng, unsigned devices)
{
	str_format(&story->head, "seed %llu\ncpus %u\n", (unsigned long long)story->seed, (unsigned)rng_below(rng, 4) + 1);
	str_format(&story->head, "policy %s\naffinity %s\n",
		   PICK(rng, "windows", "all", "line", "one", "cap count=2", "pow2", "scarce vectors=3", "random seed=5"),
		   PICK(rng, "spread", "close", "specified mask=2"));
	for (unsigned i = 0; i < devices; i++)
		draw_device(story, rng, i);
}

static void draw_command(struct story *story, struct rng *rng, const char *device, char *text, size_t size)
{
	(void)story;
	switch (rng_below(rng, 16)) {
	case 0: case 1: case 2:
		snprintf(text, size, "traffic %s %s gap=%s frames=%u size=%u flows=%u", device,
			 PICK(rng, "constant", "poisson", "burst"), PICK(rng, "700", "5000", "40us"),
			 (unsigned)rng_below(rng, 40) + 1, (unsigned)rng_below(rng, 1400) + 60, (unsigned)rng_below(rng, 8) + 1);
		break;
	case 3:
		snprintf(text, size, "send %s frames=%u size=100", device, (unsigned)rng_below(rng, 20) + 1);
		break;
	case 4:
		snprintf(text, size, "link %s %s", device, PICK(rng, "up", "down"));
		break;
	case 5:
		snprintf(text, size, "device.raise %s 0x%llx", device, (unsigned long long)1 << rng_below(rng, 32));
		break;
	case 6:
		snprintf(text, size, "%s %s %s", PICK(rng, "mask", "unmask"), device, PICK(rng, "0", "1", "all"));
		break;
	case 7:
		snprintf(text, size, "config.write %s command %s", device, PICK(rng, "0x0406", "0x0402", "0x0006"));
		break;
	case 8:
		snprintf(text, size, "%s %s", PICK(rng, "stop", "restart", "start"), device);
		break;
	case 9:
		snprintf(text, size, "policy %s", PICK(rng, "line", "all", "one", "windows"));
		break;
	case 10:
		snprintf(text, size, "frame %s size=%u", device, (unsigned)rng_below(rng, 1500) + 60);
		break;
	case 11:
		snprintf(text, size, "irql.%s cpu0 %u", PICK(rng, "raise", "lower"), (unsigned)rng_below(rng, 8));
		break;
	case 12:
		snprintf(text, size, "set returns=%s", PICK(rng, "later", "inside", "other", "passive", "held"));
		break;
	case 13:
		snprintf(text, size, "ioapic.%s %u", PICK(rng, "mask", "unmask"), (unsigned)rng_below(rng, 24));
		break;
	case 14:
		snprintf(text, size, "%s %s", rng_below(rng, 4) ? "restart" : "remove", device);
		break;
	default:
		snprintf(text, size, "interrupt.%s %s", PICK(rng, "disable", "enable"), device);
	}
}

void story_machine(struct machine *machine, const char *head)
{
	struct err err;
	char text[600];

	machine_init(machine);
	if (!machine_read(machine, head, "story", &err))
		bug(__FILE__, __LINE__, "%s", err_text(&err, text, sizeof text));
}

void story_init(struct story *story, uint64_t seed)
{
	struct rng rng;
	unsigned devices;
	vtime at = 0;

	*story = (struct story){ .seed = seed };
	rng_init(&rng, seed, "story");
	devices = (unsigned)rng_below(&rng, 3) + 1;
	draw_head(story, &rng, devices);
	story_machine(&story->machine, story->head.text);
	for (unsigned i = 0; i < devices; i++)
		snprintf(story->commands[story->n++].text, sizeof story->commands[0].text, "start dev%u", i);
	for (unsigned i = 0; i < 24; i++, story->n++) {
		char device[8];

		snprintf(device, sizeof device, "dev%u", (unsigned)rng_below(&rng, devices));
		at += (vtime)rng_below(&rng, 200000);
		story->commands[story->n].at = at;
		draw_command(story, &rng, device, story->commands[story->n].text, sizeof story->commands[0].text);
	}
	story->end = at + 2000000;
}

void story_fini(struct story *story)
{
	machine_fini(&story->machine);
	str_free(&story->head);
}

struct player {
	struct sim *sim;
	struct trace *trace;
	const struct play *play;
	struct rng cuts;
};

/* To `until`, in one go or in pieces. */
static void run_to(struct player *player, vtime until)
{
	struct sim *sim = player->sim;
	const struct play *play = player->play;

	while (play->split_seed && sim_now(sim) < until) {
		vtime left = until - sim_now(sim);
		uint64_t events = sim_events(sim) + 1 + rng_below(&player->cuts, 50);
		vtime piece = sim_now(sim) + 1 + (vtime)rng_below(&player->cuts, (uint64_t)left);

		if (rng_below(&player->cuts, 2))
			sim_run(sim, piece, UINT64_MAX);
		else
			sim_run(sim, until, events);
		if (sim_stopped(sim))
			break;
	}
	while (play->rest && !sim_stopped(sim)) {
		uint64_t before = sim_events(sim);

		sim_run(sim, until, before + play->rest_every);
		play->rest(play->context, sim, player->trace);
		if (sim_events(sim) < before + play->rest_every)
			break;
	}
	sim_run(sim, until, UINT64_MAX);
}

void story_apply(struct sim *sim, const char *text)
{
	struct command command;
	struct err err;
	char said[600];

	if (!command_read(&command, text, &err))
		bug(__FILE__, __LINE__, "%s: %s", text, err_text(&err, said, sizeof said));
	sim_apply(sim, &command);
	command_free(&command);
}

void stage_open(struct stage *stage, const struct machine *machine)
{
	static const char *const folders[] = { "lessons/drivers", NULL }; /* the suite runs in the build folder */
	struct err err;
	char text[600];

	*stage = (struct stage){ .world = *world(), .trace = trace_new() };
	stage->world.folders = folders;
	stage->modules = modules_new(&stage->world);
	machine_copy(&stage->machine, machine);
	if (!modules_load_all(stage->modules, &stage->machine, &err))
		bug(__FILE__, __LINE__, "%s", err_text(&err, text, sizeof text));
	stage->inputs.modules = modules_list(stage->modules, &stage->inputs.modules_n);
	if (!sim_check(&stage->machine, &stage->inputs, &err))
		bug(__FILE__, __LINE__, "%s", err_text(&err, text, sizeof text));
	stage->sim = sim_new(&stage->machine, &stage->inputs, stage->trace);
}

void stage_close(struct stage *stage)
{
	sim_free(stage->sim);
	machine_fini(&stage->machine);
	modules_free(stage->modules);
	trace_free(stage->trace);
}

struct trace *story_play(const struct story *story, const struct play *play)
{
	struct player player = { .play = play };
	struct stage stage;
	struct trace *trace;

	stage_open(&stage, &story->machine);
	player.sim = stage.sim;
	player.trace = trace = stage.trace;
	rng_init(&player.cuts, play->split_seed, "cuts");
	sim_ahead(player.sim, !play->not_ahead);
	sim_watch(player.sim, play->watch, play->context);
	for (unsigned i = 0; i < story->n; i++) {
		run_to(&player, story->commands[i].at);
		story_apply(player.sim, story->commands[i].text);
	}
	run_to(&player, story->end);
	stage.trace = NULL; /* it outlives the stage */
	stage_close(&stage);
	return trace;
}

uint64_t story_difference(const struct trace *a, const struct trace *b)
{
	uint64_t n = trace_count(a) < trace_count(b) ? trace_count(a) : trace_count(b);

	for (uint64_t i = 0; i < n; i++)
		if (memcmp(trace_at(a, i), trace_at(b, i), sizeof(struct record)) != 0)
			return i;
	if (trace_count(a) != trace_count(b))
		return n;
	if (a->texts_n != b->texts_n)
		return n;
	for (size_t i = 0; i < a->texts_n; i++)
		if (strcmp(a->texts[i], b->texts[i]) != 0)
			return n;
	return UINT64_MAX;
}
