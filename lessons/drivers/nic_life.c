/* SPDX-License-Identifier: MIT */
/*
 * The adapter's life: initialize, restart, pause, halt, and what may cut in: reset, removal, shutdown.
 *
 *     initialize: everything is made, nothing is enabled, no frame moves
 *     restart:    queues start, then the interrupt is let through
 *     pause:      no new work, wait for the old, then silence
 *     halt:       initialize backwards
 */
#include "nic.h"
#include "keywords.h"

struct step {
	NDIS_STATUS (*up)(struct nic *nic);
	VOID (*down)(struct nic *nic);
};

static VOID nothing(struct nic *nic)
{
	UNREFERENCED_PARAMETER(nic);
}

/*
 * The order is the lesson: whatever the service routine touches stands above the registration, because it may run before
 * NdisMRegisterInterruptEx has returned, for the neighbour on a shared line even if our device is quiet. And undoing goes
 * upwards: the interrupt is deregistered before the registers that its routine reads are unmapped.
 */
static const struct step ready_first[] = {
	{ nic_map, nic_unmap },
	{ nic_dma_up, nic_dma_down },
	{ nic_queues_up, nic_queues_down },
	{ interrupt_up, interrupt_down },
	{ nic_describe, nothing },
};

/* LabRegisterOrder=early: the mistake, to be looked at. The service routine meets a context whose registers are not mapped. */
static const struct step registered_first[ARRAYSIZE(ready_first)] = {
	{ interrupt_up, interrupt_down },
	{ nic_map, nic_unmap },
	{ nic_dma_up, nic_dma_down },
	{ nic_queues_up, nic_queues_down },
	{ nic_describe, nothing },
};

static VOID undo(struct nic *nic, ULONG done)
{
	const struct step *steps = nic->choice.order == ORDER_EARLY ? registered_first : ready_first;

	while (done)
		steps[--done].down(nic);
	NdisFreeMemory(nic, 0, 0);
}

static NDIS_STATUS build(struct nic *nic)
{
	const struct step *steps = nic->choice.order == ORDER_EARLY ? registered_first : ready_first;

	for (ULONG i = 0; i < ARRAYSIZE(ready_first); i++) {
		NDIS_STATUS status = steps[i].up(nic);

		if (status != NDIS_STATUS_SUCCESS) {
			/* A step that fails half way is undone too; leaving the interrupt registered is bug check 0x7C. */
			undo(nic, i + 1);
			return status;
		}
	}
	return NDIS_STATUS_SUCCESS;
}

static VOID choose(struct nic *nic)
{
	static const PCSTR order[] = { "ready", "early" }, ack[] = { "first", "last" };
	static const PCSTR claim[] = { "own", "always", "never" };
	static const PCSTR dismiss[] = { "both", "ack", "mask", "none" };
	NDIS_HANDLE keywords = keywords_open(nic->adapter);
	struct nic_choices *choice = &nic->choice;

	choice->order = keyword_word(keywords, L"LabRegisterOrder", order, ARRAYSIZE(order));
	choice->ack = keyword_word(keywords, L"LabAckOrder", ack, ARRAYSIZE(ack));
	choice->claim = keyword_word(keywords, L"LabClaim", claim, ARRAYSIZE(claim));
	choice->dismiss = keyword_word(keywords, L"LabDismiss", dismiss, ARRAYSIZE(dismiss));
	choice->handlers = keyword_number(keywords, L"LabHandlers", 0, 0xff, 0xff);
	choice->isr_us = keyword_number(keywords, L"LabIsrWork", 0, 50, 0);
	if (interrupt_queues_most == 1)
		choice->dpc_us = keyword_number(keywords, L"LabWork", choice->isr_us, 400, choice->isr_us) - choice->isr_us;
	choice->msi = keyword_number(keywords, L"LabMsiSupported", 0, 1, interrupt_queues_most > 1);
	choice->look_again = keyword_number(keywords, L"LabLookAgain", 0, 1, 1);
	choice->rss = keyword_number(keywords, L"*RSS", 0, 1, 1);
	choice->moderation = keyword_number(keywords, L"*InterruptModeration", 0, 1, 1);
	choice->rx_buffers = keyword_number(keywords, L"*ReceiveBuffers", 8, NIC_RING_MOST - 8, 64);
	choice->tx_buffers = keyword_number(keywords, L"*TransmitBuffers", 8, NIC_RING_MOST - 8, 64);
	choice->queues = keyword_number(keywords, L"*NumRSSQueues", 1, VNIC_QUEUES, VNIC_QUEUES);
	choice->queues = choice->rss ? min(choice->queues, interrupt_queues_most) : 1;
	keywords_close(keywords);
}

