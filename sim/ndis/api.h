/* SPDX-License-Identifier: MIT */
/* The driver's header as the machine itself sees it (the highest version offered, no wide literals), and the list of calls. */
#ifndef MSILAB_NDIS_API_H
#define MSILAB_NDIS_API_H

#define MSILAB_MACHINE
#define NDIS630_MINIPORT 1
#include "sim/ndis/ndis.h"

/* The name that a driver calls is an entry (entry.c); the body lies behind it, under this name of the object file. */
#define API(name, low, high, cost, rule, help) __typeof__(name) name __asm__("system_" #name);
#ifdef NDIS_BODIES
#include "sim/ndis/api.def"
#endif
#undef API

enum api {
#define API(name, low, high, cost, rule, help) API_##name,
#include "sim/ndis/api.def"
#undef API
	API_COUNT
};

#endif
