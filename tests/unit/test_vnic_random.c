/* SPDX-License-Identifier: MIT */
/*
 * The VNIC under operations at random: whatever is done to it, its registers are what the trace says of them, pending bits stand for
 * live causes that a mask withholds, and nothing in it breaks. Every run is the same: the streams are seeded.
 */
#include "sim/base/rng.h"
#include "sim/hw/dev_vnic.h"
#include "tests/unit/vnic_rig.h"

#define OPERATIONS 1000
#define SEEDS 8

/* ---- The registers as the trace tells them. ---- */

struct fold {
	uint32_t value[512], reset[512];
	uint64_t due;
	vtime until[VNIC_SOURCES];
	bool link;
	uint64_t next; /* record */
};

/* Its index; looked up by name, for the names are what readers know. */
static unsigned at(struct rig *r, const char *name)
{
	return (unsigned)regs_named(&r->nic->regs, name);
}

static void fold_write_back(struct rig *r, struct fold *f, const struct record *record)
{
	unsigned q = (unsigned)record->w[0];

	if (q < 8) {
		f->value[at(r, "RDH[0]") + q] = (uint32_t)record->w[2];
		f->value[at(r, "RXCNT[0]") + q]++;
		f->value[at(r, "GPRC")]++;
		return;
	}
	f->value[at(r, "TDH[0]") + q - 8] = (uint32_t)record->w[2];
	if (record->w[3]) {
		f->value[at(r, "TXCNT[0]") + q - 8]++;
		f->value[at(r, "GPTC")]++;
	}
}

static void fold_drop(struct rig *r, struct fold *f, const struct record *record)
{
	if (record->w[0] >= 8)
		return;
	f->value[at(r, "MPC")]++;
	if (record->w[1] == SYM_drop_NO_DESCRIPTOR)
		f->value[at(r, "RXDROP[0]") + record->w[0]]++;
}

static void fold_one(struct rig *r, struct fold *f, const struct record *record)
{
	switch (record->kind) {
	case R_MACHINE_REG:
		f->value[record->w[0]] = f->reset[record->w[0]] = (uint32_t)record->w[3];
		break;
	case R_DEV_REG:
		f->value[record->w[0]] = (uint32_t)record->w[1];
		break;
	case R_DEV_RESET:
		memcpy(f->value, f->reset, sizeof f->value);
		break;
	case R_DEV_CAUSE_SET:
	case R_DEV_CAUSE_CLEAR:
		f->value[at(r, "ICR")] = (uint32_t)record->w[1];
		break;
	case R_DEV_MASK:
	case R_DEV_UNMASK:
		f->value[at(r, "IMS")] = (uint32_t)record->w[1];
		break;
	case R_DEV_DUE:
		f->due = record->w[1] ? f->due | UINT64_C(1) << record->w[0] : f->due & ~(UINT64_C(1) << record->w[0]);
		f->until[record->w[0]] = record->w[1] ? (vtime)record->w[2] : 0;
		break;
	case R_DEV_LINK:
		f->link = record->w[0];
		break;
	case R_DEV_DESC_WRITE:
		fold_write_back(r, f, record);
		break;
	case R_DEV_DROP:
		fold_drop(r, f, record);
		break;
	case R_MSI_SEND:
		f->value[at(r, "IMSGS[0]") + record->w[0]]++;
		break;
	case R_LINE_ASSERT:
		f->value[at(r, "INTXA")]++;
		break;
	default:
		break;
	}
}

static void expect_as_told(struct rig *r, struct fold *f)
{
	char name[48];

	for (; f->next < trace_count(r->trace); f->next++)
		if (trace_at(r->trace, f->next)->obj == r->nic->obj)
			fold_one(r, f, trace_at(r->trace, f->next));
	for (unsigned i = 0; i < r->nic->regs.n; i++)
		if (f->value[i] != r->nic->regs.value[i])
			ck_abort_msg("%s is %x, the trace says %x", regs_name(&r->nic->regs, i, name, sizeof name),
				     r->nic->regs.value[i], f->value[i]);
}

