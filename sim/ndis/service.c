/* SPDX-License-Identifier: MIT */
/*
 * Service routines and DPCs (DDI, MINIPORT_ISR and MINIPORT_INTERRUPT_DPC). Both outputs of a service routine count whatever it returns.
 * A DPC gets its throttle parameters from NDIS 6.20 on; one that leaves work pending is queued again at the tail of its CPU's queue.
 */
#include <string.h>

#include "sim/base/say.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/gate.h"
#include "sim/os/bugcheck.h"
#include "sim/os/nest.h"
#include "sim/os/probe.h"

/* The two out members of a service routine, FALSE and 0 before each call. */
struct out {
	ULONG targets;
	BOOLEAN queue;
};

static struct out *lend_out(void)
{
	return handler_lend(&(struct out){ 0 }, sizeof(struct out));
}

static void tell_answer(struct isr_answer *answer, BOOLEAN claimed, const struct out *out)
{
	answer->claimed = claimed != 0;
	answer->queue_default = out->queue != 0;
	answer->targets = out->targets;
}

static void serve_line(struct interrupt *interrupt, struct isr_answer *answer)
{
	struct registration *registration = interrupt->context;
	MINIPORT_ISR *isr = registration->handlers.InterruptHandler;
	struct handler handler;
	struct out *out;
	BOOLEAN claimed;

	handler_guard(&handler, HANDLER_ISR, registration->obj, (void *)isr);
	out = lend_out();
	claimed = DRIVER_CALL(isr, registration->context, &out->queue, &out->targets);
	handler_check(&handler);
	tell_answer(answer, claimed, out);
}

static void serve_message(struct interrupt *interrupt, struct isr_answer *answer)
{
	struct registration *registration = interrupt->context;
	MINIPORT_MESSAGE_INTERRUPT *isr = registration->handlers.MessageInterruptHandler;
	struct handler handler;
	struct out *out;
	BOOLEAN claimed;

	handler_guard(&handler, HANDLER_MESSAGE_ISR, registration->obj, (void *)isr);
	out = lend_out();
	probe_look(os_cpu(interrupt->os));
	claimed = DRIVER_CALL(isr, registration->context, interrupt->message, &out->queue, &out->targets);
	handler_check(&handler);
	tell_answer(answer, claimed, out);
	answer->blind = probe_blind(os_cpu(interrupt->os));
}

#define STORM_FROM 1000 /* redeliveries in a row from which on the option is looked up */
#define STORM_STOP 10000 /* option "storm.stop": so many stop the machine; 0: none do */

/* A line that stays asserted whatever its routines do (DDI, bug check codes, 0xF2). */
static void check_storm(struct interrupt *interrupt)
{
	struct registration *registration = interrupt->context;
	struct os *os = interrupt->os;
	const struct interrupt *first = os->chain[interrupt->cpu][interrupt->vector];
	unsigned in_row = os->hw->ioapic.input[registration->adapter->grant->line_input].in_row;
	uint64_t stop;

	if (in_row < STORM_FROM)
		return;
	stop = os_option(os, "storm.stop", STORM_STOP);
	if (stop && in_row >= stop)
		bugcheck(os->core, BUGCHECK_HARDWARE_INTERRUPT_STORM,
			 (uint64_t[4]){ first->code, probe_address(os->core, (uint64_t)(uintptr_t)registration->context),
					(uint64_t)(uintptr_t)registration->handle, first->next ? 2 : 1 },
			 N_("a line stays asserted whatever its service routines do"), first->code);
}

static struct message_dpc *prepare(struct registration *registration, unsigned message, unsigned cpu);

/* A service routine asks for a DPC. What the one did not look at, the other may. */
static void ask_for(struct registration *registration, unsigned message, unsigned cpu, bool blind)
{
	struct message_dpc *d = prepare(registration, message, cpu);

	d->ended = false;
	d->looked |= !blind;
	dpc_queue(&d->dpc, 0);
}

