/* SPDX-License-Identifier: MIT */
/*
 * Receive-side scaling: the system says which hash goes to which CPU; the device knows queues, not CPUs. So each CPU of the
 * table gets a queue, if possible one whose message arrives at that CPU anyway, and the device's table is filled with queues.
 */
#include "message.h"

/* What the system wants, CPU by CPU, in the order in which the table names them. */
struct plan {
	ULONG n;
	ULONG cpu[VNIC_RETA_ENTRIES];
	ULONG queue[VNIC_RETA_ENTRIES];
};

#define NO_QUEUE 0xffffffffu

static ULONG plan_find(const struct plan *plan, ULONG cpu)
{
	ULONG i = 0;

	while (i < plan->n && plan->cpu[i] != cpu)
		i++;
	return i;
}

static BOOLEAN taken(const struct plan *plan, ULONG queue)
{
	for (ULONG i = 0; i < plan->n; i++) {
		if (plan->queue[i] == queue)
			return TRUE;
	}
	return FALSE;
}

/* The CPUs at which the pair's message may arrive; none, if it has no message. */
static KAFFINITY targets_of(const struct nic *nic, ULONG pair)
{
	ULONG message = message_of_pair(nic, pair);

	return message < nic->n_messages ? nic->table->MessageInfo[message].TargetProcessorSet : 0;
}

static ULONG queue_near(const struct nic *nic, const struct plan *plan, ULONG cpu)
{
	for (ULONG q = 0; q < nic->n_rx; q++) {
		if (targets_of(nic, q) >> cpu & 1 && !taken(plan, q))
			return q;
	}
	return NO_QUEUE;
}

static ULONG queue_free(const struct nic *nic, const struct plan *plan)
{
	for (ULONG q = 0; q < nic->n_rx; q++) {
		if (!taken(plan, q))
			return q;
	}
	return NO_QUEUE;
}

/* First those that fit, then the rest; more CPUs than queues share, and are then served by the first of them. */
static VOID plan_queues(const struct nic *nic, struct plan *plan)
{
	for (ULONG i = 0; i < plan->n; i++)
		plan->queue[i] = queue_near(nic, plan, plan->cpu[i]);
	for (ULONG i = 0; i < plan->n; i++) {
		if (plan->queue[i] == NO_QUEUE)
			plan->queue[i] = queue_free(nic, plan);
		if (plan->queue[i] == NO_QUEUE)
			plan->queue[i] = i % nic->n_rx;
	}
}

/* From 6.20 on the entries are PROCESSOR_NUMBER. Offsets are the asker's: nothing is read before they were checked. */
static const PROCESSOR_NUMBER *table_of(const NDIS_RECEIVE_SCALE_PARAMETERS *rss, ULONG length,
					ULONG *entries)
{
	ULONG bytes = rss->IndirectionTableSize, offset = rss->IndirectionTableOffset;

	*entries = bytes / (ULONG)sizeof(PROCESSOR_NUMBER);
	if (!*entries || *entries > VNIC_RETA_ENTRIES || *entries & (*entries - 1))
		return NULL; /* a power of two, so that a part of the hash selects */
	if (offset > length || bytes > length - offset)
		return NULL;
	return (const PROCESSOR_NUMBER *)((const UCHAR *)rss + offset);
}

/* TRUE: a pair of the message is wanted at another CPU than the one at which, alone, the message arrives. */
static BOOLEAN leaves(const struct nic *nic, ULONG message, const ULONG *wanted)
{
	for (ULONG pair = 0; pair < message_pairs(nic); pair++) {
		if (message_of_pair(nic, pair) == message && wanted[pair] != (ULONG)NIC_ANY_CPU &&
		    targets_of(nic, pair) != (KAFFINITY)1 << wanted[pair])
			return TRUE;
	}
	return FALSE;
}

/* Where the pair is served now: the CPU that is named, or the first of those at which its message arrives. */
static KAFFINITY served_at(struct nic *nic, ULONG pair)
{
	ULONG cpu = pair_cpu(nic, pair);
	KAFFINITY targets = targets_of(nic, pair);

	return cpu == (ULONG)NIC_ANY_CPU ? targets & (~targets + 1) : (KAFFINITY)1 << cpu;
}

/*
 * A CPU is named only for messages with a pair that leaves: where all stay, neither the service routine nor the DPC has to ask
 * which CPU it runs on.
 *
 * After the change every message's DPC runs once on each CPU that has a pair of it now: a DPC of before, on the old CPU, may
 * find the pair gone and leave its causes disabled; the new one drains and enables them.
 */
static VOID move_pairs(struct nic *nic, const struct plan *plan)
{
	ULONG wanted[VNIC_QUEUES];

	for (ULONG pair = 0; pair < VNIC_QUEUES; pair++)
		wanted[pair] = (ULONG)NIC_ANY_CPU;
	for (ULONG i = plan->n; i-- > 0;)
		wanted[plan->queue[i]] = plan->cpu[i];
	for (ULONG pair = 0; pair < message_pairs(nic); pair++)
		InterlockedExchange(&nic->cpu[pair],
				    leaves(nic, message_of_pair(nic, pair), wanted) ? (LONG)wanted[pair] : NIC_ANY_CPU);
	for (ULONG pair = 0; pair < message_pairs(nic); pair++) {
		GROUP_AFFINITY where = { .Mask = served_at(nic, pair) };

		if (targets_of(nic, pair))
			NdisMQueueDpcEx(nic->interrupt, message_of_pair(nic, pair), &where, NULL);
	}
}

