/* SPDX-License-Identifier: MIT */
/*
 * Who sends what: pairs to messages (message.h), and that told to the device.
 *
 * The device counts in sources. Under MSI-X a source is a table entry, and the system has filled entry i with message i; under
 * MSI it is the message number itself. We use no source beyond the messages granted, so in both cases source and message are
 * the same number, and the table needs no change. A driver that used more sources than messages would be answered: MSI folds
 * them (source mod N), and MSI-X entries beyond the grant all carry message 0.
 */
#include "message.h"

ULONG message_causes(const struct nic *nic, ULONG message)
{
	ULONG causes = message == message_of_rare(nic) ? RARE : 0;

	for (ULONG pair = 0; pair < message_pairs(nic); pair++) {
		if (message_of_pair(nic, pair) == message)
			causes |= pair_causes(nic, pair);
	}
	return causes;
}

/* An aligned LONG is read whole: the service routine reads what a request at PASSIVE_LEVEL may be changing. */
ULONG pair_cpu(struct nic *nic, ULONG pair)
{
	return (ULONG)nic->cpu[pair];
}

BOOLEAN pair_is_here(struct nic *nic, ULONG pair)
{
	ULONG cpu = pair_cpu(nic, pair);

	return cpu == (ULONG)NIC_ANY_CPU || cpu == KeGetCurrentProcessorNumberEx(NULL);
}

static VOID map_causes(struct nic *nic, ULONG causes, ULONG message)
{
	for (ULONG c = 0; c < VNIC_CAUSE_BITS; c++) {
		if (causes >> c & 1)
			nic_write(nic, VNIC_IVAR(c), source_of_cause(nic, c, message) | VNIC_IVAR_VALID);
	}
}

/*
 * A message is sent once and carries nothing but its number, so everything else is done by the device as it sends: EIAM masks
 * the causes, EIAC clears them, both without a register access of ours. The service routine then has nothing to read.
 * The rare causes are masked but not cleared: several share a message, and ICR has to say which it was.
 */
VOID message_map(struct nic *nic)
{
	ULONG queues = nic_causes(nic) & ~(ULONG)RARE;
	ULONG dismiss = nic->choice.dismiss;
	BOOLEAN masks = dismiss == DISMISS_BOTH || dismiss == DISMISS_MASK;
	BOOLEAN clears = dismiss == DISMISS_BOTH || dismiss == DISMISS_ACK;

	for (ULONG m = 0; m < nic->n_messages; m++) {
		map_causes(nic, message_causes(nic, m), m);
		nic_write(nic, VNIC_EITR(m), nic->choice.moderation ? NIC_MODERATION : 0);
	}
	nic_write(nic, VNIC_EIAM, masks ? queues | RARE : 0);
	nic_write(nic, VNIC_EIAC, clears && nic->choice.ack == ACK_FIRST ? queues : 0);
}
