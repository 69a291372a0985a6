/* SPDX-License-Identifier: MIT */
/*
 * vnic-line: the VNIC on its interrupt pin, one receive and one transmit queue. This file is everything about the interrupt; the
 * queues and the adapter's life (nic_*.c) are shared with vnic-message.
 *
 * The life of one interrupt, in the order of this file:
 *   isr()   is it ours? then silence the device, note why it called, ask for a DPC
 *   dpc()   do the work, and last of all let the device speak again
 * The rule behind it is "clear, drain, enable". A frame that arrives after the clearing sets its cause again; so when the causes
 * are enabled at the end, the level of the line is high at once and nothing was missed.
 *
 * What the Lab... keywords change stands in vnic-line.form. Their defaults are what a driver should do.
 */
#include "nic.h"

/*
 * No overrun cause (RXO): it says that buffers are missing, and they come back by the return handler, not by anything that an
 * interrupt could do. Enabled, it would interrupt for every frame just when there is least time.
 */
#define CAUSES (VNIC_CAUSE_RXQ(0) | VNIC_CAUSE_TXQ(0) | VNIC_CAUSE_LSC | VNIC_CAUSE_ERR)

const ULONG interrupt_queues_most = 1;

/*
 * At DIRQL, on a line that others share. So it runs also when we have no reason, also before initialize is over, and decides by
 * the device alone: a pending cause counts only if it is enabled, since a masked one cannot have pulled the line.
 */
static BOOLEAN isr(NDIS_HANDLE context, PBOOLEAN queue_default_dpc, PULONG target_processors)
{
	struct nic *nic = context;
	ULONG pending, mine;

	*queue_default_dpc = FALSE;
	*target_processors = 0;
	pending = nic_read(nic, VNIC_ICR);
	if (pending == VNIC_GONE || nic->choice.claim == CLAIM_NEVER)
		return FALSE; /* all ones: nobody is there, so nobody asserts */
	mine = pending & nic_read(nic, VNIC_IMS);
	if (!mine)
		return nic->choice.claim == CLAIM_ALWAYS; /* at once: the neighbour's routine waits behind us */

	/*
	 * The device must let go of the line before we leave, or we are called again without end. Masking does that, and keeps it
	 * quiet until the DPC is done; clearing does it too, until the next frame.
	 */
	if (nic->choice.dismiss == DISMISS_BOTH || nic->choice.dismiss == DISMISS_MASK)
		nic_write(nic, VNIC_IMC, VNIC_ALL_CAUSES);
	if (nic->choice.ack == ACK_FIRST &&
	    (nic->choice.dismiss == DISMISS_BOTH || nic->choice.dismiss == DISMISS_ACK))
		nic_write(nic, VNIC_ICR, mine);
	/* What is cleared in the device must be kept here. Interlocked: a DPC may be fetching the last ones on another CPU. */
	InterlockedOr(&nic->causes[0], (LONG)mine);
	/* Writes are posted. This read returns after they have arrived; without it the line might still be high when we leave. */
	(void)nic_read(nic, VNIC_ICR);
	if (nic->choice.isr_us)
		NdisStallExecution(nic->choice.isr_us); /* LabIsrWork: what work in the wrong place does to the neighbours */
	*queue_default_dpc = TRUE;
	return TRUE;
}

/* At DIRQL under the interrupt's lock, so that it cannot come between a disable and what the disable wants to be quiet for. */
static BOOLEAN enable_again(NDIS_HANDLE context)
{
	struct nic *nic = context;

	nic_write(nic, VNIC_IMS, nic->enabled[0]);
	return TRUE;
}

/* Frames are left and NDIS set no limit: we limit ourselves, and come again behind whoever waits for this CPU. */
static VOID queue_again(struct nic *nic)
{
	GROUP_AFFINITY here = { 0 };
	PROCESSOR_NUMBER cpu;

	KeGetCurrentProcessorNumberEx(&cpu);
	here.Group = cpu.Group;
	here.Mask = (KAFFINITY)1 << cpu.Number;
	NdisMQueueDpcEx(nic->interrupt, 0, &here, NULL);
}

