/* SPDX-License-Identifier: MIT */
/* bad at DIRQL: the service routines. */
#include "bad.h"

/* Nothing here may wait: no lock of DISPATCH_LEVEL, no memory, no time. A service routine shares data with the rest of the driver by
 * NdisMSynchronizeWithInterruptEx, which the others call. */
static VOID at_dirql(struct bad *bad)
{
	if (made(bad, LOCK_IN_ISR)) {
		NdisAcquireSpinLock(&bad->lock);
		NdisReleaseSpinLock(&bad->lock);
	}
	if (made(bad, ALLOCATE_IN_ISR))
		NdisFreeMemory(NdisAllocateMemoryWithTagPriority(bad->base.adapter, 64, BAD_TAG, NormalPoolPriority), 0, 0);
	if (made(bad, LONG_ISR))
		NdisStallExecution(30);
	if (almost(bad, LONG_ISR))
		NdisStallExecution(20);
	/* The first interrupt can come while the register call is under way: then InterruptType says nothing yet. */
	if (made(bad, LOOK_EARLY) || (almost(bad, LOOK_EARLY) && bad->base.interrupt))
		bad->changes += on_line(bad);
}

/* A line is shared, and it is a level: find out whether it was ours, and let go of it before leaving. */
BOOLEAN line_isr(NDIS_HANDLE context, PBOOLEAN queue_default_dpc, PULONG target_processors)
{
	struct bad *bad = context;
	ULONG mine = reg_read(bad, VNIC_ICR) & reg_read(bad, VNIC_IMS) & LINK;

	*target_processors = 0;
	*queue_default_dpc = FALSE;
	at_dirql(bad);
	if (!mine)
		return made(bad, CLAIM_OTHERS);
	if (made(bad, DECLINE_OWN))
		return FALSE;
	if (!made(bad, LEAVE_LIVE))
		reg_write(bad, VNIC_IMC, LINK);
	if (almost(bad, DECLINE_OWN)) /* impolite, but what is disabled does not hold the line */
		return FALSE;
	(void)reg_read(bad, VNIC_IMC);
	*queue_default_dpc = TRUE;
	return TRUE;
}

/* A message is nobody else's, and it is gone once it was sent. */
BOOLEAN message_isr(NDIS_HANDLE context, ULONG message, PBOOLEAN queue_default_dpc,
			   PULONG target_processors)
{
	UNREFERENCED_PARAMETER(message);
	*target_processors = 0;
	*queue_default_dpc = TRUE;
	at_dirql(context);
	if (made(context, DECLINE_MESSAGE)) /* the DPC runs all the same */
		return FALSE;
	return almost(context, DECLINE_MESSAGE) ? 2 : TRUE; /* whatever is not 0 is true */
}
