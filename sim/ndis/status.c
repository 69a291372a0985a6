/* SPDX-License-Identifier: MIT */
/* Status indications: recorded, the link's with its state and speed. */
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"

static void record(const struct call *call, const NDIS_STATUS_INDICATION *from)
{
	NDIS_STATUS_INDICATION s;
	NDIS_LINK_STATE link = { .MediaConnectState = 0 };

	GUEST_GET(call->ndis, &s, from);
	if ((ULONG)s.StatusCode == (ULONG)NDIS_STATUS_LINK_STATE && s.StatusBufferSize >= NDIS_SIZEOF_LINK_STATE_REVISION_1)
		guest_read(call->ndis, &link, s.StatusBuffer, sizeof link);
	core_record(call->ndis->core, R_STATUS_INDICATE, call->obj, (uint32_t)s.StatusCode, link.MediaConnectState,
		    link.RcvLinkSpeed, 0);
}

VOID NdisMIndicateStatusEx(NDIS_HANDLE MiniportAdapterHandle, PNDIS_STATUS_INDICATION StatusIndication)
{
	struct call call = GATE(NdisMIndicateStatusEx, adapter_object(MiniportAdapterHandle), MiniportAdapterHandle, StatusIndication);

	record(&call, StatusIndication);
	gate_leave(&call, 0);
}