static NDIS_STATUS set_table(struct nic *nic, const NDIS_RECEIVE_SCALE_PARAMETERS *rss, ULONG length)
{
	struct plan plan = { .n = 0 };
	ULONG entries, word = 0;
	const PROCESSOR_NUMBER *table = table_of(rss, length, &entries);

	if (!table)
		return NDIS_STATUS_INVALID_DATA;
	for (ULONG i = 0; i < entries; i++) {
		PROCESSOR_NUMBER number = table[i];
		ULONG cpu = KeGetProcessorIndexFromNumber(&number), at = plan_find(&plan, cpu);

		if (cpu >= 8 * sizeof(KAFFINITY))
			return NDIS_STATUS_INVALID_DATA; /* no such processor */
		plan.cpu[at] = cpu;
		plan.n = max(plan.n, at + 1);
	}
	for (ULONG i = 0; i < plan.n; i++)
		plan.queue[i] = NO_QUEUE;
	plan_queues(nic, &plan);
	/* A short table repeats: the device has 128 entries always. */
	for (ULONG i = 0; i < VNIC_RETA_ENTRIES; i++) {
		PROCESSOR_NUMBER number = table[i % entries];
		ULONG cpu = KeGetProcessorIndexFromNumber(&number);

		word |= plan.queue[plan_find(&plan, cpu)] << i % 4 * 8;
		if (i % 4 == 3) {
			nic_write(nic, VNIC_RETA(i / 4), word);
			word = 0;
		}
	}
	move_pairs(nic, &plan);
	return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS set_key(struct nic *nic, const NDIS_RECEIVE_SCALE_PARAMETERS *rss, ULONG length)
{
	ULONG offset = rss->HashSecretKeyOffset, bytes = rss->HashSecretKeySize;
	const UCHAR *key = (const UCHAR *)rss + offset;

	if (bytes != 4 * VNIC_RSS_KEY_WORDS || offset > length || bytes > length - offset)
		return NDIS_STATUS_INVALID_DATA;
	for (ULONG i = 0; i < VNIC_RSS_KEY_WORDS; i++, key += 4)
		nic_write(nic, VNIC_RSSRK(i), key[0] | key[1] << 8 | key[2] << 16 | (ULONG)key[3] << 24);
	return NDIS_STATUS_SUCCESS;
}

static ULONG hash_fields(ULONG types)
{
	return (types & NDIS_HASH_IPV4 ? VNIC_MRQC_IPV4 : 0) |
	       (types & NDIS_HASH_TCP_IPV4 ? VNIC_MRQC_TCP_IPV4 : 0) |
	       (types & NDIS_HASH_IPV6 ? VNIC_MRQC_IPV6 : 0) |
	       (types & NDIS_HASH_TCP_IPV6 ? VNIC_MRQC_TCP_IPV6 : 0);
}

/* The switch comes last: the device must not sort by a key or a table of which half is written. */
NDIS_STATUS interrupt_scale(struct nic *nic, const NDIS_RECEIVE_SCALE_PARAMETERS *rss, ULONG length)
{
	USHORT flags = rss->Flags;
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;
	ULONG info = rss->HashInformation;

	if (!nic->table)
		return NDIS_STATUS_NOT_SUPPORTED; /* on a line no capabilities were given, so nobody should ask */
	if (flags & NDIS_RSS_PARAM_FLAG_DISABLE_RSS ||
	    (!(flags & NDIS_RSS_PARAM_FLAG_HASH_INFO_UNCHANGED) &&
	     !NDIS_RSS_HASH_FUNC_FROM_HASH_INFO(info))) {
		nic_write(nic, VNIC_MRQC, 0);
		return NDIS_STATUS_SUCCESS;
	}
	if (!(flags & NDIS_RSS_PARAM_FLAG_HASH_KEY_UNCHANGED))
		status = set_key(nic, rss, length);
	if (status == NDIS_STATUS_SUCCESS && !(flags & NDIS_RSS_PARAM_FLAG_ITABLE_UNCHANGED))
		status = set_table(nic, rss, length);
	if (status == NDIS_STATUS_SUCCESS && !(flags & NDIS_RSS_PARAM_FLAG_HASH_INFO_UNCHANGED))
		nic_write(nic, VNIC_MRQC,
			  VNIC_MRQC_ON | hash_fields(NDIS_RSS_HASH_TYPE_FROM_HASH_INFO(info)));
	return status;
}

/* Under a line there is one service routine and one DPC, on one CPU: scaling would promise what cannot be kept. */
PNDIS_RECEIVE_SCALE_CAPABILITIES interrupt_scaling(struct nic *nic,
						   PNDIS_RECEIVE_SCALE_CAPABILITIES room)
{
	if (!nic->table || nic->n_rx < 2)
		return NULL;
	*room = (NDIS_RECEIVE_SCALE_CAPABILITIES){
		.Header = { NDIS_OBJECT_TYPE_RSS_CAPABILITIES,
			    NDIS_RECEIVE_SCALE_CAPABILITIES_REVISION_2,
			    NDIS_SIZEOF_RECEIVE_SCALE_CAPABILITIES_REVISION_2 },
		.CapabilitiesFlags = NdisHashFunctionToeplitz | NDIS_RSS_CAPS_HASH_TYPE_TCP_IPV4 |
				     NDIS_RSS_CAPS_HASH_TYPE_TCP_IPV6 |
				     NDIS_RSS_CAPS_MESSAGE_SIGNALED_INTERRUPTS |
				     NDIS_RSS_CAPS_CLASSIFICATION_AT_ISR,
		.NumberOfInterruptMessages = nic->n_messages,
		.NumberOfReceiveQueues = nic->n_rx,
		.NumberOfIndirectionTableEntries = VNIC_RETA_ENTRIES,
	};
	return room;
}
