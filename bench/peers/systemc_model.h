/* SPDX-License-Identifier: MIT */
/*
 * What the two SystemC peers share: ticks as SystemC's time, the models around
 * their modules, and a main program that prints the peer's one line and nothing
 * else. A peer brings hold_item, cpu and queue.
 *
 * One tick is one unit of SystemC's time resolution (1 ps, its default).
 */
#ifndef BENCH_PEERS_SYSTEMC_MODEL_H
#define BENCH_PEERS_SYSTEMC_MODEL_H

#include "bench/peers/model.h"

#include <cstdlib>
#include <systemc>
#include <vector>

static inline sc_core::sc_time ticks(uint64_t n)
{
	return sc_core::sc_time::from_value(n);
}

static inline uint64_t now()
{
	return sc_core::sc_time_stamp().value();
}

/* One of hold's events runs. True: it is to be pending again; false: enough have run. */
static inline bool hold_event(struct hold *hold)
{
	if (++hold->ran == hold->pending)
		stopwatch_start(&hold->watch);
	if (hold->ran < hold->pending + hold->events)
		return true;
	if (hold->ran == hold->pending + hold->events) {
		stopwatch_stop(&hold->watch);
		hold->check = now();
		sc_core::sc_stop();
	}
	return false;
}

template <class Item> void run_hold(struct hold *hold)
{
	std::vector<Item *> items;

	for (uint64_t i = 0; i < hold->pending; i++)
		items.push_back(new Item(sc_core::sc_gen_unique_name("item"), hold));
	sc_core::sc_start();
	for (Item *item : items)
		delete item;
}

template <class Cpu, class Queue> void run_nic(struct nic *n)
{
	std::vector<sc_core::sc_module *> modules;

	for (uint64_t k = 0; k < n->cpus; k++) {
		Cpu *c = new Cpu(sc_core::sc_gen_unique_name("cpu"), n);

		modules.push_back(c);
		for (uint64_t i = 0; i < n->queues; i++)
			modules.push_back(new Queue(sc_core::sc_gen_unique_name("queue"), c, n, k, i));
	}
	stopwatch_start(&n->watch);
	sc_core::sc_start();
	stopwatch_stop(&n->watch);
	for (sc_core::sc_module *m : modules)
		delete m;
}

/* Stands in for the library's main(), which greets on standard error. */
int main(int argc, char **argv)
{
	setenv("SC_COPYRIGHT_MESSAGE", "DISABLE", 1);
	sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
	return sc_core::sc_elab_and_sim(argc, argv);
}

#endif
