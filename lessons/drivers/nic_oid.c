/* SPDX-License-Identifier: MIT */
/*
 * Requests. One at a time, at PASSIVE_LEVEL; all are answered at once, so there is nothing to cancel. A request that is not
 * known is not an error of anybody: NOT_SUPPORTED, and NDIS goes on.
 */
#include "nic.h"

#define VENDOR "VNIC of the laboratory"

/* Requests whose answer is a number that does not change. */
static const struct {
	NDIS_OID oid;
	ULONG value;
} constants[] = {
	{ OID_GEN_MAXIMUM_TOTAL_SIZE, NIC_MTU + NIC_HEADER },
	{ OID_GEN_RECEIVE_BLOCK_SIZE, VNIC_FRAME_BYTES },
	{ OID_GEN_TRANSMIT_BLOCK_SIZE, VNIC_FRAME_BYTES },
	{ OID_GEN_VENDOR_ID, 0x00ffffff }, /* no registered vendor */
	{ OID_GEN_VENDOR_DRIVER_VERSION, 0x00010000 },
};

static NDIS_STATUS answer(struct _QUERY *query, const VOID *data, ULONG length)
{
	if (query->InformationBufferLength < length) {
		query->BytesNeeded = length;
		return NDIS_STATUS_BUFFER_TOO_SHORT;
	}
	NdisMoveMemory(query->InformationBuffer, data, length);
	query->BytesWritten = length;
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS answer_number(struct _QUERY *query, ULONG value)
{
	return answer(query, &value, sizeof(value));
}

/* 64 or 32 bits, as the asker's buffer has room. */
static NDIS_STATUS answer_count(struct _QUERY *query, ULONG64 value)
{
	if (query->InformationBufferLength >= sizeof(value))
		return answer(query, &value, sizeof(value));
	query->BytesNeeded = sizeof(value);
	return answer_number(query, (ULONG)value);
}

static NDIS_STATUS statistics(struct nic *nic, struct _QUERY *query)
{
	NDIS_STATISTICS_INFO info = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NDIS_STATISTICS_INFO_REVISION_1,
			    NDIS_SIZEOF_STATISTICS_INFO_REVISION_1 },
		.SupportedStatistics = NDIS_STATISTICS_FLAGS_VALID_RCV_DISCARDS |
				       NDIS_STATISTICS_FLAGS_VALID_DIRECTED_FRAMES_RCV |
				       NDIS_STATISTICS_FLAGS_VALID_DIRECTED_FRAMES_XMIT,
		.ifInDiscards = nic_read(nic, VNIC_MPC),
		.ifHCInUcastPkts = nic_read(nic, VNIC_GPRC),
		.ifHCOutUcastPkts = nic_read(nic, VNIC_GPTC),
	};

	return answer(query, &info, sizeof(info));
}

static NDIS_STATUS moderation(struct nic *nic, struct _QUERY *query)
{
	NDIS_INTERRUPT_MODERATION_PARAMETERS parameters = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NDIS_INTERRUPT_MODERATION_PARAMETERS_REVISION_1,
			    NDIS_SIZEOF_INTERRUPT_MODERATION_PARAMETERS_REVISION_1 },
		.InterruptModeration = nic->choice.moderation ? NdisInterruptModerationEnabled :
								NdisInterruptModerationDisabled,
	};

	return answer(query, &parameters, sizeof(parameters));
}

static NDIS_STATUS query(struct nic *nic, struct _QUERY *query)
{
	for (ULONG i = 0; i < ARRAYSIZE(constants); i++) {
		if (constants[i].oid == query->Oid)
			return answer_number(query, constants[i].value);
	}
	switch (query->Oid) {
	case OID_GEN_RECEIVE_BUFFER_SPACE:
		return answer_number(query, nic->n_rx * nic->choice.rx_buffers * VNIC_FRAME_BYTES);
	case OID_GEN_TRANSMIT_BUFFER_SPACE:
		return answer_number(query, nic->n_tx * nic->choice.tx_buffers * VNIC_FRAME_BYTES);
	case OID_GEN_VENDOR_DESCRIPTION:
		return answer(query, VENDOR, sizeof(VENDOR));
	case OID_802_3_PERMANENT_ADDRESS:
	case OID_802_3_CURRENT_ADDRESS:
		return answer(query, nic->station, sizeof(nic->station));
	case OID_GEN_XMIT_OK:
		return answer_count(query, nic_read(nic, VNIC_GPTC));
	case OID_GEN_RCV_OK:
		return answer_count(query, nic_read(nic, VNIC_GPRC));
	case OID_GEN_STATISTICS:
		return statistics(nic, query);
	case OID_GEN_INTERRUPT_MODERATION:
		return moderation(nic, query);
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
}

/* Lengths are checked before anything is read: the buffer is the asker's, and so is its size. */
static NDIS_STATUS read_in_full(struct _SET *set, ULONG least)
{
	if (set->InformationBufferLength < least) {
		set->BytesNeeded = least;
		return NDIS_STATUS_INVALID_LENGTH;
	}
	set->BytesRead = set->InformationBufferLength;
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS set_moderation(struct nic *nic, struct _SET *set)
{
	const NDIS_INTERRUPT_MODERATION_PARAMETERS *wish = set->InformationBuffer;
	NDIS_STATUS status = read_in_full(set, NDIS_SIZEOF_INTERRUPT_MODERATION_PARAMETERS_REVISION_1);

	if (status != NDIS_STATUS_SUCCESS)
		return status;
	if (wish->InterruptModeration != NdisInterruptModerationEnabled &&
	    wish->InterruptModeration != NdisInterruptModerationDisabled)
		return NDIS_STATUS_INVALID_DATA;
	return interrupt_moderate(nic, wish->InterruptModeration == NdisInterruptModerationEnabled);
}

static NDIS_STATUS set_scaling(struct nic *nic, struct _SET *set)
{
	NDIS_STATUS status = read_in_full(set, NDIS_SIZEOF_RECEIVE_SCALE_PARAMETERS_REVISION_2);

	if (status != NDIS_STATUS_SUCCESS)
		return status;
	return interrupt_scale(nic, set->InformationBuffer, set->InformationBufferLength);
}

static NDIS_STATUS set(struct nic *nic, struct _SET *set)
{
	switch (set->Oid) {
	case OID_GEN_CURRENT_PACKET_FILTER:
	case OID_GEN_CURRENT_LOOKAHEAD:
		/* The device hands over every frame, and whole; NDIS withholds what nobody asked for. */
		return read_in_full(set, sizeof(ULONG));
	case OID_802_3_MULTICAST_LIST:
		if (set->InformationBufferLength % ETH_LENGTH_OF_ADDRESS)
			return NDIS_STATUS_INVALID_LENGTH;
		return read_in_full(set, 0);
	case OID_GEN_INTERRUPT_MODERATION:
		return set_moderation(nic, set);
	case OID_GEN_RECEIVE_SCALE_PARAMETERS:
		return set_scaling(nic, set);
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
}

NDIS_STATUS nic_oid(NDIS_HANDLE context, PNDIS_OID_REQUEST request)
{
	struct nic *nic = context;

	if (nic->gone)
		return NDIS_STATUS_NOT_ACCEPTED;
	switch (request->RequestType) {
	case NdisRequestQueryInformation:
	case NdisRequestQueryStatistics:
		return query(nic, &request->DATA.QUERY_INFORMATION);
	case NdisRequestSetInformation:
		return set(nic, &request->DATA.SET_INFORMATION);
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
}

VOID nic_oid_cancel(NDIS_HANDLE context, PVOID id)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(id);
}
