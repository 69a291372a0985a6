# SPDX-License-Identifier: MIT
noinst_LIBRARIES += sim/libbase.a
sim_libbase_a_SOURCES = \
	sim/base/affinity.c sim/base/affinity.h \
	sim/base/arena_parts.h sim/base/config.c sim/base/config.h sim/base/config.def sim/base/bug.c sim/base/bug.h \
	sim/base/err.c sim/base/err.h \
	sim/base/frame.c sim/base/frame.h sim/base/frame_words.c \
	sim/base/little.h \
	sim/base/mem.c sim/base/mem.h \
	sim/base/place.h \
	sim/base/registers.c sim/base/registers.h sim/base/registers_vnic.def sim/base/registers_noisy.def \
	sim/base/rng.c sim/base/rng.h \
	sim/base/say.c sim/base/say.h \
	sim/base/str.c sim/base/str.h \
	sim/base/switches.c sim/base/switches.h sim/base/switches.def \
	sim/base/text.c sim/base/text.h sim/base/widths.def \
	sim/base/utf8.c sim/base/utf8.h \
	sim/base/vtime.c sim/base/vtime.h \
	sim/base/words.c sim/base/words.h \
	sim/base/settings.c sim/base/settings.h \
	sim/base/costs.def sim/base/machine.c sim/base/machine.h sim/base/machine_text.c
