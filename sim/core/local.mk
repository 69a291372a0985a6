# SPDX-License-Identifier: MIT
noinst_LIBRARIES += sim/libcore.a
sim_libcore_a_SOURCES = \
	sim/core/arena.c sim/core/arena.h \
	sim/core/core.c sim/core/core.h \
	sim/core/fiber.c sim/core/fiber.h sim/core/fiber_jump.c \
	sim/core/live.h \
	sim/core/queue.c sim/core/queue.h
