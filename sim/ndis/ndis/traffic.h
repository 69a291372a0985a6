/* SPDX-License-Identifier: MIT */
/*
 * Handing lists over: receive, return, send, completion. The dispatch flag
 * is set when the caller knows that it runs at DISPATCH_LEVEL, and clear when
 * it does not know.
 */
#ifndef MSILAB_NDIS_TRAFFIC_H
#define MSILAB_NDIS_TRAFFIC_H

#include "buffer.h"

#define NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL 0x00000001
#define NDIS_RECEIVE_FLAGS_RESOURCES 0x00000002 /* the driver's again on return */
#define NDIS_RECEIVE_FLAGS_SINGLE_ETHER_TYPE 0x00000100
#define NDIS_RECEIVE_FLAGS_SINGLE_VLAN 0x00000200
#define NDIS_RECEIVE_FLAGS_PERFECT_FILTERED 0x00000400
#if NDIS_SUPPORT_NDIS620
#define NDIS_RECEIVE_FLAGS_SINGLE_QUEUE 0x00000800
#define NDIS_RECEIVE_FLAGS_SHARED_MEMORY_INFO_VALID 0x00001000
#define NDIS_RECEIVE_FLAGS_MORE_NBLS 0x00002000
#endif

#define NDIS_RETURN_FLAGS_DISPATCH_LEVEL 0x00000001
#define NDIS_SEND_FLAGS_DISPATCH_LEVEL 0x00000001
#define NDIS_SEND_FLAGS_CHECK_FOR_LOOPBACK 0x00000002
#define NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL 0x00000001
#if NDIS_SUPPORT_NDIS620
#define NDIS_RETURN_FLAGS_SINGLE_QUEUE 0x00000002
#define NDIS_SEND_FLAGS_SINGLE_QUEUE 0x00000004
#define NDIS_SEND_COMPLETE_FLAGS_SINGLE_QUEUE 0x00000002
#endif

#define MSILAB_TEST_FLAG(flags, bit) (((flags) & (bit)) == (bit))
#define NDIS_TEST_SEND_FLAG(f, x) MSILAB_TEST_FLAG(f, x)
#define NDIS_SET_SEND_FLAG(f, x) ((f) |= (x))
#define NDIS_CLEAR_SEND_FLAG(f, x) ((f) &= ~(x))
#define NDIS_TEST_SEND_AT_DISPATCH_LEVEL(f) MSILAB_TEST_FLAG(f, NDIS_SEND_FLAGS_DISPATCH_LEVEL)
#define NDIS_TEST_SEND_COMPLETE_FLAG(f, x) MSILAB_TEST_FLAG(f, x)
#define NDIS_SET_SEND_COMPLETE_FLAG(f, x) ((f) |= (x))
#define NDIS_CLEAR_SEND_COMPLETE_FLAG(f, x) ((f) &= ~(x))
#define NDIS_TEST_SEND_COMPLETE_AT_DISPATCH_LEVEL(f)                                               \
	MSILAB_TEST_FLAG(f, NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL)
#define NDIS_TEST_RECEIVE_FLAG(f, x) MSILAB_TEST_FLAG(f, x)
#define NDIS_SET_RECEIVE_FLAG(f, x) ((f) |= (x))
#define NDIS_CLEAR_RECEIVE_FLAG(f, x) ((f) &= ~(x))
#define NDIS_TEST_RECEIVE_AT_DISPATCH_LEVEL(f)                                                     \
	MSILAB_TEST_FLAG(f, NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL)
#define NDIS_TEST_RECEIVE_CANNOT_PEND(f) MSILAB_TEST_FLAG(f, NDIS_RECEIVE_FLAGS_RESOURCES)
#define NDIS_TEST_RECEIVE_CAN_PEND(f) (!NDIS_TEST_RECEIVE_CANNOT_PEND(f))
#define NDIS_TEST_RETURN_FLAG(f, x) MSILAB_TEST_FLAG(f, x)
#define NDIS_SET_RETURN_FLAG(f, x) ((f) |= (x))
#define NDIS_CLEAR_RETURN_FLAG(f, x) ((f) &= ~(x))
#define NDIS_TEST_RETURN_AT_DISPATCH_LEVEL(f) MSILAB_TEST_FLAG(f, NDIS_RETURN_FLAGS_DISPATCH_LEVEL)

/*
 * Without RESOURCES the lists are the system's until they come to the return
 * handler, which may be before this returns, elsewhere, in another order.
 */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisMIndicateReceiveNetBufferLists(NDIS_HANDLE MiniportAdapterHandle,
						    PNET_BUFFER_LIST NetBufferList,
						    NDIS_PORT_NUMBER PortNumber,
						    ULONG NumberOfNetBufferLists,
						    ULONG ReceiveFlags);
/* Each list once, with its Status set; any order and grouping. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisMSendNetBufferListsComplete(NDIS_HANDLE MiniportAdapterHandle,
						 PNET_BUFFER_LIST NetBufferList,
						 ULONG SendCompleteFlags);

/* Called by NDIS, all at DISPATCH_LEVEL or below. */
typedef _IRQL_requires_max_(DISPATCH_LEVEL) VOID(MINIPORT_SEND_NET_BUFFER_LISTS)(
	NDIS_HANDLE MiniportAdapterContext, PNET_BUFFER_LIST NetBufferList,
	NDIS_PORT_NUMBER PortNumber, ULONG SendFlags);
typedef MINIPORT_SEND_NET_BUFFER_LISTS *MINIPORT_SEND_NET_BUFFER_LISTS_HANDLER;
typedef _IRQL_requires_max_(DISPATCH_LEVEL) VOID(MINIPORT_RETURN_NET_BUFFER_LISTS)(
	NDIS_HANDLE MiniportAdapterContext, PNET_BUFFER_LIST NetBufferLists, ULONG ReturnFlags);
typedef MINIPORT_RETURN_NET_BUFFER_LISTS *MINIPORT_RETURN_NET_BUFFER_LISTS_HANDLER;
typedef _IRQL_requires_max_(DISPATCH_LEVEL) VOID(MINIPORT_CANCEL_SEND)(
	NDIS_HANDLE MiniportAdapterContext, PVOID CancelId);
typedef MINIPORT_CANCEL_SEND *MINIPORT_CANCEL_SEND_HANDLER;

#endif
