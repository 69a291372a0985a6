/* SPDX-License-Identifier: MIT */
/*
 * Sources of the VNIC: which become due by what is live, when they go out, how the line follows (doc/vnic.md, "When an
 * interrupt goes out"). A source that is sent at the instant it becomes due writes no dev.due; one that must
 * wait writes dev.due 1, and dev.due 0 when it waits no more.
 */
#include "sim/base/bug.h"
#include "sim/hw/dev_vnic.h"

static uint64_t bit(unsigned source)
{
	return UINT64_C(1) << source;
}

/* The message a source is sent as. */
static unsigned message_of(const struct vnic *vnic, unsigned source)
{
	return vnic->interrupt.mode == DEVICE_MSI ? source & (vnic->interrupt.messages - 1) : source;
}

static vtime interval(const struct vnic *vnic, unsigned source)
{
	return (vtime)vnic->value[VNIC_EITR + source] * 256;
}

/* The timer runs until the first throttled source or the withheld line may go. */
static void arm(struct vnic *vnic)
{
	struct vnic_interrupt *in = &vnic->interrupt;
	vtime first = VTIME_NEVER;
	unsigned m;

	EACH_BIT(m, in->throttled)
		if (in->next[m] < first)
			first = in->next[m];
	if (in->mode == DEVICE_INTX && vnic_live(vnic) && !in->line && in->next[0] > vnic->core->now)
		first = in->next[0];
	if (event_queued(&in->expire) && in->expire.at == first)
		return;
	queue_cancel(&vnic->core->queue, &in->expire);
	if (first != VTIME_NEVER)
		core_after(vnic->core, &in->expire, EVENT_DEVICE, first - vnic->core->now);
}

/* The line may have gone up: by our word, or because Interrupt Disable was cleared. */
static inline void look_at_line(struct vnic *vnic)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	if (vnic->device->intx.asserted && !in->line) {
		vnic_count(vnic, VNIC_INTXA);
		in->next[0] = vnic->core->now + interval(vnic, 0);
	}
	in->line = vnic->device->intx.asserted;
}

void vnic_interrupt_level(struct vnic *vnic)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	look_at_line(vnic);
	device_level(vnic->device, vnic_live(vnic) != 0, in->mode == DEVICE_INTX && in->next[0] > vnic->core->now);
	look_at_line(vnic);
	if (in->mode == DEVICE_INTX)
		arm(vnic);
}

/* until: the end of the interval, 0 for what only others can end. */
static inline void waits(struct vnic *vnic, unsigned source, uint64_t *set, vtime until)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	if (!(in->due & bit(source)) || in->throttled & bit(source))
		in->record[source] = vnic_record(vnic, R_DEV_DUE, source, 1, (uint64_t)until, 0);
	in->due |= bit(source);
	in->throttled &= ~bit(source);
	in->held &= ~bit(source);
	in->pending &= ~bit(source);
	*set |= bit(source);
}

static void waits_no_more(struct vnic *vnic, unsigned source)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	if (!(in->due & bit(source)))
		return;
	in->due &= ~bit(source);
	in->throttled &= ~bit(source);
	in->held &= ~bit(source);
	in->pending &= ~bit(source);
	vnic_record(vnic, R_DEV_DUE, source, 0, 0, 0);
}

/* What sending does to a source: its interval starts, auto-clear and auto-mask take the bits it carried. */
static void carried(struct vnic *vnic, unsigned source)
{
	uint32_t bits = vnic_live_of(vnic, source);

	waits_no_more(vnic, source);
	vnic->interrupt.next[source] = vnic->core->now + interval(vnic, source);
	vnic_clear_causes(vnic, bits & vnic->value[VNIC_EIAC]);
	vnic_disable_causes(vnic, bits & vnic->value[VNIC_EIAM]);
}

static void try_send(struct vnic *vnic, unsigned source)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	switch (device_send(vnic->device, source)) {
	case DEVICE_SENT:
		vnic_count(vnic, VNIC_IMSGS + message_of(vnic, source));
		carried(vnic, source);
		break;
	case DEVICE_PENDING:
		waits(vnic, source, &in->pending, 0);
		break;
	case DEVICE_HELD:
		waits(vnic, source, &in->held, 0);
		break;
	case DEVICE_BAD:
		waits_no_more(vnic, source);
		break;
	}
}

static void becomes_due(struct vnic *vnic, unsigned source)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	if (in->due & bit(source))
		return; /* the bit joins it */
	if (in->next[source] > vnic->core->now) {
		waits(vnic, source, &in->throttled, in->next[source]);
		arm(vnic);
	} else {
		try_send(vnic, source);
	}
}

/* Pending bits are withdrawn with the last live bit of the last source behind them; other due sources are looked at when their
 * wait ends. */
