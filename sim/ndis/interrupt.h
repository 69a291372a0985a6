/* SPDX-License-Identifier: MIT */
/*
 * A driver's registered interrupt: one for each adapter, all its messages in it.
 *
 *     interrupt.c  registering and deregistering
 *     service.c    service routines, their answers, DPCs and the throttle
 *     queue.c      what a driver asks of its interrupt: DPCs, synchronization, table entries
 *
 * Arrays are made at the first registration that needs their size and used again; nothing is allocated while interrupts run.
 */
#ifndef MSILAB_NDIS_SYSTEM_INTERRUPT_H
#define MSILAB_NDIS_SYSTEM_INTERRUPT_H

#include "sim/ndis/root.h"

struct adapter;

/* The DPC of one message on one CPU. */
struct message_dpc {
	struct dpc dpc;
	struct registration *registration;
	uint32_t left; /* of the throttle's budget while it runs */
	bool over;     /* the limit was passed in this run */
	bool looked;   /* who asked for it looked at shared memory, or may have */
	bool ended;    /* the driver's part of the last run is over and no other is asked for */
};

struct registration {
	struct adapter *adapter;
	uint32_t obj;
	NDIS_HANDLE handle;
	void *context; /* MiniportInterruptContext */
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS handlers;
	unsigned kind;  /* SYM_grant_* */
	unsigned count; /* messages; 1 for a line */
	bool live;      /* registered and not yet deregistered */
	bool entering;  /* the register call has connected and not returned */
	bool closing;   /* the deregister call runs: nothing is queued any more */
	struct interrupt *interrupts; /* by message */
	struct lock **locks;          /* by message; with MsiSyncWithAllMessages only the first is used */
	struct message_dpc *dpcs;     /* by message, then CPU; made at first use */
	unsigned room;                /* messages that the arrays hold */
	uint64_t table;               /* IO_INTERRUPT_MESSAGE_INFO, 0: none */
	struct thread *waiting;       /* in deregister */
	struct message_dpc *running[MACHINE_CPUS_MAX]; /* the DPC that runs on each CPU */
};

static inline bool registration_line(const struct registration *registration)
{
	return registration->kind == SYM_grant_LINE;
}

/* service.c */
void service_connect(struct registration *registration, unsigned message); /* fills its struct interrupt */
bool service_queue(struct registration *registration, unsigned message, unsigned cpu, uint64_t context); /* false: merged */
bool service_busy(const struct registration *registration); /* a DPC is queued or runs */
void service_indicated(struct registration *registration, unsigned lists); /* lists indicated now, for the throttle */

/* queue.c: calls of the callbacks at DIRQL, for diagnosis too */
bool queue_synchronize(struct registration *registration, unsigned message, enum handler_name name,
		       MINIPORT_SYNCHRONIZE_INTERRUPT *function, void *context);

#endif
