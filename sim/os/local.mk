# SPDX-License-Identifier: MIT
noinst_LIBRARIES += sim/libos.a
sim_libos_a_SOURCES = \
	sim/os/bugcheck.c sim/os/bugcheck.h sim/os/bugchecks.def \
	sim/os/cpu.c sim/os/cpu.h \
	sim/os/dpc.c sim/os/dpc.h \
	sim/os/irql.c sim/os/irql.h \
	sim/os/isr.c sim/os/isr.h \
	sim/os/lock.c sim/os/lock.h \
	sim/os/os.c sim/os/os.h \
	sim/os/thread.c sim/os/thread.h
