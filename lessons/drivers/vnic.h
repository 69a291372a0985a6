/* SPDX-License-Identifier: MIT */
/*
 * The registers of the VNIC, as its data sheet (doc/vnic.md) lists them, and nothing else: no code, no policy. All registers
 * are 32 bits wide; a read has no side effect, except that of TIMELO.
 */
#ifndef VNIC_H
#define VNIC_H

#include <ndis.h>

/* BAR0 is the registers; BAR2 is the MSI-X table, which belongs to the system. */
#define VNIC_BAR0_LENGTH 0x20000

/* general */
#define VNIC_CTRL 0x00000
#define VNIC_CTRL_RST 0x00000001u /* all registers to their reset values, queues empty */
#define VNIC_CTRL_RXEN 0x00000002u
#define VNIC_CTRL_TXEN 0x00000004u
#define VNIC_STATUS 0x00008
#define VNIC_STATUS_LU 0x00000001u	 /* link up */
#define VNIC_STATUS_EDGEONLY 0x00000002u /* enabling a pending cause sends nothing */
#define VNIC_STATUS_RX_QUEUES(s) ((s) >> 8 & 0xf)
#define VNIC_STATUS_TX_QUEUES(s) ((s) >> 12 & 0xf)
#define VNIC_STATUS_SPEED(s) ((s) >> 16) /* in units of 100 Mbit/s */
#define VNIC_SCRATCH 0x00010
#define VNIC_RAL 0x05400 /* station address, bytes 0..3 */
#define VNIC_RAH 0x05404 /* bytes 4..5 in the low half */

/* interrupt causes; the same bits in each of the registers below */
#define VNIC_CAUSE_RXQ(q) (0x00000001u << (q)) /* descriptors of receive queue q were written back */
#define VNIC_CAUSE_TXQ(q) (0x00000100u << (q)) /* descriptors of transmit queue q are done */
#define VNIC_CAUSE_RXO(q) (0x00010000u << (q)) /* queue q had no descriptor and dropped a frame */
#define VNIC_CAUSE_LSC 0x01000000u	       /* link status changed */
#define VNIC_CAUSE_ERR 0x80000000u	       /* a queue stopped by an error; see ERRQ */
#define VNIC_CAUSE_BITS 32
#define VNIC_ICR 0x000C0  /* pending; writing 1 clears */
#define VNIC_ICS 0x000C8  /* writing 1 sets */
#define VNIC_IMS 0x000D0  /* enabled; writing 1 enables */
#define VNIC_IMC 0x000D8  /* writing 1 disables */
#define VNIC_EIAC 0x000E0 /* cleared by the device as it sends the message that carries them */
#define VNIC_EIAM 0x000E8 /* disabled by the device at that moment */
#define VNIC_ERRQ 0x000F0 /* queues stopped by an error: 7:0 receive, 15:8 transmit */
#define VNIC_IVAR(c) (0x00100 + 4 * (c))
#define VNIC_IVAR_VALID 0x00000080u
#define VNIC_EITR(m) (0x00200 + 4 * (m)) /* least interval between two sends, in units of 256 ns */
#define VNIC_ALL_CAUSES 0xffffffffu

/* A read of a device that is not there any more: no register of this one ever reads so. */
#define VNIC_GONE 0xffffffffu

/* queues; add the block of the queue to the offset of the register */
#define VNIC_RXQ(q) (0x01000 + 0x100 * (q))
#define VNIC_TXQ(q) (0x02000 + 0x100 * (q))
#define VNIC_RING_BAL 0x00 /* base, low half; 128-byte aligned */
#define VNIC_RING_BAH 0x04
#define VNIC_RING_LEN 0x08  /* bytes, a multiple of 128 */
#define VNIC_RING_HEAD 0x10 /* the device's */
#define VNIC_RING_TAIL 0x18 /* one past the last descriptor handed over */
#define VNIC_RING_CTL 0x28
#define VNIC_RING_ENABLE 0x02000000u /* turning it on empties the ring: head and tail 0 */
#define VNIC_RING_COUNT 0x30
#define VNIC_RING_DROPPED 0x34 /* receive only */
#define VNIC_QUEUES 8

/* Sixteen bytes each. A write-back overwrites the address: keep it elsewhere. */
#define VNIC_DESCRIPTOR 16
#define VNIC_DESCRIPTORS_MIN 8 /* 128 bytes */
#define VNIC_FRAME_BYTES 2048  /* what the device assumes behind a receive address */

struct vnic_rx {
	union {
		ULONG64 address; /* to the device */
		struct {	 /* written back by it */
			ULONG hash;
			USHORT length;
			UCHAR status;
			UCHAR hash_type;
		};
	};
	ULONG64 zero;
};
C_ASSERT(sizeof(struct vnic_rx) == VNIC_DESCRIPTOR);

#define VNIC_RX_DD 0x01	 /* done: the rest is valid */
#define VNIC_RX_EOP 0x02 /* end of packet */
#define VNIC_HASH_NONE 0
#define VNIC_HASH_IPV4 1
#define VNIC_HASH_TCP_IPV4 2
#define VNIC_HASH_IPV6 3
#define VNIC_HASH_TCP_IPV6 4

struct vnic_tx {
	ULONG64 address;
	USHORT length;
	UCHAR command;
	UCHAR zero;
	UCHAR status; /* written back if the command has RS */
	UCHAR zeros[3];
};
C_ASSERT(sizeof(struct vnic_tx) == VNIC_DESCRIPTOR);

#define VNIC_TX_EOP 0x01
#define VNIC_TX_RS 0x02 /* report status */
#define VNIC_TX_DD 0x01 /* of the status */

/* receive-side scaling */
#define VNIC_MRQC 0x03000
#define VNIC_MRQC_ON 0x00000001u
#define VNIC_MRQC_TCP_IPV4 0x00010000u
#define VNIC_MRQC_IPV4 0x00020000u
#define VNIC_MRQC_IPV6 0x00100000u
#define VNIC_MRQC_TCP_IPV6 0x00200000u
#define VNIC_RSSRK(i) (0x03080 + 4 * (i))
#define VNIC_RSS_KEY_WORDS 10
#define VNIC_RETA(i) (0x03100 + 4 * (i))
#define VNIC_RETA_ENTRIES 128

/* statistics */
#define VNIC_GPRC 0x04000 /* received */
#define VNIC_MPC 0x04004  /* missed */
#define VNIC_GPTC 0x04008 /* sent */

#endif
