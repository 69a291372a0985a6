# SPDX-License-Identifier: MIT
include sim/base/local.mk
include sim/trace/local.mk
include sim/journal/local.mk
include sim/core/local.mk
include sim/hw/local.mk
include sim/os/local.mk
include sim/ndis/local.mk
include sim/read/local.mk
noinst_LIBRARIES += sim/libsim.a
sim_libsim_a_SOURCES = sim/sim.c sim/sim.h sim/command.c sim/state.h
include tui/local.mk
include lessons/local.mk
include cli/local.mk
include doc/local.mk
include po/local.mk
include tests/local.mk
include bench/local.mk
