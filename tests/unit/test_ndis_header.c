/* SPDX-License-Identifier: MIT */
/*
 * What the inline part of the driver's header does, and what api.def says.
 * Sizes, values and versions are tests/lint/header's.
 */
#define MSILAB_MACHINE
#include "tests/unit/suite.h"
#include <string.h>
#include "sim/ndis/ndis.h"
#include "sim/read/status.h"

enum level { PASSIVE, APC, DISPATCH, DIRQL, DEVICE, HIGH };
enum cost {
#define COST(id, name, ns, help) id,
#include "sim/base/costs.def"
#undef COST
};
enum rule { INTERRUPT, SYNCH, MINIPORT };

static const struct line {
	const char *name;
	enum level lowest, highest;
	enum cost cost;
	enum rule rule;
	const char *help;
} lines[] = {
#define API(name, lowest, highest, cost, rule, help) { #name, lowest, highest, cost, rule, help },
#include "sim/ndis/api.def"
#undef API
};

struct item {
	int n;
	LIST_ENTRY link;
};

static int nth(const LIST_ENTRY *head, int n)
{
	PLIST_ENTRY at = head->Flink;

	while (n--)
		at = at->Flink;
	return CONTAINING_RECORD(at, struct item, link)->n;
}

START_TEST(each_call_is_listed_once_with_a_range_of_levels_and_a_text)
{
	for (size_t i = 0; i < ARRAYSIZE(lines); i++) {
		ck_assert_int_le(lines[i].lowest, lines[i].highest);
		ck_assert_int_gt(strlen(lines[i].help), 5);
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(lines[i].name, lines[j].name);
	}
}
END_TEST

START_TEST(connecting_an_interrupt_is_for_passive_level_alone)
{
	for (size_t i = 0; i < ARRAYSIZE(lines); i++)
		if (lines[i].rule == INTERRUPT) {
			ck_assert_int_eq(lines[i].lowest, PASSIVE);
			ck_assert_int_eq(lines[i].highest, PASSIVE);
		}
}
END_TEST

START_TEST(a_plain_spin_lock_is_not_for_a_service_routine)
{
	for (size_t i = 0; i < ARRAYSIZE(lines); i++)
		if (!strcmp(lines[i].name, "NdisAcquireSpinLock")) {
			ck_assert_int_eq(lines[i].highest, DISPATCH);
			ck_assert_int_eq(lines[i].rule, SYNCH);
			return;
		}
	ck_abort_msg("not listed");
}
END_TEST

START_TEST(a_register_may_be_touched_at_any_level)
{
	for (size_t i = 0; i < ARRAYSIZE(lines); i++)
		if (lines[i].cost == REGISTER_READ || lines[i].cost == REGISTER_WRITE) {
			ck_assert_int_eq(lines[i].lowest, PASSIVE);
			ck_assert_int_eq(lines[i].highest, HIGH);
		}
}
END_TEST

START_TEST(head_and_tail_insertion_keep_their_order)
{
	struct item a = { .n = 1 }, b = { .n = 2 }, c = { .n = 3 };
	LIST_ENTRY head;

	InitializeListHead(&head);
	ck_assert(IsListEmpty(&head));
	InsertTailList(&head, &b.link);
	InsertHeadList(&head, &a.link);
	InsertTailList(&head, &c.link);

	for (int n = 0; n < 3; n++)
		ck_assert_int_eq(nth(&head, n), n + 1);
	ck_assert_ptr_eq(RemoveHeadList(&head), &a.link);
	ck_assert_ptr_eq(RemoveTailList(&head), &c.link);
	ck_assert_int_eq(RemoveEntryList(&b.link), TRUE);
	ck_assert(IsListEmpty(&head));
}
END_TEST

START_TEST(removing_from_an_empty_list_gives_its_head)
{
	LIST_ENTRY head;

	InitializeListHead(&head);
	ck_assert_ptr_eq(RemoveHeadList(&head), &head);
	ck_assert_ptr_eq(RemoveTailList(&head), &head);
}
END_TEST

