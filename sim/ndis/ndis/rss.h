/* SPDX-License-Identifier: MIT */
/*
 * Receive-side scaling. The capability bits of the hash types and the hash
 * type bits of the parameters are different numbers.
 */
#ifndef MSILAB_NDIS_RSS_H
#define MSILAB_NDIS_RSS_H

#include "buffer.h"
#include "kernel.h"

#define NdisHashFunctionToeplitz 0x00000001
#define NDIS_RSS_CAPS_HASH_TYPE_TCP_IPV4 0x00000100
#define NDIS_RSS_CAPS_HASH_TYPE_TCP_IPV6 0x00000200
#define NDIS_RSS_CAPS_HASH_TYPE_TCP_IPV6_EX 0x00000400
#define NDIS_RSS_CAPS_MESSAGE_SIGNALED_INTERRUPTS 0x01000000
#define NDIS_RSS_CAPS_CLASSIFICATION_AT_ISR 0x02000000
#define NDIS_RSS_CAPS_CLASSIFICATION_AT_DPC 0x04000000
#define NDIS_RSS_CAPS_USING_MSI_X 0x08000000
#define NDIS_RSS_CAPS_RSS_AVAILABLE_ON_PORTS 0x10000000
#define NDIS_RSS_CAPS_SUPPORTS_MSI_X 0x20000000

typedef struct _NDIS_RECEIVE_SCALE_CAPABILITIES {
	NDIS_OBJECT_HEADER Header;
	ULONG CapabilitiesFlags;
	ULONG NumberOfInterruptMessages; /* 1 for a line */
	ULONG NumberOfReceiveQueues;
#if NDIS_SUPPORT_NDIS630
	USHORT NumberOfIndirectionTableEntries; /* a power of two */
#endif
} NDIS_RECEIVE_SCALE_CAPABILITIES, *PNDIS_RECEIVE_SCALE_CAPABILITIES;
#define NDIS_RECEIVE_SCALE_CAPABILITIES_REVISION_1 1
#define NDIS_SIZEOF_RECEIVE_SCALE_CAPABILITIES_REVISION_1                                          \
	MSILAB_SIZE_TO(NDIS_RECEIVE_SCALE_CAPABILITIES, NumberOfReceiveQueues)
#if NDIS_SUPPORT_NDIS630
#define NDIS_RECEIVE_SCALE_CAPABILITIES_REVISION_2 2
#define NDIS_SIZEOF_RECEIVE_SCALE_CAPABILITIES_REVISION_2                                          \
	MSILAB_SIZE_TO(NDIS_RECEIVE_SCALE_CAPABILITIES, NumberOfIndirectionTableEntries)
#endif

#define NDIS_RSS_PARAM_FLAG_BASE_CPU_UNCHANGED 0x0001
#define NDIS_RSS_PARAM_FLAG_HASH_INFO_UNCHANGED 0x0002
#define NDIS_RSS_PARAM_FLAG_ITABLE_UNCHANGED 0x0004
#define NDIS_RSS_PARAM_FLAG_HASH_KEY_UNCHANGED 0x0008
#define NDIS_RSS_PARAM_FLAG_DISABLE_RSS 0x0010
#define NDIS_RSS_PARAM_FLAG_DEFAULT_PROCESSOR_UNCHANGED 0x0020

#define NDIS_RSS_INDIRECTION_TABLE_MAX_SIZE_REVISION_1 128
#define NDIS_RSS_HASH_SECRET_KEY_MAX_SIZE_REVISION_1 40

/* Offsets count from the start; the table's entries are PROCESSOR_NUMBER from 6.20, CCHAR before. */
typedef struct _NDIS_RECEIVE_SCALE_PARAMETERS {
	NDIS_OBJECT_HEADER Header;
	USHORT Flags;
	USHORT BaseCpuNumber;
	ULONG HashInformation;
	USHORT IndirectionTableSize; /* bytes */
	ULONG IndirectionTableOffset;
	USHORT HashSecretKeySize;
	ULONG HashSecretKeyOffset;
#if NDIS_SUPPORT_NDIS620
	ULONG ProcessorMasksOffset;
	ULONG NumberOfProcessorMasks;
	ULONG ProcessorMasksEntrySize;
#endif
} NDIS_RECEIVE_SCALE_PARAMETERS, *PNDIS_RECEIVE_SCALE_PARAMETERS;
#define NDIS_RECEIVE_SCALE_PARAMETERS_REVISION_1 1
#define NDIS_SIZEOF_RECEIVE_SCALE_PARAMETERS_REVISION_1                                            \
	MSILAB_SIZE_TO(NDIS_RECEIVE_SCALE_PARAMETERS, HashSecretKeyOffset)
#if NDIS_SUPPORT_NDIS620
#define NDIS_RECEIVE_SCALE_PARAMETERS_REVISION_2 2
#define NDIS_SIZEOF_RECEIVE_SCALE_PARAMETERS_REVISION_2                                            \
	MSILAB_SIZE_TO(NDIS_RECEIVE_SCALE_PARAMETERS, ProcessorMasksEntrySize)
#endif

