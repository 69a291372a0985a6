/* SPDX-License-Identifier: MIT */
/*
 * The VNIC inside: what the files dev_vnic*.c share. The contract is doc/vnic.md; registers: sim/base/registers_vnic.def.
 *
 * Who owns what: dev_vnic.c settings, reset and dispatch; _cause.c causes, mask and map; _interrupt.c the due sources;
 * _receive.c and _transmit.c the queues; _ring.c what both kinds of queue share; _rss.c the choice of a receive
 * queue; _command.c what people ask of it.
 *
 * Time. A frame arrives at one instant. If a descriptor for it is in the device, data, write-back and message leave in that
 * order at the same instant, and are in memory dma.write (costs.def) later. Descriptors are read in advance, up to
 * VNIC_FETCH at a time, as soon as fewer than VNIC_LOW are in the device and the driver has handed out more; such a read takes
 * dma.read, and frames that find none in the device wait inside it until then. On transmit a descriptor read and the read
 * of its data take dma.read each; then it is done and written back. The next frame's data is read so that it is there when the
 * wire is free again.
 */
#ifndef MSILAB_HW_DEV_VNIC_H
#define MSILAB_HW_DEV_VNIC_H

#include "sim/hw/device.h"
#include "sim/hw/gen.h"
#include "sim/hw/rss.h"

#define VNIC_QUEUES 8
#define VNIC_SOURCES 64
#define VNIC_FETCH 16  /* descriptors per read */
#define VNIC_LOW 4
#define VNIC_BUFFER 2048u
#define VNIC_FLOWS 64
#define VNIC_DESCRIPTOR 16u
#define VNIC_DATA_READ 4096u /* the most one data read takes */

#define VNIC_RXQ(q) (UINT32_C(1) << (q))
#define VNIC_TXQ(q) (UINT32_C(1) << (8 + (q)))
#define VNIC_RXO(q) (UINT32_C(1) << (16 + (q)))
#define VNIC_LSC (UINT32_C(1) << 24)
#define VNIC_ERR (UINT32_C(1) << 31)
#define VNIC_CAUSES UINT32_C(0x87FFFFFF)

enum { VNIC_RST = 1 << 0, VNIC_RXEN = 1 << 1, VNIC_TXEN = 1 << 2 };
enum { VNIC_ENABLE = 1 << 25, VNIC_VALID = 1 << 7 };

/* The index of each register, or of an array's first. */
enum vnic_reg {
#define REG(row, offset, count, ...) VNIC_##row, VNIC_##row##_LAST = VNIC_##row + (count) - 1,
#include "sim/base/registers_vnic.def"
#undef REG
	VNIC_REGS
};

/* A frame that waits for its descriptor: in the arena, pooled. */
struct vnic_frame {
	struct vnic_frame *next;
	uint64_t record; /* its dev.frame */
	uint32_t length, hash;
	enum rss_type type;
	uint8_t bytes[VNIC_BUFFER];
};

/* What receive and transmit queues have in common: a ring and the descriptors read from it in advance. */
struct vnic_ring {
	struct vnic *vnic;
	unsigned queue;   /* 0..7 receive, 8..15 transmit */
	bool on, stopped; /* ENABLE is set; an error has stopped it since */
	uint64_t base;
	uint32_t size; /* descriptors */
	unsigned first, cached; /* descriptors in the device; the first of them is at the head */
	unsigned asked;         /* on their way to it */
	bool reading, stale;    /* stale: the queue was turned off meanwhile, what arrives is dropped */
	struct event arrived;
	uint8_t cache[2 * VNIC_FETCH][VNIC_DESCRIPTOR], arriving[VNIC_FETCH][VNIC_DESCRIPTOR];
};

struct vnic_rx {
	struct vnic_ring ring;
	struct vnic_frame *waiting, **last;
	unsigned waiting_n;
};

struct vnic_tx {
	struct vnic_ring ring;
	struct event read, pace; /* the descriptor's data is in the device; the wire is nearly free */
	bool reading, stale;
	uint32_t frame_bytes; /* of the frame so far */
	uint8_t data[VNIC_DATA_READ];
};

/* A numbered flow (base/frame.h) whose frames' hash is known; in the place that its number gives. */
struct vnic_flow {
	uint64_t code; /* frame_code without the frame's number; 0: none */
	uint32_t hash;
	enum rss_type type;
};

struct vnic_interrupt {
	enum device_mode mode;
	unsigned messages;           /* under MSI: enabled ones */
	bool line;                   /* asserted, as last seen */
	/* Sets of sources. Each due source is throttled, held or pending. */
	uint64_t due, throttled, held, pending;
	struct event expire;
	uint8_t source[32];          /* by cause bit; VNIC_SOURCES: it raises nothing */
	uint32_t causes[VNIC_SOURCES]; /* the other way round */
	vtime next[VNIC_SOURCES];    /* earliest next send */
	uint64_t record[VNIC_SOURCES]; /* why it became due */
};

/* What a frame needs stands together: with many controllers each is out of the cache when its turn comes. */
struct vnic {
	struct device *device;
	struct core *core;
	uint32_t *value; /* registers by enum vnic_reg */
	unsigned rxq, txq;
	bool edgeonly, link;
	unsigned speed; /* of the link when up, in units of 100 Mbit/s */
	uint8_t station[6];
	unsigned rss_types;
	bool rss_stale; /* the table does not follow the key yet */
	vtime wire_until; /* transmit */
	struct vnic_frame *free_frames;
	struct event traffic;
	struct gen gen;
	struct vnic_interrupt interrupt;
	struct vnic_flow flows[VNIC_FLOWS];
	struct vnic_rx rx[VNIC_QUEUES];
	struct vnic_tx tx[VNIC_QUEUES];
	struct rss_table rss;
};

