/* SPDX-License-Identifier: MIT */
/*
 * bad: a miniport of the VNIC that makes one mistake, LabMistake=NAME, and no other. It moves no frames: it interrupts when the link
 * changes, by line or message, whatever was granted. Every mistake is a place in this file that asks made(); what follows almost() is the
 * nearest thing that is right, LabNear=1. So one sees what breaks a rule and what does not.
 */
#define NDIS630_MINIPORT 1
#include <ndis.h>
#include "keywords.h"
#include "vnic.h"

#define BAD_TAG 0x6461 /* "ad" */
#define LINK VNIC_CAUSE_LSC
#define LINK_BIT 24

/* MISTAKE(enumerator, "LabMistake")                    the rule that it breaks */
#define MISTAKES(MISTAKE)                                                                          \
	MISTAKE(NONE, "none")                                                                      \
	MISTAKE(NO_TAG, "no-tag")		      /* NdisAllocateMemoryWithTagPriority */      \
	MISTAKE(REGISTER_FIRST, "register-first")     /* Register_Order */                         \
	MISTAKE(WRONG_SIZE, "wrong-size")	      /* Register_Header */                        \
	MISTAKE(NO_DPC, "no-dpc")		      /* Register_Handler */                       \
	MISTAKE(NO_ENABLE, "no-enable")		      /* Register_Handler, a warning */            \
	MISTAKE(ENABLE_EARLY, "enable-early")	      /* Device_Early */                           \
	MISTAKE(LOOK_EARLY, "look-early")	      /* Register_Early */                         \
	MISTAKE(SOURCE_RANGE, "source-range")	      /* Grant_Range */                            \
	MISTAKE(MESSAGE_RANGE, "message-range")	      /* Grant_Range */                            \
	MISTAKE(LINE_MESSAGE, "line-message")	      /* Grant_Ignored */                          \
	MISTAKE(LINE_ENTRY, "line-entry")	      /* Grant_Ignored */                          \
	MISTAKE(INIT_KEEPS, "init-keeps-interrupt")   /* Init_RegisterInterrupt */                 \
	MISTAKE(HALT_KEEPS, "halt-keeps-interrupt")   /* Init_DeRegisterInterrupt */               \
	MISTAKE(TWICE, "deregister-twice")	      /* NdisMDeregisterInterruptEx */             \
	MISTAKE(QUEUE_AFTER, "queue-after")	      /* NdisMDeregisterInterruptEx */             \
	MISTAKE(HALT_ENABLED, "halt-enabled")	      /* Halt_Active */                            \
	MISTAKE(REGISTER_LATE, "register-late")	      /* Irql_Interrupt_Function */                \
	MISTAKE(LOCK_IN_ISR, "lock-in-isr")	      /* Irql_Synch_Function */                    \
	MISTAKE(ALLOCATE_IN_ISR, "allocate-in-isr")   /* Irql_Miniport_Driver_Function */          \
	MISTAKE(LOCK_TWICE, "lock-twice")	      /* SpinLock */                               \
	MISTAKE(LOCK_KEPT, "lock-kept")		      /* SpinLock */                               \
	MISTAKE(RELEASE_FREE, "release-free")	      /* SpinLockRelease */                        \
	MISTAKE(MAP_LATE, "map-late")		      /* NdisMMapIoSpace */                        \
	MISTAKE(LONG_STALL, "long-stall")	      /* NdisStallExecution_Delay */               \
	MISTAKE(LONG_ISR, "long-isr")		      /* Isr_Budget */                             \
	MISTAKE(LONG_DPC, "long-dpc")		      /* Dpc_Budget */                             \
	MISTAKE(PAUSE_FAILS, "pause-fails")	      /* MiniportPause_Return */                   \
	MISTAKE(WAIT_FOREVER, "wait-forever")	      /* Deadlock */                               \
	MISTAKE(CLAIM_OTHERS, "claim-others")	      /* Line_NotMine */                           \
	MISTAKE(DECLINE_OWN, "decline-own")	      /* Line_Ignored */                           \
	MISTAKE(LEAVE_LIVE, "leave-live")	      /* Line_NotDismissed */                      \
	MISTAKE(IGNORE_MESSAGE, "ignore-message")     /* Message_Ignored */                        \
	MISTAKE(MORE_UNLIMITED, "more-unlimited")     /* Throttle_Unlimited */                     \
	MISTAKE(USE_FREED, "use-freed")		      /* Use_AfterFree */                          \
	MISTAKE(FOLLOW_NULL, "follow-null")	      /* Wild_Access */                            \
	MISTAKE(DIVIDE, "divide")		      /* Bug_Check */                              \
	MISTAKE(SPIN, "spin")			      /* Spin */                                   \
	MISTAKE(PLAIN_POINTER, "plain-pointer")	      /* Register_Access */                        \
	MISTAKE(NO_REGISTER, "no-register")	      /* Register_Bad */                           \
	MISTAKE(LEAK_POOL, "leak-pool")		      /* Leak_Pool */                              \
	MISTAKE(LEAK_MAP, "leak-map")		      /* Leak_Map */

