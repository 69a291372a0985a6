/* SPDX-License-Identifier: MIT */
/* Requests that the system makes of a driver: one at a time, on the device's thread (doc/modelled.md). */
#ifndef MSILAB_NDIS_SYSTEM_OID_H
#define MSILAB_NDIS_SYSTEM_OID_H

#include "sim/ndis/adapter.h"

/* After restart: what a protocol needs. Whatever the driver answers is recorded and nothing follows. */
void oid_begin(struct adapter *adapter);

/* After a reset that lost filter and addresses: told again. */
void oid_again(struct adapter *adapter);

/* The id of the request that the driver has. */
uint64_t oid_id(const struct adapter *adapter);

/* Before pause: packet filter 0. */
void oid_end(struct adapter *adapter);

#endif