/* Its place among those of a registration. */
static unsigned place_of(unsigned message)
{
	return message == RECORD_NONE ? 0 : message;
}

/* The default DPC beats the mask (DDI, MINIPORT_ISR). */
static void served(struct interrupt *interrupt, const struct isr_answer *isr)
{
	struct registration *registration = interrupt->context;
	struct os *os = interrupt->os;
	uint32_t targets = isr->targets;
	unsigned message = place_of(interrupt->message);

	if (interrupt->level)
		check_storm(interrupt);
	if (registration->closing)
		return;
	if (isr->queue_default) {
		ask_for(registration, message, os_cpu(os)->number, isr->blind);
		return;
	}
	if (!targets && isr->blind)
		core_record(os->core, R_ISR_BLIND, interrupt->obj, interrupt->message, 0, 0, 0);
	for (unsigned cpu = 0; targets && cpu < os->cpus_n; cpu++, targets >>= 1)
		if (targets & 1)
			ask_for(registration, message, cpu, isr->blind);
}

void service_connect(struct registration *registration, unsigned message)
{
	struct interrupt *interrupt = &registration->interrupts[message];
	bool line = registration_line(registration);

	interrupt->service = line ? serve_line : serve_message;
	interrupt->served = served;
	interrupt->code = probe_code(interrupt->os->core, line ? (uint64_t)(uintptr_t)registration->handlers.InterruptHandler
					 : (uint64_t)(uintptr_t)registration->handlers.MessageInterruptHandler);
}

/* throttle: NULL for drivers that know none. */
static void call_driver(struct message_dpc *message, NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle)
{
	struct registration *registration = message->registration;
	void *context = (void *)(uintptr_t)message->dpc.context;
	struct handler handler;
	void *lent;

	if (registration_line(registration)) {
		MINIPORT_INTERRUPT_DPC *dpc = registration->handlers.InterruptDpcHandler;

		handler_guard(&handler, HANDLER_DPC, registration->obj, (void *)dpc);
		lent = throttle ? handler_lend(throttle, sizeof *throttle) : NULL;
		DRIVER_CALL(dpc, registration->context, context, lent, NULL);
	} else {
		MINIPORT_MESSAGE_INTERRUPT_DPC *dpc = registration->handlers.MessageInterruptDpcHandler;

		handler_guard(&handler, HANDLER_MESSAGE_DPC, registration->obj, (void *)dpc);
		lent = throttle ? handler_lend(throttle, sizeof *throttle) : NULL;
		DRIVER_CALL(dpc, registration->context, message->dpc.message, context, lent, NULL);
	}
	if (throttle)
		memcpy(throttle, lent, sizeof *throttle);
	handler_check(&handler);
}

/* More work under an unlimited budget is the driver's mistake, and then no reason to run again. */
static bool wants_more(struct message_dpc *message, const NDIS_RECEIVE_THROTTLE_PARAMETERS *throttle, uint64_t enter)
{
	struct registration *registration = message->registration;
	struct core *core = message->dpc.os->core;

	if (!throttle->MoreNblsPending)
		return false;
	if (throttle->MaxNblsToIndicate != NDIS_INDICATE_ALL_NBLS)
		return true;
	violation(core, registration->obj, "Throttle_Unlimited", "MoreNblsPending is set although the budget is unlimited", enter,
		  message->dpc.code);
	return false;
}

static uint32_t budget_of(const struct registration *registration)
{
	uint64_t budget = os_option(registration->adapter->ndis->os, "budget", NDIS_INDICATE_ALL_NBLS);

	return budget == 0 || budget > NDIS_INDICATE_ALL_NBLS ? NDIS_INDICATE_ALL_NBLS : (uint32_t)budget;
}

static void end_of_dpc(struct message_dpc *message)
{
	struct registration *registration = message->registration;

	message->ended = !message->dpc.queued;
	if (registration->closing && registration->waiting)
		thread_wake(registration->waiting);
}

