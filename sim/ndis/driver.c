/* SPDX-License-Identifier: MIT */
/* Loading and unloading, registration, and the handlers that MiniportSetOptions adds. */
#include <stdio.h>
#include <string.h>

#include "sim/ndis/adapter.h"
#include "sim/ndis/driver.h"
#include "sim/ndis/gate.h"
#include "sim/ndis/guest.h"

#define HIGHEST_VERSION NDIS_VERSION(6, 89)

static const char registry_path[] = "\\Registry\\Machine\\System\\CurrentControlSet\\Services\\miniport";

void driver_init(struct driver *driver, struct ndis *ndis, const struct ndis_module *module)
{
	*driver = (struct driver){ .ndis = ndis, .module = module };
	driver->obj = core_object(ndis->core, SYM_object_DRIVER, module->name, 0, "");
}

struct driver *driver_named(struct ndis *ndis, const char *module)
{
	for (unsigned i = 0; i < ndis->modules_n; i++)
		if (strcmp(ndis->modules[i].name, module) == 0)
			return &ndis->drivers[i];
	return NULL;
}

bool driver_header(struct ndis *ndis, const void *structure, unsigned type, unsigned revision, size_t size)
{
	NDIS_OBJECT_HEADER header;

	GUEST_GET(ndis, &header, (const NDIS_OBJECT_HEADER *)structure);
	return header.Type == type && header.Revision >= revision && header.Size >= size;
}

/* The blocks that DriverEntry is handed: the driver object and the registry path. */
static void make_arguments(struct driver *driver)
{
	struct pool *pool = &driver->ndis->os->pool;
	UNICODE_STRING *path;
	uint16_t *text;

	if (driver->object)
		return;
	driver->object = pool_alloc(pool, POOL_BLOCK, 0, 336, 0, true);
	driver->path = pool_alloc(pool, POOL_BLOCK, 0, sizeof *path, 0, true);
	driver->path_text = pool_alloc(pool, POOL_BLOCK, 0, 2 * sizeof registry_path, 0, true);
	path = guest_pointer(driver->path);
	text = guest_pointer(driver->path_text);
	for (size_t i = 0; i < sizeof registry_path; i++)
		text[i] = (uint16_t)registry_path[i];
	path->Buffer = text;
	path->Length = 2 * (sizeof registry_path - 1);
	path->MaximumLength = 2 * sizeof registry_path;
}

static void reset_data(const struct ndis_module *module)
{
	for (unsigned i = 0; i < module->data_n; i++)
		memcpy(guest_pointer(module->data[i].start), module->data[i].reset, module->data[i].size);
}

static NTSTATUS enter(struct driver *driver)
{
	DRIVER_INITIALIZE *entry = (DRIVER_INITIALIZE *)driver->module->entry;
	struct handler handler;
	NTSTATUS status;

	make_arguments(driver);
	reset_data(driver->module);
	driver->ndis->entering = driver;
	handler_enter(&handler, HANDLER_DRIVER_ENTRY, driver->obj, driver->object, driver->path, driver->module->entry);
	status = DRIVER_CALL(entry, guest_pointer(driver->object), guest_pointer(driver->path));
	handler_exit(&handler, (uint32_t)status);
	driver->ndis->entering = NULL;
	return status;
}

static void deregister(struct driver *driver)
{
	handle_end(&driver->ndis->handles, driver->handle);
	driver->handle = NULL;
	memset(&driver->pnp, 0, sizeof driver->pnp);
}

NTSTATUS driver_use(struct driver *driver)
{
	NTSTATUS status = STATUS_SUCCESS;

	if (!driver->loaded) {
		status = enter(driver);
		if (NT_SUCCESS(status) && !driver->handle)
			status = STATUS_UNSUCCESSFUL;
		driver->loaded = NT_SUCCESS(status);
	}
	if (!driver->loaded && driver->handle)
		deregister(driver);
	driver->users += driver->loaded;
	return status;
}

void driver_unuse(struct driver *driver)
{
	MINIPORT_UNLOAD *unload = driver->handlers.UnloadHandler;
	struct handler handler;

	if (--driver->users)
		return;
	handler_enter(&handler, HANDLER_UNLOAD, driver->obj, driver->object, 0, (void *)unload);
	DRIVER_CALL(unload, guest_pointer(driver->object));
	handler_exit(&handler, 0);
	driver->loaded = false;
	if (driver->handle)
		deregister(driver);
}

static bool known_version(const NDIS_MINIPORT_DRIVER_CHARACTERISTICS *c)
{
	static const uint8_t minors[] = { 0, 1, 20, 30, 40, 50, 51, 60, 70 };

	if (c->MajorNdisVersion != 6)
		return false;
	for (size_t i = 0; i < sizeof minors; i++)
		if (c->MinorNdisVersion == minors[i])
			return true;
	return c->MinorNdisVersion >= 80 && NDIS_VERSION(6, c->MinorNdisVersion) <= HIGHEST_VERSION;
}

/* What every driver owes (DDI, NDIS_MINIPORT_DRIVER_CHARACTERISTICS). */
static const struct owed {
	size_t at;
	const char *name;
} owed[] = {
#define OWED(member) { offsetof(NDIS_MINIPORT_DRIVER_CHARACTERISTICS, member), #member }
	OWED(InitializeHandlerEx),	   OWED(HaltHandlerEx),		    OWED(UnloadHandler),
	OWED(PauseHandler),		   OWED(RestartHandler),	    OWED(OidRequestHandler),
	OWED(SendNetBufferListsHandler),   OWED(ReturnNetBufferListsHandler), OWED(CancelSendHandler),
	OWED(DevicePnPEventNotifyHandler), OWED(ShutdownHandlerEx),	    OWED(CancelOidRequestHandler),
#undef OWED
};

