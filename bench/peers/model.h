/* SPDX-License-Identifier: MIT */
/*
 * The two models that every engine is timed on, as far as they are the same for
 * all: draws, arguments, stopwatch and the line that is printed. A peer brings
 * an engine and the two functions of struct peer; model.c has the main program.
 *
 * Units: model time is unsigned 64-bit ticks. In nic a tick is 1 ps; hold has
 * no unit. Sums wrap. The table of draws is filled before any clock starts.
 */
#ifndef BENCH_PEERS_MODEL_H
#define BENCH_PEERS_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MODEL_TABLE   65536
#define NIC_FLIGHT    500000  /* message: from the queue to the CPU */
#define NIC_ISR	      1000000 /* one interrupt service routine */
#define NIC_FRAME     300000  /* a DPC's work on one frame */
#define NIC_DPC_LIMIT 64      /* frames of one DPC, at most */

struct stopwatch {
	double wall_s, cpu_s; /* while it runs: the negated start */
};

/* hold: N events always pending, M of them timed. */
struct hold {
	uint64_t pending, events;
	uint64_t drawn;		/* k of the next draw */
	uint64_t ran;		/* events that have run, the first N included */
	uint64_t check;		/* time of the last one */
	struct stopwatch watch; /* runs from the N-th event to the last */
	uint32_t table[MODEL_TABLE];
};

/* nic: cpus CPUs, each with its own queues. */
struct nic {
	uint64_t queues, mean_ns, frames, cpus; /* queues: of one CPU; frames: of all */
	uint64_t done, irqs, dpcs, preempts;	/* done: frames finished */
	uint64_t last, sum;			/* of the finished frames' times */
	struct stopwatch watch;
	uint32_t table[MODEL_TABLE];
};

/* One queue's arrivals: its own generator and what is left to come. */
struct nic_source {
	uint64_t state, left;
};

/* An engine under test. Both functions run the model to its end, fill its
 * results and start and stop its watch. */
struct peer {
	const char *name;
	void (*hold)(struct hold *h);
	void (*nic)(struct nic *n);
};

static inline uint64_t model_splitmix(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static inline uint64_t hold_draw(struct hold *h)
{
	uint64_t k = h->drawn++;

	return h->table[k % MODEL_TABLE] + (k >> 16) * 0x9E37 % 1024;
}

/* The source of queue i of CPU k, i counted within the CPU. */
static inline struct nic_source nic_source(const struct nic *n, uint64_t k, uint64_t i)
{
	struct nic_source s = { 0xABCD0000u + i + k * n->queues,
				n->frames / (n->queues * n->cpus) };

	return s;
}

/* The gap before the source's next frame, which it counts as sent. Only while left > 0. */
static inline uint64_t nic_gap(const struct nic *n, struct nic_source *s)
{
	uint64_t r = model_splitmix(&s->state);

	s->left--;
	return n->table[r % MODEL_TABLE] + (r >> 16) % 1024;
}

/* A frame is finished at time now. */
static inline void nic_finish(struct nic *n, uint64_t now)
{
	n->done++;
	n->last = now;
	n->sum += now;
}

void stopwatch_start(struct stopwatch *w);
void stopwatch_stop(struct stopwatch *w);

/*
 * The whole main program: `hold N M` or `nic Q MEAN_NS F [--cpus K]`; prints one
 * line of key=value pairs. Returns the exit status: 0, or 2 after bad arguments.
 */
int model_main(const struct peer *peer, int argc, char **argv);

#ifdef __cplusplus
}
#endif

#endif
