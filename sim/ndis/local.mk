# SPDX-License-Identifier: MIT
# What a driver is written against: the header, its parts, its pkg-config file.
ndisdir = $(includedir)/msilab
ndis_HEADERS = sim/ndis/ndis.h
ndispartsdir = $(includedir)/msilab/ndis
ndisparts_HEADERS = \
	sim/ndis/ndis/atomic.h sim/ndis/ndis/attributes.h sim/ndis/ndis/base.h \
	sim/ndis/ndis/buffer.h sim/ndis/ndis/config.h sim/ndis/ndis/dma.h \
	sim/ndis/ndis/interrupt.h sim/ndis/ndis/irp.h sim/ndis/ndis/kernel.h \
	sim/ndis/ndis/link.h sim/ndis/ndis/list.h sim/ndis/ndis/mdl.h \
	sim/ndis/ndis/memory.h sim/ndis/ndis/miniport.h sim/ndis/ndis/object.h \
	sim/ndis/ndis/oid.h sim/ndis/ndis/register.h sim/ndis/ndis/resource.h \
	sim/ndis/ndis/rss.h sim/ndis/ndis/sal.h sim/ndis/ndis/status.h \
	sim/ndis/ndis/timer.h sim/ndis/ndis/traffic.h sim/ndis/ndis/version.h \
	sim/ndis/ndis/version-disagree.h
pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = sim/ndis/msilab-ndis.pc
# `make install prefix=ELSEWHERE` names the place it was put in.
install-data-hook:
	pc='$(DESTDIR)$(pkgconfigdir)/msilab-ndis.pc'; \
	sed -e 's|^prefix=.*|prefix=$(prefix)|' -e 's|^includedir=.*|includedir=$(includedir)|' "$$pc" >"$$pc.new" && mv -f "$$pc.new" "$$pc" && chmod 644 "$$pc"
EXTRA_DIST += sim/ndis/api.def

noinst_LIBRARIES += sim/libndis.a
sim_libndis_a_CPPFLAGS = $(AM_CPPFLAGS) -DNDIS_BODIES
sim_libndis_a_SOURCES = \
	sim/ndis/adapter.c sim/ndis/adapter.h \
	sim/ndis/api.h \
	sim/ndis/attributes.c \
	sim/ndis/config.c sim/ndis/config.h \
	sim/ndis/cut.c \
	sim/ndis/diagnose.c sim/ndis/diagnose.h \
	sim/ndis/dma.c \
	sim/ndis/driver.c sim/ndis/driver.h \
	sim/ndis/entry.c \
	sim/ndis/event.c \
	sim/ndis/gate.c sim/ndis/gate.h \
	sim/ndis/guest.c sim/ndis/guest.h \
	sim/ndis/handle.c sim/ndis/handle.h \
	sim/ndis/handler.c sim/ndis/handler.h sim/ndis/handlers.def \
	sim/ndis/inject.c sim/ndis/inject.h \
	sim/ndis/interrupt.c sim/ndis/interrupt.h \
	sim/ndis/io.c sim/ndis/io.h \
	sim/ndis/mdl.c sim/ndis/mdl.h \
	sim/ndis/memory.c sim/ndis/memory.h \
	sim/ndis/module.h sim/ndis/ndis_root.h \
	sim/ndis/nbl.c sim/ndis/nbl.h \
	sim/ndis/netbuffer.c sim/ndis/netdata.c \
	sim/ndis/oid.c sim/ndis/oid.h \
	sim/ndis/ports.c \
	sim/ndis/print.c \
	sim/ndis/processor.c \
	sim/ndis/queue.c \
	sim/ndis/receive.c sim/ndis/receive.h \
	sim/ndis/requirements.c \
	sim/ndis/reset.c sim/ndis/reset.h \
	sim/ndis/resources.c sim/ndis/resources.h \
	sim/ndis/root.c sim/ndis/root.h \
	sim/ndis/send.c sim/ndis/send.h \
	sim/ndis/service.c \
	sim/ndis/slist.c \
	sim/ndis/stall.c \
	sim/ndis/start.c \
	sim/ndis/status.c \
	sim/ndis/stop.c \
	sim/ndis/sync.c sim/ndis/sync.h \
	sim/ndis/timer.c sim/ndis/timer.h \
	sim/ndis/work.c sim/ndis/work.h
