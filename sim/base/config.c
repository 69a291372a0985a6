/* SPDX-License-Identifier: MIT */
/* The table behind config.def. */
#include "sim/base/config.h"

#define RO false
#define RW true

const struct config_field config_fields[] = {
#define CONFIG(anchor, offset, size, access, name, fields) { CONFIG_##anchor, offset, size, access, name, fields },
#include "sim/base/config.def"
#undef CONFIG
};

const unsigned config_fields_n = sizeof config_fields / sizeof *config_fields;
