/* SPDX-License-Identifier: MIT */
/* What a try to send came to: the answer of device_send, msi_send and msix_send. */
#ifndef MSILAB_HW_SENT_H
#define MSILAB_HW_SENT_H

/* What a try to send source m (MSI: message m mod enabled count; MSI-X: entry m) came to. */
enum device_sent {
	DEVICE_SENT,    /* on its way */
	DEVICE_PENDING, /* masked: its pending bit is set (msi.pend / pba.set); `sent` will be called when it goes out */
	DEVICE_HELD,    /* Bus Master clear or low power: stays due in the device (msi.hold); `changed` will be called */
	DEVICE_BAD,     /* no such table entry (msix.badentry) */
};

#endif
