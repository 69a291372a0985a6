/* SPDX-License-Identifier: MIT */
/* The enable and disable handlers: called for diagnosis alone, at DIRQL (DDI, MINIPORT_DISABLE_INTERRUPT). */
#ifndef MSILAB_NDIS_DIAGNOSE_H
#define MSILAB_NDIS_DIAGNOSE_H

#include "sim/ndis/adapter.h"

/* On the device's thread. An interrupt that is gone by now, or a handler that is NULL: nothing happens. */
void diagnose_run(struct adapter *adapter, bool enable, unsigned message);

#endif