/* Before anything of the hardware is claimed. The context named here comes back as first argument of every handler below. */
static NDIS_STATUS attributes(struct nic *nic)
{
	NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES registration = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES,
			    NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_2,
			    NDIS_SIZEOF_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES_REVISION_2 },
		.MiniportAdapterContext = nic,
		.AttributeFlags = NDIS_MINIPORT_ATTRIBUTES_HARDWARE_DEVICE |
				  NDIS_MINIPORT_ATTRIBUTES_BUS_MASTER |
				  NDIS_MINIPORT_ATTRIBUTES_SURPRISE_REMOVE_OK,
		.InterfaceType = NdisInterfacePci,
	};

	return NdisMSetMiniportAttributes(nic->adapter,
					  (PNDIS_MINIPORT_ADAPTER_ATTRIBUTES)&registration);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE driver,
			      PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	struct nic *nic = NdisAllocateMemoryWithTagPriority(adapter, sizeof(*nic), NIC_TAG,
							    NormalPoolPriority);
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(driver);
	if (!nic)
		return NDIS_STATUS_RESOURCES;
	NdisZeroMemory(nic, sizeof(*nic));
	nic->adapter = adapter;
	nic->resources = parameters->AllocatedResources;
	NdisInitializeEvent(&nic->idle);
	choose(nic);
	status = attributes(nic);
	if (status == NDIS_STATUS_SUCCESS)
		return build(nic);
	undo(nic, 0);
	return status;
}

/* NDIS has paused the adapter before: nothing is enabled, nobody holds a list. */
static VOID halt(NDIS_HANDLE context, NDIS_HALT_ACTION action)
{
	struct nic *nic = context;

	UNREFERENCED_PARAMETER(action); /* removed or not: writes to an absent device go nowhere */
	interrupt_off(nic);
	undo(nic, ARRAYSIZE(ready_first));
}

VOID nic_release(struct nic *nic, LONG n)
{
	if (n && InterlockedExchangeAdd(&nic->busy, -n) == n)
		NdisSetEvent(&nic->idle);
}

static VOID open_queues(struct nic *nic, BOOLEAN receive, BOOLEAN transmit)
{
	for (ULONG q = 0; q < nic->n_rx; q++)
		rxq_open(&nic->rx[q], receive);
	for (ULONG q = 0; q < nic->n_tx; q++)
		txq_open(&nic->tx[q], transmit);
}

/* Frames move only when the last write of this is at the device; causes are enabled last. */
static VOID start(struct nic *nic)
{
	for (ULONG q = 0; q < nic->n_rx; q++)
		rxq_start(&nic->rx[q]);
	for (ULONG q = 0; q < nic->n_tx; q++)
		txq_start(&nic->tx[q]);
	open_queues(nic, TRUE, TRUE);
	nic_write(nic, VNIC_CTRL, VNIC_CTRL_RXEN | VNIC_CTRL_TXEN);
	interrupt_on(nic);
}

/* The device has stopped using memory when a read, issued after these writes, has returned: the data sheet promises that. */
static VOID stop(struct nic *nic)
{
	interrupt_off(nic);
	nic_write(nic, VNIC_CTRL, 0);
	for (ULONG q = 0; q < nic->n_rx; q++)
		rxq_stop(&nic->rx[q]);
	for (ULONG q = 0; q < nic->n_tx; q++)
		txq_stop(&nic->tx[q]);
	(void)nic_read(nic, VNIC_STATUS);
	for (ULONG q = 0; q < nic->n_rx; q++)
		rxq_recall(&nic->rx[q]);
}

static NDIS_STATUS restart(NDIS_HANDLE context, PNDIS_MINIPORT_RESTART_PARAMETERS parameters)
{
	struct nic *nic = context;

	UNREFERENCED_PARAMETER(parameters);
	NdisResetEvent(&nic->idle);
	InterlockedIncrement(&nic->busy); /* the adapter's own, until pause */
	nic_link_report(nic);		  /* it may have changed while nothing was enabled */
	start(nic);
	return NDIS_STATUS_SUCCESS;
}

