# SPDX-License-Identifier: MIT
noinst_LIBRARIES += sim/libtrace.a
sim_libtrace_a_SOURCES = \
	sim/trace/record.c sim/trace/record.h sim/trace/records.def sim/trace/symbols.def \
	sim/trace/trace.c sim/trace/trace.h sim/trace/seek.c sim/trace/seek.h \
	sim/trace/register.c sim/trace/register.h \
	sim/trace/rectext.c sim/trace/rectext.h sim/trace/rectext_file.c sim/trace/rectext_read.c
