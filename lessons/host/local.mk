# SPDX-License-Identifier: MIT
noinst_LIBRARIES += lessons/libhost.a
lessons_libhost_a_SOURCES = \
	lessons/host/bind.c lessons/host/bind.h lessons/host/file_place.c lessons/host/file_place.h \
	lessons/host/catalogue.c lessons/host/catalogue.h \
	lessons/host/elf.c lessons/host/elf.h \
	lessons/host/file.c lessons/host/file.h \
	lessons/host/goal.c lessons/host/goal.h lessons/host/goals.def \
	lessons/host/goal_cells.c lessons/host/goal_cells.h lessons/host/goal_interleavings.c lessons/host/goal_policies.c \
	lessons/host/guard.c lessons/host/guard.h \
	lessons/host/lesson.c lessons/host/lesson.h lessons/host/lesson_goal.c lessons/host/lesson_goal.h lessons/host/lesson_place.c lessons/host/lesson_read.c \
	lessons/host/marks.c lessons/host/marks.h \
	lessons/host/module.c lessons/host/module.h \
	lessons/host/presentation.c lessons/host/presentation.h \
	lessons/host/places.c lessons/host/places.h lessons/host/play.c lessons/host/play.h \
	lessons/host/progress.c lessons/host/progress.h \
	lessons/host/sandbox.c lessons/host/sandbox.h lessons/host/sandbox_library.c lessons/host/sandbox_library.h \
	lessons/host/sha256.c lessons/host/sha256.h \
	lessons/host/sweep.c lessons/host/sweep.h \
	lessons/host/ways.c lessons/host/ways.h
lessons_libhost_a_CFLAGS = $(AM_CFLAGS) $(DW_CFLAGS) $(LUA_CFLAGS)