/* So is what waits, and until when. */
static void expect_due_as_told(struct rig *r, const struct fold *f)
{
	const struct vnic *vnic = r->nic->state;
	const struct vnic_interrupt *in = &vnic->interrupt;

	if (f->due != in->due || f->link != vnic->link)
		ck_abort_msg("due are %llx, the trace says %llx", (unsigned long long)in->due, (unsigned long long)f->due);
	for (unsigned m = 0; m < VNIC_SOURCES; m++)
		if (f->until[m] != (in->throttled >> m & 1 ? in->next[m] : 0))
			ck_abort_msg("source %u waits until %lld, not %lld", m, (long long)in->next[m], (long long)f->until[m]);
	if ((in->throttled | in->held | in->pending) != in->due || in->throttled & in->held || in->held & in->pending ||
	    in->throttled & in->pending)
		ck_abort_msg("a due source waits for one thing");
}

/* A pending bit needs a live cause mapped to it, and a mask. */
static void expect_pending_to_be_live(struct rig *r)
{
	uint32_t live = r->nic->regs.value[at(r, "ICR")] & r->nic->regs.value[at(r, "IMS")], behind = 0;

	if (device_mode(r->nic) != DEVICE_MSIX)
		return;
	for (unsigned c = 0; c < 32; c++)
		if (live >> c & 1 && r->nic->regs.value[at(r, "IVAR[0]") + c] & 0x80)
			behind |= 1u << (r->nic->regs.value[at(r, "IVAR[0]") + c] & 31);
	for (unsigned e = 0; e < r->nic->msix.entries; e++) {
		if (msix_pending(r->nic, e) && !(behind >> e & 1 && msix_withheld(r->nic, e)))
			ck_abort_msg("entry %u is pending for nothing", e);
	}
}

/* ---- What is done to it. ---- */

static void some_register(struct rig *r, struct rng *rng)
{
	static const char *const names[] = { "ICR", "ICS", "IMS", "IMC", "EIAC", "EIAM", "ICS", "IMS", "IMC", "ICR", "MRQC", "ERRQ" };
	uint32_t bits = 0;

	for (unsigned i = 0; i < 3; i++)
		bits |= UINT32_C(1) << rng_below(rng, 32);
	rig_write(r, names[rng_below(rng, sizeof names / sizeof *names)], bits);
}

static void some_source(struct rig *r, struct rng *rng)
{
	if (rng_below(rng, 2))
		rig_set(r, "IVAR", (unsigned)rng_below(rng, 32), (uint32_t)rng_below(rng, 10) | (rng_below(rng, 4) ? 0x80 : 0));
	else
		rig_set(r, "EITR", (unsigned)rng_below(rng, 10), (uint32_t)rng_below(rng, 8));
}

static void some_mask(struct rig *r, struct rng *rng)
{
	switch (rng_below(rng, 4)) {
	case 0:
		rig_config(r, "msi.mask", (uint32_t)rng_below(rng, 256));
		break;
	case 1:
		rig_config(r, "msix.control", (uint32_t)rng_below(rng, 4) << 14);
		break;
	default:
		msix_mask(r->nic, (unsigned)rng_below(rng, 8), rng_below(rng, 2));
	}
}

static void some_configuration(struct rig *r, struct rng *rng)
{
	switch (rng_below(rng, 4)) {
	case 0:
		rig_config(r, "msi.control", (uint32_t)(rng_below(rng, 2) | rng_below(rng, 4) << 4));
		break;
	case 1:
		rig_config(r, "command", 2 | (rng_below(rng, 3) ? 4 : 0) | (rng_below(rng, 2) ? 0x400 : 0));
		break;
	case 2:
		rig_config(r, "pm.control", rng_below(rng, 4) ? 0 : 3);
		break;
	default:
		rig_config(r, "command", 6);
	}
}

