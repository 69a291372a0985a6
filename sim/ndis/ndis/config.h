/* SPDX-License-Identifier: MIT */
/* Configuration keywords; PASSIVE. Values are not range-checked: validate. */
#ifndef MSILAB_NDIS_CONFIG_H
#define MSILAB_NDIS_CONFIG_H

#include "object.h"
#include "status.h"

typedef struct _NDIS_CONFIGURATION_OBJECT {
	NDIS_OBJECT_HEADER Header;
	NDIS_HANDLE NdisHandle; /* the adapter's, or the driver's */
	ULONG Flags;
} NDIS_CONFIGURATION_OBJECT, *PNDIS_CONFIGURATION_OBJECT;
#define NDIS_CONFIGURATION_OBJECT_REVISION_1 1
#define NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1                                                \
	MSILAB_SIZE_TO(NDIS_CONFIGURATION_OBJECT, Flags)

typedef enum _NDIS_PARAMETER_TYPE {
	NdisParameterInteger = 0,
	NdisParameterHexInteger = 1,
	NdisParameterString = 2,
	NdisParameterMultiString = 3,
	NdisParameterBinary = 4
} NDIS_PARAMETER_TYPE, *PNDIS_PARAMETER_TYPE;

typedef struct _BINARY_DATA {
	USHORT Length;
	PVOID Buffer;
} BINARY_DATA;

/* Belongs to NDIS and dies with the close. */
typedef struct _NDIS_CONFIGURATION_PARAMETER {
	NDIS_PARAMETER_TYPE ParameterType;
	union {
		ULONG IntegerData;
		NDIS_STRING StringData;
		BINARY_DATA BinaryData;
	} ParameterData;
} NDIS_CONFIGURATION_PARAMETER, *PNDIS_CONFIGURATION_PARAMETER;

_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT NDIS_STATUS NdisOpenConfigurationEx(PNDIS_CONFIGURATION_OBJECT ConfigObject,
						PNDIS_HANDLE ConfigurationHandle);
/* FAILURE: there is no such keyword, or it does not convert. */
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT VOID NdisReadConfiguration(PNDIS_STATUS Status,
				       PNDIS_CONFIGURATION_PARAMETER *ParameterValue,
				       NDIS_HANDLE ConfigurationHandle, PNDIS_STRING Keyword,
				       NDIS_PARAMETER_TYPE ParameterType);
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT VOID NdisWriteConfiguration(PNDIS_STATUS Status, NDIS_HANDLE ConfigurationHandle,
					PNDIS_STRING Keyword,
					PNDIS_CONFIGURATION_PARAMETER ParameterValue);
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT VOID NdisReadNetworkAddress(PNDIS_STATUS Status, PVOID *NetworkAddress,
					PUINT NetworkAddressLength,
					NDIS_HANDLE ConfigurationHandle);
_IRQL_requires_(PASSIVE_LEVEL)
NDIS_EXPORT VOID NdisCloseConfiguration(NDIS_HANDLE ConfigurationHandle);

#endif
