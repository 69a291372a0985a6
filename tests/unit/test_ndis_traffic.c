/* SPDX-License-Identifier: MIT */
/* Lists: what a driver gets, hands over and must have back. */
#include "tests/unit/ndis_rig.h"
#include "sim/ndis/root.h"

static NDIS_HANDLE pool;
static PNET_BUFFER_LIST lists[4];
static PMDL mdls[4];
static void *bytes[4];

static void make_lists(void)
{
	NET_BUFFER_LIST_POOL_PARAMETERS p = { .Header = { NDIS_OBJECT_TYPE_DEFAULT, 1,
							  NDIS_SIZEOF_NET_BUFFER_LIST_POOL_PARAMETERS_REVISION_1 },
					      .fAllocateNetBuffer = TRUE, .PoolTag = 1 };

	pool = NdisAllocateNetBufferListPool(seen.adapter, &p);
	for (unsigned i = 0; i < 4; i++) {
		bytes[i] = NdisAllocateMemoryWithTagPriority(seen.adapter, 64, 1, NormalPoolPriority);
		mdls[i] = NdisAllocateMdl(seen.adapter, bytes[i], 64);
		lists[i] = NdisAllocateNetBufferAndNetBufferList(pool, 0, 0, mdls[i], 0, 60);
		lists[i]->SourceHandle = seen.adapter;
		lists[i]->Next = i ? lists[i - 1] : NULL;
	}
}

static void free_lists(void)
{
	for (unsigned i = 0; i < 4; i++) {
		NdisFreeNetBufferList(lists[i]);
		NdisFreeMdl(mdls[i]);
		NdisFreeMemory(bytes[i], 0, 0);
	}
	NdisFreeNetBufferListPool(pool);
}

static ULONG flags_seen, length_seen;

static void count_returned(PNET_BUFFER_LIST chain, ULONG flags)
{
	flags_seen = flags;
	length_seen = 0;
	for (; chain; chain = chain->Next)
		length_seen++;
}

static void indicate(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	NdisMIndicateReceiveNetBufferLists(seen.adapter, lists[3], 0, 4, NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL);
}

static void begin_lists(const char *head)
{
	rig_begin(head);
	plan.initialized = make_lists;
	plan.halt = free_lists;
	plan.returned = count_returned;
	plan.dpc = indicate;
	rig_do(rig, "start nic0");
}

START_TEST(lists_come_back_later_in_one_chain_at_dispatch)
{
	begin_lists(LINE_HEAD);
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.returns, 1);
	ck_assert_uint_eq(length_seen, 4);
	ck_assert_uint_eq(flags_seen, NDIS_RETURN_FLAGS_DISPATCH_LEVEL);
	ck_assert_uint_eq(rig_count(rig, R_NBL_INDICATE), 4);
	ck_assert_uint_eq(rig_first(rig, R_NBL_INDICATE)->w[1], 60);
	ck_assert_uint_lt(rig_last(rig, R_NBL_INDICATE)->number, rig_first(rig, R_NBL_RETURN)->number);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
}
END_TEST

START_TEST(lists_may_come_back_inside_elsewhere_or_at_passive)
{
	static const char *const how[] = { "set returns=inside", "set returns=other", "set returns=passive" };

	begin_lists(LINE_HEAD);
	for (unsigned i = 0; i < 3; i++) {
		ck_assert_ptr_null(rig_order(rig, how[i]));
		rig_do(rig, "device.raise nic0 SW0");
		ck_assert_uint_eq(seen.returns, i + 1);
	}
	ck_assert_uint_eq(flags_seen, 0);
	rig_end();
}
END_TEST

START_TEST(held_lists_come_back_with_the_pause)
{
	begin_lists("cpus 1\nset returns=held\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.returns, 0);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(seen.returns, 1);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
}
END_TEST

static void lend(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	NdisMIndicateReceiveNetBufferLists(seen.adapter, lists[3], 0, 4,
					   NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL | NDIS_RECEIVE_FLAGS_RESOURCES);
}

START_TEST(lent_lists_are_the_drivers_again_when_the_call_returns)
{
	begin_lists(LINE_HEAD);
	plan.dpc = lend;
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(seen.returns, 0);
	ck_assert_uint_eq(rig_count(rig, R_NBL_RETURN), 4);
	rig_end();
}
END_TEST

static void indicate_twice(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	indicate(message, context, throttle);
	NdisMIndicateReceiveNetBufferLists(seen.adapter, lists[0], 0, 1, NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL);
}

START_TEST(a_list_that_is_out_is_not_the_drivers_to_give)
{
	begin_lists(LINE_HEAD);
	plan.dpc = indicate_twice;
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Nbl_Owner"), 1);
	ck_assert_uint_eq(seen.returns, 1);
	rig_end();
}
END_TEST

static void keep_lists(void)
{
}

START_TEST(lists_left_at_halt_are_a_leak)
{
	begin_lists(LINE_HEAD);
	plan.halt = keep_lists;
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "Leak_Nbl"), 1);
	rig_end();
}
END_TEST

