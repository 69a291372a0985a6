/* SPDX-License-Identifier: MIT */
/*
 * The line: what serves the VNIC's interrupt pin, for vnic-line always, for vnic-message when the system grants it a line.
 *
 * The life of one interrupt, in the order of this file:
 *   line_isr()   is it ours? then silence the device, note why it called, ask for a DPC
 *   line_dpc()   do the work, and last of all let the device speak again
 * The rule behind it is "clear, drain, enable". A frame that arrives after the clearing sets its cause again; so when the causes
 * are enabled at the end, the line is asserted at once and nothing was missed. The EDGEONLY strap changes nothing here:
 * a level needs no announcement.
 */
#include "nic.h"

/*
 * No overrun cause (RXO): it says that buffers are missing, and they come back by the return handler, not by anything that an
 * interrupt could do. Enabled, it would interrupt for every frame just when there is least time.
 */
ULONG nic_causes(const struct nic *nic)
{
	ULONG causes = VNIC_CAUSE_LSC | VNIC_CAUSE_ERR;

	for (ULONG q = 0; q < nic->n_rx; q++)
		causes |= VNIC_CAUSE_RXQ(q);
	for (ULONG q = 0; q < nic->n_tx; q++)
		causes |= VNIC_CAUSE_TXQ(q);
	return causes;
}

VOID nic_rare(struct nic *nic, ULONG causes)
{
	if (causes & VNIC_CAUSE_LSC)
		nic_link_report(nic);
	if (causes & VNIC_CAUSE_ERR)
		InterlockedExchange(&nic->stuck, 1); /* the next check for hang asks for a reset */
}

/* LabWork, what LabIsrWork leaves of it. No stall may be longer than 50 us. */
VOID nic_work(const struct nic *nic)
{
	for (ULONG left = nic->choice.dpc_us; left; left -= min(left, 50))
		NdisStallExecution(min(left, 50));
}

/* Frames are left and NDIS set no limit: we limit ourselves, and come again behind whoever waits for this CPU. */
VOID nic_queue_again(struct nic *nic, ULONG message)
{
	PROCESSOR_NUMBER cpu;
	GROUP_AFFINITY here = { 0 };

	KeGetCurrentProcessorNumberEx(&cpu);
	here.Group = cpu.Group;
	here.Mask = (KAFFINITY)1 << cpu.Number;
	NdisMQueueDpcEx(nic->interrupt, message, &here, NULL);
}

/*
 * At DIRQL, on a line that others share. So it runs also when we have no reason, also before initialize is over, and decides by
 * the device alone: a pending cause counts only if it is enabled, since a masked one cannot have pulled the line.
 */
BOOLEAN line_isr(NDIS_HANDLE context, PBOOLEAN queue_default_dpc, PULONG target_processors)
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
	InterlockedOr(&nic->causes, (LONG)mine);
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

VOID line_dpc(NDIS_HANDLE context, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	PNDIS_RECEIVE_THROTTLE_PARAMETERS limit = throttle;
	BOOLEAN limited = limit->MaxNblsToIndicate != NDIS_INDICATE_ALL_NBLS, more = FALSE;
	ULONG budget = limited ? limit->MaxNblsToIndicate : NIC_BATCH;
	struct nic *nic = context;
	ULONG causes = (ULONG)InterlockedExchange(&nic->causes, 0);

	UNREFERENCED_PARAMETER(dpc_context);
	UNREFERENCED_PARAMETER(reserved);
	/* Drained, not counted: one interrupt stands for any number of frames. */
	for (ULONG q = 0; q < nic->n_rx; q++)
		more |= rxq_receive(&nic->rx[q], &budget);
	for (ULONG q = 0; q < nic->n_tx; q++)
		txq_done(&nic->tx[q]); /* the limit is for receives alone; all else is served every time */
	nic_rare(nic, causes);
	nic_work(nic);
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
		nic_queue_again(nic, 0);
}

/* For NDIS's own diagnosis, at DIRQL. The driver uses the same two. */
VOID line_disable(NDIS_HANDLE context)
{
	struct nic *nic = context;

	nic->enabled[0] = 0; /* a DPC that is under way must not enable behind our back */
	nic_write(nic, VNIC_IMC, VNIC_ALL_CAUSES);
}

VOID line_enable(NDIS_HANDLE context)
{
	struct nic *nic = context;

	nic->enabled[0] = nic_causes(nic);
	nic_write(nic, VNIC_IMS, nic->enabled[0]);
}

static BOOLEAN disable_synchronized(NDIS_HANDLE context)
{
	line_disable(context);
	return TRUE;
}

static BOOLEAN enable_synchronized(NDIS_HANDLE context)
{
	line_enable(context);
	return TRUE;
}

/* For what runs below DIRQL: the same, with the service routine shut out. */
VOID line_off(struct nic *nic)
{
	NdisMSynchronizeWithInterruptEx(nic->interrupt, 0, disable_synchronized, nic);
}

VOID line_on(struct nic *nic)
{
	/* EITR[0] spaces the assertions of the line. */
	nic_write(nic, VNIC_EITR(0), nic->choice.moderation ? NIC_MODERATION : 0);
	NdisMSynchronizeWithInterruptEx(nic->interrupt, 0, enable_synchronized, nic);
}