#define NAME(enumerator, word) enumerator,
#define WORD(enumerator, word) word,
enum mistake { MISTAKES(NAME) };
static const PCSTR words[] = { MISTAKES(WORD) };

struct bad {
	NDIS_HANDLE adapter, interrupt;
	PUCHAR regs;
	ULONG mistake, near;
	NDIS_SPIN_LOCK lock;
	NDIS_EVENT never;
	PHYSICAL_ADDRESS start; /* of the registers */
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS characteristics; /* kept: NDIS writes what it granted into it */
	volatile ULONG zero;
	ULONG once, changes;
};

static BOOLEAN made(const struct bad *bad, enum mistake mistake)
{
	return bad->mistake == mistake && !bad->near;
}

static BOOLEAN almost(const struct bad *bad, enum mistake mistake)
{
	return bad->mistake == mistake && bad->near;
}

static ULONG reg_read(struct bad *bad, ULONG reg)
{
	return READ_REGISTER_ULONG((volatile ULONG *)(bad->regs + reg));
}

static VOID reg_write(struct bad *bad, ULONG reg, ULONG value)
{
	WRITE_REGISTER_ULONG((volatile ULONG *)(bad->regs + reg), value);
}

static BOOLEAN on_line(const struct bad *bad)
{
	return bad->characteristics.InterruptType == NDIS_CONNECT_LINE_BASED;
}

static ULONG granted(const struct bad *bad)
{
	return on_line(bad) ? 1 : bad->characteristics.MessageInfoTable->MessageCount;
}

/* ---- at DIRQL ---- */

/* Nothing here may wait: no lock of DISPATCH_LEVEL, no memory, no time. A service routine shares data with the rest of the driver by
 * NdisMSynchronizeWithInterruptEx, which the others call. */
static VOID at_dirql(struct bad *bad)
{
	if (made(bad, LOCK_IN_ISR)) {
		NdisAcquireSpinLock(&bad->lock);
		NdisReleaseSpinLock(&bad->lock);
	}
	if (made(bad, ALLOCATE_IN_ISR))
		NdisFreeMemory(NdisAllocateMemoryWithTagPriority(bad->adapter, 64, BAD_TAG, NormalPoolPriority), 0, 0);
	if (made(bad, LONG_ISR))
		NdisStallExecution(30);
	if (almost(bad, LONG_ISR))
		NdisStallExecution(20);
	/* The first interrupt can come while the register call is under way: then InterruptType says nothing yet. */
	if (made(bad, LOOK_EARLY) || (almost(bad, LOOK_EARLY) && bad->interrupt))
		bad->changes += on_line(bad);
}

/* A line is shared, and it is a level: find out whether it was ours, and let go of it before leaving. */
static BOOLEAN line_isr(NDIS_HANDLE context, PBOOLEAN queue_default_dpc, PULONG target_processors)
{
	struct bad *bad = context;
	ULONG mine = reg_read(bad, VNIC_ICR) & reg_read(bad, VNIC_IMS) & LINK;

	*target_processors = 0;
	*queue_default_dpc = FALSE;
	at_dirql(bad);
	if (!mine)
		return made(bad, CLAIM_OTHERS);
	if (made(bad, DECLINE_OWN))
		return FALSE;
	if (!made(bad, LEAVE_LIVE))
		reg_write(bad, VNIC_IMC, LINK);
	if (almost(bad, DECLINE_OWN)) /* impolite, but what is disabled does not hold the line */
		return FALSE;
	(void)reg_read(bad, VNIC_IMC);
	*queue_default_dpc = TRUE;
	return TRUE;
}

