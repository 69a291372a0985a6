/* SPDX-License-Identifier: MIT */
/*
 * Shared by the files of bad, a miniport of the VNIC that makes one mistake, LabMistake=NAME, and no other. It moves no frames of the
 * wire: it interrupts when the link changes, by line or message, whatever was granted. Every mistake is a place that asks made(); what
 * follows almost() is the nearest thing that is right, LabNear=1. So one sees what breaks a rule and what does not.
 *
 * What it does wrong, by the level at which it does it: bad_isr.c at DIRQL, bad_dpc.c at DISPATCH_LEVEL, bad.c at PASSIVE_LEVEL; and with
 * lists and shared memory: bad_lists.c.
 */
#ifndef BAD_H
#define BAD_H

#define NDIS630_MINIPORT 1
#include <ndis.h>
#include "frameless.h"
#include "vnic.h"

#define BAD_TAG 0x6461 /* "ad" */
#define LINK VNIC_CAUSE_LSC
#define LINK_BIT 24
#define BAD_LISTS 2
#define BAD_SHARED 4096 /* bytes */

/* MISTAKE(enumerator, "LabMistake")                    the rule that it breaks */
#define MISTAKES(MISTAKE)                                                                          \
	MISTAKE(NONE, "none")                                                                      \
	MISTAKE(NO_TAG, "no-tag")		      /* NdisAllocateMemoryWithTagPriority */      \
	MISTAKE(REGISTER_FIRST, "register-first")     /* Register_Order */                         \
	MISTAKE(WRONG_SIZE, "wrong-size")	      /* Register_Header */                        \
	MISTAKE(WRONG_REVISION, "wrong-revision")     /* Register_Header */                        \
	MISTAKE(NO_GENERAL, "no-general")	      /* Init_GeneralAttributes */                 \
	MISTAKE(NO_DPC, "no-dpc")		      /* Register_Handler */                       \
	MISTAKE(NO_ENABLE, "no-enable")		      /* Register_Handler, a warning */            \
	MISTAKE(ENABLE_EARLY, "enable-early")	      /* Device_Early */                           \
	MISTAKE(LOOK_EARLY, "look-early")	      /* Register_Early */                         \
	MISTAKE(SOURCE_RANGE, "source-range")	      /* Grant_Range */                            \
	MISTAKE(MESSAGE_RANGE, "message-range")	      /* Grant_Range */                            \
	MISTAKE(LINE_MESSAGE, "line-message")	      /* Grant_Ignored */                          \
	MISTAKE(LINE_ENTRY, "line-entry")	      /* Grant_Ignored */                          \
	MISTAKE(LINE_TABLE, "line-table")	      /* Grant_Ignored */                          \
	MISTAKE(INIT_KEEPS, "init-keeps-interrupt")   /* Init_RegisterInterrupt */                 \
	MISTAKE(HALT_KEEPS, "halt-keeps-interrupt")   /* Init_DeRegisterInterrupt */               \
	MISTAKE(TWICE, "deregister-twice")	      /* NdisMDeregisterInterruptEx */             \
	MISTAKE(QUEUE_AFTER, "queue-after")	      /* NdisMDeregisterInterruptEx */             \
	MISTAKE(HALT_ENABLED, "halt-enabled")	      /* Halt_Active */                            \
	MISTAKE(REGISTER_LATE, "register-late")	      /* Irql_Interrupt_Function */                \
	MISTAKE(REGISTER_LOCKED, "register-locked")   /* Irql_Interrupt_Function */                \
	MISTAKE(DEREGISTER_LOCKED, "deregister-locked") /* Irql_Interrupt_Function */              \
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
	MISTAKE(DECLINE_MESSAGE, "decline-message")   /* Message_Declined, a warning */            \
	MISTAKE(INDICATE_MORE, "indicate-more")	      /* Throttle_Limit */                         \
	MISTAKE(MORE_UNLIMITED, "more-unlimited")     /* Throttle_Unlimited */                     \
	MISTAKE(USE_FREED, "use-freed")		      /* Use_AfterFree */                          \
	MISTAKE(FOLLOW_NULL, "follow-null")	      /* Wild_Access */                            \
	MISTAKE(DIVIDE, "divide")		      /* Bug_Check */                              \
	MISTAKE(SPIN, "spin")			      /* Spin */                                   \
	MISTAKE(PLAIN_POINTER, "plain-pointer")	      /* Register_Access */                        \
	MISTAKE(NO_REGISTER, "no-register")	      /* Register_Bad */                           \
	MISTAKE(LEAK_POOL, "leak-pool")		      /* Leak_Pool */                              \
	MISTAKE(LEAK_MAP, "leak-map")		      /* Leak_Map */                               \
	MISTAKE(LEAK_SHARED, "leak-shared")	      /* Leak_Shared */                            \
	MISTAKE(LEAK_LIST, "leak-list")		      /* Leak_Nbl */                               \
	MISTAKE(POOL_FIRST, "pool-first")	      /* Leak_Nbl */                               \
	MISTAKE(INDICATE_TWICE, "indicate-twice")     /* Nbl_Owner */                              \
	MISTAKE(FREE_INDICATED, "free-indicated")     /* Nbl_Owner */                              \
	MISTAKE(COMPLETE_TWICE, "complete-twice")     /* Nbl_Owner */

#define NAME(enumerator, word) enumerator,
enum mistake { MISTAKES(NAME) };

struct bad {
	struct frameless base; /* adapter, interrupt, regs */
	ULONG mistake, near;
	NDIS_SPIN_LOCK lock;
	NDIS_EVENT never;
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS characteristics; /* kept: NDIS writes what it granted into it */
	volatile ULONG zero;
	ULONG runs, changes; /* of the DPC; of the link */

	/* bad_lists.c */
	NDIS_HANDLE dma, pool;
	PMDL mdl;
	PNET_BUFFER_LIST list[BAD_LISTS];
	ULONG indicated; /* lists of the chain that are out, when a limit cuts it */
	PVOID shared;
	NDIS_PHYSICAL_ADDRESS shared_address;
	UCHAR frame[60];
};

FORCEINLINE BOOLEAN made(const struct bad *bad, enum mistake mistake)
{
	return bad->mistake == mistake && !bad->near;
}

FORCEINLINE BOOLEAN almost(const struct bad *bad, enum mistake mistake)
{
	return bad->mistake == mistake && bad->near;
}

FORCEINLINE BOOLEAN on_line(const struct bad *bad)
{
	return bad->characteristics.InterruptType == NDIS_CONNECT_LINE_BASED;
}

FORCEINLINE ULONG granted(const struct bad *bad)
{
	return on_line(bad) ? 1 : bad->characteristics.MessageInfoTable->MessageCount;
}

/* bad_isr.c */
MINIPORT_ISR line_isr;
MINIPORT_MESSAGE_INTERRUPT message_isr;

/* bad_dpc.c */
MINIPORT_INTERRUPT_DPC line_dpc;
MINIPORT_MESSAGE_INTERRUPT_DPC message_dpc;

/* bad_lists.c */
NDIS_STATUS lists_up(struct bad *bad);
VOID lists_down(struct bad *bad);
VOID lists_dpc(struct bad *bad, PNDIS_RECEIVE_THROTTLE_PARAMETERS throttle);
MINIPORT_SEND_NET_BUFFER_LISTS lists_send;

#endif
