/* SPDX-License-Identifier: MIT */
/* The requirements list: what the bus asks for, as a driver's filter may edit it, and what it left. */
#include "sim/ndis/adapter.h"

#define TOKEN CM_RESOURCE_INTERRUPT_MESSAGE_TOKEN
#define LIST_AT offsetof(IO_RESOURCE_REQUIREMENTS_LIST, List[0].Descriptors)
#define HIGHEST_ADDRESS ((LONGLONG)((UINT64_C(1) << 47) - 1))

static void memory(const struct device *device, unsigned bar, IO_RESOURCE_DESCRIPTOR *d)
{
	*d = (IO_RESOURCE_DESCRIPTOR){ .Type = CmResourceTypeMemory, .ShareDisposition = CmResourceShareDeviceExclusive };
	d->u.Memory.Length = d->u.Memory.Alignment = device->bar_size[bar];
	d->u.Memory.MaximumAddress.QuadPart = HIGHEST_ADDRESS;
}

static bool has_policy(const struct pnp_package *package)
{
	return package->affinity != PNP_DEFAULT || package->cpus || package->priority;
}

static void message(const struct pnp_package *package, ULONG first, IO_RESOURCE_DESCRIPTOR *d)
{
	*d = (IO_RESOURCE_DESCRIPTOR){ .Option = IO_RESOURCE_PREFERRED, .Type = CmResourceTypeInterrupt,
				       .ShareDisposition = CmResourceShareDeviceExclusive,
				       .Flags = CM_RESOURCE_INTERRUPT_LATCHED | CM_RESOURCE_INTERRUPT_MESSAGE };
	d->u.Interrupt.MinimumVector = first;
	d->u.Interrupt.MaximumVector = TOKEN;
	if (!has_policy(package))
		return;
	d->Flags |= CM_RESOURCE_INTERRUPT_POLICY_INCLUDED;
	d->u.Interrupt.AffinityPolicy = (IRQ_DEVICE_POLICY)package->affinity;
	d->u.Interrupt.PriorityPolicy = (IRQ_PRIORITY)package->priority;
	d->u.Interrupt.TargetedProcessors = package->cpus;
}

static void line(bool alternative, IO_RESOURCE_DESCRIPTOR *d)
{
	*d = (IO_RESOURCE_DESCRIPTOR){ .Option = alternative ? IO_RESOURCE_ALTERNATIVE : 0, .Type = CmResourceTypeInterrupt,
				       .ShareDisposition = CmResourceShareShared,
				       .Flags = CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE };
	d->u.Interrupt.MaximumVector = 0xff;
}

static unsigned bars(const struct device *device)
{
	unsigned n = 0;

	for (unsigned i = 0; i < DEVICE_BARS; i++)
		n += device->bar_size[i] != 0;
	return n;
}

size_t resources_write(const struct device *device, const struct pnp_package *package, const struct pnp_wish *wish,
		       IO_RESOURCE_REQUIREMENTS_LIST *list, size_t room)
{
	unsigned messages = wish->kind == SYM_grant_MSI ? wish->messages > 0 : wish->messages;
	unsigned count = bars(device) + messages + wish->line;
	size_t size = LIST_AT + count * sizeof(IO_RESOURCE_DESCRIPTOR);
	IO_RESOURCE_DESCRIPTOR *d;

	if (size < sizeof *list)
		size = sizeof *list;
	if (size > room)
		return size;
	*list = (IO_RESOURCE_REQUIREMENTS_LIST){ .ListSize = (ULONG)size, .InterfaceType = PCIBus, .BusNumber = device->bus,
						 .SlotNumber = device->slot | device->function << 5, .AlternativeLists = 1 };
	list->List[0].Version = list->List[0].Revision = 1;
	list->List[0].Count = count;
	d = list->List[0].Descriptors;
	for (unsigned i = 0; i < DEVICE_BARS; i++)
		if (device->bar_size[i])
			memory(device, i, d++);
	for (unsigned i = 0; i < messages; i++)
		message(package, wish->kind == SYM_grant_MSI ? TOKEN - wish->messages + 1 : TOKEN, d++);
	if (wish->line)
		line(wish->messages > 0, d);
	return size;
}

/* One message descriptor of the list: 1 for MSI-X, as many as its vectors say for MSI. */
static void read_message(const IO_RESOURCE_DESCRIPTOR *d, struct pnp_wish *wish)
{
	unsigned n = 1;

	if (wish->kind == SYM_grant_MSI && d->u.Interrupt.MaximumVector >= d->u.Interrupt.MinimumVector)
		n = d->u.Interrupt.MaximumVector - d->u.Interrupt.MinimumVector + 1;
	if (wish->messages >= PNP_MESSAGES_MAX || n > PNP_MESSAGES_MAX - wish->messages)
		return;
	if (d->Flags & CM_RESOURCE_INTERRUPT_POLICY_INCLUDED) {
		wish->each[wish->messages].affinity = (enum pnp_affinity)(d->u.Interrupt.AffinityPolicy & 0xffff);
		wish->each[wish->messages].cpus = d->u.Interrupt.TargetedProcessors;
	}
	wish->messages += n;
}

void resources_read(const IO_RESOURCE_REQUIREMENTS_LIST *list, size_t size, struct pnp_wish *wish)
{
	const IO_RESOURCE_DESCRIPTOR *d = list->List[0].Descriptors;
	size_t room = size < LIST_AT ? 0 : (size - LIST_AT) / sizeof *d;
	unsigned count = list->List[0].Count < room ? list->List[0].Count : (unsigned)room;
	bool preferred = false;

	wish->messages = 0;
	wish->line = false;
	for (unsigned i = 0; i < PNP_MESSAGES_MAX; i++)
		wish->each[i] = (struct pnp_message_wish){ PNP_DEFAULT, 0 };
	for (unsigned i = 0; i < count; i++, d++) {
		preferred = preferred || (d->Option & IO_RESOURCE_PREFERRED);
		if (d->Type != CmResourceTypeInterrupt)
			continue;
		if (d->Flags & CM_RESOURCE_INTERRUPT_MESSAGE)
			read_message(d, wish);
		else if (preferred || !(d->Option & IO_RESOURCE_ALTERNATIVE))
			wish->line = true;
	}
}
