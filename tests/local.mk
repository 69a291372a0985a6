# SPDX-License-Identifier: MIT
# The suite. A unit suite is one line here: UNIT += tests/unit/test_X (source tests/unit/test_X.c, see tests/unit/suite.h).
# A script is one line in SHELL_TESTS; it runs with srcdir set, in the build folder, and ends with "N passed, N failed".
# UNIT_LDADD lists the libraries in link order: a library stands before those it uses.
# MACHINE_ARCHIVES is the machine with what it stands on, whose objects tests/lint looks at.
MACHINE_ARCHIVES = sim/libsim.a sim/libndis.a sim/libjournal.a sim/libos.a sim/libhw.a sim/libcore.a sim/libtrace.a sim/libbase.a
UNIT_LDADD += cli/libcli.a
UNIT_LDADD += tui/libtui.a
UNIT_LDADD += lessons/libhost.a
UNIT_LDADD += sim/libread.a
UNIT_LDADD += $(MACHINE_ARCHIVES) $(FIBER_LIBS) $(TUI_LIBS) $(DW_LIBS) $(PCAP_LIBS) $(LUA_LIBS) -lm

UNIT =
UNIT += tests/unit/test_base
UNIT += tests/unit/test_registers
UNIT += tests/unit/test_trace
UNIT += tests/unit/test_core
UNIT += tests/unit/test_machine
UNIT += tests/unit/test_journal
UNIT += tests/unit/test_rectext
UNIT += tests/unit/test_scene
UNIT += tests/unit/test_scene_same
UNIT += tests/unit/test_query
UNIT += tests/unit/test_why
UNIT += tests/unit/test_why_question
UNIT += tests/unit/test_rule
UNIT += tests/unit/test_rule_device
UNIT += tests/unit/test_rule_line
UNIT += tests/unit/test_rule_run
UNIT += tests/unit/test_export
UNIT += tests/unit/test_frame
UNIT += tests/unit/test_gen
UNIT += tests/unit/test_rss
UNIT += tests/unit/test_canvas
UNIT += tests/unit/test_ambiguous
UNIT += tests/unit/test_timeline
UNIT += tests/unit/test_progress
UNIT += tests/unit/test_form
UNIT += tests/unit/test_course
UNIT += tests/unit/test_kinds
UNIT += tests/unit/test_sieve
UNIT += tests/unit/test_lines
UNIT += tests/unit/test_session
UNIT += tests/unit/test_manners
UNIT += tests/unit/test_jobs
UNIT += tests/unit/test_complete
UNIT += tests/unit/test_diff
UNIT += tests/unit/test_explain
UNIT += tests/unit/test_pace
UNIT += tests/unit/test_reach
UNIT += tests/unit/test_resize
UNIT += tests/unit/test_noisy
UNIT += tests/unit/test_inspect
UNIT += tests/unit/test_vnic_cause
UNIT += tests/unit/test_vnic_message
UNIT += tests/unit/test_vnic_mode
UNIT += tests/unit/test_vnic_register
UNIT += tests/unit/test_vnic_ring
UNIT += tests/unit/test_vnic_rss
UNIT += tests/unit/test_vnic_wait
UNIT += tests/unit/test_vnic_random
UNIT += tests/unit/test_vnic_receive
UNIT += tests/unit/test_vnic_transmit
UNIT += tests/unit/test_ndis_header
UNIT += tests/unit/test_module
UNIT += tests/unit/test_sandbox
UNIT += tests/unit/test_goal
UNIT += tests/unit/test_goal_cells
UNIT += tests/unit/test_interleavings
UNIT += tests/unit/test_lesson
include tests/unit/probe.mk
include tests/unit/ndis.mk
UNIT += tests/unit/test_capture
UNIT += tests/unit/test_journal_file
UNIT += tests/unit/test_crash
UNIT += tests/unit/test_sync
UNIT += tests/unit/test_prefault
UNIT += tests/unit/test_branch_file
UNIT += tests/unit/test_pressed

SHELL_TESTS =
SHELL_TESTS += tests/lint/run
SHELL_TESTS += tests/lint/selftest
SHELL_TESTS += tests/lint/header
SHELL_TESTS += tests/lint/catalogue
SHELL_TESTS += tests/cli/usage
SHELL_TESTS += tests/cli/language
SHELL_TESTS += tests/cli/build
SHELL_TESTS += tests/cli/docs
SHELL_TESTS += tests/cli/run
SHELL_TESTS += tests/cli/keep
SHELL_TESTS += tests/cli/looking
SHELL_TESTS += tests/cli/why
SHELL_TESTS += tests/cli/findings
SHELL_TESTS += tests/cli/lesson
SHELL_TESTS += tests/cli/present
SHELL_TESTS += tests/cli/learn
SHELL_TESTS += tests/cli/craft
EXTRA_DIST += tests/cli/craft.lua tests/cli/stops.lua
SHELL_TESTS += tests/cli/moments
SHELL_TESTS += tests/cli/faults
SHELL_TESTS += tests/proof/lspci
SHELL_TESTS += tests/proof/badinput
SHELL_TESTS += tests/proof/bytes
SHELL_TESTS += tests/proof/captures
SHELL_TESTS += tests/proof/tour
SHELL_TESTS += tests/proof/interleavings
SHELL_TESTS += tests/proof/lines
SHELL_TESTS += tests/proof/rules
SHELL_TESTS += tests/proof/mistakes
SHELL_TESTS += tests/proof/correct
SHELL_TESTS += tests/golden/run
SHELL_TESTS += tests/property/drivers