/*
 * First no new work: sends are refused and nothing is indicated any more. Then the old work ends, with the interrupt still on,
 * for it is the interrupt that tells of finished sends. Only then silence. The other way round waits for ever.
 */
static NDIS_STATUS pause(NDIS_HANDLE context, PNDIS_MINIPORT_PAUSE_PARAMETERS parameters)
{
	struct nic *nic = context;

	UNREFERENCED_PARAMETER(parameters);
	nic_write(nic, VNIC_CTRL, VNIC_CTRL_TXEN);
	open_queues(nic, FALSE, FALSE);
	nic_release(nic, 1);
	NdisWaitEvent(&nic->idle, 0);
	stop(nic);
	for (ULONG q = 0; q < nic->n_tx; q++)
		txq_abort(&nic->tx[q], NDIS_STATUS_PAUSED); /* nothing is left; the ring begins at 0 again */
	return NDIS_STATUS_SUCCESS;
}

static BOOLEAN check_for_hang(NDIS_HANDLE context)
{
	struct nic *nic = context;

	return nic->stuck && !nic->gone;
}

/* Sends in flight come back with the reason; frames that were not taken yet are lost, as with any reset. */
static NDIS_STATUS reset(NDIS_HANDLE context, PBOOLEAN addressing)
{
	struct nic *nic = context;

	*addressing = FALSE; /* no filter or address of the device was lost: it has none */
	open_queues(nic, FALSE, FALSE);
	stop(nic);
	nic_write(nic, VNIC_CTRL, VNIC_CTRL_RST);
	for (ULONG q = 0; q < nic->n_tx; q++)
		txq_abort(&nic->tx[q], NDIS_STATUS_RESET_IN_PROGRESS);
	InterlockedExchange(&nic->stuck, 0);
	if (nic->gone)
		return NDIS_STATUS_ADAPTER_REMOVED;
	start(nic);
	return NDIS_STATUS_SUCCESS;
}

/* Nothing finishes on a device that is gone: what it held is given back here, or the pause that follows would never end. */
static VOID pnp_event(NDIS_HANDLE context, PNET_DEVICE_PNP_EVENT event)
{
	struct nic *nic = context;

	if (event->DevicePnPEvent != NdisDevicePnPEventSurpriseRemoved)
		return;
	InterlockedExchange(&nic->gone, 1);
	open_queues(nic, FALSE, FALSE);
	for (ULONG q = 0; q < nic->n_tx; q++)
		txq_abort(&nic->tx[q], NDIS_STATUS_FAILURE);
}

/* Perhaps at HIGH_LEVEL, on the way into a bug check: one register write, no lock, no call that waits. */
static VOID shut_down(NDIS_HANDLE context, NDIS_SHUTDOWN_ACTION action)
{
	UNREFERENCED_PARAMETER(action);
	nic_write(context, VNIC_CTRL, VNIC_CTRL_RST);
}

static NDIS_HANDLE driver_handle;

static VOID unload(PDRIVER_OBJECT object)
{
	UNREFERENCED_PARAMETER(object);
	NdisMDeregisterMiniportDriver(driver_handle);
}

NTSTATUS nic_register(PDRIVER_OBJECT object, PUNICODE_STRING path, SET_OPTIONS_HANDLER options)
{
	NDIS_MINIPORT_DRIVER_CHARACTERISTICS driver = {
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS,
			    NDIS_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_2,
			    NDIS_SIZEOF_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_2 },
		.MajorNdisVersion = 6,
		.MinorNdisVersion = 30,
		.MajorDriverVersion = 1,
		.SetOptionsHandler = options,
		.InitializeHandlerEx = initialize,
		.HaltHandlerEx = halt,
		.UnloadHandler = unload,
		.PauseHandler = pause,
		.RestartHandler = restart,
		.OidRequestHandler = nic_oid,
		.SendNetBufferListsHandler = nic_send,
		.ReturnNetBufferListsHandler = nic_returned,
		.CancelSendHandler = nic_cancel_send,
		.CheckForHangHandlerEx = check_for_hang,
		.ResetHandlerEx = reset,
		.DevicePnPEventNotifyHandler = pnp_event,
		.ShutdownHandlerEx = shut_down,
		.CancelOidRequestHandler = nic_oid_cancel,
	};

	return NdisMRegisterMiniportDriver(object, path, NULL, &driver, &driver_handle);
}