START_TEST(a_single_list_is_a_stack_and_ends_with_null)
{
	SINGLE_LIST_ENTRY head = { NULL }, a, b;

	PushEntryList(&head, &a);
	PushEntryList(&head, &b);
	ck_assert_ptr_eq(PopEntryList(&head), &b);
	ck_assert_ptr_eq(PopEntryList(&head), &a);
	ck_assert_ptr_null(PopEntryList(&head));
}
END_TEST

START_TEST(interlocked_counting_gives_the_new_value_the_rest_the_old)
{
	LONG n = 5;
	LONG64 wide = 1LL << 40;
	PVOID p = &n;

	ck_assert_int_eq(InterlockedIncrement(&n), 6);
	ck_assert_int_eq(InterlockedDecrement(&n), 5);
	ck_assert_int_eq(InterlockedExchangeAdd(&n, 3), 5);
	ck_assert_int_eq(InterlockedExchange(&n, 0xc), 8);
	ck_assert_int_eq(InterlockedOr(&n, 3), 0xc);
	ck_assert_int_eq(InterlockedAnd(&n, 6), 0xf);
	ck_assert_int_eq(InterlockedXor(&n, 5), 6);
	ck_assert_int_eq(n, 3);
	ck_assert_int_eq(InterlockedIncrement64(&wide), (1LL << 40) + 1);
	ck_assert_ptr_eq(InterlockedExchangePointer(&p, &p), &n);
	ck_assert_ptr_eq(InterlockedCompareExchangePointer(&p, NULL, &n), &p);
	ck_assert_ptr_eq(p, &p);
}
END_TEST

START_TEST(an_acquiring_read_reads_all_of_its_width)
{
	UCHAR byte = 0x81;
	USHORT word = 0x8182;
	ULONG dword = 0x81828384;

	ck_assert_uint_eq(ReadUCharAcquire(&byte), 0x81);
	ck_assert_uint_eq(ReadUShortAcquire(&word), 0x8182);
	ck_assert_uint_eq(ReadULongAcquire(&dword), 0x81828384);
}
END_TEST

/* Not one that can be read, either: it is a hint. */
START_TEST(any_address_may_be_asked_for_early)
{
	LONG n = 1;

	PreFetchCacheLine(PF_TEMPORAL_LEVEL_1, NULL);
	PreFetchCacheLine(PF_NON_TEMPORAL_LEVEL_ALL, (PVOID)16);
	PrefetchForWrite(&n);
	ck_assert_int_eq(n, 1);
}
END_TEST

START_TEST(compare_exchange_stores_only_on_a_match)
{
	LONG n = 1;

	ck_assert_int_eq(InterlockedCompareExchange(&n, 9, 2), 1);
	ck_assert_int_eq(n, 1);
	ck_assert_int_eq(InterlockedCompareExchange(&n, 9, 1), 1);
	ck_assert_int_eq(n, 9);
}
END_TEST

START_TEST(a_string_counts_bytes_without_its_terminator)
{
	static const WCHAR text[] = { '*', 'R', 'S', 'S', 0 };
	NDIS_STRING s, none, made = RTL_CONSTANT_STRING(text);

	NdisInitUnicodeString(&s, text);
	NdisInitUnicodeString(&none, NULL);
	ck_assert_uint_eq(s.Length, 8);
	ck_assert_uint_eq(s.MaximumLength, 10);
	ck_assert_ptr_eq(s.Buffer, (void *)text);
	ck_assert_uint_eq(none.Length + none.MaximumLength, 0);
	ck_assert_uint_eq(made.Length, s.Length);
	ck_assert_uint_eq(made.MaximumLength, s.MaximumLength);
}
END_TEST

