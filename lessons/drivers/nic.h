/* SPDX-License-Identifier: MIT */
/*
 * Shared by vnic-line and vnic-message: queues, memory, requests, life. Each defines how it is interrupted: the end of this page.
 *
 * Who may touch what stands at each group of members. Two rules cover the data path:
 *   - a queue's members are touched under its lock (whether there is anything to do is asked before it: txq_done); the lock is never
 *     held while a list is handed to NDIS, because NDIS may call back (return, next send) from inside that call;
 *   - every list that somebody holds is counted before it is handed on: sends in `busy`; received ones under the lock of their queue,
 *     which is held there anyway, so that no frame pays for an interlocked operation, which waits until all that the CPU has written is
 *     in its cache. A queue that is closed while lists are out owes them, and that counts in `busy`. Pause waits until nobody holds one.
 */
#ifndef NIC_H
#define NIC_H

#define NDIS630_MINIPORT 1
#include <ndis.h>
#include "vnic.h"

#define NIC_TAG 0x63696e76 /* "vnic" in memory, as a debugger shows the owner of a block */
#define NIC_MTU 1500
#define NIC_HEADER 14
#define NIC_RING_MOST 512 /* descriptors */
#define NIC_BATCH 64	  /* frames of one DPC run when NDIS sets no limit: it should end within 100 us */
#define NIC_MODERATION 40 /* EITR while moderation is on: 40 * 256 ns, about 10 us between two interrupts */

#define NIC_MESSAGES (VNIC_QUEUES + 1) /* one a queue pair, one for the rest */
#define NIC_ANY_CPU (-1)

struct nic;

/* A receive buffer is at any time in one place: on a ring, with the protocol, or on its queue's free list. */
struct rx_buffer {
	struct rxq *queue;
	PNET_BUFFER_LIST list;
	PMDL mdl;
	ULONG64 address; /* as the device names it */
	struct rx_buffer *next_free;
};

/* Memory that driver and device both see; it is freed with exactly the values it was allocated with. */
struct shared {
	PUCHAR va;
	NDIS_PHYSICAL_ADDRESS pa;
	ULONG length;
};

struct rxq {
	/* set while initializing */
	struct nic *nic;
	ULONG number, size; /* size of the ring, in descriptors */
	ULONG buffers;	    /* fewer than the ring has descriptors: a full one would look empty */
	struct shared memory;
	volatile struct vnic_rx *ring;
	struct rx_buffer *buffer;
	struct rx_buffer **slot; /* what lies at each descriptor: under the lock */
	/* under the lock */
	NDIS_SPIN_LOCK lock;
	BOOLEAN started; /* the ring is on */
	BOOLEAN open;	 /* lists may be indicated */
	BOOLEAN owes;	 /* it was closed while lists were out, and they are not all back */
	ULONG head, tail;
	ULONG out; /* lists with NDIS */
	struct rx_buffer *free;
};

struct txq {
	/* set while initializing */
	struct nic *nic;
	ULONG number, size;
	struct shared memory;
	volatile struct vnic_tx *ring;
	PUCHAR frames; /* a copy of the frame of each descriptor */
	ULONG64 frames_address;
	PNET_BUFFER_LIST *slot; /* the list that ends with each descriptor, or NULL: under the lock */
	/* under the lock */
	NDIS_SPIN_LOCK lock;
	BOOLEAN started; /* the ring is on */
	BOOLEAN open;	 /* sends are taken */
	ULONG head, tail;
	PNET_BUFFER_LIST waiting, *waiting_last; /* no descriptor free yet */
};

/* Choices of the form; what each does stands in the driver's .form file. The first word is the default. */
enum nic_order { ORDER_READY, ORDER_EARLY };
enum nic_ack { ACK_FIRST, ACK_LAST };
enum nic_claim { CLAIM_OWN, CLAIM_ALWAYS, CLAIM_NEVER };
enum nic_dismiss { DISMISS_BOTH, DISMISS_ACK, DISMISS_MASK, DISMISS_NONE };

struct nic_choices {
	ULONG order, ack, claim, dismiss, handlers;
	ULONG isr_us, dpc_us; /* work beside the frames, of each interrupt */
	ULONG msi, rss, moderation, look_again, queues, rx_buffers, tx_buffers;
};

struct nic {
	/* set while initializing, constant from then on */
	NDIS_HANDLE adapter, dma, pool;
	PNDIS_RESOURCE_LIST resources; /* NDIS's; gone when initialize returns */
	PUCHAR regs;
	UCHAR station[ETH_LENGTH_OF_ADDRESS];
	struct nic_choices choice;
	ULONG n_rx, n_tx;
	struct rxq *rx;
	struct txq *tx;

	/* the interrupt; settled by NdisMRegisterInterruptEx and then constant */
	NDIS_HANDLE interrupt;
	PIO_INTERRUPT_MESSAGE_INFO table; /* NULL: a line was granted */
	ULONG n_messages;		  /* of the table, those we use; 0 for a line */
	BOOLEAN edge_only;		  /* the device announces nothing that was pending when it was enabled */
	ULONG lab[2];			  /* the keywords of an exercise: message_all.h */

	/* interlocked */
	volatile LONG causes;		  /* line: seen by the service routine, not yet by the DPC */
	volatile LONG busy;		  /* one while running, one for each send and one for each receive queue that owes */
	volatile LONG gone;		  /* the device was pulled out */
	volatile LONG link_up;		  /* as last reported */
	volatile LONG stuck;		  /* a queue stopped with an error: only a reset helps */
	volatile LONG cpu[VNIC_QUEUES];	  /* where queue pair q is to be served; NIC_ANY_CPU where its message arrives */

