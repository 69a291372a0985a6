/* SPDX-License-Identifier: MIT */
/*
 * A function on the bus, and what a model of one is. A model is one file dev_*.c and one line in devices.def.
 *
 * What is common to all functions (configuration space, power state, MSI, MSI-X, the pin) lives in `struct device` and is
 * worked by cfg.c, pm.c, msi.c, msix.c, intx.c; a model brings registers and what they do. A model says "source m is due"
 * through device_signal and never decides itself whether the line or a message carries it.
 *
 * Settings every model understands: slot=0..31, under=BRIDGE, pin=A..D or 0.
 */
#ifndef MSILAB_HW_DEVICE_H
#define MSILAB_HW_DEVICE_H

#include "sim/core/core.h"
#include "sim/hw/cfg.h"
#include "sim/hw/intx.h"
#include "sim/hw/msi.h"
#include "sim/hw/msix.h"
#include "sim/hw/pm.h"
#include "sim/hw/reg.h"

#define DEVICE_BARS 6

struct device;
struct hw;

struct device_model {
	const char *name; /* the word in a machine description */
	const char *help;
	const char *const *settings; /* the settings it takes besides the common ones, ends with NULL */
	bool bridge;

	/* Checks settings without building anything. */
	bool (*check)(const struct machine_device *description, struct err *err);
	/* Fills identity, BARs, capabilities, registers; allocates its state from the arena. */
	void (*build)(struct device *device, const struct machine_device *description);
	/* Accesses to its registers (never to the MSI-X table or PBA, which msix.c serves), size and alignment checked.
	 * write: at the instant of arrival. */
	uint32_t (*read)(struct device *device, uint32_t offset);
	void (*write)(struct device *device, uint32_t offset, uint32_t value);
	/* Function-level or software reset of the model's part. */
	void (*reset)(struct device *device);
	/* Command register, interrupt mode, a mask or the power state changed: look again at what is due and at the line. */
	void (*changed)(struct device *device);
	/* A pending message of `message` (MSI message number or MSI-X entry) was let out by an unmask and has just been sent
	 * or may be sent: tells which causes it carries (the model applies its auto-clear and auto-mask). */
	void (*sent)(struct device *device, unsigned message);
	/* Commands addressed to the device: raise, frame, traffic, link, register.write, remove. false: refused, reason set. */
	bool (*command)(struct device *device, const struct words *words, const char **reason);
};

enum device_mode { DEVICE_NONE, DEVICE_INTX, DEVICE_MSI, DEVICE_MSIX }; /* STATUS[3:2] of the VNIC's sheet */

struct device {
	const struct device_model *model;
	struct hw *hw;
	struct core *core;
	uint32_t obj;
	const char *name;
	unsigned bus, slot, function;
	struct device *bridge; /* NULL: on the root bus */
	bool removed;          /* surprise removal: reads all ones, sends nothing */

	struct cfg cfg;
	struct pm pm;
	struct msi msi;   /* capability offset 0: none */
	struct msix msix; /* likewise */
	struct intx intx;
	struct {
		uint64_t address; /* assigned by the system at start-up, shown in config space */
		uint32_t size;    /* 0: none */
	} bar[DEVICE_BARS];

	struct regs regs; /* the model's registers: values live here, so that they can be shown and set by name */
	void *state;      /* the model's own */

	/* posted writes on their way to it: private to bus.c */
	struct posted *posted_first, *posted_last;
	vtime posted_until;
	/* messages and DMA writes on their way from it, in order (one requester): private to dma.c */
	vtime sent_until;
};

/* devices.def: DEVICE(symbol of a const struct device_model), in the order shown to the user. */
extern const struct device_model *const device_models[];
const struct device_model *device_model_named(const char *name);

enum device_mode device_mode(const struct device *device);

/* What a try to send source m (MSI: message m mod enabled count; MSI-X: entry m) came to. */
enum device_sent {
	DEVICE_SENT,    /* on its way */
	DEVICE_PENDING, /* masked: its pending bit is set (msi.pend / pba.set); `sent` will be called when it goes out */
	DEVICE_HELD,    /* Bus Master clear or low power: stays due in the device (msi.hold); `changed` will be called */
	DEVICE_BAD,     /* no such table entry (msix.badentry) */
};

/* Under MSI or MSI-X: sends, or says why not, with all records. */
enum device_sent device_send(struct device *device, unsigned source);

/* The cause of a pending message has gone: withdraws the pending bit (rules of PCI 3.0, 6.8.3.5). */
void device_withdraw(struct device *device, unsigned message);

/* The level of the function's interrupt condition (the VNIC's `live` is not zero): Interrupt Status, and the line where INTx is
 * the mode in force and Interrupt Disable is clear. `hold` keeps the line from a new assertion (EITR[0]) without
 * touching Interrupt Status. */
void device_level(struct device *device, bool level, bool hold);

/* DMA, ordered behind the same requester's earlier posted writes; bus mastering and addresses are checked. false: the address lies
 * outside memory, or the function may not. `done` runs at the instant of arrival (write) or completion (read). Both
 * copies happen at that instant. tlp.* records are written at issue, cpl at completion. */
bool device_dma_write(struct device *device, uint64_t address, const void *bytes, unsigned n);
bool device_dma_read(struct device *device, uint64_t address, void *bytes, unsigned n, struct event *done);

#endif
