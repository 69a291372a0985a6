/* SPDX-License-Identifier: MIT */
/* What the system itself wants to know of an adapter's keywords. */
#ifndef MSILAB_NDIS_SYSTEM_CONFIG_H
#define MSILAB_NDIS_SYSTEM_CONFIG_H

struct adapter;

/* A keyword as a number below `end`. What is set and is no such number counts as not set; what its default exceeds is the highest. */
unsigned config_number(const struct adapter *adapter, const char *keyword, unsigned end);

#endif
