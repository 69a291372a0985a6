/* SPDX-License-Identifier: MIT */
/*
 * What NDIS is told about the adapter: the general attributes, without which initialize cannot succeed, and changes of the link
 * afterwards.
 */
#include "nic.h"

static const NDIS_OID supported[] = {
	OID_GEN_CURRENT_PACKET_FILTER, OID_GEN_CURRENT_LOOKAHEAD, OID_802_3_MULTICAST_LIST,
	OID_GEN_INTERRUPT_MODERATION, OID_GEN_LINK_PARAMETERS, OID_GEN_MAXIMUM_TOTAL_SIZE,
	OID_GEN_RECEIVE_BLOCK_SIZE, OID_GEN_TRANSMIT_BLOCK_SIZE, OID_GEN_RECEIVE_BUFFER_SPACE,
	OID_GEN_TRANSMIT_BUFFER_SPACE, OID_GEN_VENDOR_ID, OID_GEN_VENDOR_DESCRIPTION,
	OID_GEN_VENDOR_DRIVER_VERSION, OID_GEN_XMIT_OK, OID_GEN_RCV_OK, OID_GEN_STATISTICS,
	OID_GEN_RECEIVE_SCALE_PARAMETERS, OID_802_3_PERMANENT_ADDRESS, OID_802_3_CURRENT_ADDRESS,
};

static ULONG64 speed_bits(ULONG status)
{
	return status & VNIC_STATUS_LU ? VNIC_STATUS_SPEED(status) * 100000000ull :
					 NDIS_LINK_SPEED_UNKNOWN;
}

static VOID station_read(struct nic *nic)
{
	ULONG low = nic_read(nic, VNIC_RAL), high = nic_read(nic, VNIC_RAH);

	for (ULONG i = 0; i < ETH_LENGTH_OF_ADDRESS; i++)
		nic->station[i] = (UCHAR)(i < 4 ? low >> 8 * i : high >> 8 * (i - 4));
}

/* The first state of the link goes in here; later ones are indicated, and only when they differ. */
NDIS_STATUS nic_describe(struct nic *nic)
{
	ULONG status = nic_read(nic, VNIC_STATUS);
	NDIS_PM_CAPABILITIES power = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NDIS_PM_CAPABILITIES_REVISION_2,
			    NDIS_SIZEOF_NDIS_PM_CAPABILITIES_REVISION_2 },
	};
	NDIS_RECEIVE_SCALE_CAPABILITIES scaling = { .NumberOfReceiveQueues = nic->n_rx };
	NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES general = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES,
			    NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_2,
			    NDIS_SIZEOF_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES_REVISION_2 },
		.MediaType = NdisMedium802_3,
		.PhysicalMediumType = NdisPhysicalMedium802_3,
		.MtuSize = NIC_MTU,
		.MaxXmitLinkSpeed = speed_bits(status),
		.XmitLinkSpeed = speed_bits(status),
		.MaxRcvLinkSpeed = speed_bits(status),
		.RcvLinkSpeed = speed_bits(status),
		.MediaConnectState = status & VNIC_STATUS_LU ? MediaConnectStateConnected :
							       MediaConnectStateDisconnected,
		.MediaDuplexState = MediaDuplexStateFull,
		.LookaheadSize = NIC_MTU,
		.MacOptions = NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA | NDIS_MAC_OPTION_NO_LOOPBACK,
		.SupportedPacketFilters = NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_MULTICAST |
					  NDIS_PACKET_TYPE_BROADCAST,
		.MaxMulticastListSize = 32,
		.MacAddressLength = ETH_LENGTH_OF_ADDRESS,
		.RecvScaleCapabilities = interrupt_scaling(nic, &scaling),
		.AccessType = NET_IF_ACCESS_BROADCAST,
		.DirectionType = NET_IF_DIRECTION_SENDRECEIVE,
		.ConnectionType = NET_IF_CONNECTION_DEDICATED,
		.IfType = IF_TYPE_ETHERNET_CSMACD,
		.IfConnectorPresent = TRUE,
		.SupportedPauseFunctions = NdisPauseFunctionsUnsupported,
		.SupportedOidList = (PNDIS_OID)supported,
		.SupportedOidListLength = sizeof(supported),
		.PowerManagementCapabilitiesEx = &power,
	};

	station_read(nic);
	ETH_COPY_NETWORK_ADDRESS(general.PermanentMacAddress, nic->station);
	ETH_COPY_NETWORK_ADDRESS(general.CurrentMacAddress, nic->station);
	InterlockedExchange(&nic->link_up, (status & VNIC_STATUS_LU) != 0);
	return NdisMSetMiniportAttributes(nic->adapter,
					  (PNDIS_MINIPORT_ADAPTER_ATTRIBUTES)&general);
}

/* NDIS copies the buffer during the call, so both structures may lie on the stack. */
VOID nic_link_report(struct nic *nic)
{
	ULONG status = nic_read(nic, VNIC_STATUS);
	BOOLEAN up = (status & VNIC_STATUS_LU) != 0;
	NDIS_LINK_STATE state = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NDIS_LINK_STATE_REVISION_1,
			    NDIS_SIZEOF_LINK_STATE_REVISION_1 },
		.MediaConnectState = up ? MediaConnectStateConnected : MediaConnectStateDisconnected,
		.MediaDuplexState = MediaDuplexStateFull,
		.XmitLinkSpeed = speed_bits(status),
		.RcvLinkSpeed = speed_bits(status),
		.PauseFunctions = NdisPauseFunctionsUnsupported,
	};
	NDIS_STATUS_INDICATION indication = {
		.Header = { NDIS_OBJECT_TYPE_STATUS_INDICATION, NDIS_STATUS_INDICATION_REVISION_1,
			    NDIS_SIZEOF_STATUS_INDICATION_REVISION_1 },
		.SourceHandle = nic->adapter,
		.StatusCode = NDIS_STATUS_LINK_STATE,
		.StatusBuffer = &state,
		.StatusBufferSize = sizeof(state),
	};

	/* Only changes are indicated, and each once, though two DPCs may see it. */
	if (status == VNIC_GONE || InterlockedExchange(&nic->link_up, up) == up)
		return;
	NdisMIndicateStatusEx(nic->adapter, &indication);
}
