/* SPDX-License-Identifier: MIT */
/* The gates of the device and its driver, in the order of why.def. Its configuration space: why_config.c; behind the pin and the link: why_path.c. */
#include <stdarg.h>
#include <stdio.h>

#include "sim/base/say.h"
#include "sim/read/status.h"
#include "sim/read/tell.h"
#include "sim/read/why_parts.h"

#define NONE UINT64_MAX

uint64_t why_last(const struct why *why, uint32_t obj, unsigned kind, unsigned other, uint64_t word)
{
	return seek_last(why->trace, why->number, &(struct seek){ kind, other, obj, word });
}

void why_found(struct why_gate *gate, bool open, const char *format, ...)
{
	va_list args;

	gate->state = open ? WHY_OPEN : WHY_CLOSED;
	va_start(args, format);
	vsnprintf(gate->text, sizeof gate->text, say(format), args);
	va_end(args);
}

void why_opens_with(struct why_gate *gate, const char *format, ...)
{
	va_list args;

	if (gate->state != WHY_CLOSED)
		return;
	va_start(args, format);
	vsnprintf(gate->command, sizeof gate->command, format, args);
	va_end(args);
}

/* Before anything else: a machine that died delivers nothing. */
void why_gate_stopped(const struct why *why, struct why_gate *gate)
{
	const struct record *bugcheck = why->scene->bugcheck == NONE ? NULL : trace_at(why->trace, why->scene->bugcheck);

	if (!bugcheck) {
		why_no_gate(gate);
		return;
	}
	why_found(gate, false, "bugcheck 0x%02llX %s: %s", (unsigned long long)bugcheck->w[0], trace_text_of(why->trace, bugcheck->w[1]),
		  trace_text_of(why->trace, bugcheck->w[2]));
	gate->since = bugcheck->number;
}

void why_gate_present(const struct why *why, struct why_gate *gate)
{
	why_found(gate, !why->device->removed, why->device->removed ? N_("%s was pulled out") : N_("%s is there"), why_name(why, why->device));
	gate->since = why_last(why, why->device->obj, R_PNP_REMOVE, R_PNP_REMOVE, NONE);
}

void why_gate_started(const struct why *why, struct why_gate *gate)
{
	unsigned state = why->device->state;
	struct str status = { 0 };

	status_text(why->device->status, &status);
	if (state == SYM_state_HALTED && status_failed(why->device->status))
		why_found(gate, false, "the driver's start failed: %s", status.text);
	else
		why_found(gate, state != SYM_state_ABSENT && state != SYM_state_HALTED, "the driver is %s", tell_symbol("state", state));
	str_free(&status);
	gate->since = why_last(why, why->device->obj, R_PNP_STATE, R_PNP_STATE, NONE);
	why_opens_with(gate, "start %s", why_name(why, why->device));
}

static unsigned lowest(uint32_t causes)
{
	return causes ? (unsigned)__builtin_ctz(causes) : 0;
}

/* What to raise: of the causes asked about, one that is enabled. */
static unsigned to_raise(const struct why *why)
{
	uint32_t enabled = why->causes & scene_role(why->device, ROLE_IMS, 0);

	return lowest(enabled ? enabled : why->causes);
}

/* A frame that finds the link down is dropped without a cause. */
static bool receives(unsigned cause)
{
	return cause < 8 || (cause >= 16 && cause < 24);
}

/* NOISY (doc/noisy.md): the last change of one of its registers. */
static uint64_t noisy_since(const struct why *why, enum scene_role role)
{
	return why_last(why, why->device->obj, R_DEV_REG, R_DEV_REG, why->device->role[role] - 1u);
}

static void noisy_cause(const struct why *why, struct why_gate *gate)
{
	uint32_t causes = scene_causes(why->device);

	why_found(gate, causes & why->causes, "%s is 0x%x", "CAUSE", causes);
	gate->since = noisy_since(why, ROLE_CAUSE);
	why_opens_with(gate, "device.raise %s 0x%x", why_name(why, why->device), 1u << lowest(why->causes));
}

