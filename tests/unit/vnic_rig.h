/* SPDX-License-Identifier: MIT */
/*
 * A bench for one device, nic0 (a VNIC where nothing else is said), on a machine without software: registers are written as if the write had just arrived,
 * memory is a block the device reaches, and records since the last mark are counted. Bus Master and Memory Space are on.
 */
#ifndef MSILAB_TESTS_UNIT_VNIC_RIG_H
#define MSILAB_TESTS_UNIT_VNIC_RIG_H

#include <stdio.h>
#include <string.h>

#include "sim/hw/hw.h"
#include "tests/unit/suite.h"

#define RIG_MEMORY 0x100000u

struct rig {
	struct machine machine;
	struct trace *trace;
	struct core core;
	struct hw *hw;
	struct device *nic;
	uint64_t mark;
	uint8_t *memory;   /* RIG_MEMORY bytes */
	uint64_t physical; /* as the device sees them */
};

static inline void rig_config(struct rig *r, const char *name, uint32_t value)
{
	unsigned offset, size;

	ck_assert_msg(cfg_named(r->nic, name, &offset, &size, NULL), "no field %s", name);
	cfg_write(r->nic, offset, size, value);
}

static inline struct rig *rig_on(const char *model, const char *settings)
{
	struct rig *r = calloc(1, sizeof *r);
	char head[256];
	struct err err;
	uint64_t at;

	machine_init(&r->machine);
	snprintf(head, sizeof head, "cpus 2\ndevice nic0 %s slot=3 %s\n", model, settings);
	ck_assert_msg(machine_read(&r->machine, head, "rig", &err), "%s", err.text);
	ck_assert_msg(hw_check(&r->machine, &err), "%s", err.text);
	r->trace = trace_new();
	core_init(&r->core, core_arena(), &r->machine, r->trace);
	r->hw = arena_new(&r->core.arena, sizeof *r->hw);
	hw_init(r->hw, &r->core);
	r->nic = hw_device(r->hw, "nic0");
	at = arena_take(&r->core.arena, ARENA_SHARED, RIG_MEMORY, 4096);
	r->memory = (uint8_t *)(uintptr_t)at;
	r->physical = at - arena_start(ARENA_SHARED) + ARENA_PHYSICAL;
	rig_config(r, "command", CFG_COMMAND_MEMORY | CFG_COMMAND_MASTER);
	r->mark = trace_count(r->trace);
	return r;
}

static inline struct rig *rig_new(const char *settings)
{
	return rig_on("vnic", settings);
}

static inline void rig_free(struct rig *r)
{
	core_fini(&r->core);
	trace_free(r->trace);
	machine_fini(&r->machine);
	free(r);
}

/* ---- Registers. ---- */

static inline unsigned rig_register(struct rig *r, const char *name)
{
	int index = regs_named(&r->nic->regs, name);

	if (index == REGS_NONE)
		ck_abort_msg("no register %s", name);
	return (unsigned)index;
}

static inline void rig_write(struct rig *r, const char *name, uint32_t value)
{
	r->nic->model->write(r->nic, regs_offset(&r->nic->regs, rig_register(r, name)), value);
}

static inline uint32_t rig_read(struct rig *r, const char *name)
{
	return hw_read(r->nic, 0, regs_offset(&r->nic->regs, rig_register(r, name)), 4);
}

#define rig_expect(r, name, value) ck_assert_msg(rig_read(r, name) == (value), "%s is %x, not %x", name, rig_read(r, name), (unsigned)(value))

/* ---- Time and records. ---- */

static inline void rig_run(struct rig *r, vtime ns)
{
	core_run(&r->core, r->core.now + ns, UINT64_MAX);
}

static inline void rig_mark(struct rig *r)
{
	r->mark = trace_count(r->trace);
}

static inline unsigned rig_count(struct rig *r, enum record_kind kind)
{
	unsigned n = 0;

	for (uint64_t i = r->mark; i < trace_count(r->trace); i++)
		n += trace_at(r->trace, i)->kind == kind;
	return n;
}

/* The last record of a kind since the mark; there must be one. */
static inline const struct record *rig_last(struct rig *r, enum record_kind kind)
{
	for (uint64_t i = trace_count(r->trace); i-- > r->mark;)
		if (trace_at(r->trace, i)->kind == kind)
			return trace_at(r->trace, i);
	ck_abort_msg("no %s", record_forms[kind].name);
	return NULL;
}

#define rig_none(r, kind) ck_assert_msg(rig_count(r, kind) == 0, "%s was not to be written", record_forms[kind].name)
#define rig_times(r, kind, n) ck_assert_msg(rig_count(r, kind) == (n), "%u times %s, not %u", rig_count(r, kind), record_forms[kind].name, (unsigned)(n))

/* ---- Commands. ---- */

