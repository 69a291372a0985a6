/* SPDX-License-Identifier: MIT */
/*
 * vnic-message: the VNIC with a message a queue pair, receive-side scaling, and every smaller grant down to a line. Here it
 * registers its interrupt and looks at what it got. Then: message_map.c (who sends what), message_interrupt.c (serving it),
 * message_scale.c (which CPU); nic_line.c for the line; nic_life.c says when.
 *
 * Asking and getting are two things. MsiSupported TRUE asks; the call succeeds also if a line was granted, and the number of
 * messages is the system's choice. Only InterruptType and MessageInfoTable say.
 * What the Lab... keywords change stands in vnic-message.form. Their defaults are what a driver should do.
 */
#include "message.h"

const ULONG interrupt_queues_most = VNIC_QUEUES;

/* On a line there is no table; its pointer is NULL, and whoever looks into it ends the machine. */
static VOID take_grant(struct nic *nic, const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *granted)
{
	if (granted->InterruptType != NDIS_CONNECT_MESSAGE_BASED)
		return;
	nic->table = granted->MessageInfoTable;
	nic->n_messages = min(nic->table->MessageCount, message_pairs(nic) + 1);
	message_choose(nic);
	for (ULONG pair = 0; pair < VNIC_QUEUES; pair++)
		InterlockedExchange(&nic->cpu[pair], NIC_ANY_CPU);
}

/*
 * The line handlers are filled in although messages are asked for: a line may be granted any day, by a machine without vectors
 * to spare or a bus that cannot do better, and then they are what runs.
 */
NDIS_STATUS interrupt_up(struct nic *nic)
{
	ULONG handlers = nic->choice.handlers;
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS wish = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT, NDIS_MINIPORT_INTERRUPT_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 },
		.InterruptHandler = handlers & 1 ? line_isr : NULL,
		.InterruptDpcHandler = handlers & 2 ? line_dpc : NULL,
		.DisableInterruptHandler = handlers & 4 ? line_disable : NULL,
		.EnableInterruptHandler = handlers & 8 ? line_enable : NULL,
		.MsiSupported = nic->choice.msi != 0,
		.MsiSyncWithAllMessages = FALSE, /* messages share no data here: each has its queues */
		.MessageInterruptHandler = handlers & 16 ? message_isr : NULL,
		.MessageInterruptDpcHandler = handlers & 32 ? message_dpc : NULL,
		.DisableMessageInterruptHandler = handlers & 64 ? message_disable : NULL,
		.EnableMessageInterruptHandler = handlers & 128 ? message_enable : NULL,
	};
	NDIS_STATUS status = NdisMRegisterInterruptEx(nic->adapter, nic, &wish, &nic->interrupt);

	/*
	 * The first interrupt may have come before this line. No harm: our causes are disabled until restart, and what a neighbour
	 * on a line makes us look at is ready since before the call.
	 */
	if (status == NDIS_STATUS_SUCCESS)
		take_grant(nic, &wish);
	return status;
}

VOID interrupt_on(struct nic *nic)
{
	if (!nic->table) {
		line_on(nic);
		return;
	}
	message_map(nic); /* before anything is enabled: a cause without a valid source would be announced by nobody */
	messages_on(nic);
}

/* The one name that the system looks for. */
DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return nic_register(object, path, NULL);
}