/* All that are missing are told at once. */
static bool complete(const struct call *call, const NDIS_MINIPORT_DRIVER_CHARACTERISTICS *c)
{
	static const char said[] = "handlers that every driver owes are NULL in its characteristics: ";
	char text[sizeof said + sizeof owed / sizeof *owed * 32];
	int n = snprintf(text, sizeof text, "%s", said), before = n;
	void *handler;

	for (size_t i = 0; i < sizeof owed / sizeof *owed; i++) {
		memcpy(&handler, (const char *)c + owed[i].at, sizeof handler);
		if (!handler)
			n += snprintf(text + n, sizeof text - (size_t)n, n > before ? ", %s" : "%s", owed[i].name);
	}
	if (n > before)
		gate_broken(call, "Register_Handler", text);
	return n == before;
}

/* Copies as much as the driver's revision has; what is beyond stays NULL. */
static NDIS_STATUS copy_handlers(const struct call *call, struct driver *driver, const NDIS_MINIPORT_DRIVER_CHARACTERISTICS *from)
{
	NDIS_MINIPORT_DRIVER_CHARACTERISTICS *to = &driver->handlers;
	size_t least = NDIS_SIZEOF_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_1;
	unsigned asked = driver->module->header_version;

	if (!driver_header(driver->ndis, from, NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS, 1, least)) {
		gate_broken(call, "Register_Header",
			    "the header of the driver's characteristics has another Type than NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS (0x8A), "
			    "or a Revision or Size below those of revision 1");
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	}
	memset(to, 0, sizeof *to);
	guest_read(driver->ndis, to, from, least);
	if (!known_version(to) || (asked && NDIS_VERSION(6, to->MinorNdisVersion) > asked))
		return NDIS_STATUS_BAD_VERSION;
	driver->version = NDIS_VERSION(6, to->MinorNdisVersion);
	return complete(call, to) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_BAD_CHARACTERISTICS;
}

static NDIS_STATUS set_options(struct driver *driver)
{
	SET_OPTIONS *options = driver->handlers.SetOptionsHandler;
	struct handler handler;
	NDIS_STATUS status;

	if (!options)
		return NDIS_STATUS_SUCCESS;
	handler_enter(&handler, HANDLER_SET_OPTIONS, driver->obj, guest_address(driver->handle), guest_address(driver->context),
		      (void *)options);
	status = DRIVER_CALL(options, driver->handle, driver->context);
	handler_exit(&handler, (uint32_t)status);
	return status;
}

static NDIS_STATUS register_driver(const struct call *call, void *context, const NDIS_MINIPORT_DRIVER_CHARACTERISTICS *from,
				   NDIS_HANDLE *handle)
{
	struct ndis *ndis = call->ndis;
	struct driver *driver = ndis->entering;
	NDIS_STATUS status;

	if (!driver || driver->handle)
		return NDIS_STATUS_FAILURE;
	status = copy_handlers(call, driver, from);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	driver->context = context;
	driver->handle = handle_new(ndis->core, &ndis->handles, HANDLE_DRIVER, driver);
	if (!driver->handle)
		return NDIS_STATUS_RESOURCES;
	status = set_options(driver);
	if (status != NDIS_STATUS_SUCCESS)
		deregister(driver);
	else
		GUEST_PUT(ndis, handle, driver->handle);
	return status;
}

NDIS_STATUS NdisMRegisterMiniportDriver(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath,
					NDIS_HANDLE MiniportDriverContext,
					PNDIS_MINIPORT_DRIVER_CHARACTERISTICS MiniportDriverCharacteristics,
					PNDIS_HANDLE NdisMiniportDriverHandle)
{
	struct call call = GATE(NdisMRegisterMiniportDriver, 0, DriverObject, RegistryPath);
	NDIS_STATUS status = register_driver(&call, MiniportDriverContext, MiniportDriverCharacteristics,
					     NdisMiniportDriverHandle);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}

VOID NdisMDeregisterMiniportDriver(NDIS_HANDLE NdisMiniportDriverHandle)
{
	struct call call = GATE(NdisMDeregisterMiniportDriver, 0, NdisMiniportDriverHandle, 0);
	struct driver *driver = handle_object(&call.ndis->handles, NdisMiniportDriverHandle, HANDLE_DRIVER);

	if (driver)
		deregister(driver);
	gate_leave(&call, 0);
}

static NDIS_STATUS set_handlers(struct ndis *ndis, NDIS_HANDLE handle, const NDIS_DRIVER_OPTIONAL_HANDLERS *from)
{
	struct driver *driver = handle_object(&ndis->handles, handle, HANDLE_DRIVER);
	NDIS_MINIPORT_PNP_CHARACTERISTICS *pnp;

	if (!driver)
		return NDIS_STATUS_FAILURE;
	if (!driver_header(ndis, from, NDIS_OBJECT_TYPE_MINIPORT_PNP_CHARACTERISTICS, 1,
			   NDIS_SIZEOF_MINIPORT_PNP_CHARACTERISTICS_REVISION_1))
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	pnp = &driver->pnp;
	guest_read(ndis, pnp, from, NDIS_SIZEOF_MINIPORT_PNP_CHARACTERISTICS_REVISION_1);
	return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS NdisSetOptionalHandlers(NDIS_HANDLE NdisHandle, PNDIS_DRIVER_OPTIONAL_HANDLERS OptionalHandlers)
{
	struct call call = GATE(NdisSetOptionalHandlers, 0, NdisHandle, OptionalHandlers);
	NDIS_STATUS status = set_handlers(call.ndis, NdisHandle, OptionalHandlers);

	return (NDIS_STATUS)gate_leave(&call, (uint32_t)status);
}
