/* SPDX-License-Identifier: MIT */
/*
 * A function on the bus, and what a model of one is. A model is one file dev_*.c and one line in devices.def.
 *
 * What is common to all functions (configuration space, power state, MSI, MSI-X, the pin) lives in `struct device` and is
 * worked by cfg.c, pm.c, msi.c, msix.c, intx.c; a model brings registers and what they do. A model says "source m is due"
 * through device_signal and never decides itself whether the line or a message carries it.
 *
 * Settings every model understands: slot=0..31, under=BRIDGE, pin=A..D or 0. Registers lie in BAR 0, always.
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
#include "sim/hw/sent.h"

#define DEVICE_BARS 6

struct device;
struct hw;

/* As in the PCI Express capability. */
enum pcie_type { PCIE_ENDPOINT = 0, PCIE_ROOT_PORT = 4, PCIE_UPSTREAM = 5, PCIE_DOWNSTREAM = 6 };

/* Device Control, bit 15: function-level reset; reads 0. */
enum { PCIE_RESET_BYTE = 9, PCIE_RESET_BIT = 0x80 };

enum { DEVICE_PIN_BAD = 99 };

struct device_model {
	const char *name; /* the word in a machine description */
	const char *help;
	const char *const *settings; /* the settings it takes besides the common ones, ends with NULL */
	bool bridge;
	enum pcie_type type; /* decides what it may stand under */

	/* Checks settings without building anything. */
	bool (*check)(const struct machine_device *description, struct err *err);
	/* Fills identity, BARs, capabilities, registers; allocates its state from the arena. */
	void (*build)(struct device *device, const struct machine_device *description);
	/* Accesses to its registers (never to the MSI-X table or PBA, which msix.c serves), size and alignment checked.
	 * write: at the instant of arrival. */
	uint32_t (*read)(struct device *device, uint32_t offset);
	void (*write)(struct device *device, uint32_t offset, uint32_t value);
	/* Function-level or power reset of the model's part; config space, table and PBA are reset already. A model's own
	 * software reset (CTRL.RST) calls the same function of its own. May be NULL, as may be changed, sent, held, command. */
	void (*reset)(struct device *device);
	/* Command register, interrupt mode, a mask or the power state changed: look again at what is due and at the line. */
	void (*changed)(struct device *device);
	/* A pending message (MSI message number or MSI-X entry) was let out by an unmask and has just been sent: the model
	 * applies its auto-clear and auto-mask to the causes it carries. */
	void (*sent)(struct device *device, unsigned message);
	/* The same, but Bus Master is clear or the power state low: the pending bit is cleared, the sources behind it are
	 * due and held as after DEVICE_HELD. */
	void (*held)(struct device *device, unsigned message);
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
	unsigned secondary, subordinate; /* of a bridge: bus numbers behind it */
	struct device *bridge; /* NULL: on the root bus */
	bool both;             /* MSI and MSI-X were found enabled at once, and the trace says so */
	bool removed;          /* surprise removal: reads all ones, sends nothing */
	struct reach {
		uint64_t as_of;  /* hw->changes when the rest was found out */
		uint8_t gate;    /* device_gate */
		uint8_t answers; /* a bit for each BAR: device_answers */
		uint64_t base[DEVICE_BARS];
	} reach;

	struct pm pm;
	struct msi msi;   /* capability offset 0: none */
	struct msix msix; /* likewise */
	struct intx intx;
	uint8_t pcie; /* offset of the PCI Express capability; 0: none */
	uint32_t bar_size[DEVICE_BARS]; /* 0: none; the address is what config space holds */
	uint32_t home[DEVICE_BARS];     /* the header's dwords from BAR 0 on, as the firmware left them */

	struct regs regs; /* the model's registers: values live here, so that they can be shown and set by name */
	void *state;      /* the model's own */

	vtime posted_until; /* when the last posted write to it arrives: private to bus.c */
	/* what is on its way from it, in order (one requester): private to dma.c */
	struct flight *last_data;
	vtime data_until, message_until;

	struct cfg cfg;
};

/* devices.def: DEVICE(symbol of a const struct device_model), in the order shown to the user. */
extern const struct device_model *const device_models[];
const struct device_model *device_model_named(const char *name);

/* For build(): identity and pin (pin= of the description wins over the identity's); BARs, capabilities and registers follow
 * with device_bar, pm_init, msi_init, pcie_init, msix_init, regs_init in list order. */
void device_identify(struct device *device, const struct machine_device *description, const struct cfg_identity *identity);
unsigned device_pin(const char *word); /* "A" is 1, "0" is 0, else DEVICE_PIN_BAD */
void device_bar(struct device *device, unsigned bar, uint32_t size); /* 64-bit memory */
void pcie_init(struct device *device, enum pcie_type type);

/* May it issue requests (messages, DMA) now? SYM_gate_NONE, or why not: its Bus Master, that of a bridge above, power,
 * removal. */
unsigned device_gate(struct device *device);

/* Whether the function decodes memory and every bridge above it lets the BAR through; where the BAR lies. All are looked for again after
 * a device_changed only: each of several lies behind bridges of its own, and most events ask. */
bool device_answers(struct device *device, unsigned bar);
uint64_t device_base(struct device *device, unsigned bar);
void device_changed(struct device *device); /* its configuration space, power state or presence */

/* A field of configuration space was written: everything that follows from it. Called by cfg_write. */
void device_configured(struct device *device, unsigned offset, unsigned size, uint32_t written);

/* Function-level reset: config space, table, PBA, the model. */
void device_reset(struct device *device);
void device_remove(struct device *device); /* surprise removal */

enum device_mode device_mode(const struct device *device);

/* Under MSI or MSI-X: sends, or says why not, with all records. */
enum device_sent device_send(struct device *device, unsigned source);

/* The cause of a pending message has gone: withdraws the pending bit (rules of PCI 3.0, 6.8.3.5). */
void device_withdraw(struct device *device, unsigned message);

/* The level of the function's interrupt condition (the VNIC's `live` is not zero): Interrupt Status, and the line where INTx is
 * the mode in force and Interrupt Disable is clear. `hold` keeps the line from a new assertion (EITR[0]) without
 * touching Interrupt Status. */
void device_level(struct device *device, bool level, bool hold);

/* DMA, ordered behind the same requester's earlier posted writes; n at most 4096. false: the address lies outside memory, or
 * the function may not (device_gate). Bytes to write are taken now and are in memory at the instant of arrival; bytes read are
 * taken at completion, and then done->run is called (it is never queued; it may be NULL for nobody). tlp.memwr, tlp.memrd
 * are written at issue, tlp.cpl at completion. */
bool device_dma_write(struct device *device, uint64_t address, const void *bytes, unsigned n);
bool device_dma_read(struct device *device, uint64_t address, void *bytes, unsigned n, struct event *done);

/* A reset of the queues: data on its way is discarded and reads never complete. Messages on their way still arrive. */
void device_dma_discard(struct device *device);

/* Time until all data now on its way from the device is in memory; 0: none. */
vtime device_dma_delay(const struct device *device);

#endif
