/* SPDX-License-Identifier: MIT */
/*
 * Lesson 5: a driver with a message for each of its four queue pairs and one for changes of the link, and a fallback that nobody ran.
 * Its author tried a message for each, and one for all. With exactly two it does not load; with the line it loads and is deaf.
 * The rest of the driver is vnic-message (message_all.h); here it registers its interrupt, reads the grant and switches it on.
 *
 * Two things are not right yet: two messages in take_grant(), the line in interrupt_on(). On the form LabTwo and LabLine mend them.
 */
#include "message_all.h"

enum { TWO, LINE };
enum { TWO_REFUSE, TWO_DROP, TWO_SHARE };
enum { LINE_FORGET, LINE_ENABLE };

const ULONG interrupt_queues_most = 4;

static VOID read_keywords(struct nic *nic)
{
	static const PCSTR twos[] = { "refuse", "drop", "share" }, lines[] = { "forget", "enable" };
	NDIS_HANDLE keywords = keywords_open(nic->adapter);

	nic->lab[TWO] = keyword_word(keywords, L"LabTwo", twos, ARRAYSIZE(twos));
	nic->lab[LINE] = keyword_word(keywords, L"LabLine", lines, ARRAYSIZE(lines));
	keywords_close(keywords);
}

/* Which message serves queue pair 0 to 3. With fewer messages than pairs they share, in turn. */
ULONG message_of_pair(const struct nic *nic, ULONG pair)
{
	if (nic->n_messages == 2 && nic->lab[TWO] == TWO_DROP)
		return pair; /* the third and the fourth: whom would they reach? */
	return pair % nic->n_messages;
}

/* What the device is told of a cause: the message that serves it. */
ULONG source_of_cause(const struct nic *nic, ULONG cause, ULONG message)
{
	UNREFERENCED_PARAMETER(nic), UNREFERENCED_PARAMETER(cause);
	return message;
}

/* What was granted: `granted` is what the register call wrote back. */
static NDIS_STATUS take_grant(struct nic *nic, const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *granted)
{
	if (granted->InterruptType != NDIS_CONNECT_MESSAGE_BASED)
		return NDIS_STATUS_SUCCESS; /* the line: nic->table stays NULL */
	nic->table = granted->MessageInfoTable;
	nic->n_messages = min(nic->table->MessageCount, message_pairs(nic) + 1);
	for (ULONG pair = 0; pair < VNIC_QUEUES; pair++)
		InterlockedExchange(&nic->cpu[pair], NIC_ANY_CPU);
	if (nic->n_messages == 2 && nic->lab[TWO] == TWO_REFUSE)
		return NDIS_STATUS_RESOURCES; /* a message each, or one for all; and two? */
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS interrupt_up(struct nic *nic)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS wish = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT, NDIS_MINIPORT_INTERRUPT_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 },
		.InterruptHandler = line_isr,
		.InterruptDpcHandler = line_dpc,
		.DisableInterruptHandler = line_disable,
		.EnableInterruptHandler = line_enable,
		.MsiSupported = TRUE,
		.MessageInterruptHandler = message_isr,
		.MessageInterruptDpcHandler = message_dpc,
		.DisableMessageInterruptHandler = message_disable,
		.EnableMessageInterruptHandler = message_enable,
	};
	NDIS_STATUS status = NdisMRegisterInterruptEx(nic->adapter, nic, &wish, &nic->interrupt);

	read_keywords(nic);
	return status == NDIS_STATUS_SUCCESS ? take_grant(nic, &wish) : status;
}

/* Messages: IVAR of each cause names its message, then the causes are enabled. The line needs no IVAR. */
VOID interrupt_on(struct nic *nic)
{
	if (nic->table) {
		message_map(nic);
		messages_on(nic);
	} else if (nic->lab[LINE] == LINE_ENABLE) {
		line_on(nic);
	}
}

DRIVER_INITIALIZE DriverEntry;

NTSTATUS DriverEntry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	return nic_register(object, path, NULL);
}
