/* SPDX-License-Identifier: MIT */
/* Levels, processors, spin locks, time, and what a driver says to a debugger. */
#ifndef MSILAB_NDIS_KERNEL_H
#define MSILAB_NDIS_KERNEL_H

#include "object.h"
#include "status.h"

/* IRQLs of x64, where the level is the upper half of the vector */
#define PASSIVE_LEVEL 0 /* threads, initialize, halt, pause, restart */
#define LOW_LEVEL 0
#define APC_LEVEL 1
#define DISPATCH_LEVEL 2 /* DPCs and holders of a spin lock */
#define CMCI_LEVEL 5	 /* device levels are 3 to 12 */
#define SYNCH_LEVEL 12
#define CLOCK_LEVEL 13
#define IPI_LEVEL 14
#define DRS_LEVEL 14
#define POWER_LEVEL 14
#define PROFILE_LEVEL 15
#define HIGH_LEVEL 15

_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT KIRQL KeGetCurrentIrql(VOID);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID KeRaiseIrql(KIRQL NewIrql, PKIRQL OldIrql); /* never to a lower level */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID KeLowerIrql(KIRQL NewIrql);		     /* only to the level saved */
#define NDIS_CURRENT_IRQL() KeGetCurrentIrql()
#define NDIS_RAISE_IRQL_TO_DISPATCH(old) KeRaiseIrql(DISPATCH_LEVEL, (old))
#define NDIS_LOWER_IRQL(old, current)                                                              \
	do {                                                                                       \
		if ((current) != (old))                                                            \
			KeLowerIrql(old);                                                          \
	} while (0)

/* Code that may be paged: above APC_LEVEL this is a finding. */
_IRQL_requires_max_(APC_LEVEL)
NDIS_EXPORT VOID MsilabPagedCode(VOID);
#define PAGED_CODE() MsilabPagedCode()

typedef struct _PROCESSOR_NUMBER {
	USHORT Group;
	UCHAR Number;
	UCHAR Reserved;
} PROCESSOR_NUMBER, *PPROCESSOR_NUMBER;

typedef struct _GROUP_AFFINITY {
	KAFFINITY Mask;
	USHORT Group;
	USHORT Reserved[3];
} GROUP_AFFINITY, *PGROUP_AFFINITY;

#define ALL_PROCESSOR_GROUPS 0xffff

/* The index over all groups; group and number go to ProcNumber unless NULL. */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG KeGetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG KeGetCurrentProcessorNumber(VOID);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG KeGetProcessorIndexFromNumber(PPROCESSOR_NUMBER ProcNumber);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT NTSTATUS KeGetProcessorNumberFromIndex(ULONG ProcIndex, PPROCESSOR_NUMBER ProcNumber);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG KeQueryActiveProcessorCountEx(USHORT GroupNumber);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG KeQueryMaximumProcessorCountEx(USHORT GroupNumber);
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT CCHAR NdisSystemProcessorCount(VOID);
#if NDIS_SUPPORT_NDIS620
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG NdisGroupActiveProcessorCount(USHORT Group);
#endif

typedef ULONG_PTR KSPIN_LOCK, *PKSPIN_LOCK;
typedef struct _NDIS_SPIN_LOCK {
	KSPIN_LOCK SpinLock;
	KIRQL OldIrql; /* of the holder, restored at release */
} NDIS_SPIN_LOCK, *PNDIS_SPIN_LOCK;

_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID NdisAllocateSpinLock(PNDIS_SPIN_LOCK SpinLock);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID NdisFreeSpinLock(PNDIS_SPIN_LOCK SpinLock);
/* From DISPATCH_LEVEL or below; runs at DISPATCH_LEVEL until released. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock);
_IRQL_requires_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock);
/* The same for code that is at DISPATCH_LEVEL already and knows it. */
_IRQL_requires_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisDprAcquireSpinLock(PNDIS_SPIN_LOCK SpinLock);
_IRQL_requires_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisDprReleaseSpinLock(PNDIS_SPIN_LOCK SpinLock);

/* Busy wait, at most 50 microseconds. */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID NdisStallExecution(UINT MicrosecondsToStall);
#define KeStallExecutionProcessor(microseconds) NdisStallExecution(microseconds)
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID NdisGetCurrentSystemTime(PLARGE_INTEGER SystemTime); /* 100 ns since 1601 */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID NdisGetSystemUpTimeEx(PLARGE_INTEGER SystemUpTime);  /* milliseconds */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONGLONG KeQueryInterruptTime(VOID);		      /* 100 ns since start */
/* The counter; its frequency in Hz goes to the argument unless NULL. */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT LARGE_INTEGER KeQueryPerformanceCounter(PLARGE_INTEGER PerformanceFrequency);

#define DPFLTR_IHVDRIVER_ID 77
#define DPFLTR_IHVNETWORK_ID 78
#define DPFLTR_ERROR_LEVEL 0
#define DPFLTR_WARNING_LEVEL 1
#define DPFLTR_TRACE_LEVEL 2
#define DPFLTR_INFO_LEVEL 3

/* A record of the trace; at most 512 bytes, no floating point. */
_IRQL_requires_max_(DEVICE_LEVEL)
NDIS_EXPORT ULONG DbgPrint(PCSTR Format, ...);
_IRQL_requires_max_(DEVICE_LEVEL)
NDIS_EXPORT ULONG DbgPrintEx(ULONG ComponentId, ULONG Level, PCSTR Format, ...);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID DbgBreakPoint(VOID);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID MsilabAssert(PCSTR Expression); /* a failed assertion; breaks */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisWriteErrorLogEntry(NDIS_HANDLE NdisHandle, NDIS_ERROR_CODE ErrorCode,
					ULONG NumberOfErrorValues, ...);

/* A checked build unless the driver says otherwise. */
#ifndef DBG
#define DBG 1
#endif
#if DBG
#define KdPrint(args) DbgPrint args
#define KdPrintEx(args) DbgPrintEx args
#define KdBreakPoint() DbgBreakPoint()
#define MSILAB_CHECK(e, text) ((void)((e) || (MsilabAssert(text), 0)))
#else
#define KdPrint(args) ((void)0)
#define KdPrintEx(args) ((void)0)
#define KdBreakPoint() ((void)0)
#define MSILAB_CHECK(e, text) ((void)0)
#endif
#define NT_ASSERT(e) MSILAB_CHECK(e, #e)
#define NT_ASSERTMSG(message, e) MSILAB_CHECK(e, message)
#ifndef ASSERT
#define ASSERT(e) MSILAB_CHECK(e, #e)
#endif
#define ASSERTMSG(message, e) MSILAB_CHECK(e, message)

#endif
