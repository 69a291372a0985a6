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
EXTRA_DIST += sim/ndis/api.def
