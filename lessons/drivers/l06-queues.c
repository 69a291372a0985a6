/* SPDX-License-Identifier: MIT */
/*
 * Lesson 6: more queues than messages. The driver is vnic-message (message.h says what stands where); here stands which message
 * serves a queue, and what the device is told of it. These are two tables, one in the driver, one in the device's IVAR, and
 * nobody but the driver keeps them alike: the device does not know how many messages were granted.
 *
 * LabMapping: which message serves a queue. LabTell: what the device is told.
 */
#include "message.h"
#include "keywords.h"

enum { MAP_TURN, MAP_REST, MAP_ONE };
enum { TELL_QUEUE, TELL_MESSAGE };

VOID message_choose(struct nic *nic)
{
	static const PCSTR mapping[] = { "turn", "rest", "one" }, telling[] = { "queue", "message" };
	NDIS_HANDLE keywords = keywords_open(nic->adapter);

	nic->mapping = (UCHAR)keyword_word(keywords, L"LabMapping", mapping, ARRAYSIZE(mapping));
	nic->telling = (UCHAR)keyword_word(keywords, L"LabTell", telling, ARRAYSIZE(telling));
	keywords_close(keywords);
}

/* In turn: q mod n. Rest: each queue its own, as far as they go; the last message is the bin for all others. */
ULONG message_of_pair(const struct nic *nic, ULONG pair)
{
	if (!nic->n_messages || nic->mapping == MAP_ONE)
		return 0;
	if (nic->mapping == MAP_REST)
		return min(pair, nic->n_messages - 1);
	return pair % nic->n_messages;
}

/*
 * The mistake (LabTell=queue): each queue tells its own number, as if a message had been granted to each. The service routine
 * and the DPC fold all the same, so the driver looks right by itself.
 */
ULONG source_of_cause(const struct nic *nic, ULONG cause, ULONG message)
{
	if (nic->telling == TELL_MESSAGE || cause >= 2 * VNIC_QUEUES)
		return message;
	return cause % VNIC_QUEUES;
}
