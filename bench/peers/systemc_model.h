/* SPDX-License-Identifier: MIT */
/*
 * What the two SystemC peers share: ticks as SystemC's time, and a main program
 * that prints the peer's one line and nothing else.
 *
 * One tick is one unit of SystemC's time resolution (1 ps, its default).
 */
#ifndef BENCH_PEERS_SYSTEMC_MODEL_H
#define BENCH_PEERS_SYSTEMC_MODEL_H

#include "bench/peers/model.h"

#include <cstdlib>
#include <systemc>

static inline sc_core::sc_time ticks(uint64_t n)
{
	return sc_core::sc_time::from_value(n);
}

static inline uint64_t now()
{
	return sc_core::sc_time_stamp().value();
}

/* Stands in for the library's main(), which greets on standard error. */
int main(int argc, char **argv)
{
	setenv("SC_COPYRIGHT_MESSAGE", "DISABLE", 1);
	sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
	return sc_core::sc_elab_and_sim(argc, argv);
}

#endif
