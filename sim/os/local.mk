# SPDX-License-Identifier: MIT
noinst_LIBRARIES += sim/libos.a
sim_libos_a_SOURCES = \
	sim/os/bugcheck.c sim/os/bugcheck.h sim/os/bugchecks.def \
	sim/os/containment.c sim/os/containment.h \
	sim/os/cpu.c sim/os/cpu.h \
	sim/os/crossing.c sim/os/crossing.h \
	sim/os/dpc.c sim/os/dpc.h \
	sim/os/grant.c sim/os/grant.h sim/os/grants.def \
	sim/os/grant_all.c sim/os/grant_cap.c sim/os/grant_line.c sim/os/grant_one.c \
	sim/os/grant_pow2.c sim/os/grant_random.c sim/os/grant_scarce.c sim/os/grant_windows.c \
	sim/os/irql.c sim/os/irql.h \
	sim/os/isr.c sim/os/isr.h \
	sim/os/lock.c sim/os/lock.h \
	sim/os/nest.h \
	sim/os/os.c sim/os/os.h \
	sim/os/pnp.c sim/os/pnp.h sim/os/vectors.c sim/os/vectors.h \
	sim/os/pool.c sim/os/pool.h \
	sim/os/probe.c sim/os/probe.h sim/os/probe_run.h sim/os/probe.def \
	sim/os/probe_absent.c sim/os/probe_atomic.c sim/os/probe_check.c sim/os/probe_entry.c sim/os/probe_spin.c \
	sim/os/thread.c sim/os/thread.h
