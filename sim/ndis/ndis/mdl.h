/* SPDX-License-Identifier: MIT */
/* Memory descriptor lists: a chain of ranges of nonpaged memory. */
#ifndef MSILAB_NDIS_MDL_H
#define MSILAB_NDIS_MDL_H

#include "object.h"

/* The data begins at StartVa, which is page aligned, plus ByteOffset. */
typedef struct _MDL {
	struct _MDL *Next;
	CSHORT Size;
	CSHORT MdlFlags;
	struct _EPROCESS *Process;
	PVOID MappedSystemVa;
	PVOID StartVa;
	ULONG ByteCount;
	ULONG ByteOffset;
} MDL, *PMDL, NDIS_BUFFER, *PNDIS_BUFFER;

#define MDL_MAPPED_TO_SYSTEM_VA 0x0001
#define MDL_PAGES_LOCKED 0x0002
#define MDL_SOURCE_IS_NONPAGED_POOL 0x0004

typedef enum _MM_PAGE_PRIORITY {
	LowPagePriority = 0,
	NormalPagePriority = 16,
	HighPagePriority = 32
} MM_PAGE_PRIORITY;
#define MdlMappingNoExecute 0x40000000

#define MmGetMdlByteCount(m) ((m)->ByteCount)
#define MmGetMdlByteOffset(m) ((m)->ByteOffset)
#define MmGetMdlVirtualAddress(m) ((PVOID)((PUCHAR)(m)->StartVa + (m)->ByteOffset))
#define MmGetSystemAddressForMdlSafe(m, priority) ((void)(priority), (m)->MappedSystemVa)

#define NDIS_MDL_LINKAGE(m) ((m)->Next)
#define NdisGetNextMdl(m, next) ((void)(*(next) = (m)->Next))
#define NdisQueryMdlOffset(m, offset, length)                                                      \
	((void)(*(offset) = MmGetMdlByteOffset(m), *(length) = MmGetMdlByteCount(m)))

/* The address goes to *Va unless Va is NULL; it may be NULL itself. */
FORCEINLINE VOID NdisQueryMdl(PMDL Mdl, PVOID *Va, PUINT Length, ULONG Priority)
{
	if (Va)
		*Va = MmGetSystemAddressForMdlSafe(Mdl, Priority);
	*Length = MmGetMdlByteCount(Mdl);
}

/* Allocates and builds; nonpaged memory only. NULL on failure. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT PMDL NdisAllocateMdl(NDIS_HANDLE NdisHandle, PVOID VirtualAddress, UINT Length);
/* Frees one MDL, never the memory it describes. */
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisFreeMdl(PMDL Mdl);
_IRQL_requires_max_(DISPATCH_LEVEL)
NDIS_EXPORT VOID NdisAdjustMdlLength(PMDL Mdl, UINT Length);

#endif
