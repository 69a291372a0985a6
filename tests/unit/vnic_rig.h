/* SPDX-License-Identifier: MIT */
/*
 * A bench for one VNIC, nic0, on a machine without software: registers are written as if the write had just arrived,
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

static inline struct rig *rig_new(const char *settings)
{
	struct rig *r = calloc(1, sizeof *r);
	char head[256];
	struct err err;
	uint64_t at;

	machine_init(&r->machine);
	snprintf(head, sizeof head, "cpus 2\ndevice nic0 vnic slot=3 %s\n", settings);
	ck_assert_msg(machine_read(&r->machine, head, "rig", &err), "%s", err.text);
	ck_assert_msg(hw_check(&r->machine, &err), "%s", err.text);
	r->trace = trace_new();
	core_init(&r->core, &r->machine, r->trace);
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

	ck_assert_msg(index != REGS_NONE, "no register %s", name);
	return (unsigned)index;
}

static inline void rig_write(struct rig *r, const char *name, uint32_t value)
{
	r->nic->model->write(r->nic, regs_offset(&r->nic->regs, rig_register(r, name)), value);
}

static inline uint32_t rig_read(struct rig *r, const char *name)
{
	return r->nic->model->read(r->nic, regs_offset(&r->nic->regs, rig_register(r, name)));
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

#endif
