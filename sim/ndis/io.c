/* SPDX-License-Identifier: MIT */
/*
 * Mapping, and the register accessors: the light gate. An access pays its cost, happens at one instant and is one record,
 * mmio.read or mmio.write, instead of a call and a return. A read comes back after all earlier writes of this CPU have
 * arrived. What lies outside the windows is memory.
 */
#include <stddef.h>

#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/inject.h"
#include "sim/os/bugcheck.h"
#include "sim/os/probe.h"

#define PAGE UINT64_C(4096)

static struct window *at(const struct windows *windows, unsigned i)
{
	return &windows->chunk[i / WINDOW_CHUNK][i % WINDOW_CHUNK];
}

/* The mapping that an address lies in, live or not; NULL: none ever did. On a CPU. */
static const struct window *find(struct ndis *ndis, uint64_t address)
{
	struct windows *windows = &ndis->windows;
	const struct window **last = &windows->last[ndis->core->cpu->number];
	unsigned low = 0, high = windows->n;

	if (*last && address - (*last)->address < (*last)->size)
		return *last;
	while (low < high) {
		unsigned middle = (low + high) / 2;

		if (at(windows, middle)->address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - at(windows, low - 1)->address >= at(windows, low - 1)->size)
		return NULL;
	return *last = at(windows, low - 1);
}

/* Which BAR, where the system has put it, holds the whole range; DEVICE_BARS: none. */
static unsigned bar_of(const struct device *device, uint64_t physical, uint64_t size)
{
	for (unsigned i = 0; i < DEVICE_BARS; i++) {
		uint64_t from = hw_assigned_address(device, i);

		if (physical >= from && physical - from < device->bar_size[i] && size <= device->bar_size[i] - (physical - from))
			return i;
	}
	return DEVICE_BARS;
}

static struct window *add(struct ndis *ndis)
{
	struct windows *windows = &ndis->windows;
	struct window **chunk = &windows->chunk[windows->n / WINDOW_CHUNK];

	if (windows->n == WINDOW_CHUNK * WINDOW_CHUNKS)
		return NULL;
	if (!*chunk)
		*chunk = arena_new(&ndis->core->arena, WINDOW_CHUNK * sizeof **chunk);
	return at(windows, windows->n++);
}

static uint64_t map(struct adapter *adapter, unsigned bar, uint64_t physical, uint64_t size)
{
	struct ndis *ndis = adapter->ndis;
	struct window *window = add(ndis);
	uint64_t in_page = physical % PAGE, pages = (in_page + size + PAGE - 1) / PAGE * PAGE;

	if (!window)
		return 0;
	*window = (struct window){ .address = arena_take(&ndis->core->arena, ARENA_WINDOWS, pages + PAGE, PAGE) + in_page,
				   .size = size, .device = adapter->device, .obj = adapter->obj, .id = ndis->windows.n,
				   .bar = bar, .base = hw_assigned_address(adapter->device, bar), .live = true };
	window->offset = (uint32_t)(physical - window->base);
	core_record(ndis->core, R_MAP_NEW, adapter->obj, window->id, window->address, size,
		    (uint64_t)bar << 56 | window->offset);
	probe_window(ndis->os, window->address, size, adapter->obj);
	return window->address;
}

static void unmap(struct ndis *ndis, struct window *window)
{
	window->live = false;
	probe_window_end(ndis->os, window->address);
	core_record(ndis->core, R_MAP_END, window->obj, window->id, window->address, 0, 0);
}

/* Nothing of the hardware may be claimed by an adapter that the system does not know (NdisMSetMiniportAttributes). */
static void check_place(const struct call *call, const struct adapter *adapter)
{
	if (adapter && !adapter->initializing)
		gate_broken(call, "NdisMMapIoSpace", "a mapping is made outside MiniportInitializeEx");
	else if (adapter && !adapter->registered)
		gate_broken(call, "NdisMMapIoSpace", "a mapping is made before the registration attributes were set");
}

static NDIS_STATUS map_call(const struct call *call, void **variable, struct adapter *adapter, uint64_t physical, UINT size)
{
	uint64_t address = 0;
	unsigned bar = adapter && size ? bar_of(adapter->device, physical, size) : DEVICE_BARS;
	NDIS_STATUS status = NDIS_STATUS_RESOURCE_CONFLICT;

	check_place(call, adapter);
	if (bar < DEVICE_BARS && inject_failure(call->ndis, INJECT_MAP)) {
		status = NDIS_STATUS_RESOURCES;
	} else if (bar < DEVICE_BARS) {
		address = map(adapter, bar, physical, size);
		status = address ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
	}
	GUEST_PUT(call->ndis, variable, guest_pointer(address));
	return status;
}

NDIS_STATUS NdisMMapIoSpace(PVOID *VirtualAddress, NDIS_HANDLE MiniportAdapterHandle, NDIS_PHYSICAL_ADDRESS PhysicalAddress,
			    UINT Length)
{
	struct call call = GATE(NdisMMapIoSpace, adapter_object(MiniportAdapterHandle), PhysicalAddress.QuadPart, Length);
	NDIS_STATUS status = map_call(&call, VirtualAddress, adapter_of(call.ndis, MiniportAdapterHandle),
				      (uint64_t)PhysicalAddress.QuadPart, Length);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}

VOID NdisMUnmapIoSpace(NDIS_HANDLE MiniportAdapterHandle, PVOID VirtualAddress, UINT Length)
{
	struct call call = GATE(NdisMUnmapIoSpace, adapter_object(MiniportAdapterHandle), VirtualAddress, Length);
	struct window *window = (struct window *)find(call.ndis, guest_address(VirtualAddress));

	if (window && window->live && window->address == guest_address(VirtualAddress) && window->size == Length)
		unmap(call.ndis, window);
	gate_leave(&call, 0);
}

void io_leaks(struct adapter *adapter)
{
	struct ndis *ndis = adapter->ndis;

	for (unsigned i = 0; i < ndis->windows.n; i++) {
		struct window *window = at(&ndis->windows, i);

		if (!window->live || window->device != adapter->device)
			continue;
		violation(ndis->core, adapter->obj, "Leak_Map", "registers are still mapped when halt returns", ndis->core->cause,
			  stop_halt_code(adapter));
		unmap(ndis, window);
	}
}

/* The live window of an address; NULL: memory. One that is not, or no longer, mapped ends like any touch of a page that is
 * not there. */
static inline const struct window *window_at(struct ndis *ndis, uint64_t address, bool write, const void *from)
{
	const struct window *window;

	if (arena_part_of(address) != ARENA_WINDOWS)
		return NULL;
	window = find(ndis, address);
	if (!window || !window->live)
		probe_refuse(ndis->core, address, 1, write ? PROBE_WRITE : PROBE_READ, probe_caller(ndis->core, from));
	return window;
}

/* While time passed it may have been undone. */
static inline void still_there(struct ndis *ndis, const struct window *window, uint64_t address, bool write, const void *from)
{
	if (!window->live)
		window_at(ndis, address, write, from);
}

static void settle(struct cpu *cpu, const struct device *device)
{
	vtime delay;

	while ((delay = hw_write_delay(device)) > 0)
		cpu_spend(cpu, delay);
}

static uint64_t all_ones(unsigned size)
{
	return size == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * size) - 1;
}

