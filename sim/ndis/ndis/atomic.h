/* SPDX-License-Identifier: MIT */
/*
 * Interlocked operations and barriers, inline; any IRQL. Interlocked ones are full
 * barriers. Increment and Decrement give the new value, the others the old.
 */
#ifndef MSILAB_NDIS_ATOMIC_H
#define MSILAB_NDIS_ATOMIC_H

#include "base.h"

/* one family for each width: S is the suffix, T the type */
#define MSILAB_INTERLOCKED(S, T)                                                                   \
	FORCEINLINE T InterlockedIncrement##S(T volatile *Addend)                                  \
	{                                                                                          \
		return __atomic_add_fetch(Addend, 1, __ATOMIC_SEQ_CST);                            \
	}                                                                                          \
	FORCEINLINE T InterlockedDecrement##S(T volatile *Addend)                                  \
	{                                                                                          \
		return __atomic_sub_fetch(Addend, 1, __ATOMIC_SEQ_CST);                            \
	}                                                                                          \
	FORCEINLINE T InterlockedExchangeAdd##S(T volatile *Addend, T Value)                       \
	{                                                                                          \
		return __atomic_fetch_add(Addend, Value, __ATOMIC_SEQ_CST);                        \
	}                                                                                          \
	FORCEINLINE T InterlockedAdd##S(T volatile *Addend, T Value)                               \
	{                                                                                          \
		return __atomic_add_fetch(Addend, Value, __ATOMIC_SEQ_CST);                        \
	}                                                                                          \
	FORCEINLINE T InterlockedOr##S(T volatile *Destination, T Value)                           \
	{                                                                                          \
		return __atomic_fetch_or(Destination, Value, __ATOMIC_SEQ_CST);                    \
	}                                                                                          \
	FORCEINLINE T InterlockedAnd##S(T volatile *Destination, T Value)                          \
	{                                                                                          \
		return __atomic_fetch_and(Destination, Value, __ATOMIC_SEQ_CST);                   \
	}                                                                                          \
	FORCEINLINE T InterlockedXor##S(T volatile *Destination, T Value)                          \
	{                                                                                          \
		return __atomic_fetch_xor(Destination, Value, __ATOMIC_SEQ_CST);                   \
	}                                                                                          \
	FORCEINLINE T InterlockedExchange##S(T volatile *Target, T Value)                          \
	{                                                                                          \
		return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);                       \
	}                                                                                          \
	FORCEINLINE T InterlockedCompareExchange##S(T volatile *Destination, T Exchange,           \
						    T Comparand)                                   \
	{                                                                                          \
		__atomic_compare_exchange_n(Destination, &Comparand, Exchange, 0,                  \
					    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);                   \
		return Comparand;                                                                  \
	}

MSILAB_INTERLOCKED(, LONG)
MSILAB_INTERLOCKED(64, LONG64)

FORCEINLINE PVOID InterlockedExchangePointer(PVOID volatile *Target, PVOID Value)
{
	return __atomic_exchange_n(Target, Value, __ATOMIC_SEQ_CST);
}

FORCEINLINE PVOID InterlockedCompareExchangePointer(PVOID volatile *Destination, PVOID Exchange,
						    PVOID Comparand)
{
	__atomic_compare_exchange_n(Destination, &Comparand, Exchange, 0, __ATOMIC_SEQ_CST,
				    __ATOMIC_SEQ_CST);
	return Comparand;
}

#define NdisInterlockedIncrement(p) InterlockedIncrement(p)
#define NdisInterlockedDecrement(p) InterlockedDecrement(p)

/* Reads whole, and before all that the program reads or writes after it. */
#define MSILAB_READ_ACQUIRE(S, T)                                                                  \
	FORCEINLINE T Read##S##Acquire(T const volatile *Source)                                   \
	{                                                                                          \
		return __atomic_load_n(Source, __ATOMIC_ACQUIRE);                                  \
	}
MSILAB_READ_ACQUIRE(UChar, UCHAR)
MSILAB_READ_ACQUIRE(UShort, USHORT)
MSILAB_READ_ACQUIRE(ULong, ULONG)
#undef MSILAB_READ_ACQUIRE

FORCEINLINE VOID KeMemoryBarrier(VOID)
{
	__sync_synchronize();
}
#define MemoryBarrier() KeMemoryBarrier()

/* Hints: a line of the cache is asked for, and nobody waits for it. Any address will do. The empty statement is for gcc, which takes
 * a function that only asks for one that does nothing, and leaves out its calls. */
#define PF_NON_TEMPORAL_LEVEL_ALL 0
#define PF_TEMPORAL_LEVEL_1 3
#define PF_TEMPORAL_LEVEL_2 2
#define PF_TEMPORAL_LEVEL_3 1
#define MSILAB_PREFETCH(Address, Write, Level) (__builtin_prefetch((const void *)(Address), (Write), (Level)), msilab_keep())
FORCEINLINE VOID msilab_keep(VOID)
{
	__asm__ __volatile__("");
}
#define PreFetchCacheLine(Level, Address) MSILAB_PREFETCH(Address, 0, Level)
#define PrefetchForWrite(Address) MSILAB_PREFETCH(Address, 1, 3)

/* The compiler may not move accesses over it; the processor may. */
FORCEINLINE VOID KeMemoryBarrierWithoutFence(VOID)
{
	__asm__ __volatile__("" ::: "memory");
}
#define _ReadWriteBarrier() KeMemoryBarrierWithoutFence()

#if defined(__x86_64__)
#define YieldProcessor() __asm__ __volatile__("pause" ::: "memory")
#else
#define YieldProcessor() KeMemoryBarrierWithoutFence()
#endif

#endif
