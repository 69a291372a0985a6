/* SPDX-License-Identifier: MIT */
/* Lists that the protocol above gives the driver to send, and their completion (doc/modelled.md). */
#ifndef MSILAB_NDIS_SEND_H
#define MSILAB_NDIS_SEND_H

#include "sim/ndis/ndis_root.h"
#include "sim/ndis/nbl.h"

struct adapter;

struct send {
	struct ndis_sends order; /* what is being sent */
	uint64_t left, frame;    /* lists left; number of the next frame */
	struct nbl *free;        /* lists of the shape below that are here */
	unsigned buffers, room;  /* their shape: NET_BUFFERs in a list, bytes in each */
	unsigned made, out;      /* lists that exist; with the driver */
	uint64_t cancel_id;      /* of this order's lists */
	struct thread *thread;
	bool idle;
};

/* Sends that were held back go on. */
void send_resume(struct adapter *adapter);

#endif