/* Who is reached through an address of a window, and where in it. The function it was mapped for, unless its BAR was moved
 * away; then whoever lies there now, or nobody: no device. */
struct target {
	struct device *device;
	unsigned bar;
	uint32_t offset, obj;
};

static inline struct target target_of(const struct window *window, uint64_t address)
{
	struct target target = { window->device, window->bar, window->offset + (uint32_t)(address - window->address), window->obj };
	uint64_t physical = window->base + target.offset;

	if (device_base(window->device, window->bar) == window->base)
		return target;
	target.device = hw_decode(window->device->hw, physical, &target.bar, &target.offset);
	if (target.device)
		target.obj = target.device->obj;
	return target;
}

static uint64_t place_of(const struct target *target)
{
	return (uint64_t)target->bar << 56 | target->offset;
}

/* Nobody answers: a read ends with all ones, a write is lost. */
static void unanswered(struct core *core, const struct target *target, uint64_t value, unsigned size, bool write)
{
	core_record(core, R_MMIO_BAD, target->obj, place_of(target), value, size, write);
}

/* The MSI-X table and PBA may also be read eight bytes at a time (BASE 7.7.2); registers may not. */
static uint64_t read_target(const struct target *target, unsigned size)
{
	struct device *device = target->device;
	uint32_t offset = target->offset;

	if (device->removed)
		return all_ones(size);
	if (size == 8 && offset % 8 == 0 && device->msix.offset && msix_covers(device, target->bar, offset))
		return hw_read(device, target->bar, offset, 4) | (uint64_t)hw_read(device, target->bar, offset + 4, 4) << 32;
	return hw_read(device, target->bar, offset, size) & all_ones(size);
}