void vnic_interrupt_withdraw(struct vnic *vnic)
{
	struct vnic_interrupt *in = &vnic->interrupt;
	unsigned m, other;

	EACH_BIT(m, in->pending) {
		bool last = true;

		if (vnic_live_of(vnic, m))
			continue;
		waits_no_more(vnic, m);
		for (other = 0; other < VNIC_SOURCES; other++)
			if (in->pending & bit(other) && message_of(vnic, other) == message_of(vnic, m))
				last = false;
		if (last)
			device_withdraw(vnic->device, message_of(vnic, m));
	}
}

/* live gained bits: each source they map to becomes due, in order of source. */
void vnic_interrupt_gained(struct vnic *vnic, uint32_t bits)
{
	uint64_t sources = 0;
	unsigned c, m;

	if (!vnic_by_message(vnic))
		return;
	EACH_BIT(c, bits)
		if (vnic->interrupt.source[c] < VNIC_SOURCES)
			sources |= bit(vnic->interrupt.source[c]);
	EACH_BIT(m, sources)
		becomes_due(vnic, m);
}

static void expired(struct event *event)
{
	struct vnic *vnic = (struct vnic *)(void *)((char *)event - offsetof(struct vnic, interrupt.expire));
	struct vnic_interrupt *in = &vnic->interrupt;
	uint64_t was = vnic->core->cause;
	unsigned m;

	EACH_BIT(m, in->throttled) {
		if (in->next[m] > vnic->core->now)
			continue;
		core_because(vnic->core, in->record[m]);
		if (vnic_live_of(vnic, m))
			try_send(vnic, m);
		else
			waits_no_more(vnic, m);
	}
	core_because(vnic->core, was);
	vnic_interrupt_level(vnic);
	arm(vnic);
}

/* One message of an unmask carried all pending sources that share it. */
void vnic_interrupt_sent(struct vnic *vnic, unsigned message)
{
	unsigned m;

	vnic_count(vnic, VNIC_IMSGS + message);
	EACH_BIT(m, vnic->interrupt.pending)
		if (message_of(vnic, m) == message)
			carried(vnic, m);
	vnic_interrupt_level(vnic);
}

void vnic_interrupt_held(struct vnic *vnic, unsigned message)
{
	unsigned m;

	EACH_BIT(m, vnic->interrupt.pending)
		if (message_of(vnic, m) == message)
			waits(vnic, m, &vnic->interrupt.held, 0);
}

static void withdraw_all(struct vnic *vnic)
{
	struct vnic_interrupt *in = &vnic->interrupt;
	unsigned m;

	EACH_BIT(m, in->pending) {
		if (in->mode == DEVICE_MSI)
			msi_withdraw(vnic->device, message_of(vnic, m));
		else
			msix_withdraw(vnic->device, m);
	}
}

void vnic_interrupt_drop(struct vnic *vnic)
{
	unsigned m;

	withdraw_all(vnic);
	EACH_BIT(m, vnic->interrupt.due)
		waits_no_more(vnic, m);
	queue_cancel(&vnic->core->queue, &vnic->interrupt.expire);
}

static unsigned enabled_messages(const struct vnic *vnic)
{
	return device_mode(vnic->device) == DEVICE_MSI ? msi_count(vnic->device) : 0;
}

static void follow_mode(struct vnic *vnic)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	in->mode = device_mode(vnic->device);
	in->messages = enabled_messages(vnic);
	vnic_map_causes(vnic);
	vnic_status(vnic);
}

void vnic_interrupt_reset(struct vnic *vnic)
{
	for (unsigned m = 0; m < VNIC_SOURCES; m++)
		vnic->interrupt.next[m] = 0;
	follow_mode(vnic);
	vnic_interrupt_level(vnic);
}

/* Causes that are live now do not become due by the new mode. An interval is between two sends or between two assertions: neither
 * keeps the other waiting. */
static void mode_changed(struct vnic *vnic)
{
	bool by_message = vnic_by_message(vnic);

	vnic_interrupt_drop(vnic);
	follow_mode(vnic);
	if (vnic_by_message(vnic) != by_message)
		vnic->interrupt.next[0] = 0;
}

static void retry_held(struct vnic *vnic)
{
	unsigned m;

	EACH_BIT(m, vnic->interrupt.held)
		if (vnic_live_of(vnic, m))
			try_send(vnic, m);
		else
			waits_no_more(vnic, m);
}

void vnic_interrupt_changed(struct vnic *vnic)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	if (device_mode(vnic->device) != in->mode || enabled_messages(vnic) != in->messages)
		mode_changed(vnic);
	if (in->held && device_gate(vnic->device) == SYM_gate_NONE)
		retry_held(vnic);
	vnic_interrupt_level(vnic);
}

void vnic_interrupt_init(struct vnic *vnic)
{
	struct vnic_interrupt *in = &vnic->interrupt;

	event_init(&in->expire, "VNIC interrupt interval", expired);
	in->mode = device_mode(vnic->device);
	for (unsigned c = 0; c < 32; c++)
		in->source[c] = VNIC_SOURCES;
}