START_TEST(hash_type_and_function_share_a_slot)
{
	static NET_BUFFER_LIST nbl;

	NET_BUFFER_LIST_SET_HASH_VALUE(&nbl, 0x89abcdef);
	NET_BUFFER_LIST_SET_HASH_TYPE(&nbl, NDIS_HASH_TCP_IPV4);
	NET_BUFFER_LIST_SET_HASH_FUNCTION(&nbl, NdisHashFunctionToeplitz);
	ck_assert_uint_eq(NET_BUFFER_LIST_GET_HASH_VALUE(&nbl), 0x89abcdef);
	ck_assert_uint_eq(NET_BUFFER_LIST_GET_HASH_TYPE(&nbl), NDIS_HASH_TCP_IPV4);
	ck_assert_uint_eq(NET_BUFFER_LIST_GET_HASH_FUNCTION(&nbl), NdisHashFunctionToeplitz);
}
END_TEST

START_TEST(an_mdl_names_page_offset_and_length)
{
	MDL mdl = { .StartVa = (PVOID)0x200000001000, .ByteOffset = 0x30, .ByteCount = 64,
		    .MappedSystemVa = (PVOID)0x200000001030 };
	UINT length;
	PVOID va;

	NdisQueryMdl(&mdl, &va, &length, NormalPagePriority);
	ck_assert_ptr_eq(va, (void *)0x200000001030);
	ck_assert_ptr_eq(MmGetMdlVirtualAddress(&mdl), va);
	ck_assert_uint_eq(length, 64);
	NdisQueryMdl(&mdl, NULL, &length, NormalPagePriority | MdlMappingNoExecute);
}
END_TEST

START_TEST(rounding_to_pages_and_alignments)
{
	ck_assert_uint_eq(BYTES_TO_PAGES(1), 1);
	ck_assert_uint_eq(BYTES_TO_PAGES(4096), 1);
	ck_assert_uint_eq(BYTES_TO_PAGES(4097), 2);
	ck_assert_uint_eq(ALIGN_UP_BY(129, 128), 256);
	ck_assert_uint_eq(ALIGN_UP_BY(128, 128), 128);
	ck_assert_uint_eq(RtlUlongByteSwap(0x12345678), 0x78563412);
	ck_assert_uint_eq(RtlCompareMemory("abcd", "abxd", 4), 2);
	ck_assert(NdisEqualMemory("abc", "abd", 2));
}
END_TEST

/* What people are told is what a driver is compiled with. */
START_TEST(a_status_is_told_by_the_name_that_the_header_gives_it)
{
#define STATUS(name, value) ck_assert_uint_eq((ULONG)name, value);
#include "sim/read/statuses.def"
#undef STATUS
	ck_assert_str_eq(status_name((ULONG)NDIS_STATUS_BAD_CHARACTERISTICS), "NDIS_STATUS_BAD_CHARACTERISTICS");
	ck_assert_ptr_null(status_name(0xC0FFEE00));
	ck_assert(status_failed((ULONG)NDIS_STATUS_FAILURE));
	ck_assert(!status_failed(NDIS_STATUS_PENDING));
}
END_TEST

SUITE("ndis header", each_call_is_listed_once_with_a_range_of_levels_and_a_text,
      connecting_an_interrupt_is_for_passive_level_alone,
      a_plain_spin_lock_is_not_for_a_service_routine, a_register_may_be_touched_at_any_level,
      head_and_tail_insertion_keep_their_order, removing_from_an_empty_list_gives_its_head,
      a_single_list_is_a_stack_and_ends_with_null,
      interlocked_counting_gives_the_new_value_the_rest_the_old, an_acquiring_read_reads_all_of_its_width,
      any_address_may_be_asked_for_early,
      compare_exchange_stores_only_on_a_match, a_string_counts_bytes_without_its_terminator,
      hash_type_and_function_share_a_slot, an_mdl_names_page_offset_and_length,
      rounding_to_pages_and_alignments, a_status_is_told_by_the_name_that_the_header_gives_it)
