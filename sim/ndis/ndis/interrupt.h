/* SPDX-License-Identifier: MIT */
/*
 * Interrupts: the eight handlers, their registration, deferred procedure
 * calls, synchronization, and the MSI-X table. Each handler has a function
 * type, to declare it with, and a pointer type, which the structure holds.
 */
#ifndef MSILAB_NDIS_INTERRUPT_H
#define MSILAB_NDIS_INTERRUPT_H

#include "object.h"
#include "resource.h"
#include "status.h"

/*
 * The line's service routine: TRUE if the interrupt was its device's. Its two
 * outputs, whatever it returns: QueueDefaultInterruptDpc asks for one DPC on
 * this processor; else each bit of TargetProcessors asks for one there.
 * At the interrupt's DIRQL.
 */
typedef _Function_class_(MINIPORT_INTERRUPT) BOOLEAN(MINIPORT_ISR)(
	NDIS_HANDLE MiniportInterruptContext, PBOOLEAN QueueDefaultInterruptDpc,
	PULONG TargetProcessors);
typedef MINIPORT_ISR *MINIPORT_ISR_HANDLER;

/* At DISPATCH_LEVEL. From NDIS 6.20 the third parameter is a NDIS_RECEIVE_THROTTLE_PARAMETERS. */
typedef _IRQL_requires_(DISPATCH_LEVEL) VOID(MINIPORT_INTERRUPT_DPC)(
	NDIS_HANDLE MiniportInterruptContext, PVOID MiniportDpcContext,
	PVOID ReceiveThrottleParameters, PVOID NdisReserved2);
typedef MINIPORT_INTERRUPT_DPC *MINIPORT_INTERRUPT_DPC_HANDLER;

/* For diagnosis, called by NDIS at the interrupt's DIRQL; the whole NIC. */
typedef VOID(MINIPORT_DISABLE_INTERRUPT)(NDIS_HANDLE MiniportInterruptContext);
typedef MINIPORT_DISABLE_INTERRUPT *MINIPORT_DISABLE_INTERRUPT_HANDLER;
typedef VOID(MINIPORT_ENABLE_INTERRUPT)(NDIS_HANDLE MiniportInterruptContext);
typedef MINIPORT_ENABLE_INTERRUPT *MINIPORT_ENABLE_INTERRUPT_HANDLER;

/* A message's service routine, at that message's DIRQL. MessageId counts in MessageInfo[]. */
typedef BOOLEAN(MINIPORT_MESSAGE_INTERRUPT)(NDIS_HANDLE MiniportInterruptContext, ULONG MessageId,
					    PBOOLEAN QueueDefaultInterruptDpc,
					    PULONG TargetProcessors);
typedef MINIPORT_MESSAGE_INTERRUPT *MINIPORT_MSI_ISR_HANDLER;

/* At DISPATCH_LEVEL. */
#if NDIS_SUPPORT_NDIS620
typedef _IRQL_requires_(DISPATCH_LEVEL) VOID(MINIPORT_MESSAGE_INTERRUPT_DPC)(
	NDIS_HANDLE MiniportInterruptContext, ULONG MessageId, PVOID MiniportDpcContext,
	PVOID ReceiveThrottleParameters, PVOID NdisReserved2);
#else
typedef _IRQL_requires_(DISPATCH_LEVEL) VOID(MINIPORT_MESSAGE_INTERRUPT_DPC)(
	NDIS_HANDLE MiniportInterruptContext, ULONG MessageId, PVOID MiniportDpcContext,
	PULONG NdisReserved1, PULONG NdisReserved2);
#endif
typedef MINIPORT_MESSAGE_INTERRUPT_DPC *MINIPORT_MSI_INTERRUPT_DPC_HANDLER;

/* For diagnosis, at the message's DIRQL; this message only. */
typedef VOID(MINIPORT_DISABLE_MESSAGE_INTERRUPT)(NDIS_HANDLE MiniportInterruptContext,
						 ULONG MessageId);
typedef MINIPORT_DISABLE_MESSAGE_INTERRUPT *MINIPORT_DISABLE_MSI_INTERRUPT_HANDLER;
typedef VOID(MINIPORT_ENABLE_MESSAGE_INTERRUPT)(NDIS_HANDLE MiniportInterruptContext,
						ULONG MessageId);
typedef MINIPORT_ENABLE_MESSAGE_INTERRUPT *MINIPORT_ENABLE_MSI_INTERRUPT_HANDLER;

/* Runs at DIRQL with the interrupt's lock held; its result is the caller's. */
typedef BOOLEAN(MINIPORT_SYNCHRONIZE_INTERRUPT)(NDIS_HANDLE SynchronizeContext);
typedef MINIPORT_SYNCHRONIZE_INTERRUPT *MINIPORT_SYNCHRONIZE_INTERRUPT_HANDLER;
typedef BOOLEAN(MINIPORT_SYNCHRONIZE_MESSAGE_INTERRUPT)(NDIS_HANDLE SynchronizeContext);
typedef MINIPORT_SYNCHRONIZE_MESSAGE_INTERRUPT *MINIPORT_SYNCHRONIZE_MSI_INTERRUPT_HANDLER;

typedef enum _NDIS_INTERRUPT_TYPE {
	NDIS_CONNECT_LINE_BASED = 1,
	NDIS_CONNECT_MESSAGE_BASED = 2
} NDIS_INTERRUPT_TYPE, *PNDIS_INTERRUPT_TYPE;

/*
 * What a driver registers. MsiSupported is a wish: the two last members, which
 * the call fills in, say what was granted. The line handlers are demanded
 * always, the message handlers when MsiSupported is TRUE.
 */
