/* SPDX-License-Identifier: MIT */
/*
 * Inside vnic-message: which message carries what.
 *
 * A queue pair is receive queue q and transmit queue q; they share a message, because who receives usually sends too. With
 * enough messages there is one a pair and one for the rare causes (link, error); with fewer, pairs share, in turn, and the rare
 * ones go with pair 0. So every count from 1 on is served, which is the whole of "fold-down".
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "nic.h"

#define RARE (VNIC_CAUSE_LSC | VNIC_CAUSE_ERR)

/* In line, because a service routine asks for each pair. */
static inline ULONG message_pairs(const struct nic *nic)
{
	return max(nic->n_rx, nic->n_tx);
}

#ifdef MESSAGE_CHOSEN
/* Lessons 5 and 6: their exercises say it, also wrongly. A pair whose message was not granted has none, and nobody serves it. */
VOID message_choose(struct nic *nic); /* when the grant is known */
ULONG message_of_pair(const struct nic *nic, ULONG pair);
ULONG source_of_cause(const struct nic *nic, ULONG cause, ULONG message);
#else
static inline ULONG message_of_pair(const struct nic *nic, ULONG pair)
{
	return nic->n_messages < message_pairs(nic) ? pair % nic->n_messages : pair;
}

/* What the device is told of a cause: the number of the message that serves it. */
#define source_of_cause(nic, cause, message) (message)
#define message_choose(nic) ((void)0) /* the grant has said it all */
#endif

/* Its own if there is one to spare. */
static inline ULONG message_of_rare(const struct nic *nic)
{
	return nic->n_messages > message_pairs(nic) ? message_pairs(nic) : 0;
}

static inline ULONG pair_causes(const struct nic *nic, ULONG pair)
{
	return (pair < nic->n_rx ? VNIC_CAUSE_RXQ(pair) : 0) |
	       (pair < nic->n_tx ? VNIC_CAUSE_TXQ(pair) : 0);
}

ULONG message_causes(const struct nic *nic, ULONG message); /* all that it carries */

/* Which CPU serves the pair; it may change while interrupts come. */
ULONG pair_cpu(struct nic *nic, ULONG pair);
BOOLEAN pair_is_here(struct nic *nic, ULONG pair);

/* message_map.c: tells the device; when nothing is enabled. */
VOID message_map(struct nic *nic);

/* message_interrupt.c */
MINIPORT_MESSAGE_INTERRUPT message_isr;
MINIPORT_MESSAGE_INTERRUPT_DPC message_dpc;
MINIPORT_DISABLE_MESSAGE_INTERRUPT message_disable;
MINIPORT_ENABLE_MESSAGE_INTERRUPT message_enable;
VOID messages_on(struct nic *nic);
VOID messages_off(struct nic *nic);

#endif