static inline bool rig_try(struct rig *r, const char *line, const char **reason)
{
	struct words words;
	struct err err;
	bool taken;

	ck_assert(words_split(&words, line, &err));
	taken = r->nic->model->command(r->nic, &words, reason);
	words_free(&words);
	return taken;
}

static inline void rig_do(struct rig *r, const char *line)
{
	const char *reason = "";

	ck_assert_msg(rig_try(r, line, &reason), "%s: %s", line, reason);
}

/* ---- Modes. ---- */

/* Entry i carries vector 50h + i to CPU 0. */
static inline void rig_msix(struct rig *r)
{
	for (unsigned i = 0; i < r->nic->msix.entries; i++)
		msix_set(r->nic, i, 0xFEE00000, 0x50 + i, false);
	rig_config(r, "msix.control", 1u << 15);
	rig_mark(r);
}

/* 1 << log2 messages, vectors 50h and up. */
static inline void rig_msi(struct rig *r, unsigned log2)
{
	rig_config(r, "msi.address", 0xFEE00000);
	rig_config(r, "msi.data", 0x50 & ~((1u << log2) - 1));
	rig_config(r, "msi.control", 1 | log2 << 4);
	rig_mark(r);
}

static inline void rig_ivar(struct rig *r, unsigned cause, unsigned source)
{
	char name[16];

	snprintf(name, sizeof name, "IVAR[%u]", cause);
	rig_write(r, name, 0x80 | source);
}

#define SW0 (1u << 25)
#define SW1 (1u << 26)
#define LSC (1u << 24)

/* MSI-X on, SW0 to entry 1, SW1 to entry 2, both enabled. */
static inline struct rig *rig_messages(const char *settings)
{
	struct rig *r = rig_new(settings);

	rig_msix(r);
	rig_ivar(r, 25, 1);
	rig_ivar(r, 26, 2);
	rig_write(r, "IMS", SW0 | SW1);
	rig_mark(r);
	return r;
}

/* ---- Queues. Ring q lies at q * 1000h (receive) or 8000h + q * 1000h (transmit), 16 descriptors at first; buffer i of
 * receive queue 0 at 10000h + i * 2048. ---- */

static inline void rig_set(struct rig *r, const char *name, unsigned q, uint32_t value)
{
	char full[24];

	snprintf(full, sizeof full, "%s[%u]", name, q);
	rig_write(r, full, value);
}

static inline uint32_t rig_get(struct rig *r, const char *name, unsigned q)
{
	char full[24];

	snprintf(full, sizeof full, "%s[%u]", name, q);
	return rig_read(r, full);
}

static inline uint8_t *rig_descriptor(struct rig *r, unsigned q, bool tx, unsigned i)
{
	return r->memory + (tx ? 0x8000 : 0) + q * 0x1000 + i * 16;
}

static inline void rig_put64(uint8_t *p, uint64_t value)
{
	for (unsigned i = 0; i < 8; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

static inline uint32_t rig_get32(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

#define RIG_BUFFERS 0x10000u

/* Receive queue q on, with buffers from `first` on in all its descriptors, `handed` of them the device's. */
static inline void rig_receive(struct rig *r, unsigned q, unsigned size, unsigned first, unsigned handed)
{
	uint64_t ring = r->physical + q * 0x1000;

	for (unsigned i = 0; i < size; i++)
		rig_put64(rig_descriptor(r, q, false, i), r->physical + RIG_BUFFERS + (first + i) * 2048);
	rig_set(r, "RDBAL", q, (uint32_t)ring);
	rig_set(r, "RDBAH", q, (uint32_t)(ring >> 32));
	rig_set(r, "RDLEN", q, size * 16);
	rig_set(r, "RXDCTL", q, 1u << 25);
	rig_set(r, "RDT", q, handed);
	rig_write(r, "CTRL", rig_read(r, "CTRL") | 2);
}

static inline uint8_t *rig_buffer(struct rig *r, unsigned i)
{
	return r->memory + RIG_BUFFERS + i * 2048;
}

/* Transmit queue q on, empty. */
static inline void rig_transmit(struct rig *r, unsigned q, unsigned size)
{
	uint64_t ring = r->physical + 0x8000 + q * 0x1000;

	rig_set(r, "TDBAL", q, (uint32_t)ring);
	rig_set(r, "TDBAH", q, (uint32_t)(ring >> 32));
	rig_set(r, "TDLEN", q, size * 16);
	rig_set(r, "TXDCTL", q, 1u << 25);
	rig_write(r, "CTRL", rig_read(r, "CTRL") | 4);
}

/* command: 1 EOP, 2 RS. The data lies in buffer 0. */
static inline void rig_fill(struct rig *r, unsigned q, unsigned i, unsigned length, unsigned command)
{
	uint8_t *d = rig_descriptor(r, q, true, i);

	memset(d, 0, 16);
	rig_put64(d, r->physical + RIG_BUFFERS);
	d[8] = (uint8_t)length;
	d[9] = (uint8_t)(length >> 8);
	d[10] = (uint8_t)command;
}

#endif
