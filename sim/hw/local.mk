# SPDX-License-Identifier: MIT
noinst_LIBRARIES += sim/libhw.a
sim_libhw_a_SOURCES = \
	sim/hw/gen.c sim/hw/gen.h sim/hw/gen.def sim/hw/gen_kinds.h \
	sim/hw/gen_constant.c sim/hw/gen_poisson.c sim/hw/gen_burst.c sim/hw/gen_pcap.c \
	sim/hw/rss.c sim/hw/rss.h \
	sim/hw/bus.c \
	sim/hw/cfg.c sim/hw/cfg.h \
	sim/hw/dev_noisy.c \
	sim/hw/dev_port.c \
	sim/hw/dev_vnic.c sim/hw/dev_vnic.h sim/hw/dev_vnic_cause.c sim/hw/dev_vnic_command.c \
	sim/hw/dev_vnic_interrupt.c sim/hw/dev_vnic_receive.c sim/hw/dev_vnic_ring.c sim/hw/dev_vnic_rss.c \
	sim/hw/dev_vnic_transmit.c \
	sim/hw/dev_words.c sim/hw/dev_words.h \
	sim/hw/device.c sim/hw/device.h sim/hw/devices.def \
	sim/hw/dma.c sim/hw/dma.h \
	sim/hw/hw.c sim/hw/hw.h \
	sim/hw/intx.c sim/hw/intx.h \
	sim/hw/ioapic.c sim/hw/ioapic.h \
	sim/hw/lapic.c sim/hw/lapic.h \
	sim/hw/msi.c sim/hw/msi.h \
	sim/hw/msix.c sim/hw/msix.h \
	sim/hw/pcie.c \
	sim/hw/place.c sim/hw/place.h \
	sim/hw/pm.c sim/hw/pm.h \
	sim/hw/reg.c sim/hw/reg.h \
	sim/hw/sent.h