static void run(struct dpc *dpc)
{
	struct message_dpc *message = dpc->owner;
	struct registration *registration = message->registration;
	struct core *core = dpc->os->core;
	bool looked = message->looked;
	bool throttled = registration->adapter->driver->version >= NDIS_VERSION(6, 20), more;
	NDIS_RECEIVE_THROTTLE_PARAMETERS throttle = { .MaxNblsToIndicate = throttled ? budget_of(registration) :
										       NDIS_INDICATE_ALL_NBLS };
	uint64_t enter = core_record(core, R_DPC_ENTER, dpc->obj, dpc->message, probe_address(core, dpc->context),
				     throttle.MaxNblsToIndicate, dpc->code);
	struct nest nest = { .kind = NEST_DPC, .obj = dpc->obj, .what = dpc->message, .code = dpc->code, .record = enter };
	uint64_t was = core_because(core, enter);

	nest_enter(core->cpu, &nest);
	message->left = throttle.MaxNblsToIndicate;
	message->over = false;
	message->looked = false;
	registration->running[dpc->cpu] = message;
	probe_look(core->cpu);
	call_driver(message, throttled ? &throttle : NULL);
	registration->running[dpc->cpu] = NULL;
	more = throttled && wants_more(message, &throttle, enter);
	core_record(core, R_DPC_EXIT, dpc->obj, dpc->message, more, probe_blind(core->cpu) && !looked, 0);
	nest_leave(core->cpu);
	if (more && !registration->closing)
		service_queue(registration, place_of(dpc->message), dpc->cpu, dpc->context);
	core->cause = was;
	end_of_dpc(message);
}

static struct message_dpc *prepare(struct registration *registration, unsigned message, unsigned cpu)
{
	struct os *os = registration->adapter->ndis->os;
	struct message_dpc *d = &registration->dpcs[(size_t)message * os->cpus_n + cpu];
	bool line = registration_line(registration);

	d->registration = registration;
	d->dpc.os = os;
	d->dpc.obj = registration->obj;
	d->dpc.message = line ? RECORD_NONE : message;
	d->dpc.cpu = cpu;
	d->dpc.importance = DPC_MEDIUM_HIGH;
	d->dpc.run = run;
	d->dpc.owner = d;
	d->dpc.interrupt = true;
	if (!d->dpc.queued && !d->dpc.running)
		d->dpc.code = probe_code(os->core, line ? (uint64_t)(uintptr_t)registration->handlers.InterruptDpcHandler
					     : (uint64_t)(uintptr_t)registration->handlers.MessageInterruptDpcHandler);
	return d;
}

bool service_queue(struct registration *registration, unsigned message, unsigned cpu, uint64_t context)
{
	struct message_dpc *d = prepare(registration, message, cpu);

	d->ended = false;
	d->looked = true; /* not a service routine alone has asked for it */
	return dpc_queue(&d->dpc, context);
}

/* A DPC counts as running until dpc.c has paid for its end, but the driver's part is over with `run`. */
static bool busy(const struct message_dpc *d)
{
	return d->dpc.queued || (d->dpc.running && !d->ended);
}

bool service_busy(const struct registration *registration)
{
	struct os *os = registration->adapter->ndis->os;
	size_t n = (size_t)registration->count * os->cpus_n;

	for (size_t i = 0; i < n; i++)
		if (busy(&registration->dpcs[i]))
			return true;
	return false;
}

void service_indicated(struct registration *registration, unsigned lists)
{
	struct core *core = registration->adapter->ndis->core;
	struct message_dpc *message = registration->running[core->cpu->number];

	if (!message || message->left == NDIS_INDICATE_ALL_NBLS)
		return;
	if (lists > message->left && !message->over) {
		violation(core, registration->obj, "Throttle_Limit", "a DPC indicates more lists than MaxNblsToIndicate", core->cause,
			  message->dpc.code);
		message->over = true;
	}
	message->left = lists > message->left ? 0 : message->left - lists;
}
