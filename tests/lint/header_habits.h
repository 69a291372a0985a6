/* SPDX-License-Identifier: MIT */
/* Small things that sources of miniports use without thinking; compiled alone. */
#include <ndis.h>

C_ASSERT(MAXULONG64 + 1 == 0 && MAXUSHORT == (USHORT)~0);
C_ASSERT(sizeof(PCI_COMMON_HEADER) == 64 && sizeof(PCI_COMMON_CONFIG) == 256);
C_ASSERT(FIELD_OFFSET(PCI_COMMON_CONFIG, DeviceID) == 2 && FIELD_OFFSET(PCI_COMMON_CONFIG, RevisionID) == 8);
C_ASSERT(FIELD_OFFSET(PCI_COMMON_CONFIG, u.type0.BaseAddresses) == 0x10);
C_ASSERT(FIELD_OFFSET(PCI_COMMON_CONFIG, u.type0.SubVendorID) == 0x2c);
C_ASSERT(FIELD_OFFSET(PCI_COMMON_CONFIG, u.type0.CapabilitiesPtr) == 0x34);
C_ASSERT(FIELD_OFFSET(PCI_COMMON_CONFIG, u.type0.InterruptLine) == 0x3c);

CFORCEINLINE ULONG habits(const UCHAR *address, const UCHAR *RESTRICTED_POINTER other, const ULONG UNALIGNED *word)
{
	BOOLEAN equal;

	ETH_COMPARE_NETWORK_ADDRESSES_EQ(address, other, &equal);
	if (equal || ETH_IS_BROADCAST(address) || ETH_IS_MULTICAST(address))
		KeStallExecutionProcessor(1);
	if (*word == MAXULONG || address[0] == MAXUCHAR)
		return MAXLONG;
	return RTL_CONTAINS_FIELD((const PCI_COMMON_HEADER *)address, *word, Command) ? MAXUSHORT : 0;
}

VOID use_habits(PUCHAR address, PULONG word);
VOID use_habits(PUCHAR address, PULONG word)
{
	*word = habits(address, address + 6, word);
}
