/* SPDX-License-Identifier: MIT */
/*
 * Ports and configuration space. No device of this machine has port resources, so no range can be claimed; a port that
 * nobody decodes reads all ones and swallows what is written.
 */
#include <string.h>

#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"

NDIS_STATUS NdisMRegisterIoPortRange(PVOID *PortOffset, NDIS_HANDLE MiniportAdapterHandle, UINT InitialPort, UINT NumberOfPorts)
{
	struct call call = GATE(NdisMRegisterIoPortRange, adapter_object(MiniportAdapterHandle), InitialPort, NumberOfPorts);

	GUEST_PUT(call.ndis, PortOffset, NULL);
	return (NDIS_STATUS)gate_leave(&call, (uint32_t)NDIS_STATUS_RESOURCE_CONFLICT);
}

VOID NdisMDeregisterIoPortRange(NDIS_HANDLE MiniportAdapterHandle, UINT InitialPort, UINT NumberOfPorts, PVOID PortOffset)
{
	struct call call = GATE(NdisMDeregisterIoPortRange, adapter_object(MiniportAdapterHandle), InitialPort, NumberOfPorts);

	(void)PortOffset;
	gate_leave(&call, 0);
}

#define PORTS(WIDTH)                                                                                                         \
	WIDTH READ_PORT_##WIDTH(WIDTH *Port)                                                                                 \
	{                                                                                                                    \
		struct call call = GATE(READ_PORT_##WIDTH, 0, Port, 0);                                                      \
                                                                                                                             \
		return (WIDTH)gate_leave(&call, (WIDTH)~(WIDTH)0);                                                           \
	}                                                                                                                    \
	VOID WRITE_PORT_##WIDTH(WIDTH *Port, WIDTH Value)                                                                    \
	{                                                                                                                    \
		struct call call = GATE(WRITE_PORT_##WIDTH, 0, Port, Value);                                                 \
                                                                                                                             \
		gate_leave(&call, 0);                                                                                        \
	}                                                                                                                    \
	VOID READ_PORT_BUFFER_##WIDTH(WIDTH *Port, WIDTH *Buffer, ULONG Count)                                               \
	{                                                                                                                    \
		struct call call = GATE(READ_PORT_BUFFER_##WIDTH, 0, Port, Count);                                           \
                                                                                                                             \
		for (ULONG i = 0; i < Count; i++)                                                                            \
			GUEST_PUT(call.ndis, Buffer + i, (WIDTH)~(WIDTH)0);                                                  \
		gate_leave(&call, 0);                                                                                        \
	}                                                                                                                    \
	VOID WRITE_PORT_BUFFER_##WIDTH(WIDTH *Port, WIDTH *Buffer, ULONG Count)                                              \
	{                                                                                                                    \
		struct call call = GATE(WRITE_PORT_BUFFER_##WIDTH, 0, Port, Count);                                          \
                                                                                                                             \
		(void)Buffer;                                                                                                \
		gate_leave(&call, 0);                                                                                        \
	}

PORTS(UCHAR)
PORTS(USHORT)
PORTS(ULONG)

/* Config space in the largest pieces that alignment allows; bytes past its end are not moved. */
static unsigned piece(ULONG offset, ULONG left)
{
	return offset % 4 == 0 && left >= 4 ? 4 : offset % 2 == 0 && left >= 2 ? 2 : 1;
}

static ULONG within(const struct adapter *adapter, ULONG space, ULONG offset, ULONG length)
{
	if (!adapter || space != PCI_WHICHSPACE_CONFIG || offset >= CFG_SIZE)
		return 0;
	return length < CFG_SIZE - offset ? length : CFG_SIZE - offset;
}

ULONG NdisMGetBusData(NDIS_HANDLE NdisMiniportHandle, ULONG WhichSpace, ULONG Offset, PVOID Buffer, ULONG Length)
{
	struct call call = GATE(NdisMGetBusData, adapter_object(NdisMiniportHandle), Offset, Length);
	struct adapter *adapter = adapter_of(call.ndis, NdisMiniportHandle);
	ULONG n = within(adapter, WhichSpace, Offset, Length), size;

	for (ULONG i = 0; i < n; i += size) {
		uint32_t value;

		size = piece(Offset + i, n - i);
		value = cfg_read(adapter->device, Offset + i, size);
		guest_write(call.ndis, (uint8_t *)Buffer + i, &value, size);
	}
	return (ULONG)gate_leave(&call, n);
}

ULONG NdisMSetBusData(NDIS_HANDLE NdisMiniportHandle, ULONG WhichSpace, ULONG Offset, PVOID Buffer, ULONG Length)
{
	struct call call = GATE(NdisMSetBusData, adapter_object(NdisMiniportHandle), Offset, Length);
	struct adapter *adapter = adapter_of(call.ndis, NdisMiniportHandle);
	ULONG n = within(adapter, WhichSpace, Offset, Length), size;

	for (ULONG i = 0; i < n; i += size) {
		uint32_t value = 0;

		size = piece(Offset + i, n - i);
		guest_read(call.ndis, &value, (const uint8_t *)Buffer + i, size);
		cfg_write(adapter->device, Offset + i, size, value);
	}
	return (ULONG)gate_leave(&call, n);
}
