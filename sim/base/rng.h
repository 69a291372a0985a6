/* SPDX-License-Identifier: MIT */
/*
 * Random streams: splitmix64, one stream per consumer, seeded from the machine's seed and the consumer's name, so
 * that a new consumer does not shift the others. The same on every machine.
 */
#ifndef MSILAB_BASE_RNG_H
#define MSILAB_BASE_RNG_H

#include <stdint.h>

struct rng {
	uint64_t state;
};

void rng_init(struct rng *rng, uint64_t seed, const char *consumer);
uint64_t rng_next(struct rng *rng);
uint64_t rng_below(struct rng *rng, uint64_t bound); /* 0 .. bound-1, bound > 0, without bias */

/* An exponential gap of the given mean, at least 1, from an integer table: no libm, the same bits everywhere. */
uint64_t rng_exponential(struct rng *rng, uint64_t mean);

#endif
