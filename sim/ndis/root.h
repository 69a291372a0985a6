/* SPDX-License-Identifier: MIT */
/*
 * What the driver interface of a machine holds. All of it lies in the arena; nothing here is touched by the machine above
 * (its face is ndis_root.h). Calls of a driver carry no machine: they find it by ndis_here().
 */
#ifndef MSILAB_NDIS_ROOT_H
#define MSILAB_NDIS_ROOT_H

#include "sim/ndis/handle.h"
#include "sim/ndis/handler.h"
#include "sim/ndis/io.h"
#include "sim/ndis/nbl.h"
#include "sim/ndis/ndis_root.h"
#include "sim/ndis/sync.h"
#include "sim/ndis/api.h"

#define NDIS_ADAPTERS_MAX HW_DEVICES_MAX

struct adapter;
struct driver;
struct worker;
struct work;
struct timer;
struct configuration;
struct value;

enum inject { INJECT_MAP, INJECT_REGISTER, INJECT_COUNT };

struct waiter {
	struct thread *thread;
	uint64_t event;
	struct waiter *next;
};

/* An event of a driver: event.c. */
struct guest_event {
	uint32_t obj;
	uint64_t address;
	bool set; /* by the last call that named it */
	struct guest_event *next;
};

struct ndis {
	struct core *core;
	struct os *os;
	struct ndis_module modules[NDIS_MODULES_MAX];
	unsigned modules_n;
	struct driver *drivers; /* by module, same index */
	struct adapter *adapters[NDIS_ADAPTERS_MAX];
	unsigned adapters_n;
	struct gate_way {
		vtime cost;
		uint32_t text;       /* number of its name in the trace's store */
		uint8_t low, levels; /* so many levels from the lowest on it may be called at; 0: gate_enter_slowly knows */
	} way[API_COUNT];                     /* what each call of a driver looks at, made once (gate_init) */
	uint32_t handler_text[HANDLER_COUNT]; /* likewise */
	struct handles handles;
	struct windows windows;
	struct nbls nbls;
	struct guest_locks locks;
	struct worker *workers[MACHINE_CPUS_MAX]; /* work items: one thread per CPU, made when first needed */
	struct driver *entering;                  /* whose DriverEntry runs */
	uint64_t tried[INJECT_COUNT];             /* inject.c */
	uint32_t timers, work_items;              /* made so far: their names */
	struct work *free_work;
	struct timer *all_timers;
	struct configuration *free_configuration; /* config.c */
	struct value *free_value;
	struct guest_event *events; /* the newest first */
	uint32_t events_n;
	struct waiter *waiters; /* threads in NdisWaitEvent, each on its own stack */
};

static inline struct ndis *ndis_here(void)
{
	return core_running->ndis;
}

static inline struct cpu *ndis_cpu(const struct ndis *ndis)
{
	return ndis->core->cpu;
}

#endif
