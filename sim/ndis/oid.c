/* SPDX-License-Identifier: MIT */
/* The requests themselves. The structure and its buffer are one block of the system's. */
#include <stddef.h>
#include <string.h>

#include "sim/ndis/config.h"
#include "sim/ndis/guest.h"
#include "sim/ndis/oid.h"

#define ROOM 1024 /* bytes for data */
#define KEY 40
#define LOOKAHEAD 256 /* bytes */
#define TABLE 128

struct request {
	NDIS_OID_REQUEST oid;
	DECLSPEC_ALIGN(16) uint8_t data[ROOM];
};

/* The key that Microsoft publishes for verifying implementations of the hash. */
static const uint8_t secret_key[KEY] = {
	0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0, 0xd0, 0xca, 0x2b, 0xcb,
	0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30, 0xf2, 0x0c, 0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac, 0x01, 0xfa,
};

static struct request *request_of(struct adapter *adapter, NDIS_OID oid, bool query, UINT n)
{
	struct request *r;

	if (!adapter->request)
		adapter->request = pool_alloc(&adapter->ndis->os->pool, POOL_BLOCK, adapter->obj, sizeof *r, 0, true);
	r = guest_pointer(adapter->request);
	memset(&r->oid, 0, sizeof r->oid);
	r->oid.Header = (NDIS_OBJECT_HEADER){ NDIS_OBJECT_TYPE_OID_REQUEST, NDIS_OID_REQUEST_REVISION_1,
					      NDIS_SIZEOF_OID_REQUEST_REVISION_1 };
	r->oid.RequestType = query ? NdisRequestQueryInformation : NdisRequestSetInformation;
	r->oid.RequestId = guest_pointer(++adapter->requests);
	r->oid.DATA.QUERY_INFORMATION.Oid = oid;
	r->oid.DATA.QUERY_INFORMATION.InformationBuffer = r->data;
	r->oid.DATA.QUERY_INFORMATION.InformationBufferLength = n;
	return r;
}

uint64_t oid_id(const struct adapter *adapter)
{
	return adapter->requests;
}

static void ask(struct adapter *adapter, struct request *r)
{
	MINIPORT_OID_REQUEST *function = adapter->driver->handlers.OidRequestHandler;
	struct core *core = adapter->ndis->core;
	NDIS_OID oid = r->oid.DATA.QUERY_INFORMATION.Oid;
	struct handler handler;
	NDIS_STATUS status;
	uint64_t was = core_because(core, core_record(core, R_OID_REQUEST, adapter->obj, oid, r->oid.RequestType, 0, 0));

	adapter->asked = r;
	adapter->asking = true;
	handler_enter(&handler, HANDLER_OID, adapter->obj, guest_address(r), oid, (void *)function);
	status = DRIVER_CALL(function, adapter->context, &r->oid);
	handler_exit(&handler, (uint32_t)status);
	if (status != NDIS_STATUS_PENDING)
		adapter->asking = false;
	adapter_await(adapter, SYM_wait_EVENT, &adapter->asking);
	core_record(core, R_OID_COMPLETE, adapter->obj, oid,
		    (uint32_t)(status == NDIS_STATUS_PENDING ? adapter->answer : status), 0, 0);
	core->cause = was;
}

static void query(struct adapter *adapter, NDIS_OID oid, UINT n)
{
	struct request *r = request_of(adapter, oid, true, n);

	memset(r->data, 0, ROOM);
	ask(adapter, r);
}

static void set_number(struct adapter *adapter, NDIS_OID oid, ULONG value)
{
	struct request *r = request_of(adapter, oid, false, sizeof value);

	memcpy(r->data, &value, sizeof value);
	ask(adapter, r);
}

static void query_moderation(struct adapter *adapter)
{
	struct request *r = request_of(adapter, OID_GEN_INTERRUPT_MODERATION, true, sizeof(NDIS_INTERRUPT_MODERATION_PARAMETERS));
	NDIS_INTERRUPT_MODERATION_PARAMETERS *p = (NDIS_INTERRUPT_MODERATION_PARAMETERS *)r->data;

	memset(p, 0, sizeof *p);
	p->Header = (NDIS_OBJECT_HEADER){ NDIS_OBJECT_TYPE_DEFAULT, NDIS_INTERRUPT_MODERATION_PARAMETERS_REVISION_1,
					  NDIS_SIZEOF_INTERRUPT_MODERATION_PARAMETERS_REVISION_1 };
	ask(adapter, r);
}

/* The table round robin over the CPUs for scaling, *MaxRssProcessors of them from *RssBaseProcNumber on: PROCESSOR_NUMBER
 * entries from 6.20 on, one byte each before. */
