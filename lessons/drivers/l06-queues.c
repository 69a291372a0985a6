/* SPDX-License-Identifier: MIT */
/*
 * Lesson 6: more queues than messages. The driver is vnic-message; here stands which message serves a queue, and what the device is
 * told of it. These are two tables, one in the driver, one in the device (IVAR), and nobody but the driver keeps them alike: the
 * device does not know how many messages were granted.
 *
 * One thing is not right yet: what source_of_cause() tells the device. On the form LabTell mends it, and LabMapping chooses which
 * message serves a queue.
 */
#include "message_all.h"
#include "vnic-message.c"

enum { MAPPING, TELLING };
enum { MAP_TURN, MAP_REST, MAP_ONE };
enum { TELL_QUEUE, TELL_MESSAGE };

VOID message_choose(struct nic *nic)
{
	static const PCSTR mapping[] = { "turn", "rest", "one" }, telling[] = { "queue", "message" };
	NDIS_HANDLE keywords = keywords_open(nic->adapter);

	nic->lab[MAPPING] = keyword_word(keywords, L"LabMapping", mapping, ARRAYSIZE(mapping));
	nic->lab[TELLING] = keyword_word(keywords, L"LabTell", telling, ARRAYSIZE(telling));
	keywords_close(keywords);
}

/*
 * Which message serves queue pair 0, 1, 2 ... Its service routine and its DPC ask here. n_messages: so many were granted (its
 * MessageCount), at most one a pair and one more.
 *   in turn   pair q goes to message q mod n
 *   rest      each its own, as far as they go; the last message is the bin for all others
 *   one       one for all
 */
ULONG message_of_pair(const struct nic *nic, ULONG pair)
{
	if (nic->lab[MAPPING] == MAP_ONE)
		return 0;
	if (nic->lab[MAPPING] == MAP_REST)
		return min(pair, nic->n_messages - 1);
	return pair % nic->n_messages;
}

/*
 * What IVAR of cause 0, 1, 2 ... is told: the source that the device sends for it. Causes 0 to 7 are those of the receive queues, 8
 * to 15 those of the transmit queues (VNIC_QUEUES is 8), then come the rare ones. `message` serves the cause.
 */
ULONG source_of_cause(const struct nic *nic, ULONG cause, ULONG message)
{
	/* the mistake: each queue tells its own number, as if a message had been granted to each */
	if (nic->lab[TELLING] == TELL_QUEUE && cause < 2 * VNIC_QUEUES)
		return cause % VNIC_QUEUES;
	return message;
}