/* A message is nobody else's, and it is gone once it was sent. */
static BOOLEAN message_isr(NDIS_HANDLE context, ULONG message, PBOOLEAN queue_default_dpc,
			   PULONG target_processors)
{
	UNREFERENCED_PARAMETER(message);
	*target_processors = 0;
	*queue_default_dpc = TRUE;
	at_dirql(context);
	return TRUE;
}

/* ---- at DISPATCH_LEVEL ---- */

static VOID locks(struct bad *bad)
{
	if (made(bad, LOCK_TWICE) || almost(bad, LOCK_TWICE)) {
		NdisDprAcquireSpinLock(&bad->lock);
		if (almost(bad, LOCK_TWICE))
			NdisDprReleaseSpinLock(&bad->lock);
		NdisDprAcquireSpinLock(&bad->lock); /* spins for itself */
		NdisDprReleaseSpinLock(&bad->lock);
	}
	if (made(bad, LOCK_KEPT) || almost(bad, LOCK_KEPT))
		NdisDprAcquireSpinLock(&bad->lock);
	if (made(bad, RELEASE_FREE) || almost(bad, LOCK_KEPT))
		NdisDprReleaseSpinLock(&bad->lock);
}

static VOID times(struct bad *bad)
{
	ULONG us = made(bad, LONG_DPC) ? 40 : almost(bad, LONG_DPC) ? 25 : 0;

	for (int i = 0; us && i < 3; i++)
		NdisStallExecution(us);
	if (made(bad, LONG_STALL))
		NdisStallExecution(51);
	if (almost(bad, LONG_STALL))
		NdisStallExecution(50);
	for (ULONG turns = 0; made(bad, SPIN) || (almost(bad, SPIN) && turns < 1000); turns++) {
		if (bad->zero) /* nobody ever sets it */
			break;
	}
}

static VOID accesses(struct bad *bad)
{
	volatile ULONG *memory;

	if (made(bad, USE_FREED) || almost(bad, USE_FREED)) {
		memory = NdisAllocateMemoryWithTagPriority(bad->adapter, 64, BAD_TAG, NormalPoolPriority);
		*memory = 1;
		NdisFreeMemory((PVOID)memory, 0, 0);
		if (made(bad, USE_FREED))
			bad->changes += *memory;
	}
	memory = NULL;
	if (made(bad, FOLLOW_NULL) || (almost(bad, FOLLOW_NULL) && memory))
		bad->changes += *memory;
	if (made(bad, DIVIDE) || (almost(bad, DIVIDE) && bad->zero))
		bad->changes /= bad->zero;
	if (made(bad, PLAIN_POINTER))
		bad->changes += *(volatile ULONG *)(bad->regs + VNIC_STATUS);
	if (almost(bad, PLAIN_POINTER))
		bad->changes += reg_read(bad, VNIC_STATUS);
	if (made(bad, NO_REGISTER))
		bad->changes += reg_read(bad, 0x0000C); /* between CTRL and SCRATCH there is none */
	if (almost(bad, NO_REGISTER))
		bad->changes += reg_read(bad, VNIC_SCRATCH);
}

/* Messages are numbered from 0 to one below the count; a line has message 0 alone, and no table. */
static VOID numbers(struct bad *bad)
{
	NDIS_MSIX_CONFIG_PARAMETERS entry = {
		.Header = { NDIS_OBJECT_TYPE_DEFAULT, NDIS_MSIX_CONFIG_PARAMETERS_REVISION_1,
			    NDIS_SIZEOF_MSIX_CONFIG_PARAMETERS_REVISION_1 },
		.ConfigOperation = NdisMSIXTableConfigUnmaskTableEntry,
	};

	if (bad->once++)
		return;
	if (made(bad, MESSAGE_RANGE))
		NdisMQueueDpc(bad->interrupt, granted(bad), 1, NULL);
	if (almost(bad, MESSAGE_RANGE))
		NdisMQueueDpc(bad->interrupt, granted(bad) - 1, 1, NULL);
	if (made(bad, LINE_MESSAGE) || (almost(bad, LINE_MESSAGE) && !on_line(bad)))
		NdisMQueueDpc(bad->interrupt, 1, 1, NULL);
	if (made(bad, LINE_ENTRY) || (almost(bad, LINE_ENTRY) && !on_line(bad)))
		NdisMConfigMSIXTableEntry(bad->adapter, &entry);
}

