/* SPDX-License-Identifier: MIT */
#include "tests/property/scenery.h"

#include "sim/base/rng.h"
#include "tests/property/story.h"

static void draw_bridges(struct scenery *scenery, struct rng *rng)
{
	static const char *const lines[] = {
		"device rp0 root-port slot=3\n", "device sw0 switch under=rp0\n", "device dn0 switch-port under=sw0 slot=2\n",
	};
	static const char *const names[] = { "rp0", "sw0", "dn0" };
	static const unsigned depths[] = { 0, 1, 3 };

	scenery->bridges_n = depths[rng_below(rng, 3)];
	for (unsigned i = 0; i < scenery->bridges_n; i++) {
		str_append(&scenery->head, lines[i]);
		scenery->bridges[i] = names[i];
	}
}

static void draw_nic(struct scenery *scenery, struct rng *rng)
{
	unsigned mechanism = (unsigned)rng_below(rng, 3), queues = (unsigned)rng_below(rng, 8) + 1;

	scenery->edgeonly = rng_below(rng, 2);
	scenery->maskable = rng_below(rng, 2);
	str_append(&scenery->head, "device nic0 vnic ");
	if (scenery->bridges_n)
		str_format(&scenery->head, "under=%s", scenery->bridges[scenery->bridges_n - 1]);
	else
		str_format(&scenery->head, "slot=%u", (unsigned)rng_below(rng, 4) + 8);
	str_format(&scenery->head, " queues=%u edgeonly=%u msimask=%u", queues, scenery->edgeonly, scenery->maskable);
	str_format(&scenery->head, " msix=%u msi=%u\n", mechanism == 0 ? (unsigned)rng_below(rng, 16) + 1 : 0,
		   mechanism == 1 ? 1u << rng_below(rng, 4) : 0);
	str_format(&scenery->head, "driver nic0 %s\n", mechanism == 2 ? "vnic-line MSISupported=0" : "vnic-message");
}

/* Neighbours are quiet; one may share the line. */
static void draw_neighbours(struct scenery *scenery, struct rng *rng)
{
	if (rng_below(rng, 2))
		str_format(&scenery->head, "device nic1 vnic slot=%u msix=4\ndriver nic1 vnic-message\n", (unsigned)rng_below(rng, 4) + 16);
	if (rng_below(rng, 2))
		str_format(&scenery->head, "device noise noisy slot=%u\ndriver noise noisy\n", (unsigned)rng_below(rng, 4) + 24);
}

void scenery_draw(struct scenery *scenery, uint64_t seed)
{
	static const char *const policies[] = { "windows", "all", "one", "cap count=2", "pow2" };
	static const char *const affinities[] = { "spread", "close", "specified mask=1" };
	static const unsigned causes[] = { 0, 8, 24, 25 };
	struct rng rng;

	rng_init(&rng, seed, "why");
	*scenery = (struct scenery){ .seed = seed };
	str_format(&scenery->head, "seed %llu\ncpus %u\npolicy %s\naffinity %s\n", (unsigned long long)seed,
		   (unsigned)rng_below(&rng, 4) + 1, policies[rng_below(&rng, 5)], affinities[rng_below(&rng, 3)]);
	draw_bridges(scenery, &rng);
	draw_nic(scenery, &rng);
	draw_neighbours(scenery, &rng);
	scenery->cause = causes[rng_below(&rng, 3)];
	story_machine(&scenery->machine, scenery->head.text);
}

void scenery_fini(struct scenery *scenery)
{
	machine_fini(&scenery->machine);
	str_free(&scenery->head);
}
