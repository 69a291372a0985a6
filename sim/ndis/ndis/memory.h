/* SPDX-License-Identifier: MIT */
/*
 * Moving memory, and the nonpaged pool. Moves become calls of memcpy and its
 * kin, which the machine checks; a device window is not memory.
 */
#ifndef MSILAB_NDIS_MEMORY_H
#define MSILAB_NDIS_MEMORY_H

#include "atomic.h"
#include "object.h"

/*
 * The memory functions, by names that no compiler knows: gcc writes short calls of the known ones out as moves that
 * nothing checks.
 */
void *MsilabMemcpy(void *to, const void *from, SIZE_T n) __asm__("memcpy");
void *MsilabMemmove(void *to, const void *from, SIZE_T n) __asm__("memmove");
void *MsilabMemset(void *to, int byte, SIZE_T n) __asm__("memset");
int MsilabMemcmp(const void *a, const void *b, SIZE_T n) __asm__("memcmp");

#define RtlZeroMemory(d, n) ((void)MsilabMemset((d), 0, (n)))
#define RtlFillMemory(d, n, byte) ((void)MsilabMemset((d), (byte), (n)))
#define RtlCopyMemory(d, s, n) ((void)MsilabMemcpy((d), (s), (n)))
#define RtlMoveMemory(d, s, n) ((void)MsilabMemmove((d), (s), (n)))
#define RtlEqualMemory(a, b, n) (!MsilabMemcmp((a), (b), (n)))
#define NdisZeroMemory(d, n) RtlZeroMemory((d), (n))
#define NdisFillMemory(d, n, byte) RtlFillMemory((d), (n), (byte))
#define NdisMoveMemory(d, s, n) RtlCopyMemory((d), (s), (n))
#define NdisEqualMemory(a, b, n) RtlEqualMemory((a), (b), (n))

/* How many leading bytes are equal. */
FORCEINLINE SIZE_T RtlCompareMemory(const VOID *Source1, const VOID *Source2, SIZE_T Length)
{
	SIZE_T equal = 0;

	while (equal < Length &&
	       ((const UCHAR *)Source1)[equal] == ((const UCHAR *)Source2)[equal])
		equal++;
	return equal;
}

#define ETH_LENGTH_OF_ADDRESS 6
#define ETH_COPY_NETWORK_ADDRESS(d, s) RtlCopyMemory((d), (s), ETH_LENGTH_OF_ADDRESS)
#define ETH_IS_MULTICAST(a) ((BOOLEAN)(((const UCHAR *)(a))[0] & 1))
#define ETH_IS_BROADCAST(a) ((BOOLEAN)RtlEqualMemory((a), "\xff\xff\xff\xff\xff\xff", ETH_LENGTH_OF_ADDRESS))
/* *_Result becomes TRUE where the two are equal. */
#define ETH_COMPARE_NETWORK_ADDRESSES_EQ(a, b, result)                                             \
	((void)(*(result) = (BOOLEAN)RtlEqualMemory((a), (b), ETH_LENGTH_OF_ADDRESS)))

typedef enum _EX_POOL_PRIORITY {
	LowPoolPriority = 0,
	LowPoolPrioritySpecialPoolOverrun = 8,
	LowPoolPrioritySpecialPoolUnderrun = 9,
	NormalPoolPriority = 16,
	NormalPoolPrioritySpecialPoolOverrun = 24,
	NormalPoolPrioritySpecialPoolUnderrun = 25,
	HighPoolPriority = 32,
	HighPoolPrioritySpecialPoolOverrun = 40,
	HighPoolPrioritySpecialPoolUnderrun = 41
} EX_POOL_PRIORITY;

/* Nonpaged; NULL on failure. The handle is the adapter's or the driver's. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT PVOID NdisAllocateMemoryWithTagPriority(NDIS_HANDLE NdisHandle, UINT Length, ULONG Tag,
						    EX_POOL_PRIORITY Priority);
/* For memory of the call above pass Length and MemoryFlags 0. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisFreeMemory(PVOID VirtualAddress, UINT Length, UINT MemoryFlags);

typedef struct DECLSPEC_ALIGN(16) _SLIST_ENTRY {
	struct _SLIST_ENTRY *Next;
} SLIST_ENTRY, *PSLIST_ENTRY;

/* 16 bytes, aligned 16; opens NET_BUFFER and NET_BUFFER_LIST too. */
typedef union DECLSPEC_ALIGN(16) _SLIST_HEADER {
	struct {
		ULONGLONG Alignment;
		ULONGLONG Region;
	};
	struct {
		ULONGLONG Depth : 16;
		ULONGLONG Sequence : 48;
		ULONGLONG Reserved : 4;
		ULONGLONG NextEntry : 60; /* the entry's address without its low four bits */
	} HeaderX64;
} SLIST_HEADER, *PSLIST_HEADER;

typedef PVOID(ALLOCATE_FUNCTION)(ULONG PoolType, SIZE_T NumberOfBytes, ULONG Tag);
typedef ALLOCATE_FUNCTION *PALLOCATE_FUNCTION;
typedef VOID(FREE_FUNCTION)(PVOID Buffer);
typedef FREE_FUNCTION *PFREE_FUNCTION;

/* In the driver's nonpaged memory; its members belong to the machine. */
typedef struct DECLSPEC_CACHEALIGN _NPAGED_LOOKASIDE_LIST {
	SLIST_HEADER ListHead;
	USHORT Depth;
	USHORT MaximumDepth;
	ULONG TotalAllocates;
	ULONG AllocateMisses;
	ULONG TotalFrees;
	ULONG FreeMisses;
	ULONG Type;
	ULONG Tag;
	ULONG Size;
	PALLOCATE_FUNCTION Allocate;
	PFREE_FUNCTION Free;
	PVOID Reserved[6];
} NPAGED_LOOKASIDE_LIST, *PNPAGED_LOOKASIDE_LIST;

/* Allocate and Free may be NULL (the pool); Flags and Depth are 0. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside,
						   PALLOCATE_FUNCTION Allocate, PFREE_FUNCTION Free,
						   ULONG Flags, SIZE_T Size, ULONG Tag,
						   USHORT Depth);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT PVOID NdisAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside);

#endif
