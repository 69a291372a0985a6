/* SPDX-License-Identifier: MIT */
/* Sequenced lists: the head holds depth and first entry; pushing and popping is one instant, so the lock is not needed. */
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"

static SLIST_ENTRY *first_of(const SLIST_HEADER *head)
{
	return guest_pointer((uint64_t)head->HeaderX64.NextEntry << 4);
}

static void set_first(SLIST_HEADER *head, const SLIST_ENTRY *entry, int more)
{
	head->HeaderX64.NextEntry = guest_address(entry) >> 4;
	head->HeaderX64.Depth = (ULONGLONG)(head->HeaderX64.Depth + (unsigned)more) & 0xffff;
	head->HeaderX64.Sequence = (head->HeaderX64.Sequence + 1) & ((UINT64_C(1) << 48) - 1);
}

static SLIST_ENTRY *push(struct ndis *ndis, SLIST_HEADER *at, SLIST_ENTRY *entry)
{
	SLIST_HEADER head;
	SLIST_ENTRY *was;

	GUEST_GET(ndis, &head, at);
	was = first_of(&head);
	GUEST_PUT(ndis, &entry->Next, was);
	set_first(&head, entry, 1);
	GUEST_PUT(ndis, at, head);
	return was;
}

static SLIST_ENTRY *pop(struct ndis *ndis, SLIST_HEADER *at)
{
	SLIST_HEADER head;
	SLIST_ENTRY *first, *second;

	GUEST_GET(ndis, &head, at);
	first = first_of(&head);
	if (!first)
		return NULL;
	GUEST_GET(ndis, &second, &first->Next);
	set_first(&head, second, -1);
	GUEST_PUT(ndis, at, head);
	return first;
}

PSLIST_ENTRY NdisInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry, PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisInterlockedPushEntrySList, 0, ListHead, ListEntry);

	(void)SpinLock;
	return gate_leave_pointer(&call, push(call.ndis, ListHead, ListEntry));
}

PSLIST_ENTRY NdisInterlockedPopEntrySList(PSLIST_HEADER ListHead, PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisInterlockedPopEntrySList, 0, ListHead, SpinLock);

	return gate_leave_pointer(&call, pop(call.ndis, ListHead));
}
