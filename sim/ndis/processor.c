/* SPDX-License-Identifier: MIT */
/* Levels and processors: one group, index = number (doc/modelled.md). */
#include "sim/base/bug.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/os/bugcheck.h"
#include "sim/os/irql.h"

KIRQL KeGetCurrentIrql(VOID)
{
	struct call call = GATE(KeGetCurrentIrql, 0, 0, 0);

	return (KIRQL)gate_leave(&call, call.cpu->irql);
}

/* To a lower level it is a raise that is none: the verifier's 0x30. */
VOID KeRaiseIrql(KIRQL NewIrql, PKIRQL OldIrql)
{
	struct call call = GATE(KeRaiseIrql, 0, NewIrql, OldIrql);
	uint64_t p[4] = { 0x30, call.cpu->irql, NewIrql, 0 };

	if (NewIrql < call.cpu->irql || NewIrql > IRQL_HIGH)
		bugcheck(call.ndis->core, BUGCHECK_DRIVER_VERIFIER, p, "the level is raised to one that is not higher", call.at);
	GUEST_PUT(call.ndis, OldIrql, call.cpu->irql);
	irql_raise(call.cpu, NewIrql);
	gate_leave(&call, 0);
}

VOID KeLowerIrql(KIRQL NewIrql)
{
	struct call call = GATE(KeLowerIrql, 0, NewIrql, 0);
	uint64_t p[4] = { 0x31, call.cpu->irql, NewIrql, 0 };

	if (NewIrql > call.cpu->irql)
		bugcheck(call.ndis->core, BUGCHECK_DRIVER_VERIFIER, p, "the level is lowered to one that is not lower", call.at);
	irql_lower(call.cpu, NewIrql);
	gate_leave(&call, 0);
}

VOID MsilabPagedCode(VOID)
{
	struct call call = GATE(MsilabPagedCode, 0, 0, 0);

	gate_leave(&call, 0);
}

static ULONG tell_number(const struct call *call, PPROCESSOR_NUMBER to, ULONG index)
{
	if (to)
		GUEST_PUT(call->ndis, to, ((PROCESSOR_NUMBER){ .Number = (UCHAR)index }));
	return index;
}

ULONG KeGetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber)
{
	struct call call = GATE(KeGetCurrentProcessorNumberEx, 0, ProcNumber, 0);

	return (ULONG)gate_leave(&call, tell_number(&call, ProcNumber, call.cpu->number));
}

ULONG KeGetCurrentProcessorNumber(VOID)
{
	struct call call = GATE(KeGetCurrentProcessorNumber, 0, 0, 0);

	return (ULONG)gate_leave(&call, call.cpu->number);
}

ULONG KeGetProcessorIndexFromNumber(PPROCESSOR_NUMBER ProcNumber)
{
	struct call call = GATE(KeGetProcessorIndexFromNumber, 0, ProcNumber, 0);
	PROCESSOR_NUMBER number;

	GUEST_GET(call.ndis, &number, ProcNumber);
	return (ULONG)gate_leave(&call, number.Group || number.Number >= call.ndis->os->cpus_n ? UINT32_MAX : number.Number);
}

NTSTATUS KeGetProcessorNumberFromIndex(ULONG ProcIndex, PPROCESSOR_NUMBER ProcNumber)
{
	struct call call = GATE(KeGetProcessorNumberFromIndex, 0, ProcIndex, ProcNumber);
	NTSTATUS status = ProcIndex < call.ndis->os->cpus_n ? STATUS_SUCCESS : NDIS_STATUS_INVALID_PARAMETER;

	if (NT_SUCCESS(status))
		tell_number(&call, ProcNumber, ProcIndex);
	return (NTSTATUS)gate_leave(&call, (uint32_t)status);
}

static ULONG count_of(const struct call *call, USHORT group)
{
	return group == 0 || group == ALL_PROCESSOR_GROUPS ? call->ndis->os->cpus_n : 0;
}

ULONG KeQueryActiveProcessorCountEx(USHORT GroupNumber)
{
	struct call call = GATE(KeQueryActiveProcessorCountEx, 0, GroupNumber, 0);

	return (ULONG)gate_leave(&call, count_of(&call, GroupNumber));
}

ULONG KeQueryMaximumProcessorCountEx(USHORT GroupNumber)
{
	struct call call = GATE(KeQueryMaximumProcessorCountEx, 0, GroupNumber, 0);

	return (ULONG)gate_leave(&call, count_of(&call, GroupNumber));
}

ULONG NdisGroupActiveProcessorCount(USHORT Group)
{
	struct call call = GATE(NdisGroupActiveProcessorCount, 0, Group, 0);

	return (ULONG)gate_leave(&call, count_of(&call, Group));
}

CCHAR NdisSystemProcessorCount(VOID)
{
	struct call call = GATE(NdisSystemProcessorCount, 0, 0, 0);

	return (CCHAR)gate_leave(&call, call.ndis->os->cpus_n);
}

/* Room enough for the highest revision is asked for; the array stands behind what the driver's version has. */
static NDIS_STATUS rss_info(const struct call *call, NDIS_RSS_PROCESSOR_INFO *to, SIZE_T *size)
{
	unsigned cpus = call->ndis->os->cpus_n;
	SIZE_T need = sizeof *to + cpus * sizeof(NDIS_RSS_PROCESSOR), room;
	NDIS_RSS_PROCESSOR_INFO info = {
		.Header = { NDIS_OBJECT_TYPE_RSS_PROCESSOR_INFO, NDIS_RSS_PROCESSOR_INFO_REVISION_2,
			    NDIS_SIZEOF_RSS_PROCESSOR_INFO_REVISION_2 },
		.MaxNumRssProcessors = cpus,
		.RssProcessorArrayOffset = sizeof info,
		.RssProcessorCount = cpus,
		.RssProcessorEntrySize = sizeof(NDIS_RSS_PROCESSOR),
		.RssMaxProcessor = { .Number = (UCHAR)(cpus - 1) },
		.RssProfile = NdisRssProfileNumaStatic,
	};

	GUEST_GET(call->ndis, &room, size);
	GUEST_PUT(call->ndis, size, need);
	if (!to || room < need)
		return NDIS_STATUS_BUFFER_TOO_SHORT;
	GUEST_PUT(call->ndis, to, info);
	for (unsigned i = 0; i < cpus; i++)
		GUEST_PUT(call->ndis, (NDIS_RSS_PROCESSOR *)(to + 1) + i, ((NDIS_RSS_PROCESSOR){ .ProcNum.Number = (UCHAR)i }));
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS NdisGetRssProcessorInformation(NDIS_HANDLE NdisHandle, PNDIS_RSS_PROCESSOR_INFO RssProcessorInfo, PSIZE_T Size)
{
	struct call call = GATE(NdisGetRssProcessorInformation, adapter_object(NdisHandle), RssProcessorInfo, Size);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)rss_info(&call, RssProcessorInfo, Size));
}
