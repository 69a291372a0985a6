# SPDX-License-Identifier: MIT
noinst_LIBRARIES += sim/libjournal.a
sim_libjournal_a_SOURCES = \
	sim/journal/command.c sim/journal/command.h sim/journal/commands.def \
	sim/journal/journal.c sim/journal/journal.h