static void noisy_enabled(const struct why *why, struct why_gate *gate)
{
	uint32_t mask = scene_enabled(why->device), wanted = scene_causes(why->device) & why->causes;

	wanted = wanted ? wanted : 1u << lowest(why->causes);
	why_found(gate, mask & wanted, "%s is 0x%x", "MASK", mask);
	gate->since = noisy_since(why, ROLE_MASK);
	why_opens_with(gate, "register.write %s MASK 0x%x", why_name(why, why->device), mask | wanted);
}

/* The map comes first where no cause leads to the message. */
static bool nothing_leads_there(const struct why *why, struct why_gate *gate)
{
	if (!why->unmapped || why->causes)
		return false;
	why_found(gate, false, "no cause is mapped to message %u", why->message);
	gate->state = WHY_NOT_MET;
	return true;
}

void why_gate_cause(const struct why *why, struct why_gate *gate)
{
	uint32_t icr = scene_role(why->device, ROLE_ICR, 0);
	unsigned cause = to_raise(why);
	char name[16];

	if (why->device->role[ROLE_CAUSE]) {
		noisy_cause(why, gate);
		return;
	}
	if (!why->has_block) {
		why_no_gate(gate);
		return;
	}
	if (nothing_leads_there(why, gate))
		return;
	why_found(gate, icr & why->causes, "%s is 0x%x", "ICR", icr);
	if (gate->state == WHY_CLOSED && receives(cause) && !why->device->link_up) {
		why_found(gate, false, "ICR is 0x%x, and its link is down", icr);
		gate->since = why_last(why, why->device->obj, R_DEV_LINK, R_DEV_LINK, NONE);
		why_opens_with(gate, "link %s up", why_name(why, why->device));
		return;
	}
	gate->since = why_or_reset(why, why_last(why, why->device->obj, R_DEV_CAUSE_SET, R_DEV_CAUSE_CLEAR, NONE));
	why_opens_with(gate, "device.raise %s %s", why_name(why, why->device),
		       why_cause_name(cause, name, sizeof name));
}

void why_gate_enabled(const struct why *why, struct why_gate *gate)
{
	uint32_t ims = scene_role(why->device, ROLE_IMS, 0), wanted = scene_role(why->device, ROLE_ICR, 0) & why->causes;

	if (why->device->role[ROLE_MASK]) {
		noisy_enabled(why, gate);
		return;
	}
	if (!why->has_block) {
		why_no_gate(gate);
		return;
	}
	if (nothing_leads_there(why, gate))
		return;
	wanted = wanted ? wanted : why->causes;
	why_found(gate, ims & wanted, "%s is 0x%x", "IMS", ims);
	gate->since = why_or_reset(why, why_last(why, why->device->obj, R_DEV_MASK, R_DEV_UNMASK, NONE));
	why_opens_with(gate, "register.write %s IMS 0x%x", why_name(why, why->device), wanted);
}

/* What to map to a message that has no cause: an enabled one that leads nowhere, or whose message has another that is enabled; else
 * an enabled one, else any. */
static unsigned to_map(const struct why *why)
{
	uint32_t enabled = scene_role(why->device, ROLE_IMS, 0);
	uint32_t chosen = 0;

	if (why->causes)
		return lowest(why->causes);
	for (unsigned c = 0; c < 32 && !chosen; c++)
		if (enabled >> c & 1 && !(scene_role(why->device, ROLE_IVAR, c) & 0x80))
			chosen = 1u << c;
	for (unsigned m = 0; m < SCENE_SOURCES && !chosen; m++)
		if (__builtin_popcount(why_causes_of(why, m) & enabled) > 1)
			chosen = why_causes_of(why, m) & enabled;
	return lowest(chosen ? chosen : enabled);
}

/* A message that the device has, asked about with causes that go elsewhere, or with none. */
static void map_to_message(const struct why *why, struct why_gate *gate)
{
	unsigned cause = to_map(why), n = why->mode == SYM_grant_MSIX ? why->device->entries_n : why_messages(why->device);

	if (why->message >= n)
		why_found(gate, false, "there is no message %u: the device has %u", why->message, n);
	else if (!why->causes)
		why_found(gate, false, "no cause is mapped to message %u: no IVAR names it", why->message);
	else
		why_found(gate, false, "IVAR[%u] does not name message %u", cause, why->message);
	if (why->message < n)
		why_opens_with(gate, "register.write %s IVAR[%u] 0x%x", why_name(why, why->device), cause, 0x80 | why->message);
}

