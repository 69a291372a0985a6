/* SPDX-License-Identifier: MIT */
/*
 * Doubly and singly linked lists. The plain forms are inline and protect
 * nothing; the interlocked forms take a lock with interrupts disabled, any
 * IRQL, and that lock must not be used through NdisAcquireSpinLock too.
 */
#ifndef MSILAB_NDIS_LIST_H
#define MSILAB_NDIS_LIST_H

#include "kernel.h"
#include "memory.h"

typedef struct _LIST_ENTRY {
	struct _LIST_ENTRY *Flink;
	struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;

typedef struct _SINGLE_LIST_ENTRY {
	struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;

FORCEINLINE VOID InitializeListHead(PLIST_ENTRY ListHead)
{
	ListHead->Flink = ListHead->Blink = ListHead;
}

FORCEINLINE BOOLEAN IsListEmpty(const LIST_ENTRY *ListHead)
{
	return (BOOLEAN)(ListHead->Flink == ListHead);
}

/* TRUE: the list is empty now. */
FORCEINLINE BOOLEAN RemoveEntryList(PLIST_ENTRY Entry)
{
	PLIST_ENTRY after = Entry->Flink;
	PLIST_ENTRY before = Entry->Blink;

	before->Flink = after;
	after->Blink = before;
	return (BOOLEAN)(after == before);
}

/* On an empty list: the head itself. */
FORCEINLINE PLIST_ENTRY RemoveHeadList(PLIST_ENTRY ListHead)
{
	PLIST_ENTRY entry = ListHead->Flink;

	RemoveEntryList(entry);
	return entry;
}

/* On an empty list: the head itself. */
FORCEINLINE PLIST_ENTRY RemoveTailList(PLIST_ENTRY ListHead)
{
	PLIST_ENTRY entry = ListHead->Blink;

	RemoveEntryList(entry);
	return entry;
}

FORCEINLINE VOID InsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry)
{
	Entry->Flink = ListHead->Flink;
	Entry->Blink = ListHead;
	Entry->Flink->Blink = Entry;
	ListHead->Flink = Entry;
}

FORCEINLINE VOID InsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY Entry)
{
	Entry->Flink = ListHead;
	Entry->Blink = ListHead->Blink;
	Entry->Blink->Flink = Entry;
	ListHead->Blink = Entry;
}

FORCEINLINE VOID PushEntryList(PSINGLE_LIST_ENTRY ListHead, PSINGLE_LIST_ENTRY Entry)
{
	Entry->Next = ListHead->Next;
	ListHead->Next = Entry;
}

/* NULL if the list is empty. */
FORCEINLINE PSINGLE_LIST_ENTRY PopEntryList(PSINGLE_LIST_ENTRY ListHead)
{
	PSINGLE_LIST_ENTRY entry = ListHead->Next;

	if (entry)
		ListHead->Next = entry->Next;
	return entry;
}

FORCEINLINE VOID ExInitializeSListHead(PSLIST_HEADER ListHead)
{
	ListHead->Alignment = 0;
	ListHead->Region = 0;
}
#define NdisInitializeListHead(h) InitializeListHead(h)
#define NdisInitializeSListHead(h) ExInitializeSListHead(h)
#define NdisQueryDepthSList(h) ((USHORT)(h)->HeaderX64.Depth)

/* The insertions give the former neighbour, NULL if the list was empty. */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT PLIST_ENTRY NdisInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
						      PNDIS_SPIN_LOCK SpinLock);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT PLIST_ENTRY NdisInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry,
						      PNDIS_SPIN_LOCK SpinLock);
/* NULL if the list is empty. */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT PLIST_ENTRY NdisInterlockedRemoveHeadList(PLIST_ENTRY ListHead,
						      PNDIS_SPIN_LOCK SpinLock);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT PSLIST_ENTRY NdisInterlockedPushEntrySList(PSLIST_HEADER ListHead,
						       PSLIST_ENTRY ListEntry,
						       PNDIS_SPIN_LOCK SpinLock);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT PSLIST_ENTRY NdisInterlockedPopEntrySList(PSLIST_HEADER ListHead,
						      PNDIS_SPIN_LOCK SpinLock);

#endif
