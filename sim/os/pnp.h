/* SPDX-License-Identifier: MIT */
/*
 * What a function needs, what the system grants, and how the grant gets into hardware: vectors, redirection entries, message
 * capability and table. Neutral of the driver interface, which turns these into resource lists.
 *
 *     asked   = min(device capability, package's limit), a power of two for MSI; or the line
 *     filter  = the driver's own edit of that
 *     policy  = the system's scarcity (grants.def)
 */
#ifndef MSILAB_OS_PNP_H
#define MSILAB_OS_PNP_H

#include "sim/hw/hw.h"
#include "sim/os/os.h"

#define PNP_MESSAGES_MAX 2048

/* IRQ_DEVICE_POLICY values (DDI, interrupt affinity and priority) */
enum pnp_affinity { PNP_DEFAULT, PNP_ALL_CLOSE, PNP_ONE_CLOSE, PNP_ALL, PNP_SPECIFIED, PNP_SPREAD };

struct pnp_message_wish {
	enum pnp_affinity affinity;
	uint64_t cpus; /* with PNP_SPECIFIED */
};

/* What is asked for, before or after the driver's filter. */
struct pnp_wish {
	unsigned kind;     /* SYM_grant_MSI or _MSIX; SYM_grant_NONE: no messages */
	unsigned messages; /* 0: none */
	bool line;         /* a line descriptor that may be assigned */
	struct pnp_message_wish each[PNP_MESSAGES_MAX]; /* MSI: only the first counts */
};

struct pnp_grant {
	unsigned kind; /* SYM_grant_* */
	unsigned count;
	uint8_t line_vector;
	unsigned line_input;
	unsigned line_cpu;
	struct pnp_message {
		uint64_t address;
		uint32_t data;
		uint8_t vector;
		unsigned cpu; /* every message is aimed at one CPU */
	} message[PNP_MESSAGES_MAX];
};

/* Facts of a driver's package (DDI, interrupt affinity and priority; doc/modelled.md), read from the machine's driver line. */
struct pnp_package {
	bool msi_supported;   /* MSISupported, default 1 */
	unsigned limit;       /* MessageNumberLimit, 0: none */
	enum pnp_affinity affinity; /* DevicePolicy */
	uint64_t cpus;        /* AssignmentSetOverride */
	unsigned priority;    /* DevicePriority */
};
bool pnp_package(const struct machine_driver *driver, struct pnp_package *package, struct err *err);

/* What the bus asks for a function under a package's facts (pnp.require). */
void pnp_require(struct os *os, struct device *device, const struct pnp_package *package, struct pnp_wish *wish);

/* Applies policy and affinity, takes vectors, writes pnp.grant and pnp.message / pnp.line. kind NONE: nothing could be assigned. */
void pnp_assign(struct os *os, struct device *device, const struct pnp_package *package, const struct pnp_wish *wish,
		struct pnp_grant *grant);

/* Powers the function up for its driver: Memory Space and Bus Master; with a line the IO-APIC entry (still masked). */
void pnp_power(struct os *os, struct device *device, const struct pnp_grant *grant);

/* Lets interrupts through once their service routines are connected: message enable and table (all entries beyond the
 * count hold message 0; Interrupt Disable set), or the redirection entry unmasked. And back. */
void pnp_enable(struct os *os, struct device *device, const struct pnp_grant *grant);
void pnp_disable(struct os *os, struct device *device, const struct pnp_grant *grant);

/* Gives the vectors back and turns Memory Space and Bus Master off. */
void pnp_release(struct os *os, struct device *device, const struct pnp_grant *grant);

#endif
