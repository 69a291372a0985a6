/* SPDX-License-Identifier: MIT */
/*
 * The driver interface of one machine: its face for the machine above. Every verb is a command's, called from the engine; it
 * takes note and lets the device's thread do the work. A verb that makes no sense now answers false with the reason.
 */
#ifndef MSILAB_NDIS_NDIS_ROOT_H
#define MSILAB_NDIS_NDIS_ROOT_H

#include "sim/ndis/module.h"
#include "sim/os/os.h"

/* Frames that the protocol above sends. */
struct ndis_sends {
	uint64_t frames;  /* lists in all */
	unsigned size;    /* bytes of each frame, 14..9000 */
	vtime gap;        /* between calls of the send handler */
	unsigned lists;   /* in one call, 1..64 */
	unsigned buffers; /* NET_BUFFERs in one list, 1..16 */
	bool dispatch;    /* called at DISPATCH_LEVEL with the flag set; else at PASSIVE_LEVEL with the flag clear */
};

/* Builds the driver interface over os and hw; hangs on core->ndis. modules are copied, what they point to is borrowed. */
void ndis_init(struct core *core, const struct ndis_module *modules, unsigned n);
void ndis_fini(struct core *core);

/* start, stop, restart: with the driver that the machine's description names for the device. */
bool ndis_start(struct core *core, struct device *device, const char **reason);
bool ndis_stop(struct core *core, struct device *device, const char **reason);
bool ndis_restart(struct core *core, struct device *device, const char **reason);

/* Calls the driver's reset handler on the device's thread. */
bool ndis_reset(struct core *core, struct device *device, const char **reason);

/* Calls the cancel handler for the sends that are out, or for the request that the driver holds. */
bool ndis_cancel(struct core *core, struct device *device, bool request, const char **reason);

/* The system is shut down: each driver's shutdown handler is called, after what its device's thread has begun. */
bool ndis_shutdown(struct core *core, const char **reason);

/* The machine has stopped with a bugcheck: the shutdown handlers that are to hear of it are called at HIGH_LEVEL (DDI, MINIPORT_SHUTDOWN). */
void ndis_crashed(struct core *core);

/* A command was done: looks whether drivers hang, which had come to rest, go on (`set hang`). */
void ndis_commanded(struct core *core);

/* The device has been pulled out (hardware side done): tells its driver. A device without a running driver: nothing. */
void ndis_remove(struct core *core, struct device *device);

bool ndis_send(struct core *core, struct device *device, const struct ndis_sends *sends, const char **reason);

/* Calls the driver's enable or disable handler at DIRQL (diagnosis). message: 0 for a line. */
bool ndis_diagnose(struct core *core, struct device *device, bool enable, unsigned message, const char **reason);

/* Nothing is queued any more: says which device's thread waits for what nothing can end (stall, rule Deadlock). */
void ndis_stalls(struct core *core);

#endif
