/* SPDX-License-Identifier: MIT */
/*
 * Messages: from the service routine to the enabling, in the order of this file.
 *
 * What differs from a line: a message is nobody else's, so there is nothing to find out and nothing to deny; it is an edge, so
 * nothing has to be silenced before leaving; and one stands for any number of events, since an identical one on its way
 * swallows the next. What does not differ: clear, drain, enable.
 */
#include "message.h"

/*
 * At the message's DIRQL. No register is read: EIAM and EIAC have masked and cleared already. What is decided here is where the
 * work is done: on this CPU by default, elsewhere if receive-side scaling wants the pair elsewhere.
 */
BOOLEAN message_isr(NDIS_HANDLE context, ULONG message, PBOOLEAN queue_default_dpc,
		    PULONG target_processors)
{
	struct nic *nic = context;
	GROUP_AFFINITY elsewhere = { 0 };
	ULONG cpu;

	*target_processors = 0; /* a 6.20 driver leaves this and names CPUs to NdisMQueueDpcEx, which knows more than 32 */
	*queue_default_dpc = message == message_of_rare(nic);
	for (ULONG pair = 0; pair < message_pairs(nic); pair++) {
		if (message_of_pair(nic, pair) != message)
			continue;
		/* Once: a request may be moving the pair. */
		cpu = pair_cpu(nic, pair);
		if (cpu == (ULONG)NIC_ANY_CPU || cpu == KeGetCurrentProcessorNumberEx(NULL))
			*queue_default_dpc = TRUE;
		else
			elsewhere.Mask |= (KAFFINITY)1 << cpu;
	}
	if (elsewhere.Mask)
		NdisMQueueDpcEx(nic->interrupt, message, &elsewhere, NULL);
	if (nic->choice.isr_us)
		NdisStallExecution(nic->choice.isr_us);
	return TRUE;
}

/*
 * The part of a message that this CPU serves. Each CPU enables only the causes it has drained, so the DPCs of one message need
 * not wait for each other. The rare causes belong to whoever serves pair 0, or to anybody if they have a message of their own.
 */
static ULONG share(struct nic *nic, ULONG message)
{
	BOOLEAN alone = message_of_rare(nic) == message_pairs(nic);
	ULONG causes = 0;

	for (ULONG pair = 0; pair < message_pairs(nic); pair++) {
		if (message_of_pair(nic, pair) == message && pair_is_here(nic, pair))
			causes |= pair_causes(nic, pair);
	}
	if (message == message_of_rare(nic) && (alone || pair_is_here(nic, 0)))
		causes |= RARE;
	return causes;
}

/* Begins with another queue each time: under a small limit the first would otherwise take all of it, always. */
static BOOLEAN drain(struct nic *nic, ULONG message, ULONG causes, ULONG budget)
{
	ULONG q = nic->turn[message];
	BOOLEAN more = FALSE;

	nic->turn[message] = q + 1 < nic->n_rx ? q + 1 : 0;
	for (ULONG i = 0; i < nic->n_rx; i++) {
		if (causes & VNIC_CAUSE_RXQ(q))
			more |= rxq_receive(&nic->rx[q], &budget);
		if (++q == nic->n_rx)
			q = 0;
	}
	for (q = 0; q < nic->n_tx; q++) {
		if (causes & VNIC_CAUSE_TXQ(q))
			txq_done(&nic->tx[q]);
	}
	return more;
}

static BOOLEAN waiting(struct nic *nic, ULONG causes)
{
	BOOLEAN any = FALSE;

	for (ULONG q = 0; q < nic->n_rx; q++)
		any |= causes & VNIC_CAUSE_RXQ(q) && rxq_waiting(&nic->rx[q]);
	for (ULONG q = 0; q < nic->n_tx; q++)
		any |= causes & VNIC_CAUSE_TXQ(q) && txq_waiting(&nic->tx[q]);
	return any;
}

/* Clears what it acts on, first: a link that changes once more meanwhile sets the cause again. */
static VOID rare(struct nic *nic)
{
	ULONG causes = nic_read(nic, VNIC_ICR) & RARE;

	if (!causes || (causes | RARE) != RARE)
		return;
	nic_write(nic, VNIC_ICR, causes);
	nic_rare(nic, causes);
}

struct enabling {
	struct nic *nic;
	ULONG message, causes;
};

/* At DIRQL under the lock of this message, like the disable handler: neither can come between the other's test and write. */
static BOOLEAN enable_share(NDIS_HANDLE context)
{
	const struct enabling *what = context;
	struct nic *nic = what->nic;
	ULONG causes = what->causes & nic->enabled[what->message];

	if (causes)
		nic_write(nic, VNIC_IMS, causes);
	return causes != 0;
}

