/* SPDX-License-Identifier: MIT */
/*
 * Configuration keywords (doc/modelled.md): what the machine's driver line sets, else a default, else absent. Facts
 * of the driver's package stand in the same line and are not keywords. Names are compared without regard to case.
 */
#include <stdio.h>
#include <string.h>

#include "sim/base/str.h"
#include "sim/ndis/adapter.h"
#include "sim/ndis/config.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"

#define TEXT 256

/* An open configuration: what was read from it dies when it is closed. */
struct configuration {
	struct adapter *adapter; /* NULL: the driver's own, which is empty */
	uint32_t obj;
	struct value {
		uint64_t block; /* NDIS_CONFIGURATION_PARAMETER with its text behind */
		struct value *next;
	} *values;
	struct configuration *next; /* free ones */
};

static const struct {
	const char *name, *value;
} defaults[] = {
	{ "*RSS", "1" }, { "*MaxRssProcessors", "16" }, { "*RssBaseProcNumber", "0" }, { "*RssBaseProcGroup", "0" },
	{ "*NumRSSQueues", "" }, /* the device's receive queues */
	{ "*InterruptModeration", "1" }, { "*SpeedDuplex", "0" }, { "*JumboPacket", "1514" },
	{ "*FlowControl", "0" }, { "*PriorityVLANTag", "0" },
	{ "*ReceiveBuffers", "64" }, { "*TransmitBuffers", "64" },
	{ "*IfType", "6" }, { "*MediaType", "0" }, { "*PhysicalMediaType", "14" },
};

static const char *const package_facts[] = {
	"MSISupported", "MessageNumberLimit", "DevicePolicy", "AssignmentSetOverride", "DevicePriority", "sha256",
};

static const char *queues(const struct adapter *adapter)
{
	const struct machine_device *device = machine_device(adapter->ndis->core->machine, adapter->device->name);
	const char *set = device ? settings_get(&device->settings, "queues") : NULL;

	return set ? set : "1";
}

static const char *default_of(const struct adapter *adapter, const char *keyword)
{
	for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
		if (str_compare(defaults[i].name, keyword) == 0)
			return defaults[i].value[0] ? defaults[i].value : queues(adapter);
	return NULL;
}

static bool package_fact(const char *keyword)
{
	for (size_t i = 0; i < sizeof package_facts / sizeof *package_facts; i++)
		if (str_compare(package_facts[i], keyword) == 0)
			return true;
	return false;
}

/* NULL: there is no such keyword. */
static const char *lookup(const struct adapter *adapter, const char *keyword)
{
	const struct machine_driver *driver;
	const char *set;

	if (!adapter || package_fact(keyword))
		return NULL;
	driver = machine_driver(adapter->ndis->core->machine, adapter->device->name);
	set = driver ? settings_get(&driver->settings, keyword) : NULL;
	return set ? set : default_of(adapter, keyword);
}

unsigned config_number(const struct adapter *adapter, const char *keyword, unsigned end)
{
	const char *text = lookup(adapter, keyword);
	uint64_t value;

	if (text && words_number(text, end - 1, &value))
		return (unsigned)value;
	text = default_of(adapter, keyword);
	return text && words_number(text, end - 1, &value) ? (unsigned)value : end - 1;
}

static struct configuration *configuration_of(struct ndis *ndis, NDIS_HANDLE handle)
{
	return handle_object(&ndis->handles, handle, HANDLE_CONFIGURATION);
}