void why_gate_mapped(const struct why *why, struct why_gate *gate)
{
	unsigned cause = lowest(why->causes);
	uint32_t ivar = scene_role(why->device, ROLE_IVAR, cause);
	bool msix = why->mode == SYM_grant_MSIX, valid = ivar & 0x80;

	if (!why->has_block || !why_by_message(why) || !why->device->role[ROLE_IVAR]) {
		why_no_gate(gate);
		return;
	}
	if (why->unmapped) {
		map_to_message(why, gate);
		return;
	}
	if (msix && !valid)
		why_found(gate, false, "IVAR[%u] is not valid", cause);
	else
		why_found(gate, !msix || why->source < why->device->entries_n, "IVAR[%u] names source %u of %u", cause, why->source,
		      msix ? why->device->entries_n : 64);
	gate->since = why_or_reset(why, why_last(why, why->device->obj, R_DEV_REG, R_DEV_REG, why->device->role[ROLE_IVAR] - 1 + cause));
	why_opens_with(gate, "register.write %s IVAR[%u] 0x80", why_name(why, why->device), cause);
}

static uint64_t entry_since(const struct why *why)
{
	uint64_t mask = why_last(why, why->device->obj, R_MSIX_MASK, R_MSIX_UNMASK, why->message);
	uint64_t entry = why_last(why, why->device->obj, R_MSIX_ENTRY, R_MSIX_ENTRY, why->message);

	return entry != NONE && (mask == NONE || entry > mask) ? entry : mask;
}

void why_gate_mask(const struct why *why, struct why_gate *gate)
{
	unsigned msi = scene_capability(why->device, 0x05), at;
	bool masked;

	if (why->mode == SYM_grant_MSIX && why->message < why->device->entries_n) {
		masked = why->device->entries[why->message].control & 1;
		gate->since = entry_since(why);
	} else if (why->mode == SYM_grant_MSI && scene_config(why->device, msi + 2, 2) & 0x100) {
		at = msi + (scene_config(why->device, msi + 2, 2) & 0x80 ? 0x10 : 0x0C);
		masked = scene_config(why->device, at, 4) >> (why->message & 31) & 1;
		gate->since = why_config_since(why, why->device, at, 4);
	} else {
		why_no_gate(gate);
		return;
	}
	if (why->mode == SYM_grant_MSI)
		why_found(gate, !masked, masked ? N_("message %u is masked") : N_("message %u is not masked"), why->message);
	else
		why_found(gate, !masked, masked ? N_("table entry %u is masked") : N_("table entry %u is not masked"), why->message);
	why_opens_with(gate, "unmask %s %u", why_name(why, why->device), why->message);
}

/* Until when the throttle withholds what is due; not after now: it does not. The line keeps no record of its waiting. */
static vtime withheld_until(const struct why *why, uint32_t interval)
{
	const struct record *assertion;

	if (why->mode != SYM_grant_LINE)
		return why->source < SCENE_SOURCES && why->device->due >> why->source & 1 ? why->device->until[why->source] : 0;
	if (why->device->asserted || !(scene_role(why->device, ROLE_ICR, 0) & scene_role(why->device, ROLE_IMS, 0)))
		return 0;
	assertion = trace_at(why->trace, why_last(why, why->device->obj, R_LINE_ASSERT, R_LINE_ASSERT, NONE));
	return assertion ? assertion->at + (vtime)interval * 256 : 0;
}