include tests/vectors/local.mk
include tests/golden/local.mk
include tests/fuzz/local.mk
include tests/unit/hw.mk
include tests/screen/local.mk

if HAVE_CHECK
check_PROGRAMS += $(UNIT)
TESTS += $(UNIT)
endif
LDADD = $(UNIT_LDADD) $(CHECK_LIBS)
TESTS += $(SHELL_TESTS)
LOG_COMPILER = $(SHELL) $(srcdir)/tests/runner
AM_TESTS_ENVIRONMENT = srcdir='$(srcdir)'; export srcdir; CC='$(CC)'; export CC; CXX='$(CXX)'; export CXX; \
	MACHINE_ARCHIVES='$(MACHINE_ARCHIVES)'; export MACHINE_ARCHIVES;
EXTRA_DIST += $(SHELL_TESTS) tests/proof/config.awk tests/runner tests/sum tests/cli/lib.sh tests/cli/locale.sh tests/unit/suite.h tests/unit/tell.h tests/unit/goal_rig.h tests/unit/rule_rig.h tests/unit/why_rig.h tests/unit/vnic_rig.h \
	tests/lint/floors tests/lint/spdx tests/lint/length tests/lint/integers tests/lint/purity \
	tests/lint/one-variable tests/lint/heap tests/lint/language tests/lint/texts tests/lint/pages tests/lint/no-float-code tests/lint/allowed-symbols tests/lint/flat-tables \
	tests/lint/header_habits.h tests/lint/header_layout.c tests/lint/header_miniport.c tests/lint/header_names.c

# The sum of everything that ran, in one line.
.PHONY: check-sum
check-sum:
	@$(SHELL) $(srcdir)/tests/sum $(TEST_LOGS)

# Properties over random stories, on the shipped drivers.
PROPERTY = tests/property/test_runs tests/property/test_scene tests/property/test_why tests/property/test_steady tests/property/test_checkpoint
tests_property_test_why_SOURCES = tests/property/test_why.c tests/property/scenery.c tests/property/scenery.h tests/property/story.c tests/property/story.h
tests_property_test_why_LDADD = cli/libcli.a $(UNIT_LDADD) $(CHECK_LIBS)
tests_property_test_why_LDFLAGS = $(AM_LDFLAGS) $(EXPORT_LINK)
EXTRA_tests_property_test_why_DEPENDENCIES = sim/exports.list sim/exports.want
tests_property_test_scene_SOURCES = tests/property/test_scene.c tests/property/story.c tests/property/story.h \
	tests/property/fill.c tests/property/fill.h tests/property/fill_cpus.c tests/property/fill_devices.c \
	tests/property/fill_driver.c
tests_property_test_scene_LDADD = cli/libcli.a $(UNIT_LDADD) $(CHECK_LIBS)
tests_property_test_scene_LDFLAGS = $(AM_LDFLAGS) $(EXPORT_LINK)
EXTRA_tests_property_test_scene_DEPENDENCIES = sim/exports.list sim/exports.want
tests_property_test_runs_SOURCES = tests/property/test_runs.c tests/property/story.c tests/property/story.h
tests_property_test_runs_LDADD = cli/libcli.a $(UNIT_LDADD) $(CHECK_LIBS)
tests_property_test_runs_LDFLAGS = $(AM_LDFLAGS) $(EXPORT_LINK)
EXTRA_tests_property_test_runs_DEPENDENCIES = sim/exports.list sim/exports.want
tests_property_test_checkpoint_SOURCES = tests/property/test_checkpoint.c tests/property/story.c tests/property/story.h
tests_property_test_checkpoint_LDADD = cli/libcli.a $(UNIT_LDADD) $(CHECK_LIBS)
tests_property_test_checkpoint_LDFLAGS = $(AM_LDFLAGS) $(EXPORT_LINK)
EXTRA_tests_property_test_checkpoint_DEPENDENCIES = sim/exports.list sim/exports.want
tests_property_test_steady_LDADD = cli/libcli.a $(UNIT_LDADD) $(CHECK_LIBS)
tests_property_test_steady_LDFLAGS = $(AM_LDFLAGS) $(EXPORT_LINK) \
	-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup,--wrap=mmap,--wrap=arena_new,--wrap=arena_take
EXTRA_tests_property_test_steady_DEPENDENCIES = sim/exports.list sim/exports.want
if HAVE_CHECK
check_PROGRAMS += $(PROPERTY)
TESTS += $(PROPERTY)
endif
