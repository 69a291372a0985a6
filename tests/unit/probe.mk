# SPDX-License-Identifier: MIT
# Small driver modules of both compilers (tests/unit/probe_modules); the program gives them the functions they call.
UNIT += tests/unit/test_probe
UNIT += tests/unit/test_probe_absent
UNIT += tests/unit/test_probe_entry
UNIT += tests/unit/test_probe_time
UNIT += tests/unit/test_pool
UNIT += tests/unit/test_containment
UNIT += tests/unit/test_loops
probe_rig = tests/unit/probe_rig.c tests/unit/probe_rig.h
tests_unit_test_probe_SOURCES = tests/unit/test_probe.c $(probe_rig)
tests_unit_test_probe_absent_SOURCES = tests/unit/test_probe_absent.c $(probe_rig)
tests_unit_test_probe_entry_SOURCES = tests/unit/test_probe_entry.c $(probe_rig)
tests_unit_test_probe_time_SOURCES = tests/unit/test_probe_time.c $(probe_rig)
tests_unit_test_pool_SOURCES = tests/unit/test_pool.c $(probe_rig)
tests_unit_test_containment_SOURCES = tests/unit/test_containment.c $(probe_rig)
tests_unit_test_loops_SOURCES = tests/unit/test_loops.c $(probe_rig)
tests_unit_test_probe_LDFLAGS = -Wl,-E
tests_unit_test_probe_absent_LDFLAGS = -Wl,-E
tests_unit_test_probe_entry_LDFLAGS = -Wl,-E
tests_unit_test_probe_time_LDFLAGS = -Wl,-E
tests_unit_test_pool_LDFLAGS = -Wl,-E
tests_unit_test_containment_LDFLAGS = -Wl,-E
tests_unit_test_loops_LDFLAGS = -Wl,-E
if HAVE_CHECK
check_DATA = tests/unit/probe_so/list
endif
tests/unit/probe_so/list: tests/unit/probe_driver.c tests/unit/probe_modules
	@$(SHELL) $(srcdir)/tests/unit/probe_modules $(srcdir)/tests/unit/probe_driver.c tests/unit/probe_so
CLEANFILES += tests/unit/probe_so/list tests/unit/probe_so/*.so
EXTRA_DIST += tests/unit/probe_driver.c tests/unit/probe_modules
