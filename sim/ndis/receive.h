/* SPDX-License-Identifier: MIT */
/*
 * Received lists on their way up and back (doc/modelled.md). How they come back is the option "returns":
 *
 *     later     on the same CPU, at DISPATCH_LEVEL with the flag set, one chain for each indication (default)
 *     inside    before the indicate call returns
 *     other     as later, on the next CPU
 *     passive   from a thread at PASSIVE_LEVEL with the flag clear
 *     held      as later, but only when `held` lists (default 16) are out; pause returns all
 */
#ifndef MSILAB_NDIS_RECEIVE_H
#define MSILAB_NDIS_RECEIVE_H

#include "sim/ndis/nbl.h"
#include "sim/os/dpc.h"
#include "sim/os/thread.h"

struct adapter;

/* Lists of one indication that are to come back together; linked by their struct nbl. */
struct batch {
	struct nbl *first;
	unsigned n;
	struct batch *next;
};

struct batches {
	struct batch *first, *last;
};

struct returner {
	struct dpc dpc;
	struct adapter *adapter;
	struct batches waiting;
};

struct receive {
	struct returner *returners; /* by CPU, NULL: none made yet */
	struct batch *free;
	struct batches held, passive;
	unsigned held_lists, out;
	struct thread *thread; /* of `passive` */
	bool idle;
};

/* Lets all that is held go back now. */
void receive_flush(struct adapter *adapter);

#endif