static NDIS_STATUS open_configuration(const struct call *call, const NDIS_CONFIGURATION_OBJECT *from, NDIS_HANDLE *handle)
{
	struct ndis *ndis = call->ndis;
	struct configuration *c;
	NDIS_CONFIGURATION_OBJECT object;

	if (!driver_header(ndis, from, NDIS_OBJECT_TYPE_CONFIGURATION_OBJECT, NDIS_CONFIGURATION_OBJECT_REVISION_1,
			   NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1))
		return NDIS_STATUS_FAILURE;
	guest_read(ndis, &object, from, NDIS_SIZEOF_CONFIGURATION_OBJECT_REVISION_1);
	if (!adapter_of(ndis, object.NdisHandle) && !handle_object(&ndis->handles, object.NdisHandle, HANDLE_DRIVER))
		return NDIS_STATUS_FAILURE;
	c = ndis->free_configuration;
	if (c)
		ndis->free_configuration = c->next;
	else
		c = arena_new(&ndis->core->arena, sizeof *c);
	*c = (struct configuration){ .adapter = adapter_of(ndis, object.NdisHandle) };
	c->obj = c->adapter ? c->adapter->obj : 0;
	GUEST_PUT(ndis, handle, handle_new(ndis->core, &ndis->handles, HANDLE_CONFIGURATION, c));
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS NdisOpenConfigurationEx(PNDIS_CONFIGURATION_OBJECT ConfigObject, PNDIS_HANDLE ConfigurationHandle)
{
	struct call call = GATE(NdisOpenConfigurationEx, 0, ConfigObject, 0);
	NDIS_STATUS status = open_configuration(&call, ConfigObject, ConfigurationHandle);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}

/* A block of the system's that dies with the configuration. */
static void *remember(struct ndis *ndis, struct configuration *c, size_t size)
{
	uint64_t address = pool_alloc(&ndis->os->pool, POOL_BLOCK, c->obj, size, 0, true);
	struct value *value = ndis->free_value;

	if (value)
		ndis->free_value = value->next;
	else
		value = arena_new(&ndis->core->arena, sizeof *value);
	value->block = address;
	value->next = c->values;
	c->values = value;
	return memset(guest_pointer(address), 0, size);
}

/* Decimal or 0x for Integer, hexadecimal with or without 0x for HexInteger. */
static bool convert(const char *text, bool hex, ULONG *number)
{
	char prefixed[TEXT + 2];
	uint64_t value;

	if (hex && strncmp(text, "0x", 2) != 0) {
		snprintf(prefixed, sizeof prefixed, "0x%s", text);
		text = prefixed;
	}
	if (!words_number(text, UINT32_MAX, &value))
		return false;
	*number = (ULONG)value;
	return true;
}

static NDIS_CONFIGURATION_PARAMETER *integer(struct ndis *ndis, struct configuration *c, const char *text, bool hex)
{
	NDIS_CONFIGURATION_PARAMETER *p;
	ULONG number;

	if (!convert(text, hex, &number))
		return NULL;
	p = remember(ndis, c, sizeof *p);
	p->ParameterType = NdisParameterInteger;
	p->ParameterData.IntegerData = number;
	return p;
}

static NDIS_CONFIGURATION_PARAMETER *string(struct ndis *ndis, struct configuration *c, const char *text, NDIS_PARAMETER_TYPE type)
{
	size_t n = strlen(text);
	NDIS_CONFIGURATION_PARAMETER *p = remember(ndis, c, sizeof *p + 2 * (n + 2));
	WCHAR *wide = (WCHAR *)(p + 1);

	for (size_t i = 0; i < n; i++)
		wide[i] = (unsigned char)text[i];
	p->ParameterType = type;
	p->ParameterData.StringData.Buffer = wide;
	p->ParameterData.StringData.Length = (USHORT)(2 * n);
	p->ParameterData.StringData.MaximumLength = (USHORT)(2 * n + 2);
	return p;
}

static NDIS_CONFIGURATION_PARAMETER *find(struct ndis *ndis, struct configuration *c, const char *keyword, NDIS_PARAMETER_TYPE type,
					  const char **text)
{
	*text = c ? lookup(c->adapter, keyword) : NULL;
	if (!*text)
		return NULL;
	if (type == NdisParameterInteger || type == NdisParameterHexInteger)
		return integer(ndis, c, *text, type == NdisParameterHexInteger);
	return type == NdisParameterBinary ? NULL : string(ndis, c, *text, type);
}

static NDIS_STATUS record(const struct call *call, const struct configuration *c, const char *keyword, const char *text, bool found)
{
	struct core *core = call->ndis->core;
	NDIS_STATUS status = found ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;

	core_record(core, R_CONFIG_READ, c ? c->obj : 0, core_text(core, keyword), core_text(core, text ? text : ""),
		    (uint32_t)status, 0);
	return status;
}

VOID NdisReadConfiguration(PNDIS_STATUS Status, PNDIS_CONFIGURATION_PARAMETER *ParameterValue, NDIS_HANDLE ConfigurationHandle,
			   PNDIS_STRING Keyword, NDIS_PARAMETER_TYPE ParameterType)
{
	struct call call = GATE(NdisReadConfiguration, 0, Keyword, ParameterType);
	struct configuration *c = configuration_of(call.ndis, ConfigurationHandle);
	NDIS_CONFIGURATION_PARAMETER *p;
	char keyword[TEXT];
	const char *text;
	NDIS_STATUS status;

	guest_string(call.ndis, Keyword, keyword, sizeof keyword);
	p = find(call.ndis, c, keyword, ParameterType, &text);
	status = record(&call, c, keyword, text, p != NULL);
	if (p)
		GUEST_PUT(call.ndis, ParameterValue, p);
	GUEST_PUT(call.ndis, Status, status);
	gate_leave(&call, (uint32_t)status);
}

/* What is written, as text. Numbers are written so that both number types read the same. */
static bool written(struct ndis *ndis, const NDIS_CONFIGURATION_PARAMETER *from, char text[TEXT])
{
	NDIS_CONFIGURATION_PARAMETER p;

	GUEST_GET(ndis, &p, from);
	if (p.ParameterType == NdisParameterInteger || p.ParameterType == NdisParameterHexInteger)
		snprintf(text, TEXT, "0x%x", p.ParameterData.IntegerData);
	else if (p.ParameterType == NdisParameterString)
		guest_string(ndis, &from->ParameterData.StringData, text, TEXT);
	else
		return false;
	return true;
}

/* Facts of the package are no keywords, so they cannot be written. */
static NDIS_STATUS keep(const struct configuration *c, const char *keyword, const char *text)
{
	struct machine_driver *driver =
		c && c->adapter ? machine_driver(c->adapter->ndis->core->machine, c->adapter->device->name) : NULL;

	if (!driver || !keyword[0] || package_fact(keyword))
		return NDIS_STATUS_FAILURE;
	settings_set(&driver->settings, keyword, text);
	return NDIS_STATUS_SUCCESS;
}

/* The line of this machine's description changes, for this machine: the last of command and driver counts. */
VOID NdisWriteConfiguration(PNDIS_STATUS Status, NDIS_HANDLE ConfigurationHandle, PNDIS_STRING Keyword,
			    PNDIS_CONFIGURATION_PARAMETER ParameterValue)
{
	struct call call = GATE(NdisWriteConfiguration, 0, Keyword, ParameterValue);
	struct core *core = call.ndis->core;
	struct configuration *c = configuration_of(call.ndis, ConfigurationHandle);
	char keyword[TEXT], text[TEXT] = "";
	NDIS_STATUS status = NDIS_STATUS_NOT_SUPPORTED;

	guest_string(call.ndis, Keyword, keyword, sizeof keyword);
	if (written(call.ndis, ParameterValue, text))
		status = keep(c, keyword, text);
	core_record(core, R_CONFIG_WRITE, c ? c->obj : 0, core_text(core, keyword), core_text(core, text), (uint32_t)status, 0);
	GUEST_PUT(call.ndis, Status, status);
	gate_leave(&call, (uint32_t)status);
}

static int digit(char c)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;
	int value = at ? (int)(at - digits) : -1;

	return value > 15 ? value - 6 : value;
}

