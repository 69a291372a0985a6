/* SPDX-License-Identifier: MIT */
/* Calls of the enable and disable handlers. */
#include "sim/ndis/diagnose.h"
#include "sim/ndis/guest.h"

struct diagnosis {
	struct registration *registration;
	bool enable;
	unsigned message;
};

static void call_line(const struct diagnosis *d)
{
	const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c = &d->registration->handlers;
	MINIPORT_ENABLE_INTERRUPT *function = d->enable ? c->EnableInterruptHandler : c->DisableInterruptHandler;
	struct handler handler;

	if (!function)
		return;
	handler_enter(&handler, d->enable ? HANDLER_ENABLE : HANDLER_DISABLE, d->registration->obj,
		      guest_address(d->registration->context), 0, (void *)function);
	DRIVER_CALL(function, d->registration->context);
	handler_exit(&handler, 0);
}

static void call_message(const struct diagnosis *d)
{
	const NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS *c = &d->registration->handlers;
	MINIPORT_ENABLE_MSI_INTERRUPT_HANDLER function = d->enable ? c->EnableMessageInterruptHandler :
								     c->DisableMessageInterruptHandler;
	struct handler handler;

	if (!function)
		return;
	handler_enter(&handler, d->enable ? HANDLER_ENABLE_MESSAGE : HANDLER_DISABLE_MESSAGE, d->registration->obj,
		      guest_address(d->registration->context), d->message, (void *)function);
	DRIVER_CALL(function, d->registration->context, d->message);
	handler_exit(&handler, 0);
}

static bool body(void *argument)
{
	const struct diagnosis *d = argument;

	if (registration_line(d->registration))
		call_line(d);
	else
		call_message(d);
	return true;
}

void diagnose_run(struct adapter *adapter, bool enable, unsigned message)
{
	struct registration *registration = adapter->registration;
	struct diagnosis d = { registration, enable, message };

	if (registration && registration->live && message < registration->count)
		isr_synchronize(&registration->interrupts[message], body, &d);
}