typedef struct _NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS {
	NDIS_OBJECT_HEADER Header;
	MINIPORT_ISR_HANDLER InterruptHandler;
	MINIPORT_INTERRUPT_DPC_HANDLER InterruptDpcHandler;
	MINIPORT_DISABLE_INTERRUPT_HANDLER DisableInterruptHandler;
	MINIPORT_ENABLE_INTERRUPT_HANDLER EnableInterruptHandler;
	BOOLEAN MsiSupported;
	BOOLEAN MsiSyncWithAllMessages; /* one lock for all messages */
	MINIPORT_MSI_ISR_HANDLER MessageInterruptHandler;
	MINIPORT_MSI_INTERRUPT_DPC_HANDLER MessageInterruptDpcHandler;
	MINIPORT_DISABLE_MSI_INTERRUPT_HANDLER DisableMessageInterruptHandler;
	MINIPORT_ENABLE_MSI_INTERRUPT_HANDLER EnableMessageInterruptHandler;
	NDIS_INTERRUPT_TYPE InterruptType;	     /* out */
	PIO_INTERRUPT_MESSAGE_INFO MessageInfoTable; /* out; NULL for a line */
} NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS, *PNDIS_MINIPORT_INTERRUPT_CHARACTERISTICS;

#define NDIS_MINIPORT_INTERRUPT_REVISION_1 1
#define NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1                                  \
	MSILAB_SIZE_TO(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS, MessageInfoTable)

/* The first interrupt may arrive before this returns. From initialize only. */
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisMRegisterInterruptEx(
	NDIS_HANDLE MiniportAdapterHandle, NDIS_HANDLE MiniportInterruptContext,
	PNDIS_MINIPORT_INTERRUPT_CHARACTERISTICS MiniportInterruptCharacteristics,
	PNDIS_HANDLE NdisInterruptHandle);

/* Waits for the DPCs; when it returns, no handler is called again. */
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT VOID NdisMDeregisterInterruptEx(NDIS_HANDLE NdisInterruptHandle);

/*
 * Both give the processors for which a DPC was newly queued: one that was
 * queued already is missing. MessageId is 0 for a line.
 */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG NdisMQueueDpc(NDIS_HANDLE NdisInterruptHandle, ULONG MessageId,
				ULONG TargetProcessors, PVOID MiniportDpcContext);
#if NDIS_SUPPORT_NDIS620
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT KAFFINITY NdisMQueueDpcEx(NDIS_HANDLE NdisInterruptHandle, ULONG MessageId,
				      PGROUP_AFFINITY TargetProcessors, PVOID MiniportDpcContext);
#endif

/* Excludes the service routine of that message (of all, with MsiSyncWithAllMessages). */
#if NDIS_SUPPORT_NDIS620
_IRQL_requires_max_(DIRQL)
NDIS_EXPORT BOOLEAN NdisMSynchronizeWithInterruptEx(
	NDIS_HANDLE NdisInterruptHandle, ULONG MessageId,
	MINIPORT_SYNCHRONIZE_INTERRUPT_HANDLER SynchronizeFunction, PVOID SynchronizeContext);
#else
_IRQL_requires_max_(DIRQL)
NDIS_EXPORT BOOLEAN NdisMSynchronizeWithInterruptEx(NDIS_HANDLE NdisInterruptHandle,
						    ULONG MessageId, PVOID SynchronizeFunction,
						    PVOID SynchronizeContext);
#endif

#if NDIS_SUPPORT_NDIS620
#define NDIS_INDICATE_ALL_NBLS ((ULONG)0xFFFFFFFF)

typedef struct _NDIS_RECEIVE_THROTTLE_PARAMETERS {
	ULONG MaxNblsToIndicate;   /* in; NDIS_INDICATE_ALL_NBLS: no limit */
	ULONG MoreNblsPending : 1; /* out; then the DPC is called again, and must not unmask */
} NDIS_RECEIVE_THROTTLE_PARAMETERS, *PNDIS_RECEIVE_THROTTLE_PARAMETERS;
#endif

#if NDIS_SUPPORT_NDIS61
typedef enum _NDIS_MSIX_TABLE_CONFIG {
	NdisMSIXTableConfigSetTableEntry = 0, /* at DISPATCH_LEVEL or below */
	NdisMSIXTableConfigMaskTableEntry = 1,
	NdisMSIXTableConfigUnmaskTableEntry = 2,
	NdisMSIXTableConfigMax = 3
} NDIS_MSIX_TABLE_OPERATION, *PNDIS_MSIX_TABLE_OPERATION;

typedef struct _NDIS_MSIX_CONFIG_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	NDIS_MSIX_TABLE_OPERATION ConfigOperation;
	ULONG TableEntry;    /* a slot in the device */
	ULONG MessageNumber; /* a message of MessageInfo[]; for SetTableEntry */
} NDIS_MSIX_CONFIG_PARAMETERS, *PNDIS_MSIX_CONFIG_PARAMETERS;

#define NDIS_MSIX_CONFIG_PARAMETERS_REVISION_1 1
#define NDIS_SIZEOF_MSIX_CONFIG_PARAMETERS_REVISION_1                                              \
	MSILAB_SIZE_TO(NDIS_MSIX_CONFIG_PARAMETERS, MessageNumber)

_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisMConfigMSIXTableEntry(
	NDIS_HANDLE NdisMiniportHandle, PNDIS_MSIX_CONFIG_PARAMETERS MSIXConfigParameters);
#endif

#endif
