/* SPDX-License-Identifier: MIT */
/*
 * vnic-line: the VNIC on its interrupt pin, one receive and one transmit queue. Here it registers its interrupt; nic_line.c serves
 * it, nic_life.c says when. What differs from vnic-message is this file and no other.
 *
 * What the Lab... keywords change stands in vnic-line.form. Their defaults are what a driver should do.
 */
#include "nic.h"

/* A line has one service routine and, at a time, one DPC: more queues would only be drained one after the other. */
const ULONG interrupt_queues_most = 1;

/*
 * MsiSupported is FALSE, and so the message handlers stay NULL. NDIS connects no line while message resources are assigned: the
 * resource filter (line_filter.c) took them off the list, otherwise this call would fail.
 */
NDIS_STATUS interrupt_up(struct nic *nic)
{
	ULONG handlers = nic->choice.handlers;
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS line = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT, NDIS_MINIPORT_INTERRUPT_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 },
		.InterruptHandler = handlers & 1 ? line_isr : NULL,
		.InterruptDpcHandler = handlers & 2 ? line_dpc : NULL,
		.DisableInterruptHandler = handlers & 4 ? line_disable : NULL,
		.EnableInterruptHandler = handlers & 8 ? line_enable : NULL,
		.MsiSupported = nic->choice.msi != 0,
	};

	return NdisMRegisterInterruptEx(nic->adapter, nic, &line, &nic->interrupt);
}

/* Waits for DPCs that are queued or running; when it returns, no handler of ours is called again. */
VOID interrupt_down(struct nic *nic)
{
	if (nic->interrupt)
		NdisMDeregisterInterruptEx(nic->interrupt);
	nic->interrupt = NULL;
}

VOID interrupt_on(struct nic *nic)
{
	line_on(nic);
}

VOID interrupt_off(struct nic *nic)
{
	line_off(nic);
}

NDIS_STATUS interrupt_moderate(struct nic *nic, BOOLEAN on)
{
	nic->choice.moderation = on;
	nic_write(nic, VNIC_EITR(0), on ? NIC_MODERATION : 0);
	return NDIS_STATUS_SUCCESS;
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
	return nic_register(object, path, filter_options);
}