/*
 * Enabling a pending cause sends its message, so usually nothing can be missed here. A device with the EDGEONLY strap announces
 * only what is newly set while enabled: what came between the last look and this moment is pending, and stays so for ever. So
 * there, what is pending is cleared, which makes the next event an edge again, and the queues are looked at once more after
 * both writes have arrived; the read sees to that. TRUE: something is waiting.
 */
static BOOLEAN enable(struct nic *nic, ULONG message, ULONG causes)
{
	struct enabling what = { nic, message, causes };

	if (!NdisMSynchronizeWithInterruptEx(nic->interrupt, message, enable_share, &what))
		return FALSE; /* nothing is wanted: pausing, or disabled by NDIS */
	if (!nic->edge_only || !nic->choice.look_again)
		return FALSE;
	nic_write(nic, VNIC_ICR, causes & ~(ULONG)RARE);
	return (nic_read(nic, VNIC_ICR) & causes & RARE) || waiting(nic, causes);
}

/*
 * Once more, with the causes masked as a message would have left them. From here on at most one message is on its way to us,
 * and its DPC merges with this one or finds nothing to do.
 */
static VOID again(struct nic *nic, ULONG message, ULONG causes)
{
	nic_write(nic, VNIC_IMC, causes);
	nic_queue_again(nic, message);
}

VOID message_dpc(NDIS_HANDLE context, ULONG message, PVOID dpc_context, PVOID throttle,
		 PVOID reserved)
{
	PNDIS_RECEIVE_THROTTLE_PARAMETERS limit = throttle;
	BOOLEAN limited = limit->MaxNblsToIndicate != NDIS_INDICATE_ALL_NBLS;
	struct nic *nic = context;
	ULONG causes = share(nic, message);
	BOOLEAN more;

	UNREFERENCED_PARAMETER(dpc_context);
	UNREFERENCED_PARAMETER(reserved);
	more = drain(nic, message, causes, limited ? limit->MaxNblsToIndicate : NIC_BATCH);
	if (causes & RARE)
		rare(nic);
	if (nic->choice.ack == ACK_LAST)
		nic_write(nic, VNIC_ICR, causes & ~(ULONG)RARE); /* the mistake: forgets what came since the last look */
	if (more && limited)
		limit->MoreNblsPending = 1; /* NDIS comes again; until then nothing is enabled */
	else if (more)
		nic_queue_again(nic, message);
	else if (enable(nic, message, causes))
		again(nic, message, causes);
}

/* Of this message alone: the others go on. */
VOID message_disable(NDIS_HANDLE context, ULONG message)
{
	struct nic *nic = context;

	if (message >= nic->n_messages)
		return; /* granted, but not used */
	nic->enabled[message] = 0;
	nic_write(nic, VNIC_IMC, message_causes(nic, message));
}

VOID message_enable(NDIS_HANDLE context, ULONG message)
{
	struct nic *nic = context;

	if (message >= nic->n_messages)
		return;
	nic->enabled[message] = message_causes(nic, message);
	nic_write(nic, VNIC_IMS, nic->enabled[message]);
}

static BOOLEAN disable_one(NDIS_HANDLE context)
{
	const struct enabling *what = context;

	message_disable(what->nic, what->message);
	return TRUE;
}

static BOOLEAN enable_one(NDIS_HANDLE context)
{
	const struct enabling *what = context;

	message_enable(what->nic, what->message);
	return TRUE;
}

/* Message by message: synchronizing with one does not hold off the others, unless MsiSyncWithAllMessages was asked for. */
static VOID each_message(struct nic *nic, MINIPORT_SYNCHRONIZE_INTERRUPT *function)
{
	for (ULONG m = 0; m < nic->n_messages; m++) {
		struct enabling what = { nic, m, 0 };

		NdisMSynchronizeWithInterruptEx(nic->interrupt, m, function, &what);
	}
}

VOID messages_on(struct nic *nic)
{
	each_message(nic, enable_one);
}

VOID messages_off(struct nic *nic)
{
	each_message(nic, disable_one);
}

/* However it was registered and whatever was granted. */

/* One handle for all messages. Waits for their DPCs; afterwards no handler is called and the table is gone. */
VOID interrupt_down(struct nic *nic)
{
	if (nic->interrupt)
		NdisMDeregisterInterruptEx(nic->interrupt);
	nic->interrupt = NULL;
	nic->table = NULL;
}

VOID interrupt_off(struct nic *nic)
{
	if (nic->table)
		messages_off(nic);
	else
		line_off(nic);
}

/* Counts from the next interrupt on; nothing has to stop for it. */
NDIS_STATUS interrupt_moderate(struct nic *nic, BOOLEAN on)
{
	nic->choice.moderation = on;
	for (ULONG m = 0; m < max(nic->n_messages, 1u); m++)
		nic_write(nic, VNIC_EITR(m), on ? NIC_MODERATION : 0);
	return NDIS_STATUS_SUCCESS;
}
