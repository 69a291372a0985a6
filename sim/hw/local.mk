# SPDX-License-Identifier: MIT
noinst_LIBRARIES += sim/libhw.a
sim_libhw_a_SOURCES = \
	sim/hw/frame.c sim/hw/frame.h sim/hw/frame_words.c \
	sim/hw/gen.c sim/hw/gen.h sim/hw/gen.def sim/hw/gen_kinds.h \
	sim/hw/gen_constant.c sim/hw/gen_poisson.c sim/hw/gen_burst.c sim/hw/gen_pcap.c \
	sim/hw/rss.c sim/hw/rss.h