START_TEST(more_lists_than_the_budget_are_a_finding)
{
	begin_lists("cpus 1\nset budget=3\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Throttle_Limit"), 1);
	rig_end();
}
END_TEST

static unsigned sent_lists, sent_buffers;

static void count_sent(PNET_BUFFER_LIST chain, ULONG flags)
{
	flags_seen = flags;
	for (PNET_BUFFER_LIST list = chain; list; list = list->Next) {
		sent_lists++;
		for (PNET_BUFFER buffer = list->FirstNetBuffer; buffer; buffer = buffer->Next)
			sent_buffers += buffer->DataLength == 100;
	}
	NdisMSendNetBufferListsComplete(seen.adapter, chain, 0);
}

START_TEST(sends_carry_lists_and_buffers_as_ordered)
{
	rig_begin(LINE_HEAD);
	sent_lists = sent_buffers = 0;
	plan.send = count_sent;
	rig_do(rig, "start nic0");
	rig_do(rig, "send nic0 frames=10 size=100 lists=4 buffers=2 irql=dispatch");
	ck_assert_uint_eq(sent_lists, 10);
	ck_assert_uint_eq(sent_buffers, 20);
	ck_assert_uint_eq(flags_seen, NDIS_SEND_FLAGS_DISPATCH_LEVEL);
	ck_assert_uint_eq(rig_count(rig, R_NBL_COMPLETE), 10);
	rig_end();
}
END_TEST

static void complete_twice(PNET_BUFFER_LIST chain, ULONG flags)
{
	(void)flags;
	NdisMSendNetBufferListsComplete(seen.adapter, chain, 0);
	NdisMSendNetBufferListsComplete(seen.adapter, chain, 0);
}

START_TEST(a_send_is_completed_once)
{
	rig_begin(LINE_HEAD);
	plan.send = complete_twice;
	rig_do(rig, "start nic0");
	rig_do(rig, "send nic0 frames=1 size=60");
	ck_assert_uint_eq(rig_broken(rig, "Nbl_Owner"), 1);
	rig_end();
}
END_TEST

static NDIS_HANDLE dma;
static unsigned sg_elements, sg_inside, in_send;

static VOID process_sg(PDEVICE_OBJECT device, PVOID reserved, PSCATTER_GATHER_LIST list, PVOID context)
{
	PNET_BUFFER_LIST chain = context;

	(void)device;
	(void)reserved;
	sg_elements += list->NumberOfElements;
	sg_inside += in_send;
	NdisMFreeNetBufferSGList(dma, list, chain->FirstNetBuffer);
	NdisMSendNetBufferListsComplete(seen.adapter, chain, NDIS_SEND_COMPLETE_FLAGS_DISPATCH_LEVEL);
}

static void register_dma(void)
{
	NDIS_SG_DMA_DESCRIPTION d = { .Header = { NDIS_OBJECT_TYPE_SG_DMA_DESCRIPTION, 1, NDIS_SIZEOF_SG_DMA_DESCRIPTION_REVISION_1 },
				      .MaximumPhysicalMapping = 2048, .ProcessSGListHandler = process_sg };

	sg_elements = sg_inside = in_send = 0;
	NdisMRegisterScatterGatherDma(seen.adapter, &d, &dma);
}

static void deregister_dma(void)
{
	NdisMDeregisterScatterGatherDma(dma);
}

static void ask_for_sg(PNET_BUFFER_LIST chain, ULONG flags)
{
	(void)flags;
	in_send = 1;
	NdisMAllocateNetBufferSGList(dma, chain->FirstNetBuffer, chain, NDIS_SG_LIST_WRITE_TO_DEVICE, NULL, 0);
	in_send = 0;
}

static void send_by_sg(const char *head)
{
	rig_begin(head);
	plan.initialized = register_dma;
	plan.send = ask_for_sg;
	plan.halt = deregister_dma;
	rig_do(rig, "start nic0");
	rig_do(rig, "send nic0 frames=5 size=100 irql=dispatch");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(sg_elements, 5);
	ck_assert_uint_eq(rig_count(rig, R_NBL_COMPLETE), 5);
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
}

