/* SPDX-License-Identifier: MIT */
/* bad at DISPATCH_LEVEL: what its DPC does. */
#include "bad.h"

static VOID locks(struct bad *bad)
{
	if (made(bad, LOCK_TWICE) || almost(bad, LOCK_TWICE)) {
		NdisDprAcquireSpinLock(&bad->lock);
		if (almost(bad, LOCK_TWICE))
			NdisDprReleaseSpinLock(&bad->lock);
		NdisDprAcquireSpinLock(&bad->lock); /* spins for itself */
		NdisDprReleaseSpinLock(&bad->lock);
	}
	if (made(bad, LOCK_KEPT) || almost(bad, LOCK_KEPT))
		NdisDprAcquireSpinLock(&bad->lock);
	if (made(bad, RELEASE_FREE) || almost(bad, LOCK_KEPT))
		NdisDprReleaseSpinLock(&bad->lock);
}

static VOID times(struct bad *bad)
{
	ULONG us = made(bad, LONG_DPC) ? 40 : almost(bad, LONG_DPC) ? 25 : 0;

	for (int i = 0; us && i < 3; i++)
		NdisStallExecution(us);
	if (made(bad, LONG_STALL))
		NdisStallExecution(51);
	if (almost(bad, LONG_STALL))
		NdisStallExecution(50);
	for (ULONG turns = 0; made(bad, SPIN) || (almost(bad, SPIN) && turns < 1000); turns++) {
		if (bad->zero) /* nobody ever sets it */
			break;
	}
}

static VOID accesses(struct bad *bad)
{
	volatile ULONG *memory;

	if (made(bad, USE_FREED) || almost(bad, USE_FREED)) {
		memory = NdisAllocateMemoryWithTagPriority(bad->base.adapter, 64, BAD_TAG, NormalPoolPriority);
		*memory = 1;
		NdisFreeMemory((PVOID)memory, 0, 0);
		if (made(bad, USE_FREED))
			bad->changes += *memory;
	}
	memory = NULL;
	if (made(bad, FOLLOW_NULL) || (almost(bad, FOLLOW_NULL) && memory))
		bad->changes += *memory;
	if (made(bad, DIVIDE) || (almost(bad, DIVIDE) && bad->zero))
		bad->changes /= bad->zero;
	if (made(bad, PLAIN_POINTER))
		bad->changes += *(volatile ULONG *)(bad->base.regs + VNIC_STATUS);
	if (almost(bad, PLAIN_POINTER))
		bad->changes += reg_read(bad, VNIC_STATUS);
	if (made(bad, NO_REGISTER))
		bad->changes += reg_read(bad, 0x0000C); /* between CTRL and SCRATCH there is none */
	if (almost(bad, NO_REGISTER))
		bad->changes += reg_read(bad, VNIC_SCRATCH);
}

/* Messages are numbered from 0 to one below the count; a line has message 0 alone, and no table: neither the device's nor NDIS's. */
static VOID numbers(struct bad *bad)
{
	NDIS_MSIX_CONFIG_PARAMETERS entry = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NDIS_MSIX_CONFIG_PARAMETERS_REVISION_1,
			    NDIS_SIZEOF_MSIX_CONFIG_PARAMETERS_REVISION_1 },
		.ConfigOperation = NdisMSIXTableConfigUnmaskTableEntry,
	};

	if (bad->runs++)
		return;
	if (made(bad, MESSAGE_RANGE))
		NdisMQueueDpc(bad->base.interrupt, granted(bad), 1, NULL);
	if (almost(bad, MESSAGE_RANGE))
		NdisMQueueDpc(bad->base.interrupt, granted(bad) - 1, 1, NULL);
	if (made(bad, LINE_MESSAGE) || (almost(bad, LINE_MESSAGE) && !on_line(bad)))
		NdisMQueueDpc(bad->base.interrupt, 1, 1, NULL);
	if (made(bad, LINE_ENTRY) || (almost(bad, LINE_ENTRY) && !on_line(bad)))
		NdisMConfigMSIXTableEntry(bad->base.adapter, &entry);
	if (made(bad, LINE_TABLE) || (almost(bad, LINE_TABLE) && !on_line(bad)))
		bad->changes += bad->characteristics.MessageInfoTable->MessageCount;
}

/* Reads what happened, clears it, and enables it again. */
static VOID link_dpc(struct bad *bad, PNDIS_RECEIVE_THROTTLE_PARAMETERS throttle)
{
	if (made(bad, IGNORE_MESSAGE))
		return;
	if (!almost(bad, IGNORE_MESSAGE) && reg_read(bad, VNIC_ICR) & LINK) {
		reg_write(bad, VNIC_ICR, LINK);
		bad->changes++;
	}
	locks(bad);
	times(bad);
	accesses(bad);
	numbers(bad);
	lists_dpc(bad, throttle);
	/* As if each second run found more than it may indicate. */
	if (made(bad, MORE_UNLIMITED))
		throttle->MoreNblsPending = bad->runs % 2 != 0;
	if (almost(bad, MORE_UNLIMITED))
		throttle->MoreNblsPending = bad->runs % 2 != 0 && throttle->MaxNblsToIndicate != NDIS_INDICATE_ALL_NBLS;
	if (!throttle->MoreNblsPending) /* else this runs again, and then enables */
		reg_write(bad, VNIC_IMS, LINK);
}

VOID line_dpc(NDIS_HANDLE context, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	UNREFERENCED_PARAMETER(dpc_context);
	UNREFERENCED_PARAMETER(reserved);
	link_dpc(context, throttle);
}

VOID message_dpc(NDIS_HANDLE context, ULONG message, PVOID dpc_context, PVOID throttle,
			PVOID reserved)
{
	UNREFERENCED_PARAMETER(message);
	line_dpc(context, dpc_context, throttle, reserved);
}
