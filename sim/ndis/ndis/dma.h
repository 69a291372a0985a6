/* SPDX-License-Identifier: MIT */
/* Scatter/gather lists and shared memory. */
#ifndef MSILAB_NDIS_DMA_H
#define MSILAB_NDIS_DMA_H

#include "object.h"
#include "status.h"

struct _NET_BUFFER;

typedef struct _SCATTER_GATHER_ELEMENT {
	PHYSICAL_ADDRESS Address;
	ULONG Length;
	ULONG_PTR Reserved;
} SCATTER_GATHER_ELEMENT, *PSCATTER_GATHER_ELEMENT;

typedef struct _SCATTER_GATHER_LIST {
	ULONG NumberOfElements;
	ULONG_PTR Reserved;
	SCATTER_GATHER_ELEMENT Elements[];
} SCATTER_GATHER_LIST, *PSCATTER_GATHER_LIST;

/* At DISPATCH_LEVEL. The list starts at CurrentMdl's beginning. */
typedef _IRQL_requires_(DISPATCH_LEVEL) VOID(MINIPORT_PROCESS_SG_LIST)(
	PDEVICE_OBJECT DeviceObject, PVOID Reserved, PSCATTER_GATHER_LIST ScatterGatherListBuffer,
	PVOID Context);
typedef MINIPORT_PROCESS_SG_LIST *MINIPORT_PROCESS_SG_LIST_HANDLER;

/* At PASSIVE_LEVEL. VirtualAddress is NULL on failure. */
typedef _IRQL_requires_(PASSIVE_LEVEL) VOID(MINIPORT_ALLOCATE_SHARED_MEM_COMPLETE)(
	NDIS_HANDLE MiniportAdapterContext, PVOID VirtualAddress,
	PNDIS_PHYSICAL_ADDRESS PhysicalAddress, ULONG Length, PVOID Context);
typedef MINIPORT_ALLOCATE_SHARED_MEM_COMPLETE *MINIPORT_ALLOCATE_SHARED_MEM_COMPLETE_HANDLER;

#define NDIS_SG_DMA_64_BIT_ADDRESS 0x00000001
#define NDIS_SG_LIST_WRITE_TO_DEVICE 0x00000001

typedef struct _NDIS_SG_DMA_DESCRIPTION {
	NDIS_OBJECT_HEADER Header;
	ULONG Flags;
	ULONG MaximumPhysicalMapping; /* bytes of one transfer */
	MINIPORT_PROCESS_SG_LIST_HANDLER ProcessSGListHandler;
	MINIPORT_ALLOCATE_SHARED_MEM_COMPLETE_HANDLER SharedMemAllocateCompleteHandler;
	ULONG ScatterGatherListSize; /* out: bytes of a list's buffer */
} NDIS_SG_DMA_DESCRIPTION, *PNDIS_SG_DMA_DESCRIPTION;
#define NDIS_SG_DMA_DESCRIPTION_REVISION_1 1
#define NDIS_SIZEOF_SG_DMA_DESCRIPTION_REVISION_1                                                  \
	MSILAB_SIZE_TO(NDIS_SG_DMA_DESCRIPTION, ScatterGatherListSize)

/* Initialize only; needs the BUS_MASTER attribute. */
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisMRegisterScatterGatherDma(NDIS_HANDLE MiniportAdapterHandle,
						      PNDIS_SG_DMA_DESCRIPTION DmaDescription,
						      PNDIS_HANDLE NdisMiniportDmaHandle);
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT VOID NdisMDeregisterScatterGatherDma(NDIS_HANDLE NdisMiniportDmaHandle);
/* The list comes to ProcessSGListHandler alone, before or after this returns. */
_IRQL_requires_(DISPATCH_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisMAllocateNetBufferSGList(NDIS_HANDLE NdisMiniportDmaHandle,
						     struct _NET_BUFFER *NetBuffer, PVOID Context,
						     ULONG Flags, PVOID ScatterGatherListBuffer,
						     ULONG ScatterGatherListBufferSize);
_IRQL_requires_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisMFreeNetBufferSGList(NDIS_HANDLE NdisMiniportDmaHandle,
					  PSCATTER_GATHER_LIST ScatterGatherListBuffer,
					  struct _NET_BUFFER *NetBuffer);

/* After the DMA registration. On failure both outputs are 0. */
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT VOID NdisMAllocateSharedMemory(NDIS_HANDLE MiniportAdapterHandle, ULONG Length,
					   BOOLEAN Cached, PVOID *VirtualAddress,
					   PNDIS_PHYSICAL_ADDRESS PhysicalAddress);
/* PENDING, and the result comes to SharedMemAllocateCompleteHandler; or FAILURE. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisMAllocateSharedMemoryAsyncEx(NDIS_HANDLE MiniportDmaHandle,
							 ULONG Length, BOOLEAN Cached,
							 PVOID Context);
/* A whole range, with the values it was allocated with. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisMFreeSharedMemory(NDIS_HANDLE MiniportAdapterHandle, ULONG Length,
				       BOOLEAN Cached, PVOID VirtualAddress,
				       NDIS_PHYSICAL_ADDRESS PhysicalAddress);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT ULONG NdisMGetDmaAlignment(NDIS_HANDLE MiniportAdapterHandle);

#endif