START_TEST(a_scatter_gather_list_comes_inside_the_call_or_later)
{
	send_by_sg(LINE_HEAD);
	ck_assert_uint_eq(sg_inside, 5);
	send_by_sg("cpus 1\nset sg=later\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	ck_assert_uint_eq(sg_inside, 0);
}
END_TEST

static unsigned while_pausing;

static NDIS_STATUS slow_pause(void)
{
	unsigned before = sent_lists;

	NdisMSleep(200);
	while_pausing = sent_lists - before;
	return NDIS_STATUS_SUCCESS;
}

static void pause_amid_sends(const char *head)
{
	rig_begin(head);
	sent_lists = 0;
	plan.send = count_sent;
	plan.pause = slow_pause;
	rig_do(rig, "start nic0");
	ck_assert_ptr_null(rig_order(rig, "send nic0 frames=1000 size=100 gap=10us"));
	rig_run(rig, 1000000);
	rig_do(rig, "stop nic0");
	rig_end();
}

START_TEST(sends_stop_with_the_pause_unless_they_are_late)
{
	pause_amid_sends("cpus 2\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	ck_assert_uint_eq(while_pausing, 0);
	pause_amid_sends("cpus 2\nset sends=late\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	ck_assert_uint_gt(while_pausing, 0);
}
END_TEST

START_TEST(a_driver_newer_than_its_header_is_refused)
{
	rig_begin(LINE_HEAD);
	rig_core(rig)->ndis->modules[0].header_version = 6 << 8 | 20;
	plan.minor = 30;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.initializes, 0);
	ck_assert_uint_eq(rig_last(rig, R_PNP_STATE)->w[1], (uint32_t)NDIS_STATUS_BAD_VERSION);
	rig_end();
}
END_TEST

static NDIS_STATUS look_at_list(PIRP irp)
{
	PIO_RESOURCE_REQUIREMENTS_LIST list = (PIO_RESOURCE_REQUIREMENTS_LIST)irp->IoStatus.Information;
	IO_RESOURCE_DESCRIPTOR *d = list->List[0].Descriptors;

	ck_assert_uint_eq(list->AlternativeLists, 1);
	ck_assert_uint_eq(list->List[0].Count, 2 + 4 + 1);
	ck_assert_uint_eq(d[0].u.Memory.Length, 0x20000);
	ck_assert_uint_eq(d[2].Option, IO_RESOURCE_PREFERRED);
	ck_assert_uint_eq(d[2].u.Interrupt.MinimumVector, CM_RESOURCE_INTERRUPT_MESSAGE_TOKEN);
	ck_assert_uint_eq(d[6].Option, IO_RESOURCE_ALTERNATIVE);
	ck_assert_uint_eq(d[6].ShareDisposition, CmResourceShareShared);
	return NDIS_STATUS_FAILURE;
}

START_TEST(the_requirements_list_is_memory_messages_line)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.filter = look_at_list;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(seen.parameters.AllocatedResources == NULL, 0);
	ck_assert_uint_eq(rig_last(rig, R_INTERRUPT_OUT)->w[1], 4);
	rig_end();
}
END_TEST

static void indicate_a_circle(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	lists[0]->Next = lists[3];
	NdisMIndicateReceiveNetBufferLists(seen.adapter, lists[3], 0, 4, NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL);
}

START_TEST(a_circle_of_lists_is_found_and_left)
{
	begin_lists(LINE_HEAD);
	plan.dpc = indicate_a_circle;
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_count(rig, R_NBL_INDICATE), 4);
	ck_assert_uint_eq(rig_broken(rig, "Nbl_Owner"), NBL_BROKEN);
	ck_assert(!sim_stopped(rig->sim));
	rig_end();
}
END_TEST

static void indicate_an_endless_chain(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	(void)message;
	(void)context;
	(void)throttle;
	mdls[0]->ByteCount = 0;
	mdls[0]->Next = mdls[0];
	NdisMIndicateReceiveNetBufferLists(seen.adapter, lists[0], 0, 1, NDIS_RECEIVE_FLAGS_DISPATCH_LEVEL);
}

START_TEST(a_chain_of_mdls_without_an_end_is_spin)
{
	begin_lists(LINE_HEAD);
	plan.dpc = indicate_an_endless_chain;
	rig_do(rig, "device.raise nic0 SW0");
	ck_assert_uint_eq(rig_broken(rig, "Spin"), 1);
	rig_expect_bugcheck(0x133, 0);
	rig_end();
}
END_TEST

SUITE("ndis traffic", lists_come_back_later_in_one_chain_at_dispatch,
      lists_may_come_back_inside_elsewhere_or_at_passive, held_lists_come_back_with_the_pause,
      lent_lists_are_the_drivers_again_when_the_call_returns, a_list_that_is_out_is_not_the_drivers_to_give,
      lists_left_at_halt_are_a_leak, more_lists_than_the_budget_are_a_finding, sends_carry_lists_and_buffers_as_ordered,
      a_send_is_completed_once, a_scatter_gather_list_comes_inside_the_call_or_later,
      sends_stop_with_the_pause_unless_they_are_late, a_driver_newer_than_its_header_is_refused,
      the_requirements_list_is_memory_messages_line, a_circle_of_lists_is_found_and_left,
      a_chain_of_mdls_without_an_end_is_spin)