static VOID dpc(NDIS_HANDLE context, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	PNDIS_RECEIVE_THROTTLE_PARAMETERS limit = throttle;
	BOOLEAN limited = limit->MaxNblsToIndicate != NDIS_INDICATE_ALL_NBLS, more;
	ULONG budget = limited ? limit->MaxNblsToIndicate : NIC_BATCH;
	struct nic *nic = context;
	ULONG causes = (ULONG)InterlockedExchange(&nic->causes[0], 0);

	UNREFERENCED_PARAMETER(dpc_context);
	UNREFERENCED_PARAMETER(reserved);
	/* Drained, not counted: one interrupt stands for any number of frames. */
	more = rxq_receive(&nic->rx[0], &budget);
	txq_done(&nic->tx[0]); /* the limit is for receives alone; all else is served every time */
	if (causes & VNIC_CAUSE_LSC)
		nic_link_report(nic);
	if (causes & VNIC_CAUSE_ERR)
		InterlockedExchange(&nic->stuck, 1); /* the next check for hang asks for a reset */
	if (nic->choice.ack == ACK_LAST)
		nic_write(nic, VNIC_ICR, causes); /* the mistake: a frame since the last look is forgotten here */
	if (!more) {
		NdisMSynchronizeWithInterruptEx(nic->interrupt, 0, enable_again, nic);
		return;
	}
	/* Not enabled: NDIS, or the DPC we queue, comes again. Under no limit the member stays 0, whatever is left. */
	if (limited)
		limit->MoreNblsPending = 1;
	else
		queue_again(nic);
}

/* For NDIS's own diagnosis, at DIRQL. The driver uses the same two. */
static VOID disable(NDIS_HANDLE context)
{
	struct nic *nic = context;

	nic->enabled[0] = 0; /* a DPC that is under way must not enable behind our back */
	nic_write(nic, VNIC_IMC, VNIC_ALL_CAUSES);
}

static VOID enable(NDIS_HANDLE context)
{
	struct nic *nic = context;

	nic->enabled[0] = CAUSES;
	nic_write(nic, VNIC_IMS, CAUSES);
}

static BOOLEAN disable_synchronized(NDIS_HANDLE context)
{
	disable(context);
	return TRUE;
}

static BOOLEAN enable_synchronized(NDIS_HANDLE context)
{
	enable(context);
	return TRUE;
}

/* EITR[0] spaces the assertions of the line. */
NDIS_STATUS interrupt_moderate(struct nic *nic, BOOLEAN on)
{
	nic->choice.moderation = on;
	nic_write(nic, VNIC_EITR(0), on ? NIC_MODERATION : 0);
	return NDIS_STATUS_SUCCESS;
}

VOID interrupt_off(struct nic *nic)
{
	NdisMSynchronizeWithInterruptEx(nic->interrupt, 0, disable_synchronized, nic);
}

VOID interrupt_on(struct nic *nic)
{
	interrupt_moderate(nic, nic->choice.moderation != 0);
	NdisMSynchronizeWithInterruptEx(nic->interrupt, 0, enable_synchronized, nic);
}

/*
 * MsiSupported is FALSE: with message resources assigned this call fails, NDIS connects no line then. The package of this driver
 * says MSISupported 0, so that none are.
 */
NDIS_STATUS interrupt_up(struct nic *nic)
{
	ULONG handlers = nic->choice.handlers;
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS line = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT, NDIS_MINIPORT_INTERRUPT_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 },
		.InterruptHandler = handlers & 1 ? isr : NULL,
		.InterruptDpcHandler = handlers & 2 ? dpc : NULL,
		.DisableInterruptHandler = handlers & 4 ? disable : NULL,
		.EnableInterruptHandler = handlers & 8 ? enable : NULL,
		.MsiSupported = nic->choice.msi != 0,
	};

	return NdisMRegisterInterruptEx(nic->adapter, nic, &line, &nic->interrupt);
}

/* Waits for DPCs that are queued or running; when it returns, neither of the routines above is called again. */
VOID interrupt_down(struct nic *nic)
{
	if (nic->interrupt)
		NdisMDeregisterInterruptEx(nic->interrupt);
	nic->interrupt = NULL;
}

/* One queue: nothing to scale. NULL says so, and then NDIS never sets the parameters. */
PNDIS_RECEIVE_SCALE_CAPABILITIES interrupt_scaling(struct nic *nic,
						   PNDIS_RECEIVE_SCALE_CAPABILITIES room)
{
	UNREFERENCED_PARAMETER(nic);
	UNREFERENCED_PARAMETER(room);
	return NULL;
}

NDIS_STATUS interrupt_scale(struct nic *nic, const NDIS_RECEIVE_SCALE_PARAMETERS *rss, ULONG length)
{
	UNREFERENCED_PARAMETER(nic);
	UNREFERENCED_PARAMETER(rss);
	UNREFERENCED_PARAMETER(length);
	return NDIS_STATUS_NOT_SUPPORTED;
}

/* The one name that the system looks for. */
DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return nic_register(object, path, NULL);
}