static inline struct vnic_flow *vnic_flow(struct vnic *vnic, unsigned flow)
{
	return &vnic->flows[flow & (VNIC_FLOWS - 1)];
}

typedef void vnic_written(struct vnic *vnic, unsigned i, uint32_t value); /* i: place in its array */

vnic_written vnic_ctrl_written, vnic_icr_written, vnic_ics_written, vnic_ims_written, vnic_imc_written, vnic_ivar_written,
	vnic_rdt_written, vnic_rxdctl_written, vnic_tdt_written, vnic_txdctl_written, vnic_mrqc_written, vnic_rssrk_written;

static inline void vnic_count(struct vnic *vnic, unsigned index)
{
	regs_put(&vnic->device->regs, index, vnic->value[index] + 1);
}

static inline void vnic_set(struct vnic *vnic, unsigned index, uint32_t value)
{
	regs_set(&vnic->device->regs, index, value);
}

static inline uint64_t vnic_record(struct vnic *vnic, enum record_kind kind, uint64_t w0, uint64_t w1, uint64_t w2, uint64_t w3)
{
	return core_record(vnic->core, kind, vnic->device->obj, w0, w1, w2, w3);
}

/* dev_vnic.c */
void vnic_status(struct vnic *vnic);            /* STATUS follows link and mode */

/* dev_vnic_cause.c */
void vnic_cause(struct vnic *vnic, uint32_t bits); /* the hardware, ICS or a command sets causes */
void vnic_clear_causes(struct vnic *vnic, uint32_t bits);   /* in ICR, with its record; nothing follows */
void vnic_disable_causes(struct vnic *vnic, uint32_t bits); /* in IMS, likewise */
void vnic_map_causes(struct vnic *vnic);                    /* all of them, by the mode in force and IVAR */

static inline uint32_t vnic_live(const struct vnic *vnic)
{
	return vnic->value[VNIC_ICR] & vnic->value[VNIC_IMS];
}

static inline uint32_t vnic_live_of(const struct vnic *vnic, unsigned source)
{
	return vnic_live(vnic) & vnic->interrupt.causes[source];
}

static inline bool vnic_by_message(const struct vnic *vnic)
{
	return vnic->interrupt.mode == DEVICE_MSI || vnic->interrupt.mode == DEVICE_MSIX;
}

/* dev_vnic_interrupt.c */
void vnic_interrupt_init(struct vnic *vnic);
void vnic_interrupt_gained(struct vnic *vnic, uint32_t bits); /* live gained bits: each source they map to becomes due */
void vnic_interrupt_withdraw(struct vnic *vnic);              /* live lost bits */
void vnic_interrupt_level(struct vnic *vnic);                 /* live changed: the line follows */
void vnic_interrupt_changed(struct vnic *vnic);
void vnic_interrupt_sent(struct vnic *vnic, unsigned message);
void vnic_interrupt_held(struct vnic *vnic, unsigned message);
void vnic_interrupt_drop(struct vnic *vnic);  /* before a reset: nothing is due or pending any more */
void vnic_interrupt_reset(struct vnic *vnic); /* after it: mode, map and line follow the reset registers */

#define EACH_BIT(i, set) for (uint64_t left_ = (set); left_ && ((i) = (unsigned)__builtin_ctzll(left_), true); left_ &= left_ - 1)

/* dev_vnic_ring.c. head and tail are the ring's registers. */
void vnic_ring_init(struct vnic_ring *ring, struct vnic *vnic, unsigned queue, void (*arrived)(struct event *));
bool vnic_ring_start(struct vnic_ring *ring); /* ENABLE was turned on: false: the ring is misaligned or oversized */
void vnic_ring_stop(struct vnic_ring *ring);  /* what it holds is forgotten; reads on their way are stale */
void vnic_ring_error(struct vnic_ring *ring); /* ERRQ, ERR; stops until ENABLE is turned off and on */
uint32_t vnic_ring_free(const struct vnic_ring *ring);   /* descriptors from head to tail */
bool vnic_ring_tail_fits(const struct vnic_ring *ring);
void vnic_ring_fetch(struct vnic_ring *ring);            /* reads ahead if few are left */
bool vnic_ring_take_arrived(struct vnic_ring *ring);     /* false: they are stale */
const uint8_t *vnic_ring_first(const struct vnic_ring *ring); /* the descriptor at the head; it must be cached */
uint32_t vnic_ring_advance(struct vnic_ring *ring);      /* head moves on; returns where it was. The record is the caller's */

/* dev_vnic_receive.c, dev_vnic_transmit.c */
void vnic_receive_init(struct vnic *vnic);
void vnic_receive(struct vnic *vnic, const uint8_t *bytes, unsigned length, uint64_t code); /* a frame arrives now; code 0: keep its bytes */
void vnic_receive_switch(struct vnic *vnic, bool on); /* RXEN */
void vnic_receive_reset(struct vnic *vnic);
void vnic_transmit_init(struct vnic *vnic);
void vnic_transmit_switch(struct vnic *vnic, bool on);
void vnic_transmit_reset(struct vnic *vnic);
void vnic_memory_back(struct vnic *vnic); /* Bus Master or power came back: reads that could not start */

/* dev_vnic_rss.c */
unsigned vnic_rss(struct vnic *vnic, const uint8_t *bytes, unsigned length, uint64_t code, uint32_t *hash, enum rss_type *type);
void vnic_rss_changed(struct vnic *vnic); /* the key or the types did, or a reset is over */

/* dev_vnic_command.c */
void vnic_command_init(struct vnic *vnic);
bool vnic_command(struct device *device, const struct words *words, const char **reason);

#endif
