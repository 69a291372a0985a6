/* SPDX-License-Identifier: MIT */
/* Windows, pool and shared memory of a driver: what it gets and must give back. */
#include "tests/unit/ndis_rig.h"

/* Mapping */

static NDIS_STATUS map_status[3];
static PVOID mapped[3];

static void map_wrongly(void)
{
	NDIS_PHYSICAL_ADDRESS bar = seen.parameters.AllocatedResources->PartialDescriptors[0].u.Memory.Start, past = bar;

	past.QuadPart += 0x1ff00;
	map_status[0] = NdisMMapIoSpace(&mapped[0], seen.adapter, bar, 0);
	map_status[1] = NdisMMapIoSpace(&mapped[1], seen.adapter, past, 0x1000);
	map_status[2] = NdisMMapIoSpace(&mapped[2], seen.adapter, past, 0x100);
	NdisMUnmapIoSpace(seen.adapter, mapped[2], 0x100);
}

START_TEST(a_mapping_lies_inside_one_descriptor)
{
	rig_begin(LINE_HEAD);
	plan.initialized = map_wrongly;
	rig_do(rig, "start nic0");
	ck_assert_int_eq(map_status[0], NDIS_STATUS_RESOURCE_CONFLICT);
	ck_assert_int_eq(map_status[1], NDIS_STATUS_RESOURCE_CONFLICT);
	ck_assert_ptr_null(mapped[1]);
	ck_assert_int_eq(map_status[2], NDIS_STATUS_SUCCESS);
	rig_end();
}
END_TEST

START_TEST(a_mapping_left_at_halt_is_a_leak)
{
	rig_begin(LINE_HEAD);
	plan.keep_mapping = TRUE;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "Leak_Map"), 1);
	rig_end();
}
END_TEST

static void map_late(void)
{
	PVOID window;

	NdisMMapIoSpace(&window, seen.adapter, seen.parameters.AllocatedResources->PartialDescriptors[0].u.Memory.Start, 0x1000);
	NdisMUnmapIoSpace(seen.adapter, window, 0x1000);
}

START_TEST(mapping_outside_initialize_is_a_finding)
{
	rig_begin(LINE_HEAD);
	plan.halt = map_late;
	rig_do(rig, "start nic0");
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "NdisMMapIoSpace"), 1);
	rig_end();
}
END_TEST

START_TEST(mapping_before_the_attributes_is_a_finding)
{
	rig_begin(LINE_HEAD);
	plan.unregistered = TRUE;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "NdisMMapIoSpace"), 1);
	rig_end();
	rig_begin(LINE_HEAD);
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "NdisMMapIoSpace"), 0);
	rig_end();
}
END_TEST

static void touch_unmapped(void)
{
	PUCHAR window = seen.registers;

	NdisMUnmapIoSpace(seen.adapter, window, 0x20000);
	READ_REGISTER_ULONG((volatile ULONG *)window);
}

START_TEST(a_window_that_was_unmapped_is_gone)
{
	rig_begin(LINE_HEAD);
	plan.initialized = touch_unmapped;
	rig_do(rig, "start nic0");
	ck_assert(sim_stopped(rig->sim));
	ck_assert_uint_eq(rig_broken(rig, "Use_AfterFree"), 1);
	rig_end();
}
END_TEST

static ULONG scratch;
static ULONG64 whole;

static void use_table(void)
{
	CM_PARTIAL_RESOURCE_DESCRIPTOR *bar = &seen.parameters.AllocatedResources->PartialDescriptors[1];
	PVOID table;

	NdisMMapIoSpace(&table, seen.adapter, bar->u.Memory.Start, bar->u.Memory.Length);
	WRITE_REGISTER_ULONG((volatile ULONG *)table, 0x1234);
	scratch = READ_REGISTER_ULONG((volatile ULONG *)table);
	whole = READ_REGISTER_ULONG64((volatile ULONG64 *)table);
	NdisMUnmapIoSpace(seen.adapter, table, bar->u.Memory.Length);
}

START_TEST(the_table_can_be_read_and_not_written)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.initialized = use_table;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_count(rig, R_MMIO_BAD), 1);
	ck_assert_uint_eq(scratch & 0xfff00000, 0xfee00000);
	ck_assert_uint_eq(whole, scratch);
	rig_end();
}
END_TEST

static ULONG away, back;

static void config_dword(ULONG offset, ULONG value)
{
	NdisMSetBusData(seen.adapter, PCI_WHICHSPACE_CONFIG, offset, &value, sizeof value);
}

static void move_the_registers(void)
{
	ULONG bar;

	NdisMGetBusData(seen.adapter, PCI_WHICHSPACE_CONFIG, 0x10, &bar, sizeof bar);
	reg_write(0x10, 0xabcd);
	config_dword(0x10, bar + 0x100000);
	reg_write(0x10, 0x1234);
	away = reg_read(0x10);
	config_dword(0x10, bar);
	back = reg_read(0x10);
}

START_TEST(a_mapping_is_of_addresses_and_not_of_a_function)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.initialized = move_the_registers;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(away, UINT32_MAX);
	ck_assert_uint_eq(back, 0xabcd);
	ck_assert_uint_eq(rig_count(rig, R_MMIO_BAD), 2);
	rig_end();
}
END_TEST

START_TEST(a_start_puts_the_function_where_its_resources_say)
{
	rig_begin(MSIX_HEAD);
	plan.msi = TRUE;
	plan.initialized = use_table;
	rig_do(rig, "config.write nic0 pcie.device.control 0x8000"); /* reset: it has forgotten its addresses */
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(scratch & 0xfff00000, 0xfee00000);
	rig_end();
}
END_TEST

