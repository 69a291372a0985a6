/* SPDX-License-Identifier: MIT */
/* Fields of configuration space by name: config.def. Where an anchor lies in a function, and whether it has it, is known to who holds the function. */
#ifndef MSILAB_BASE_CONFIG_H
#define MSILAB_BASE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

/* What a field's offset counts from. */
enum config_anchor {
	CONFIG_HEADER,    /* the beginning, in every function */
	CONFIG_BAR,       /* likewise: what both types of header have as BARs */
	CONFIG_ENDPOINT,  /* likewise, in endpoints alone */
	CONFIG_BRIDGE,    /* likewise, in bridges alone */
	CONFIG_PM,        /* the capability */
	CONFIG_MSI,
	CONFIG_MSI_WIDE,  /* MSI, if its addresses have 64 bits */
	CONFIG_MSI_DATA,  /* where MSI's data lie */
	CONFIG_MSI_MASK,  /* where MSI's masks lie, if it has them */
	CONFIG_PCIE,
	CONFIG_PCIE_ROOT, /* PCI Express, in root ports alone */
	CONFIG_MSIX,
	CONFIG_ANCHORS
};

struct config_field {
	enum config_anchor from;
	uint8_t offset, size;
	bool writable;
	const char *name, *fields;
};

extern const struct config_field config_fields[];
extern const unsigned config_fields_n;

#endif
