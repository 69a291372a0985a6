/* SPDX-License-Identifier: MIT */
/*
 * Looking whether a driver hangs, and resetting it (DDI, states of a miniport adapter). `set hang=1` makes the system look: from Running on,
 * every so many seconds as the registration attributes say, if the driver gave both handlers. A look that finds nothing else
 * queued in the machine is the last one until the next command, so that a machine comes to rest.
 */
#ifndef MSILAB_NDIS_RESET_H
#define MSILAB_NDIS_RESET_H

#include "sim/core/core.h"

struct adapter;

struct hang {
	struct event event;
	struct adapter *adapter;
	vtime begun;  /* when the adapter came to Running */
	vtime period; /* ns; 0: nothing is looked at */
};

void reset_init(struct adapter *adapter);

/* The seconds of the registration attributes; 0 is the default. */
void reset_period(struct adapter *adapter, unsigned seconds);

/* The adapter has come to Running, or leaves it. */
void reset_watch(struct adapter *adapter);
void reset_unwatch(struct adapter *adapter);

/* On the device's thread: asks whether the driver hangs, and resets it then; resets it. */
void reset_look(struct adapter *adapter);
void reset_adapter(struct adapter *adapter);

#endif
