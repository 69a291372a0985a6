/* SPDX-License-Identifier: MIT */
/*
 * A machine with a driver inside the test program: the whole machine by sim_new, and a miniport whose behaviour a test sets hook
 * by hook. What a hook leaves NULL does the usual thing. The driver sees the interface as any driver does.
 */
#ifndef MSILAB_TESTS_UNIT_NDIS_RIG_H
#define MSILAB_TESTS_UNIT_NDIS_RIG_H

#include <string.h>

#include "sim/state.h"
#include "tests/unit/suite.h"
#include "sim/ndis/api.h"

#define ICR 0x000C0
#define ICS 0x000C8
#define IMS 0x000D0
#define IMC 0x000D8
#define IVAR 0x00100
#define SW0 (1u << 25)
#define SW1 (1u << 26)

/* What the driver does; all of it is the test's to set before `start`. */
struct plan {
	BOOLEAN msi, sync_all;
	BOOLEAN unregistered;  /* does not set the registration attributes */
	BOOLEAN no_general;    /* does not set the general attributes */
	BOOLEAN no_interrupt;  /* initialize does not register */
	BOOLEAN keep_interrupt, keep_mapping; /* halt does not undo them */
	NDIS_STATUS result;    /* of initialize, after all else went well */
	UCHAR minor;           /* NDIS version, 0: 30 */
	ULONG enable;          /* causes enabled at the end of initialize; default SW0 */
	void (*before_register)(void);
	void (*edit)(NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c);
	void (*edit_driver)(NDIS_MINIPORT_DRIVER_CHARACTERISTICS *c);
	void (*initialized)(void);
	BOOLEAN (*isr)(ULONG message, PBOOLEAN queue, PULONG targets); /* usual: acknowledge; default DPC if something was there */
	void (*dpc)(ULONG message, void *context, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle);
	NDIS_STATUS (*pause)(void);
	NDIS_STATUS restart;   /* what restart returns */
	BOOLEAN (*hang)(void); /* NULL: the driver gives neither this nor a reset handler */
	NDIS_STATUS (*reset)(PBOOLEAN addressing);
	UINT hang_seconds;
	ULONG attributes; /* flags of the registration attributes besides the usual ones */
	NDIS_STATUS (*filter)(PIRP irp);
	void (*halt)(void); /* first of all in halt */
	void (*send)(PNET_BUFFER_LIST lists, ULONG flags);
	void (*returned)(PNET_BUFFER_LIST lists, ULONG flags);
	NDIS_STATUS (*oid)(PNDIS_OID_REQUEST request); /* usual: not supported */
	void (*shutdown)(void);
	void (*cancel)(PVOID id);                      /* of sends and of requests */
};

/* What the driver knows and has seen. */
struct seen {
	NDIS_HANDLE adapter, interrupt, driver;
	PUCHAR registers;
	NDIS_STATUS registered;
	NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS c;
	NDIS_MINIPORT_INIT_PARAMETERS parameters;
	unsigned isrs, dpcs, cancels, shutdowns, halts, pauses, initializes, disables, enables, returns, looks, resets;
	NDIS_HALT_ACTION action;
	ULONG last_message;
	KIRQL shutdown_irql;
	NDIS_SHUTDOWN_ACTION shutdown_action;
};

extern struct plan plan;
extern struct seen seen;

/* For plan.isr: claims, and dismisses nothing. */
BOOLEAN rig_deaf_isr(ULONG message, PBOOLEAN queue, PULONG targets);

/* The DriverEntry of the driver that does it. */
DRIVER_INITIALIZE rig_entry;

struct rig {
	struct sim *sim;
	struct trace *trace;
	struct machine machine;
	struct sim_module module;
	struct inputs inputs;
};

/* head: lines of a machine description; `driver nic0 test` among them. */
struct rig *rig_new(const char *head);
void rig_free(struct rig *rig);

/* The machine of the running test, with a driver that has no plan yet; and its end. */
extern struct rig *rig;
void rig_begin(const char *head);
void rig_end(void);

/* A command, and then 20 ms of the machine. rig_order: without running; the refusal's reason or NULL. */
void rig_do(struct rig *rig, const char *command);
const char *rig_order(struct rig *rig, const char *command);
void rig_run(struct rig *rig, vtime ns);

uint64_t rig_count(const struct rig *rig, enum record_kind kind);
const struct record *rig_first(const struct rig *rig, enum record_kind kind); /* NULL: none */
const struct record *rig_last(const struct rig *rig, enum record_kind kind);
unsigned rig_broken(const struct rig *rig, const char *rule); /* how often */
uint64_t rig_state(const struct rig *rig);                    /* SYM_state_* of the last pnp.state, ABSENT: none */
/* The machine has stopped with this bugcheck and first parameter. */
void rig_expect_bugcheck(uint64_t code, uint64_t p1);
struct core *rig_core(struct rig *rig);

/* Registers, from inside the driver. */
ULONG reg_read(ULONG offset);
void reg_write(ULONG offset, ULONG value);

#define LINE_HEAD "cpus 2\ndevice nic0 vnic slot=1 msix=0 msi=0\ndriver nic0 test\n"
#define MSIX_HEAD "cpus 2\ndevice nic0 vnic slot=1 msix=4\ndriver nic0 test\n"

#endif
