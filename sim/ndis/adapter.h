/* SPDX-License-Identifier: MIT */
/*
 * An adapter: a device with the driver that the machine's description names for it, and where it stands in its life
 * (DDI, states of a miniport adapter; doc/modelled.md). All of its life happens on one thread at PASSIVE_LEVEL, on CPU 0.
 *
 *     adapter.c    the states, the thread and its jobs
 *     start.c      the order of starting
 *     stop.c       the order of stopping, and what must be over then
 *     reset.c      looking whether the driver hangs, and resetting it
 *     cut.c        cancelling, and the end of the system
 *     attributes.c what the driver says of the adapter, and completions
 */
#ifndef MSILAB_NDIS_ADAPTER_H
#define MSILAB_NDIS_ADAPTER_H

#include "sim/ndis/driver.h"
#include "sim/ndis/interrupt.h"
#include "sim/ndis/receive.h"
#include "sim/ndis/reset.h"
#include "sim/ndis/resources.h"
#include "sim/ndis/root.h"
#include "sim/ndis/send.h"
#include "sim/os/pnp.h"

#define ADAPTER_JOBS 16

struct sg_list;

enum adapter_job { JOB_START, JOB_STOP, JOB_REMOVE, JOB_RESET, JOB_LOOK, JOB_SHUTDOWN, JOB_ENABLE, JOB_DISABLE };

struct adapter {
	struct ndis *ndis;
	struct device *device;
	uint32_t obj;
	unsigned state; /* SYM_state_* */
	NDIS_STATUS status;    /* with which it came to that state */
	struct driver *named;  /* of the last start; NULL: it was never started */
	struct driver *driver; /* NULL: none in use */
	NDIS_HANDLE handle;    /* from AddDevice to RemoveDevice */
	bool adding, initializing, halting; /* that handler runs now */
	bool added; /* AddDevice succeeded and RemoveDevice is owed */

	/* what the driver said: attributes.c */
	void *context, *add_context;
	bool registered, general; /* attributes given since initialize was entered */
	ULONG flags;
	NDIS_RECEIVE_SCALE_CAPABILITIES rss; /* Header.Type 0: none */

	/* a handler's answer that is still to come */
	bool pausing, restarting, resetting, asking;
	NDIS_STATUS answer;
	BOOLEAN readdress; /* of a reset: its filter and addresses are lost */
	const void *asked; /* the OID request */
	uint64_t requests; /* OID requests so far; the last one's id */

	struct pnp_package package;
	struct pnp_wish *wish, *offer; /* asked for after and before the filter */
	struct pnp_grant *grant;
	bool granted;
	uint64_t raw, translated; /* CM_RESOURCE_LISTs */
	uint64_t properties;      /* NDIS_PCI_DEVICE_CUSTOM_PROPERTIES */
	uint64_t device_object;   /* what the driver may name and must not look into */
	uint64_t request;         /* NDIS_OID_REQUEST and its buffer */

	struct given {
		bool told;
		NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS characteristics; /* as the driver last gave them */
		void *context;
		NDIS_STATUS status; /* with which the call failed */
	} given;
	bool required, filtered; /* the last start asked, and the driver's filter has answered */
	NDIS_STATUS filter_status;

	struct registration *registration; /* made once, used again at each start */
	NDIS_HANDLE dma;                   /* NULL: not registered */
	NDIS_SG_DMA_DESCRIPTION dma_description;
	struct sg_list *sg_lists; /* dma.c */
	struct receive receive;
	struct send send;
	struct hang hang;

	uint32_t mark[POOL_FAMILIES]; /* last id before initialize: blocks beyond are initialize's */

	struct thread *thread;
	bool idle; /* it waits for a job */
	struct {
		enum adapter_job job;
		unsigned message;
	} jobs[ADAPTER_JOBS];
	unsigned jobs_first, jobs_n;
	bool busy; /* in a job */
	bool stalled; /* it was said that its wait cannot end */
};

struct adapter *adapter_of_device(struct ndis *ndis, const struct device *device);

/* The adapter of a live handle, NULL: none. And its object number for the gate, 0: none. */
struct adapter *adapter_of(struct ndis *ndis, NDIS_HANDLE handle);
uint32_t adapter_object(NDIS_HANDLE handle);

void adapter_state(struct adapter *adapter, unsigned state, NDIS_STATUS status);

/* The device's thread waits until *flag is false. */
void adapter_await(struct adapter *adapter, unsigned for_what, const bool *flag);
void adapter_wake(struct adapter *adapter);

/* The device's thread looks whether the driver hangs, unless it is in the middle of something. */
void adapter_look(struct adapter *adapter);

/* start.c and stop.c: on the device's thread. */
void start_adapter(struct adapter *adapter);
void stop_adapter(struct adapter *adapter, NDIS_HALT_ACTION action);
void stop_halt(struct adapter *adapter, NDIS_HALT_ACTION action, NDIS_STATUS status); /* from Paused */
void stop_release(struct adapter *adapter); /* RemoveDevice, resources, the driver */

/* cut.c: on the device's thread from Running or Paused, or after a bugcheck. Nothing follows: no pause and no halt. */
void cut_shutdown(struct adapter *adapter, NDIS_SHUTDOWN_ACTION action);

/* The interrupt is still registered although its handler is over: the rule's finding and 0x7C. */
void stop_check_interrupt(struct adapter *adapter, const char *rule, uint64_t p1, uint64_t at);
uint64_t stop_halt_code(const struct adapter *adapter); /* where its halt handler begins: whoever looks for a leak begins there */
void stop_check_timers(struct adapter *adapter, uint64_t p1); /* a timer is armed: 0x7C */

#endif
