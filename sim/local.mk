# SPDX-License-Identifier: MIT
include sim/base/local.mk
include sim/trace/local.mk
include sim/journal/local.mk
include sim/core/local.mk
include sim/hw/local.mk
include sim/os/local.mk
include sim/ndis/local.mk
include tests/local.mk
include bench/local.mk

noinst_LIBRARIES += sim/libsim.a
sim_libsim_a_SOURCES = sim/sim.c sim/sim.h sim/state.h sim/command.c