	/* by DPCs, on several CPUs at once; that two begin alike does no harm */
	volatile ULONG turn[NIC_MESSAGES]; /* whose queue is first this time */

	/* at DIRQL, under the lock of the line or of message m, that is inside NdisMSynchronizeWithInterruptEx */
	ULONG enabled[NIC_MESSAGES]; /* what a DPC may enable when it is done; 0 while switched off */

	NDIS_EVENT idle; /* busy came to 0 */
};

FORCEINLINE ULONG nic_read(struct nic *nic, ULONG reg)
{
	return READ_REGISTER_ULONG((volatile ULONG *)(nic->regs + reg));
}

FORCEINLINE VOID nic_write(struct nic *nic, ULONG reg, ULONG value)
{
	WRITE_REGISTER_ULONG((volatile ULONG *)(nic->regs + reg), value);
}

/* A handler's flags tell whether its caller is at DISPATCH_LEVEL already; then raising and lowering would be wasted work. */
FORCEINLINE VOID nic_lock(PNDIS_SPIN_LOCK lock, BOOLEAN dispatch)
{
	if (dispatch)
		NdisDprAcquireSpinLock(lock);
	else
		NdisAcquireSpinLock(lock);
}

FORCEINLINE VOID nic_unlock(PNDIS_SPIN_LOCK lock, BOOLEAN dispatch)
{
	if (dispatch)
		NdisDprReleaseSpinLock(lock);
	else
		NdisReleaseSpinLock(lock);
}

/* nic_setup.c: memory and mappings, in the order of use; each undoes what it did and no more. */
NDIS_STATUS nic_map(struct nic *nic);
VOID nic_unmap(struct nic *nic);
NDIS_STATUS nic_dma_up(struct nic *nic);
VOID nic_dma_down(struct nic *nic);
NDIS_STATUS nic_queues_up(struct nic *nic);
VOID nic_queues_down(struct nic *nic);
VOID nic_ring_on(struct nic *nic, ULONG block, const struct shared *memory, ULONG size);

/* nic_describe.c */
NDIS_STATUS nic_describe(struct nic *nic);
VOID nic_link_report(struct nic *nic);

/* nic_receive.c */
VOID rxq_start(struct rxq *queue);
VOID rxq_stop(struct rxq *queue);
VOID rxq_open(struct rxq *queue, BOOLEAN open);
BOOLEAN rxq_receive(struct rxq *queue, ULONG *budget); /* TRUE: the budget is used up and frames are left */
BOOLEAN rxq_waiting(struct rxq *queue);		       /* a frame that could be indicated is there */
VOID rxq_recall(struct rxq *queue);		       /* the device does not use the ring any more */
MINIPORT_RETURN_NET_BUFFER_LISTS nic_returned;

/* nic_send.c */
VOID txq_start(struct txq *queue);
VOID txq_stop(struct txq *queue);
VOID txq_open(struct txq *queue, BOOLEAN open);
VOID txq_done(struct txq *queue);
BOOLEAN txq_waiting(struct txq *queue);
VOID txq_abort(struct txq *queue, NDIS_STATUS status);
MINIPORT_SEND_NET_BUFFER_LISTS nic_send;
MINIPORT_CANCEL_SEND nic_cancel_send;

/* nic_life.c */
VOID nic_release(struct nic *nic, LONG n);
NTSTATUS nic_register(PDRIVER_OBJECT object, PUNICODE_STRING path, SET_OPTIONS_HANDLER options);

/* nic_line.c: serves the line */
ULONG nic_causes(const struct nic *nic);	    /* all that the driver wants to be told */
VOID nic_rare(struct nic *nic, ULONG causes);	    /* at DISPATCH_LEVEL: link and errors */
VOID nic_work(const struct nic *nic);		    /* LabWork, of vnic-line */
VOID nic_queue_again(struct nic *nic, ULONG message); /* this DPC once more, on this CPU */
MINIPORT_ISR line_isr;
MINIPORT_INTERRUPT_DPC line_dpc;
MINIPORT_DISABLE_INTERRUPT line_disable;
MINIPORT_ENABLE_INTERRUPT line_enable;
VOID line_on(struct nic *nic);
VOID line_off(struct nic *nic);

/* line_filter.c, in vnic-line alone */
SET_OPTIONS filter_options;

/* nic_oid.c */
MINIPORT_OID_REQUEST nic_oid;
MINIPORT_CANCEL_OID_REQUEST nic_oid_cancel;

/*
 * What the driver itself defines. on and off run while nothing of the data path does: on after the queues were started, off
 * before they stop.
 */
extern const ULONG interrupt_queues_most;   /* 1 for a line */
NDIS_STATUS interrupt_up(struct nic *nic); /* registers */
VOID interrupt_down(struct nic *nic);	    /* deregisters */
VOID interrupt_on(struct nic *nic);
VOID interrupt_off(struct nic *nic);
NDIS_STATUS interrupt_scale(struct nic *nic, const NDIS_RECEIVE_SCALE_PARAMETERS *rss, ULONG length);
NDIS_STATUS interrupt_moderate(struct nic *nic, BOOLEAN on);
PNDIS_RECEIVE_SCALE_CAPABILITIES interrupt_scaling(struct nic *nic,
						   PNDIS_RECEIVE_SCALE_CAPABILITIES room);

#endif
