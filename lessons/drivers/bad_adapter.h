/* SPDX-License-Identifier: MIT */
/* The part of bad.c that is as it should be: the adapter's memory, description and registers. Its mistakes: a tag of zero, and what is
 * not given back. */
static VOID interrupt_down(struct bad *bad);

static NDIS_STATUS attributes(struct bad *bad)
{
	NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES registration = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES,
			    NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_2,
			    NDIS_SIZEOF_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_2 },
		.MiniportAdapterContext = bad,
		.AttributeFlags = NDIS_MINIPORT_ATTRIBUTES_HARDWARE_DEVICE |
				  NDIS_MINIPORT_ATTRIBUTES_SURPRISE_REMOVE_OK,
		.InterfaceType = NdisInterfacePci,
	};
	NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES general = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES,
			    NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_2,
			    NDIS_SIZEOF_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_2 },
		.MediaType = NdisMedium802_3,
		.MtuSize = 1500,
		.MediaConnectState = MediaConnectStateDisconnected,
		.MacAddressLength = ETH_LENGTH_OF_ADDRESS,
		.PermanentMacAddress = { 2, 0, 0, 0, 0, 1 },
		.CurrentMacAddress = { 2, 0, 0, 0, 0, 1 },
		.AccessType = NET_IF_ACCESS_BROADCAST,
		.ConnectionType = NET_IF_CONNECTION_DEDICATED,
		.IfType = IF_TYPE_ETHERNET_CSMACD,
	};
	NDIS_STATUS status = NdisMSetMiniportAttributes(
		bad->adapter, (PNDIS_MINIPORT_ADAPTER_ATTRIBUTES)&registration);

	if (status != NDIS_STATUS_SUCCESS)
		return status;
	return NdisMSetMiniportAttributes(bad->adapter,
					  (PNDIS_MINIPORT_ADAPTER_ATTRIBUTES)&general);
}

static NDIS_STATUS map(struct bad *bad, PNDIS_RESOURCE_LIST resources)
{
	for (ULONG i = 0; resources && i < resources->Count; i++) {
		PCM_PARTIAL_RESOURCE_DESCRIPTOR resource = &resources->PartialDescriptors[i];
		PVOID va = NULL;
		NDIS_STATUS status;

		if (resource->Type != CmResourceTypeMemory || resource->u.Memory.Length != VNIC_BAR0_LENGTH)
			continue;
		bad->start = resource->u.Memory.Start;
		status = NdisMMapIoSpace(&va, bad->adapter, resource->u.Memory.Start,
					 VNIC_BAR0_LENGTH);
		bad->regs = va;
		return status;
	}
	return NDIS_STATUS_RESOURCE_CONFLICT;
}

static struct bad *bad_new(NDIS_HANDLE adapter)
{
	NDIS_HANDLE keywords = keywords_open(adapter);
	ULONG mistake = keyword_word(keywords, L"LabMistake", words, ARRAYSIZE(words));
	ULONG almost_so = keyword_number(keywords, L"LabNear", 0, 1, 0);
	ULONG tag = mistake == NO_TAG && !almost_so ? 0 : BAD_TAG;
	struct bad *bad = NdisAllocateMemoryWithTagPriority(adapter, sizeof(*bad), tag, NormalPoolPriority);

	keywords_close(keywords);
	if (!bad)
		return NULL;
	NdisZeroMemory(bad, sizeof(*bad));
	bad->adapter = adapter;
	bad->mistake = mistake;
	bad->near = almost_so;
	NdisAllocateSpinLock(&bad->lock);
	NdisInitializeEvent(&bad->never);
	return bad;
}

/* Also what initialize got so far, when it fails; in the reverse order of making. */
static VOID undo(struct bad *bad)
{
	if (bad->regs)
		interrupt_down(bad);
	if (bad->regs && !made(bad, LEAK_MAP))
		NdisMUnmapIoSpace(bad->adapter, bad->regs, VNIC_BAR0_LENGTH);
	if (!made(bad, LEAK_POOL))
		NdisFreeMemory(bad, 0, 0);
}
