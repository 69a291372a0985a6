/* SPDX-License-Identifier: MIT */
/* Work for later: timers (at DISPATCH_LEVEL), work items (PASSIVE), events. */
#ifndef MSILAB_NDIS_TIMER_H
#define MSILAB_NDIS_TIMER_H

#include "list.h"
#include "object.h"
#include "status.h"

typedef _IRQL_requires_(DISPATCH_LEVEL) VOID(NDIS_TIMER_FUNCTION)(PVOID SystemSpecific1,
								  PVOID FunctionContext,
								  PVOID SystemSpecific2,
								  PVOID SystemSpecific3);
typedef NDIS_TIMER_FUNCTION *PNDIS_TIMER_FUNCTION;

typedef struct _NDIS_TIMER_CHARACTERISTICS {
	NDIS_OBJECT_HEADER Header;
	ULONG AllocationTag; /* required */
	PNDIS_TIMER_FUNCTION TimerFunction;
	PVOID FunctionContext;
} NDIS_TIMER_CHARACTERISTICS, *PNDIS_TIMER_CHARACTERISTICS;
#define NDIS_TIMER_CHARACTERISTICS_REVISION_1 1
#define NDIS_SIZEOF_TIMER_CHARACTERISTICS_REVISION_1                                               \
	MSILAB_SIZE_TO(NDIS_TIMER_CHARACTERISTICS, FunctionContext)

_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisAllocateTimerObject(NDIS_HANDLE NdisHandle,
						PNDIS_TIMER_CHARACTERISTICS TimerCharacteristics,
						PNDIS_HANDLE TimerObject);
/* DueTime in 100 ns, negative from now; period 0 is once. TRUE: it was armed already. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT BOOLEAN NdisSetTimerObject(NDIS_HANDLE TimerObject, LARGE_INTEGER DueTime,
				       LONG MillisecondsPeriod, PVOID FunctionContext);
/* TRUE: it was armed. A periodic one only at PASSIVE_LEVEL, and then its function is over. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT BOOLEAN NdisCancelTimerObject(NDIS_HANDLE TimerObject);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisFreeTimerObject(NDIS_HANDLE TimerObject);

typedef _IRQL_requires_(PASSIVE_LEVEL) VOID(NDIS_IO_WORKITEM_FUNCTION)(
	PVOID WorkItemContext, NDIS_HANDLE NdisIoWorkItemHandle);
typedef NDIS_IO_WORKITEM_FUNCTION *NDIS_IO_WORKITEM_ROUTINE;

_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT NDIS_HANDLE NdisAllocateIoWorkItem(NDIS_HANDLE NdisObjectHandle);
/* Not again before its routine was entered. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisQueueIoWorkItem(NDIS_HANDLE NdisIoWorkItemHandle,
				     NDIS_IO_WORKITEM_ROUTINE Routine, PVOID WorkItemContext);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisFreeIoWorkItem(NDIS_HANDLE NdisIoWorkItemHandle);

typedef struct _DISPATCHER_HEADER {
	UCHAR Type;
	UCHAR Signalling;
	UCHAR Size;
	UCHAR Reserved;
	LONG SignalState;
	LIST_ENTRY WaitListHead;
} DISPATCHER_HEADER;

typedef struct _KEVENT {
	DISPATCHER_HEADER Header;
} KEVENT, *PKEVENT;

/* In the driver's nonpaged memory; stays set until it is reset. */
typedef struct _NDIS_EVENT {
	KEVENT Event;
} NDIS_EVENT, *PNDIS_EVENT;

_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID NdisInitializeEvent(PNDIS_EVENT Event);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisSetEvent(PNDIS_EVENT Event);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisResetEvent(PNDIS_EVENT Event);
/* TRUE: set; FALSE: timed out. 0 waits without limit. */
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT BOOLEAN NdisWaitEvent(PNDIS_EVENT Event, UINT MsToWait);

/* At least that long, at most 30 seconds. */
_IRQL_requires_max_(APC_LEVEL)
NDIS_EXPORT VOID NdisMSleep(ULONG MicrosecondsToSleep);

#endif
