/* SPDX-License-Identifier: MIT */
/*
 * Spin locks of a driver. NDIS_SPIN_LOCK.SpinLock holds the number of a lock of the system; 0 is one that was never prepared:
 * it works, as a zeroed one does on the real system, and gets its number when it is first taken.
 */
#ifndef MSILAB_NDIS_SYNC_H
#define MSILAB_NDIS_SYNC_H

#include "sim/os/lock.h"

#define SYNC_CHUNK 64
#define SYNC_CHUNKS 1024

struct guest_locks {
	struct guest_lock {
		struct lock lock;
		bool live;
		struct guest_lock *next_free;
	} *chunk[SYNC_CHUNKS];
	unsigned n;
	struct guest_lock *free;
};

#endif