static void write_and_read(void)
{
	reg_write(0x10, 0xabcd);
	scratch = reg_read(0x10);
}

START_TEST(a_read_comes_back_after_the_writes_before_it)
{
	rig_begin("cpus 1\ncost register.read 1\ncost write.flight 5000\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n");
	plan.initialized = write_and_read;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(scratch, 0xabcd);
	rig_end();
}
END_TEST

/* Memory */

static void leak(void)
{
	NdisAllocateMemoryWithTagPriority(seen.adapter, 100, 0x74736554, NormalPoolPriority);
	NdisAllocateMemoryWithTagPriority(seen.adapter, 100, 0, NormalPoolPriority);
}

START_TEST(pool_left_at_halt_is_a_leak_and_a_tag_is_demanded)
{
	rig_begin(LINE_HEAD);
	plan.initialized = leak;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_broken(rig, "NdisAllocateMemoryWithTagPriority"), 1);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "Leak_Pool"), 2);
	rig_end();
}
END_TEST

static void free_twice(void)
{
	void *block = NdisAllocateMemoryWithTagPriority(seen.adapter, 100, 1, NormalPoolPriority);

	NdisFreeMemory(block, 0, 0);
	NdisFreeMemory(block, 0, 0);
}

START_TEST(memory_is_freed_once)
{
	rig_begin(LINE_HEAD);
	plan.initialized = free_twice;
	rig_do(rig, "start nic0");
	ck_assert(sim_stopped(rig->sim));
	ck_assert_uint_eq(rig_broken(rig, "Use_AfterFree"), 1);
	rig_end();
}
END_TEST

/* An MDL is made by the system, and it is NdisFreeMdl's to free. */
static void free_what_the_system_made(void)
{
	void *block = NdisAllocateMemoryWithTagPriority(seen.adapter, 64, 1, NormalPoolPriority);

	NdisFreeMemory(NdisAllocateMdl(seen.adapter, block, 64), 0, 0);
}

START_TEST(what_the_system_made_is_not_freed_as_the_drivers_own)
{
	rig_begin(LINE_HEAD);
	plan.initialized = free_what_the_system_made;
	rig_do(rig, "start nic0");
	ck_assert(sim_stopped(rig->sim));
	ck_assert_uint_eq(rig_broken(rig, "Wild_Access"), 1);
	rig_end();
}
END_TEST

static NPAGED_LOOKASIDE_LIST lookaside;

static void leave_lookaside_block(void)
{
	NdisInitializeNPagedLookasideList(&lookaside, NULL, NULL, 0, 64, 1, 0);
	NdisAllocateFromNPagedLookasideList(&lookaside);
	NdisFreeToNPagedLookasideList(&lookaside, NdisAllocateFromNPagedLookasideList(&lookaside));
}

static void delete_lookaside(void)
{
	NdisDeleteNPagedLookasideList(&lookaside);
}

START_TEST(a_lookaside_list_is_deleted_when_no_block_of_it_is_out)
{
	rig_begin(LINE_HEAD);
	plan.initialized = leave_lookaside_block;
	plan.halt = delete_lookaside;
	rig_do(rig, "start nic0");
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_broken(rig, "Leak_Pool"), 2); /* the list's, and the block's when halt returns */
	rig_end();
}
END_TEST

static PVOID shared[2];
static NDIS_PHYSICAL_ADDRESS physical[2];

static void allocate_shared(void)
{
	NDIS_SG_DMA_DESCRIPTION d = { .Header = { NDIS_OBJECT_TYPE_SG_DMA_DESCRIPTION, 1, NDIS_SIZEOF_SG_DMA_DESCRIPTION_REVISION_1 },
				      .Flags = NDIS_SG_DMA_64_BIT_ADDRESS, .MaximumPhysicalMapping = 2048 };
	NDIS_HANDLE dma;

	NdisMAllocateSharedMemory(seen.adapter, 4096, TRUE, &shared[0], &physical[0]);
	NdisMRegisterScatterGatherDma(seen.adapter, &d, &dma);
	NdisMAllocateSharedMemory(seen.adapter, 100, TRUE, &shared[1], &physical[1]);
	NdisMFreeSharedMemory(seen.adapter, 100, TRUE, shared[1], physical[1]);
	NdisMDeregisterScatterGatherDma(dma);
}

START_TEST(shared_memory_needs_the_dma_registration)
{
	rig_begin(LINE_HEAD);
	plan.initialized = allocate_shared;
	rig_do(rig, "start nic0");
	ck_assert_ptr_null(shared[0]);
	ck_assert_ptr_nonnull(shared[1]);
	ck_assert_uint_eq((uint64_t)(uintptr_t)shared[1] % 4096, 0);
	ck_assert_int_ne(physical[1].QuadPart, 0);
	rig_do(rig, "stop nic0");
	ck_assert_uint_eq(rig_count(rig, R_RULE_VIOLATION), 0);
	rig_end();
}
END_TEST

SUITE("ndis memory", a_mapping_lies_inside_one_descriptor, a_mapping_left_at_halt_is_a_leak,
      mapping_outside_initialize_is_a_finding, mapping_before_the_attributes_is_a_finding, a_window_that_was_unmapped_is_gone,
      the_table_can_be_read_and_not_written, a_mapping_is_of_addresses_and_not_of_a_function,
      a_start_puts_the_function_where_its_resources_say, a_read_comes_back_after_the_writes_before_it,
      pool_left_at_halt_is_a_leak_and_a_tag_is_demanded, memory_is_freed_once,
      what_the_system_made_is_not_freed_as_the_drivers_own,
      a_lookaside_list_is_deleted_when_no_block_of_it_is_out, shared_memory_needs_the_dma_registration)