/* Reads what happened, clears it, and enables it again. */
static VOID link_dpc(struct bad *bad, PNDIS_RECEIVE_THROTTLE_PARAMETERS throttle)
{
	if (made(bad, IGNORE_MESSAGE))
		return;
	if (!almost(bad, IGNORE_MESSAGE) && reg_read(bad, VNIC_ICR) & LINK) {
		reg_write(bad, VNIC_ICR, LINK);
		bad->changes++;
	}
	locks(bad);
	times(bad);
	accesses(bad);
	numbers(bad);
	if (made(bad, MORE_UNLIMITED))
		throttle->MoreNblsPending = TRUE;
	if (almost(bad, MORE_UNLIMITED))
		throttle->MoreNblsPending = throttle->MaxNblsToIndicate != NDIS_INDICATE_ALL_NBLS;
	reg_write(bad, VNIC_IMS, LINK);
}

static VOID line_dpc(NDIS_HANDLE context, PVOID dpc_context, PVOID throttle, PVOID reserved)
{
	UNREFERENCED_PARAMETER(dpc_context);
	UNREFERENCED_PARAMETER(reserved);
	link_dpc(context, throttle);
}

static VOID message_dpc(NDIS_HANDLE context, ULONG message, PVOID dpc_context, PVOID throttle,
			PVOID reserved)
{
	UNREFERENCED_PARAMETER(message);
	line_dpc(context, dpc_context, throttle, reserved);
}

static VOID line_disable(NDIS_HANDLE context)
{
	reg_write(context, VNIC_IMC, LINK);
}

static VOID line_enable(NDIS_HANDLE context)
{
	reg_write(context, VNIC_IMS, LINK);
}

static VOID message_disable(NDIS_HANDLE context, ULONG message)
{
	UNREFERENCED_PARAMETER(message);
	line_disable(context);
}

static VOID message_enable(NDIS_HANDLE context, ULONG message)
{
	UNREFERENCED_PARAMETER(message);
	line_enable(context);
}

/* ---- at PASSIVE_LEVEL: registering and deregistering ---- */

#include "bad_adapter.h"

static NDIS_STATUS interrupt_up(struct bad *bad)
{
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c = &bad->characteristics;

	*c = (NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS){
		.Header = { NDIS_OBJECT_TYPE_MINIPORT_INTERRUPT, NDIS_MINIPORT_INTERRUPT_REVISION_1,
			    NDIS_SIZEOF_MINIPORT_INTERRUPT_CHARACTERISTICS_REVISION_1 },
		.InterruptHandler = line_isr,
		.InterruptDpcHandler = made(bad, NO_DPC) ? NULL : line_dpc,
		.DisableInterruptHandler = line_disable,
		.EnableInterruptHandler = made(bad, NO_ENABLE) ? NULL : line_enable,
		.MsiSupported = TRUE,
		.MessageInterruptHandler = message_isr,
		.MessageInterruptDpcHandler = message_dpc,
		.DisableMessageInterruptHandler = message_disable,
		.EnableMessageInterruptHandler = message_enable,
	};
	if (made(bad, WRONG_SIZE))
		c->Header.Size -= sizeof(PVOID);
	if (almost(bad, WRONG_SIZE)) /* a later revision is longer */
		c->Header.Size += sizeof(PVOID);
	return NdisMRegisterInterruptEx(bad->adapter, bad, c, &bad->interrupt);
}

static VOID interrupt_on(struct bad *bad)
{
	ULONG source = made(bad, SOURCE_RANGE) ? granted(bad) : almost(bad, SOURCE_RANGE) ? granted(bad) - 1 : 0;

	reg_write(bad, VNIC_IVAR(LINK_BIT), VNIC_IVAR_VALID | source);
	reg_write(bad, VNIC_IMS, LINK);
}