static UINT write_table(struct adapter *adapter, uint8_t *to, bool wide)
{
	unsigned all = adapter->ndis->os->cpus_n, base = config_number(adapter, "*RssBaseProcNumber", all);
	unsigned most = config_number(adapter, "*MaxRssProcessors", UINT16_MAX), cpus = all - base;

	if (most && cpus > most)
		cpus = most;
	for (unsigned i = 0; i < TABLE; i++)
		if (wide)
			memcpy(to + i * sizeof(PROCESSOR_NUMBER), &(PROCESSOR_NUMBER){ .Number = (UCHAR)(base + i % cpus) },
			       sizeof(PROCESSOR_NUMBER));
		else
			to[i] = (uint8_t)(base + i % cpus);
	return wide ? TABLE * sizeof(PROCESSOR_NUMBER) : TABLE;
}

static void set_rss(struct adapter *adapter)
{
	bool wide = adapter->driver->version >= NDIS_VERSION(6, 20);
	UINT head = wide ? sizeof(NDIS_RECEIVE_SCALE_PARAMETERS) : NDIS_SIZEOF_RECEIVE_SCALE_PARAMETERS_REVISION_1;
	struct request *r = request_of(adapter, OID_GEN_RECEIVE_SCALE_PARAMETERS, false, 0);
	NDIS_RECEIVE_SCALE_PARAMETERS p = {
		.Header = { NDIS_OBJECT_TYPE_RSS_PARAMETERS, wide ? 2 : 1,
			    wide ? NDIS_SIZEOF_RECEIVE_SCALE_PARAMETERS_REVISION_2 : NDIS_SIZEOF_RECEIVE_SCALE_PARAMETERS_REVISION_1 },
		.HashInformation = NDIS_RSS_HASH_INFO_FROM_TYPE_AND_FUNC(NDIS_HASH_IPV4 | NDIS_HASH_TCP_IPV4, NdisHashFunctionToeplitz),
		.HashSecretKeySize = KEY,
	};

	p.IndirectionTableOffset = head;
	p.IndirectionTableSize = (USHORT)write_table(adapter, r->data + head, wide);
	p.HashSecretKeyOffset = head + p.IndirectionTableSize;
	memcpy(r->data, &p, head);
	memcpy(r->data + p.HashSecretKeyOffset, secret_key, KEY);
	r->oid.DATA.SET_INFORMATION.InformationBufferLength = p.HashSecretKeyOffset + KEY;
	ask(adapter, r);
}

/* `set oids=full`: every query that a miniport must answer. */
static void query_all(struct adapter *adapter)
{
	static const struct {
		NDIS_OID oid;
		UINT size;
	} mandatory[] = {
		{ OID_GEN_MAXIMUM_TOTAL_SIZE, 4 }, { OID_GEN_RECEIVE_BLOCK_SIZE, 4 }, { OID_GEN_TRANSMIT_BLOCK_SIZE, 4 },
		{ OID_GEN_RECEIVE_BUFFER_SPACE, 4 }, { OID_GEN_TRANSMIT_BUFFER_SPACE, 4 }, { OID_GEN_VENDOR_ID, 4 },
		{ OID_GEN_VENDOR_DESCRIPTION, 256 }, { OID_GEN_VENDOR_DRIVER_VERSION, 4 }, { OID_GEN_XMIT_OK, 8 },
		{ OID_GEN_RCV_OK, 8 }, { OID_GEN_STATISTICS, sizeof(NDIS_STATISTICS_INFO) },
	};

	for (size_t i = 0; i < sizeof mandatory / sizeof *mandatory; i++)
		query(adapter, mandatory[i].oid, mandatory[i].size);
}

static void set_filter(struct adapter *adapter)
{
	set_number(adapter, OID_GEN_CURRENT_PACKET_FILTER,
		   NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_BROADCAST);
}

void oid_again(struct adapter *adapter)
{
	set_number(adapter, OID_GEN_CURRENT_LOOKAHEAD, LOOKAHEAD);
	ask(adapter, request_of(adapter, OID_802_3_MULTICAST_LIST, false, 0));
	set_filter(adapter);
}

void oid_begin(struct adapter *adapter)
{
	const char *oids = settings_get(&adapter->ndis->os->options, "oids");

	query_moderation(adapter);
	if (oids && strcmp(oids, "full") == 0)
		query_all(adapter);
	set_number(adapter, OID_GEN_CURRENT_LOOKAHEAD, LOOKAHEAD);
	ask(adapter, request_of(adapter, OID_802_3_MULTICAST_LIST, false, 0));
	if (adapter->rss.Header.Type)
		set_rss(adapter);
	set_filter(adapter);
}

void oid_end(struct adapter *adapter)
{
	set_number(adapter, OID_GEN_CURRENT_PACKET_FILTER, 0);
}