void why_gate_interval(const struct why *why, struct why_gate *gate)
{
	uint32_t interval = scene_role(why->device, ROLE_EITR, why->source) & 0xFFFF;
	vtime end = withheld_until(why, interval);
	bool waits = end > why->scene->at;
	char until[40];

	if (!interval || !why->device->role[ROLE_EITR]) {
		why_no_gate(gate);
		return;
	}
	if (waits)
		why_found(gate, false, "EITR[%u] withholds it until %s", why->source,
		      vtime_text(end, until, sizeof until));
	else
		why_found(gate, true, "EITR[%u] is %u x 256 ns", why->source, interval);
	if (waits && why->mode == SYM_grant_LINE)
		gate->since = why_last(why, why->device->obj, R_LINE_ASSERT, R_LINE_ASSERT, NONE);
	else if (waits)
		gate->since = why_last(why, why->device->obj, R_DEV_DUE, R_DEV_DUE, why->source);
}

/* NOISY sends as CAUSE & MASK leaves zero, and then no more until it was zero again (doc/noisy.md). */
static void no_edge(const struct why *why, struct why_gate *gate)
{
	gate->state = WHY_NOT_MET;
	if (!(scene_causes(why->device) & scene_enabled(why->device)))
		return;
	why_found(gate, false, "nothing went out: CAUSE & MASK was not zero before, and messages are edges");
	why_opens_with(gate, "register.write %s CAUSE 0x%x", why_name(why, why->device), scene_causes(why->device));
}

/* A register write of a driver that has not reached the device: what it clears seems to be left. */
static bool write_under_way(const struct why *why)
{
	const struct record *write = trace_at(why->trace, why_last(why, why->device->obj, R_MMIO_WRITE, R_MMIO_WRITE, NONE));
	const struct record *arrived = trace_at(why->trace, why_last(why, why->device->obj, R_MMIO_ARRIVE, R_MMIO_ARRIVE, NONE));

	return write && (!arrived || arrived->number < write->number || arrived->w[0] != write->w[0]);
}

/* The end of the DPC of the last message that was claimed. A routine that claims nothing, or asks for no DPC, has gates of its own. */
static uint64_t served_at(const struct why *why)
{
	const struct seek ends = { R_DPC_EXIT, R_DPC_EXIT, why->interrupt->obj, why_granted(why) };

	if (why->run == NONE || why->served == NONE || !trace_at(why->trace, why->served)->w[1])
		return NONE;
	return seek_first(why->trace, why->run, why->number + 1, &ends);
}

/* A cause that was served and is as enabled and pending as before: nothing that sets it again is an edge. */
static uint32_t left_pending(const struct why *why)
{
	uint32_t live = scene_role(why->device, ROLE_ICR, 0) & scene_role(why->device, ROLE_IMS, 0) & why->causes;

	return why->has_block && why_by_message(why) && served_at(why) != NONE && !write_under_way(why) ? live : 0;
}

/* All before it is open, and still nothing went out: messages are edges, and this cause was there before. */
void why_gate_sent(const struct why *why, struct why_gate *gate)
{
	uint32_t bits = scene_role(why->device, ROLE_ICR, 0) & why->causes;
	bool sent = why->send != NONE && (why->cause_set == NONE || why->cause_set < why->send);
	bool line = why->mode == SYM_grant_LINE;
	uint32_t left = sent ? left_pending(why) : 0;
	char name[16];

	if (line && why->device->asserted)
		why_found(gate, true, "its line is asserted");
	else if (left)
		why_found(gate, false, "#%llu was served, and %s is pending still: messages are edges, it adds none until it is cleared",
			  (unsigned long long)why->send, why_cause_name(lowest(left), name, sizeof name));
	else if (sent)
		why_found(gate, true, "it went out as #%llu", (unsigned long long)why->send);
	else if (why->has_block && !bits)
		gate->state = WHY_NOT_MET;
	else if (line)
		why_found(gate, false, "its line is not asserted");
	else if (why->device->role[ROLE_CAUSE])
		no_edge(why, gate);
	else
		why_found(gate, false, "nothing went out: messages are edges, and a cause that is pending adds none");
	if (left)
		gate->since = served_at(why);
	if (line && why->device->asserted)
		gate->since = why_last(why, why->device->obj, R_LINE_ASSERT, R_LINE_ASSERT, NONE);
	if (bits && !line)
		why_opens_with(gate, "register.write %s ICR 0x%x", why_name(why, why->device), bits);
}
