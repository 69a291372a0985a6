/* SPDX-License-Identifier: MIT */
/*
 * Device registers, ports and configuration space; any IRQL. A mapped window
 * answers to these functions alone: a plain pointer into it faults. Accesses
 * are ordered. The BUFFER forms of registers walk consecutive addresses, those
 * of ports repeat one port; Count is in units of the access.
 */
#ifndef MSILAB_NDIS_REGISTER_H
#define MSILAB_NDIS_REGISTER_H

#include "object.h"
#include "status.h"

_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT UCHAR READ_REGISTER_UCHAR(volatile UCHAR *Register);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT USHORT READ_REGISTER_USHORT(volatile USHORT *Register);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG READ_REGISTER_ULONG(volatile ULONG *Register);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG64 READ_REGISTER_ULONG64(volatile ULONG64 *Register);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_REGISTER_UCHAR(volatile UCHAR *Register, UCHAR Value);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_REGISTER_USHORT(volatile USHORT *Register, USHORT Value);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_REGISTER_ULONG(volatile ULONG *Register, ULONG Value);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_REGISTER_ULONG64(volatile ULONG64 *Register, ULONG64 Value);

_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID READ_REGISTER_BUFFER_UCHAR(volatile UCHAR *Register, PUCHAR Buffer, ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID READ_REGISTER_BUFFER_USHORT(volatile USHORT *Register, PUSHORT Buffer,
					     ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID READ_REGISTER_BUFFER_ULONG(volatile ULONG *Register, PULONG Buffer, ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID READ_REGISTER_BUFFER_ULONG64(volatile ULONG64 *Register, PULONG64 Buffer,
					      ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_REGISTER_BUFFER_UCHAR(volatile UCHAR *Register, PUCHAR Buffer, ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_REGISTER_BUFFER_USHORT(volatile USHORT *Register, PUSHORT Buffer,
					      ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_REGISTER_BUFFER_ULONG(volatile ULONG *Register, PULONG Buffer, ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_REGISTER_BUFFER_ULONG64(volatile ULONG64 *Register, PULONG64 Buffer,
					       ULONG Count);

#define NdisReadRegisterUchar(r, data) ((void)(*(data) = READ_REGISTER_UCHAR((volatile UCHAR *)(r))))
#define NdisReadRegisterUshort(r, data)                                                            \
	((void)(*(data) = READ_REGISTER_USHORT((volatile USHORT *)(r))))
#define NdisReadRegisterUlong(r, data) ((void)(*(data) = READ_REGISTER_ULONG((volatile ULONG *)(r))))
#define NdisWriteRegisterUchar(r, data) WRITE_REGISTER_UCHAR((volatile UCHAR *)(r), (UCHAR)(data))
#define NdisWriteRegisterUshort(r, data)                                                           \
	WRITE_REGISTER_USHORT((volatile USHORT *)(r), (USHORT)(data))
#define NdisWriteRegisterUlong(r, data) WRITE_REGISTER_ULONG((volatile ULONG *)(r), (ULONG)(data))

_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT UCHAR READ_PORT_UCHAR(PUCHAR Port);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT USHORT READ_PORT_USHORT(PUSHORT Port);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG READ_PORT_ULONG(PULONG Port);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_PORT_UCHAR(PUCHAR Port, UCHAR Value);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_PORT_USHORT(PUSHORT Port, USHORT Value);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_PORT_ULONG(PULONG Port, ULONG Value);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID READ_PORT_BUFFER_UCHAR(PUCHAR Port, PUCHAR Buffer, ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID READ_PORT_BUFFER_USHORT(PUSHORT Port, PUSHORT Buffer, ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID READ_PORT_BUFFER_ULONG(PULONG Port, PULONG Buffer, ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_PORT_BUFFER_UCHAR(PUCHAR Port, PUCHAR Buffer, ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_PORT_BUFFER_USHORT(PUSHORT Port, PUSHORT Buffer, ULONG Count);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT VOID WRITE_PORT_BUFFER_ULONG(PULONG Port, PULONG Buffer, ULONG Count);

#define NdisRawReadPortUchar(p, data) ((void)(*(data) = READ_PORT_UCHAR((PUCHAR)(ULONG_PTR)(p))))
#define NdisRawReadPortUshort(p, data) ((void)(*(data) = READ_PORT_USHORT((PUSHORT)(ULONG_PTR)(p))))
#define NdisRawReadPortUlong(p, data) ((void)(*(data) = READ_PORT_ULONG((PULONG)(ULONG_PTR)(p))))
#define NdisRawWritePortUchar(p, data) WRITE_PORT_UCHAR((PUCHAR)(ULONG_PTR)(p), (UCHAR)(data))
#define NdisRawWritePortUshort(p, data) WRITE_PORT_USHORT((PUSHORT)(ULONG_PTR)(p), (USHORT)(data))
#define NdisRawWritePortUlong(p, data) WRITE_PORT_ULONG((PULONG)(ULONG_PTR)(p), (ULONG)(data))
#define NdisRawReadPortBufferUchar(p, b, n) READ_PORT_BUFFER_UCHAR((PUCHAR)(ULONG_PTR)(p), (b), (n))
#define NdisRawReadPortBufferUshort(p, b, n)                                                       \
	READ_PORT_BUFFER_USHORT((PUSHORT)(ULONG_PTR)(p), (b), (n))
#define NdisRawReadPortBufferUlong(p, b, n) READ_PORT_BUFFER_ULONG((PULONG)(ULONG_PTR)(p), (b), (n))
#define NdisRawWritePortBufferUchar(p, b, n)                                                       \
	WRITE_PORT_BUFFER_UCHAR((PUCHAR)(ULONG_PTR)(p), (b), (n))
#define NdisRawWritePortBufferUshort(p, b, n)                                                      \
	WRITE_PORT_BUFFER_USHORT((PUSHORT)(ULONG_PTR)(p), (b), (n))
#define NdisRawWritePortBufferUlong(p, b, n)                                                       \
	WRITE_PORT_BUFFER_ULONG((PULONG)(ULONG_PTR)(p), (b), (n))

/* Initialize only, PASSIVE. On failure the variable is NULL. */
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisMMapIoSpace(PVOID *VirtualAddress, NDIS_HANDLE MiniportAdapterHandle,
					NDIS_PHYSICAL_ADDRESS PhysicalAddress, UINT Length);
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT VOID NdisMUnmapIoSpace(NDIS_HANDLE MiniportAdapterHandle, PVOID VirtualAddress,
				   UINT Length);
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisMRegisterIoPortRange(PVOID *PortOffset,
						 NDIS_HANDLE MiniportAdapterHandle,
						 UINT InitialPort, UINT NumberOfPorts);
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT VOID NdisMDeregisterIoPortRange(NDIS_HANDLE MiniportAdapterHandle, UINT InitialPort,
					    UINT NumberOfPorts, PVOID PortOffset);

#define PCI_WHICHSPACE_CONFIG 0

/* Configuration space as a structure, for offsets and whole reads. */
#define PCI_TYPE0_ADDRESSES 6
#define PCI_INVALID_VENDORID 0xffff
struct _PCI_HEADER_TYPE_0 {
	ULONG BaseAddresses[PCI_TYPE0_ADDRESSES];
	ULONG CIS;
	USHORT SubVendorID, SubSystemID;
	ULONG ROMBaseAddress;
	UCHAR CapabilitiesPtr, Reserved1[3];
	ULONG Reserved2;
	UCHAR InterruptLine, InterruptPin, MinimumGrant, MaximumLatency;
};
#define MSILAB_PCI_HEADER                                                                          \
	USHORT VendorID, DeviceID, Command, Status;                                                \
	UCHAR RevisionID, ProgIf, SubClass, BaseClass;                                             \
	UCHAR CacheLineSize, LatencyTimer, HeaderType, BIST;                                       \
	union {                                                                                    \
		struct _PCI_HEADER_TYPE_0 type0;                                                   \
	} u;
typedef struct _PCI_COMMON_HEADER {
	MSILAB_PCI_HEADER
} PCI_COMMON_HEADER, *PPCI_COMMON_HEADER;
typedef struct _PCI_COMMON_CONFIG {
	MSILAB_PCI_HEADER
	UCHAR DeviceSpecific[192];
} PCI_COMMON_CONFIG, *PPCI_COMMON_CONFIG;

/* Both give the number of bytes moved. */
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG NdisMGetBusData(NDIS_HANDLE NdisMiniportHandle, ULONG WhichSpace, ULONG Offset,
				  PVOID Buffer, ULONG Length);
_IRQL_requires_max_(HIGH_LEVEL)
NDIS_EXPORT ULONG NdisMSetBusData(NDIS_HANDLE NdisMiniportHandle, ULONG WhichSpace, ULONG Offset,
				  PVOID Buffer, ULONG Length);

#endif
