# SPDX-License-Identifier: MIT
include sim/base/local.mk
include sim/trace/local.mk
include sim/journal/local.mk
include sim/core/local.mk
include sim/hw/local.mk
include sim/os/local.mk
include sim/ndis/local.mk
include sim/read/local.mk
# What driver and device do goes from file to file and back, so gcc sees the machine as a whole when it links the program. What is
# written in assembly, or has names that gcc knows itself, stays as it is. Other programs link the same archives in the ordinary way.
# A function that each frame calls says inline where it is defined, also if others are to call it: so gcc takes it in across files.
if WHOLE
AM_CFLAGS += $(WHOLE_PART)
AM_LDFLAGS = -fno-lto
WHOLE_LINK = $(WHOLE_LDFLAGS)
sim/%.$(OBJEXT): WHOLE_PART = $(WHOLE_CFLAGS)
sim/read/%.$(OBJEXT): WHOLE_PART =
sim/core/fiber_jump.$(OBJEXT) sim/os/crossing.$(OBJEXT) sim/ndis/libndis_a-entry.$(OBJEXT): WHOLE_PART =
sim/os/probe.$(OBJEXT) sim/os/probe_atomic.$(OBJEXT) sim/os/probe_entry.$(OBJEXT): WHOLE_PART =
else
WHOLE_LINK =
endif

noinst_LIBRARIES += sim/libsim.a
sim_libsim_a_SOURCES = sim/sim.c sim/sim.h sim/command.c sim/mask.c sim/mask.h sim/state.h
include tui/local.mk
include lessons/local.mk
include cli/local.mk
include doc/local.mk
include po/local.mk
include tests/local.mk
include bench/local.mk