/* XX-XX-XX-XX-XX-XX, hyphens optional. */
static bool parse_address(const char *text, uint8_t address[6])
{
	for (unsigned i = 0; i < 6; i++) {
		int high, low;

		if (*text == '-')
			text++;
		high = digit(text[0]);
		low = high < 0 ? -1 : digit(text[1]);
		if (low < 0)
			return false;
		address[i] = (uint8_t)(high << 4 | low);
		text += 2;
	}
	return *text == 0;
}

VOID NdisReadNetworkAddress(PNDIS_STATUS Status, PVOID *NetworkAddress, PUINT NetworkAddressLength, NDIS_HANDLE ConfigurationHandle)
{
	struct call call = GATE(NdisReadNetworkAddress, 0, NetworkAddress, 0);
	struct configuration *c = configuration_of(call.ndis, ConfigurationHandle);
	const char *text = c ? lookup(c->adapter, "NetworkAddress") : NULL;
	uint8_t address[6];
	bool found = text && parse_address(text, address);
	NDIS_STATUS status = record(&call, c, "NetworkAddress", text, found);

	if (found) {
		GUEST_PUT(call.ndis, NetworkAddress, memcpy(remember(call.ndis, c, sizeof address), address, sizeof address));
		GUEST_PUT(call.ndis, NetworkAddressLength, sizeof address);
	}
	GUEST_PUT(call.ndis, Status, status);
	gate_leave(&call, (uint32_t)status);
}

static void close_configuration(struct ndis *ndis, NDIS_HANDLE handle, struct configuration *c)
{
	struct value *value;

	while ((value = c->values)) {
		c->values = value->next;
		pool_free(&ndis->os->pool, POOL_BLOCK, value->block);
		value->next = ndis->free_value;
		ndis->free_value = value;
	}
	handle_end(&ndis->handles, handle);
	c->next = ndis->free_configuration;
	ndis->free_configuration = c;
}

VOID NdisCloseConfiguration(NDIS_HANDLE ConfigurationHandle)
{
	struct call call = GATE(NdisCloseConfiguration, 0, ConfigurationHandle, 0);
	struct configuration *c = configuration_of(call.ndis, ConfigurationHandle);

	if (c)
		close_configuration(call.ndis, ConfigurationHandle, c);
	gate_leave(&call, 0);
}