static void some_queue(struct rig *r, struct rng *rng)
{
	unsigned q = (unsigned)rng_below(rng, 3);

	switch (rng_below(rng, 8)) {
	case 0:
		rig_receive(r, q, 16, q * 16, 15);
		break;
	case 1:
		rig_transmit(r, q, 16);
		break;
	case 2:
		rig_set(r, "RXDCTL", q, rng_below(rng, 2) ? 1u << 25 : 0);
		break;
	case 3:
		rig_set(r, "TXDCTL", q, rng_below(rng, 2) ? 1u << 25 : 0);
		break;
	case 4:
		rig_set(r, "RDT", q, (uint32_t)rng_below(rng, 17));
		break;
	case 5:
		rig_write(r, "CTRL", rng_below(rng, 20) ? 2 * (uint32_t)rng_below(rng, 4) : 1);
		break;
	default:
		for (unsigned i = 0; i < 16; i++)
			rig_fill(r, q, i, 60 + (unsigned)rng_below(rng, 1000), (unsigned)rng_below(rng, 4));
		rig_set(r, "TDT", q, (uint32_t)rng_below(rng, 16));
	}
}

static void some_event(struct rig *r, struct rng *rng)
{
	static const char *const lines[] = { "frame nic0", "frame nic0 size=1500 kind=udp6", "link nic0 down", "link nic0 up",
					     "traffic nic0 poisson gap=300 flows=8 frames=20", "traffic nic0 off",
					     "device.raise nic0 LSC SW1", "frame nic0 kind=arp" };

	rig_do(r, lines[rng_below(rng, sizeof lines / sizeof *lines)]);
}

static void something(struct rig *r, struct rng *rng)
{
	static void (*const kinds[])(struct rig *, struct rng *) = { some_register, some_register, some_source, some_mask, some_queue,
								      some_event, some_event, some_configuration };

	if (rng_below(rng, 3))
		kinds[rng_below(rng, sizeof kinds / sizeof *kinds)](r, rng);
	else
		rig_run(r, (vtime)rng_below(rng, 2000));
}

/* A number that stands for the whole trace. */
static uint64_t digest(const struct trace *trace)
{
	uint64_t h = UINT64_C(0xCBF29CE484222325);

	for (uint64_t i = 0; i < trace_count(trace); i++) {
		const struct record *r = trace_at(trace, i);
		const uint64_t words[] = { (uint64_t)r->at, r->cause, r->kind, r->obj, r->w[0], r->w[1], r->w[2], r->w[3] };

		for (unsigned k = 0; k < 8; k++)
			h = (h ^ words[k]) * UINT64_C(0x100000001B3);
	}
	return h;
}

static uint64_t play(const char *settings, unsigned seed)
{
	struct rig *r = rig_new(settings);
	struct fold fold = { .next = 0 };
	struct rng rng;
	uint64_t told;

	rng_init(&rng, seed, "vnic operations");
	for (unsigned q = 0; q < 3; q++)
		rig_receive(r, q, 16, q * 16, 15);
	for (unsigned i = 0; i < OPERATIONS; i++) {
		something(r, &rng);
		expect_as_told(r, &fold);
		expect_due_as_told(r, &fold);
		expect_pending_to_be_live(r);
	}
	told = digest(r->trace);
	rig_free(r);
	return told;
}

START_TEST(registers_are_what_the_trace_says)
{
	for (unsigned seed = 0; seed < SEEDS; seed++)
		play("msix=8", seed);
}
END_TEST

START_TEST(registers_are_what_the_trace_says_on_edge_only_hardware)
{
	for (unsigned seed = 0; seed < SEEDS; seed++)
		play("msix=8 edgeonly=1 queues=3", SEEDS + seed);
}
END_TEST

START_TEST(the_same_operations_write_the_same_trace)
{
	uint64_t first = play("msix=8", 99);

	ck_assert_uint_eq(play("msix=8", 99), first);
	ck_assert_uint_ne(play("msix=8", 100), first);
}
END_TEST

SUITE("vnic-random", registers_are_what_the_trace_says, registers_are_what_the_trace_says_on_edge_only_hardware,
      the_same_operations_write_the_same_trace)