#define NDIS_HASH_FUNCTION_MASK 0x000000FF
#define NDIS_HASH_TYPE_MASK 0x00FFFF00
#define NDIS_HASH_IPV4 0x00000100
#define NDIS_HASH_TCP_IPV4 0x00000200
#define NDIS_HASH_IPV6 0x00000400
#define NDIS_HASH_IPV6_EX 0x00000800
#define NDIS_HASH_TCP_IPV6 0x00001000
#define NDIS_HASH_TCP_IPV6_EX 0x00002000
#define NDIS_RSS_HASH_FUNC_FROM_HASH_INFO(info) ((info) & NDIS_HASH_FUNCTION_MASK)
#define NDIS_RSS_HASH_TYPE_FROM_HASH_INFO(info) ((info) & NDIS_HASH_TYPE_MASK)
#define NDIS_RSS_HASH_INFO_FROM_TYPE_AND_FUNC(type, func) ((type) | (func))

/* The hash of a received frame: its value in slot 8, type and function in slot 9. */
#define MSILAB_OR_HASH_INFO(nbl, bits)                                                             \
	((void)(NET_BUFFER_LIST_INFO(nbl, NetBufferListHashInfo) = UlongToPtr(                     \
			PtrToUlong(NET_BUFFER_LIST_INFO(nbl, NetBufferListHashInfo)) | (bits))))
#define NET_BUFFER_LIST_SET_HASH_VALUE(nbl, value)                                                 \
	((void)(NET_BUFFER_LIST_INFO(nbl, NetBufferListHashValue) = UlongToPtr(value)))
#define NET_BUFFER_LIST_SET_HASH_TYPE(nbl, type)                                                   \
	MSILAB_OR_HASH_INFO(nbl, (type)&NDIS_HASH_TYPE_MASK)
#define NET_BUFFER_LIST_SET_HASH_FUNCTION(nbl, func)                                               \
	MSILAB_OR_HASH_INFO(nbl, (func)&NDIS_HASH_FUNCTION_MASK)
#define NET_BUFFER_LIST_GET_HASH_VALUE(nbl)                                                        \
	PtrToUlong(NET_BUFFER_LIST_INFO(nbl, NetBufferListHashValue))
#define NET_BUFFER_LIST_GET_HASH_TYPE(nbl)                                                         \
	(PtrToUlong(NET_BUFFER_LIST_INFO(nbl, NetBufferListHashInfo)) & NDIS_HASH_TYPE_MASK)
#define NET_BUFFER_LIST_GET_HASH_FUNCTION(nbl)                                                     \
	(PtrToUlong(NET_BUFFER_LIST_INFO(nbl, NetBufferListHashInfo)) & NDIS_HASH_FUNCTION_MASK)

#if NDIS_SUPPORT_NDIS620
typedef struct _NDIS_RSS_PROCESSOR {
	PROCESSOR_NUMBER ProcNum;
	USHORT PreferenceIndex; /* lower is nearer */
	USHORT Reserved;
} NDIS_RSS_PROCESSOR, *PNDIS_RSS_PROCESSOR;

#if NDIS_SUPPORT_NDIS630
typedef enum _NDIS_RSS_PROFILE {
	NdisRssProfileClosest = 1,
	NdisRssProfileClosestStatic = 2,
	NdisRssProfileNuma = 3,
	NdisRssProfileNumaStatic = 4,
	NdisRssProfileConservative = 5,
	NdisRssProfileMaximum = 6
} NDIS_RSS_PROFILE, *PNDIS_RSS_PROFILE;
#endif

typedef struct _NDIS_RSS_PROCESSOR_INFO {
	NDIS_OBJECT_HEADER Header;
	ULONG Flags;
	PROCESSOR_NUMBER RssBaseProcessor;
	ULONG MaxNumRssProcessors;
	USHORT PreferredNumaNode;
	ULONG RssProcessorArrayOffset;
	ULONG RssProcessorCount;
	ULONG RssProcessorEntrySize;
#if NDIS_SUPPORT_NDIS630
	PROCESSOR_NUMBER RssMaxProcessor;
	NDIS_RSS_PROFILE RssProfile;
#endif
} NDIS_RSS_PROCESSOR_INFO, *PNDIS_RSS_PROCESSOR_INFO;
#define NDIS_RSS_PROCESSOR_INFO_REVISION_1 1
#define NDIS_SIZEOF_RSS_PROCESSOR_INFO_REVISION_1                                                  \
	MSILAB_SIZE_TO(NDIS_RSS_PROCESSOR_INFO, RssProcessorEntrySize)
#if NDIS_SUPPORT_NDIS630
#define NDIS_RSS_PROCESSOR_INFO_REVISION_2 2
#define NDIS_SIZEOF_RSS_PROCESSOR_INFO_REVISION_2                                                  \
	MSILAB_SIZE_TO(NDIS_RSS_PROCESSOR_INFO, RssProfile)
#endif

/* With NULL: BUFFER_TOO_SHORT and the size. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisGetRssProcessorInformation(NDIS_HANDLE NdisHandle,
						       PNDIS_RSS_PROCESSOR_INFO RssProcessorInfo,
						       PSIZE_T Size);
#endif

#endif