/* The device first, then the interrupt, then what its handlers use. */
static VOID interrupt_down(struct bad *bad)
{
	NDIS_HANDLE interrupt = bad->interrupt;

	if (interrupt && almost(bad, QUEUE_AFTER)) /* it enables once more: so before the device is silenced */
		NdisMQueueDpc(interrupt, 0, 1, NULL);
	if (!made(bad, HALT_ENABLED))
		reg_write(bad, VNIC_IMC, VNIC_ALL_CAUSES);
	if (!almost(bad, HALT_ENABLED))
		(void)reg_read(bad, VNIC_IMC); /* a write counts when it is issued: this is for the device's sake */
	if (!interrupt || made(bad, HALT_KEEPS) || made(bad, INIT_KEEPS))
		return;
	NdisMDeregisterInterruptEx(interrupt);
	bad->interrupt = NULL;
	if (made(bad, TWICE) || (almost(bad, TWICE) && bad->interrupt))
		NdisMDeregisterInterruptEx(interrupt);
	if (made(bad, QUEUE_AFTER))
		NdisMQueueDpc(interrupt, 0, 1, NULL);
}

static NDIS_STATUS initialize(NDIS_HANDLE adapter, NDIS_HANDLE driver,
			      PNDIS_MINIPORT_INIT_PARAMETERS parameters)
{
	struct bad *bad = bad_new(adapter);
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;

	UNREFERENCED_PARAMETER(driver);
	if (!bad)
		return NDIS_STATUS_RESOURCES;
	if (made(bad, REGISTER_FIRST))
		status = interrupt_up(bad);
	if (status == NDIS_STATUS_SUCCESS)
		status = attributes(bad);
	if (status == NDIS_STATUS_SUCCESS)
		status = map(bad, parameters->AllocatedResources);
	if (status == NDIS_STATUS_SUCCESS) {
		reg_write(bad, VNIC_CTRL, VNIC_CTRL_RST);
		if (made(bad, ENABLE_EARLY) || bad->mistake == LOOK_EARLY) {
			reg_write(bad, VNIC_IVAR(LINK_BIT), VNIC_IVAR_VALID);
			reg_write(bad, VNIC_IMS, LINK);
			reg_write(bad, VNIC_ICS, LINK);
		}
		if (almost(bad, ENABLE_EARLY)) /* disabling is never too early */
			reg_write(bad, VNIC_IMC, VNIC_ALL_CAUSES);
		status = interrupt_up(bad);
	}
	if (status == NDIS_STATUS_SUCCESS && bad->mistake == INIT_KEEPS)
		status = NDIS_STATUS_FAILURE; /* say that something else went wrong afterwards */
	if (status == NDIS_STATUS_SUCCESS)
		interrupt_on(bad);
	else
		undo(bad);
	return status;
}

static VOID halt(NDIS_HANDLE context, NDIS_HALT_ACTION action)
{
	UNREFERENCED_PARAMETER(action);
	undo(context);
}

/* Resources are claimed between initialize's beginning and its end, not when traffic starts. */
static NDIS_STATUS restart(NDIS_HANDLE context, PNDIS_MINIPORT_RESTART_PARAMETERS parameters)
{
	struct bad *bad = context;
	PVOID again = NULL;

	UNREFERENCED_PARAMETER(parameters);
	if (made(bad, REGISTER_LATE))
		(void)interrupt_up(bad);
	if (made(bad, MAP_LATE) && NdisMMapIoSpace(&again, bad->adapter, bad->start, VNIC_BAR0_LENGTH) == NDIS_STATUS_SUCCESS)
		NdisMUnmapIoSpace(bad->adapter, again, VNIC_BAR0_LENGTH);
	return NDIS_STATUS_SUCCESS;
}

/* Pause cannot fail; it may take its time, and then says so. */
static NDIS_STATUS pause(NDIS_HANDLE context, PNDIS_MINIPORT_PAUSE_PARAMETERS parameters)
{
	struct bad *bad = context;

	UNREFERENCED_PARAMETER(parameters);
	if (made(bad, WAIT_FOREVER))
		NdisWaitEvent(&bad->never, 0);
	if (almost(bad, WAIT_FOREVER))
		NdisWaitEvent(&bad->never, 1);
	if (almost(bad, PAUSE_FAILS)) {
		NdisMPauseComplete(bad->adapter);
		return NDIS_STATUS_PENDING;
	}
	return made(bad, PAUSE_FAILS) ? NDIS_STATUS_FAILURE : NDIS_STATUS_SUCCESS;
}

#include "bad_driver.h"
