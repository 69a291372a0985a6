/* SPDX-License-Identifier: MIT */
/* Spin locks, and the lists that are worked on under one with interrupts off. */
#include <stdio.h>

#include "sim/base/bug.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/os/irql.h"

#define TAG UINT64_C(0x4c4f434b00000000) /* "LOCK" above the number */

static struct guest_lock *fresh(struct ndis *ndis)
{
	struct guest_locks *locks = &ndis->locks;
	struct guest_lock **chunk = &locks->chunk[locks->n / SYNC_CHUNK];
	struct guest_lock *lock;
	char name[32];

	must(locks->n < SYNC_CHUNK * SYNC_CHUNKS);
	if (!*chunk)
		*chunk = arena_new(&ndis->core->arena, SYNC_CHUNK * sizeof **chunk);
	lock = &(*chunk)[locks->n++ % SYNC_CHUNK];
	snprintf(name, sizeof name, "spinlock%u", locks->n);
	lock_init(&lock->lock, ndis->os, name, 0, 0);
	return lock;
}

static uint64_t number_of(const struct guest_locks *locks, const struct guest_lock *lock)
{
	for (unsigned c = 0; c * SYNC_CHUNK < locks->n; c++)
		if (lock >= locks->chunk[c] && lock < locks->chunk[c] + SYNC_CHUNK)
			return TAG | (c * SYNC_CHUNK + (unsigned)(lock - locks->chunk[c]) + 1);
	return 0;
}

static struct guest_lock *make(struct ndis *ndis, NDIS_SPIN_LOCK *at)
{
	struct guest_lock *lock = ndis->locks.free;

	if (lock)
		ndis->locks.free = lock->next_free;
	else
		lock = fresh(ndis);
	lock->live = true;
	lock->lock.address = guest_address(at);
	GUEST_PUT(ndis, &at->SpinLock, number_of(&ndis->locks, lock));
	return lock;
}

/* The live lock that a structure holds, NULL: none. */
static inline struct guest_lock *held_by(struct ndis *ndis, NDIS_SPIN_LOCK *at)
{
	struct guest_lock *lock;
	KSPIN_LOCK value;
	uint64_t i;

	GUEST_GET(ndis, &value, &at->SpinLock);
	i = (value ^ TAG) - 1;
	if (i >= ndis->locks.n)
		return NULL;
	lock = &ndis->locks.chunk[i / SYNC_CHUNK][i % SYNC_CHUNK];
	return lock->live ? lock : NULL;
}

static inline struct lock *lock_of(struct ndis *ndis, NDIS_SPIN_LOCK *at)
{
	struct guest_lock *lock = held_by(ndis, at);

	return &(lock ? lock : make(ndis, at))->lock;
}

VOID NdisAllocateSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisAllocateSpinLock, 0, SpinLock, 0);

	make(call.ndis, SpinLock);
	GUEST_PUT(call.ndis, &SpinLock->OldIrql, 0);
	gate_leave(&call, 0);
}

VOID NdisFreeSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisFreeSpinLock, 0, SpinLock, 0);
	struct guest_lock *lock = held_by(call.ndis, SpinLock);

	if (lock && lock->lock.owner == LOCK_FREE) {
		lock->live = false;
		lock->next_free = call.ndis->locks.free;
		call.ndis->locks.free = lock;
	}
	GUEST_PUT(call.ndis, &SpinLock->SpinLock, 0);
	gate_leave(&call, 0);
}

VOID NdisAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisAcquireSpinLock, 0, SpinLock, 0);
	uint8_t before = irql_raise(call.cpu, IRQL_DISPATCH);

	lock_acquire(lock_of(call.ndis, SpinLock), call.cpu);
	GUEST_PUT(call.ndis, &SpinLock->OldIrql, before);
	gate_leave(&call, 0);
}

static void release(const struct call *call, NDIS_SPIN_LOCK *at)
{
	KIRQL before;

	GUEST_GET(call->ndis, &before, &at->OldIrql);
	if (lock_release(lock_of(call->ndis, at), call->cpu) && before < call->cpu->irql)
		irql_lower(call->cpu, before);
}

VOID NdisReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisReleaseSpinLock, 0, SpinLock, 0);

	release(&call, SpinLock);
	gate_leave(&call, 0);
}

VOID NdisDprAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisDprAcquireSpinLock, 0, SpinLock, 0);

	lock_acquire(lock_of(call.ndis, SpinLock), call.cpu);
	GUEST_PUT(call.ndis, &SpinLock->OldIrql, IRQL_DISPATCH);
	gate_leave(&call, 0);
}

VOID NdisDprReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisDprReleaseSpinLock, 0, SpinLock, 0);

	lock_release(lock_of(call.ndis, SpinLock), call.cpu);
	gate_leave(&call, 0);
}

/* Interrupts off and the lock held, around one work on a list. */
struct section {
	struct cpu *cpu;
	struct lock *lock;
	uint8_t before;
};

static struct section section_enter(const struct call *call, NDIS_SPIN_LOCK *at)
{
	struct section section = { call->cpu, lock_of(call->ndis, at), irql_raise(call->cpu, IRQL_HIGH) };

	lock_acquire(section.lock, section.cpu);
	return section;
}

static void section_leave(const struct section *section)
{
	lock_release(section->lock, section->cpu);
	irql_lower(section->cpu, section->before);
}

static LIST_ENTRY *insert(struct ndis *ndis, LIST_ENTRY *head, LIST_ENTRY *entry, bool front)
{
	LIST_ENTRY h, *before, *after;

	GUEST_GET(ndis, &h, head);
	before = front ? head : h.Blink;
	after = front ? h.Flink : head;
	GUEST_PUT(ndis, entry, ((LIST_ENTRY){ .Flink = after, .Blink = before }));
	GUEST_PUT(ndis, &before->Flink, entry);
	GUEST_PUT(ndis, &after->Blink, entry);
	return (front ? h.Flink : h.Blink) == head ? NULL : front ? h.Flink : h.Blink;
}

static LIST_ENTRY *remove_first(struct ndis *ndis, LIST_ENTRY *head)
{
	LIST_ENTRY *first, *second;

	GUEST_GET(ndis, &first, &head->Flink);
	if (first == head)
		return NULL;
	GUEST_GET(ndis, &second, &first->Flink);
	GUEST_PUT(ndis, &head->Flink, second);
	GUEST_PUT(ndis, &second->Blink, head);
	return first;
}

PLIST_ENTRY NdisInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisInterlockedInsertHeadList, 0, ListHead, ListEntry);
	struct section section = section_enter(&call, SpinLock);
	PLIST_ENTRY was = insert(call.ndis, ListHead, ListEntry, true);

	section_leave(&section);
	return gate_leave_pointer(&call, was);
}

PLIST_ENTRY NdisInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisInterlockedInsertTailList, 0, ListHead, ListEntry);
	struct section section = section_enter(&call, SpinLock);
	PLIST_ENTRY was = insert(call.ndis, ListHead, ListEntry, false);

	section_leave(&section);
	return gate_leave_pointer(&call, was);
}

PLIST_ENTRY NdisInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PNDIS_SPIN_LOCK SpinLock)
{
	struct call call = GATE(NdisInterlockedRemoveHeadList, 0, ListHead, SpinLock);
	struct section section = section_enter(&call, SpinLock);
	PLIST_ENTRY first = remove_first(call.ndis, ListHead);

	section_leave(&section);
	return gate_leave_pointer(&call, first);
}