static uint64_t load(const volatile void *address, unsigned size, const void *from)
{
	struct ndis *ndis = ndis_here();
	struct core *core = ndis->core;
	struct cpu *cpu = core->cpu;
	const struct window *window = window_at(ndis, guest_address(address), false, from);
	struct target target;
	uint64_t value = 0;

	probe_call(cpu, from);
	if (!window) {
		guest_read(ndis, &value, address, size);
		return value;
	}
	cpu_spend(cpu, core_cost(core, COST_REGISTER_READ));
	settle(cpu, window->device);
	gate_watch(cpu, probe_caller(core, from));
	still_there(ndis, window, guest_address(address), false, from);
	target = target_of(window, guest_address(address));
	value = target.device ? read_target(&target, size) : all_ones(size);
	if (!target.device)
		unanswered(core, &target, value, size, false);
	core_record(core, R_MMIO_READ, target.obj, place_of(&target), value, size, probe_caller(core, from));
	probe_poll(cpu, guest_address(address), value);
	return value;
}

/* The MSI-X table and PBA are the system's: a driver's write there is not let through (doc/modelled.md). */
static bool refused(const struct target *target)
{
	return target->device->msix.offset && msix_covers(target->device, target->bar, target->offset);
}

static void store(volatile void *address, uint64_t value, unsigned size, const void *from)
{
	struct ndis *ndis = ndis_here();
	struct core *core = ndis->core;
	const struct window *window = window_at(ndis, guest_address(address), true, from);
	struct target target;
	uint64_t was;

	probe_call(core->cpu, from);
	probe_progress(core->cpu);
	if (!window) {
		guest_write(ndis, address, &value, size);
		return;
	}
	cpu_spend(core->cpu, core_cost(core, COST_REGISTER_WRITE));
	gate_watch(core->cpu, probe_caller(core, from));
	still_there(ndis, window, guest_address(address), true, from);
	target = target_of(window, guest_address(address));
	was = core_because(core, core_record(core, R_MMIO_WRITE, target.obj, place_of(&target), value, size, probe_caller(core, from)));
	if (!target.device || refused(&target))
		unanswered(core, &target, value, size, true);
	else
		hw_write(target.device, target.bar, target.offset, (uint32_t)value, size);
	core->cause = was;
}

/* ORDER of widths: UCHAR, USHORT, ULONG, ULONG64. Ports have no 64-bit form; this machine has no ports: a port is an address. */
#define ACCESSORS(WIDTH)                                                                                                     \
	WIDTH READ_REGISTER_##WIDTH(volatile WIDTH *Register)                                                                \
	{                                                                                                                    \
		return (WIDTH)load(Register, sizeof(WIDTH), GATE_FROM);                                    \
	}                                                                                                                    \
	VOID WRITE_REGISTER_##WIDTH(volatile WIDTH *Register, WIDTH Value)                                                   \
	{                                                                                                                    \
		store(Register, Value, sizeof(WIDTH), GATE_FROM);                                          \
	}                                                                                                                    \
	VOID READ_REGISTER_BUFFER_##WIDTH(volatile WIDTH *Register, WIDTH *Buffer, ULONG Count)                              \
	{                                                                                                                    \
		for (ULONG i = 0; i < Count; i++)                                                                            \
			GUEST_PUT(ndis_here(), Buffer + i,                                                                   \
				  (WIDTH)load(Register + i, sizeof(WIDTH), GATE_FROM));                    \
	}                                                                                                                    \
	VOID WRITE_REGISTER_BUFFER_##WIDTH(volatile WIDTH *Register, WIDTH *Buffer, ULONG Count)                             \
	{                                                                                                                    \
		WIDTH value;                                                                                                 \
                                                                                                                             \
		for (ULONG i = 0; i < Count; i++) {                                                                          \
			GUEST_GET(ndis_here(), &value, Buffer + i);                                                          \
			store(Register + i, value, sizeof(WIDTH), GATE_FROM);                              \
		}                                                                                                            \
	}

ACCESSORS(UCHAR)
ACCESSORS(USHORT)
ACCESSORS(ULONG)
ACCESSORS(ULONG64)
