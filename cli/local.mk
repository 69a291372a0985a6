# SPDX-License-Identifier: MIT
# The program. It exports to modules what the driver interface and the instrumentation name, and nothing else.
bin_PROGRAMS += msilab
msilab_SOURCES = cli/main.c
noinst_LIBRARIES += cli/libcli.a
cli_libcli_a_SOURCES = \
	cli/arguments.c cli/cli.h cli/commands.def cli/options.def cli/tables.c \
	cli/capture.c cli/capture.h \
	cli/cmd_bench.c \
	cli/cmd_build.c cli/driver_flags.def \
	cli/cmd_demo.c cli/cmd_lab.c cli/laboratory.c cli/laboratory.h \
	cli/cmd_help.c \
	cli/cmd_policy.c \
	cli/crash.c cli/crash.h \
	cli/help.c \
	cli/journal_file.c cli/journal_file.h \
	cli/place.c cli/place.h \
	cli/cmd_run.c \
	cli/cmd_why.c \
	cli/recording.c cli/recording.h \
	cli/intake.c cli/intake.h \
	cli/replay.c cli/replay.h \
	cli/world.c cli/world.h
cli_libcli_a_CPPFLAGS = $(AM_CPPFLAGS) $(PCAP_CFLAGS) -DPKGLIBDIR='"$(pkglibdir)"' -DPKGDATADIR='"$(pkgdatadir)"' \
	-DPKGINCLUDEDIR='"$(pkgincludedir)"'
msilab_LDADD = cli/libcli.a bench/libbench.a $(UNIT_LDADD)
msilab_LDFLAGS = $(EXPORT_LINK)
EXTRA_msilab_DEPENDENCIES = sim/exports.list

# Programs that load modules (the suite's too) are linked with EXPORT_LINK.
EXPORT_LINK = -Wl,--dynamic-list=sim/exports.list
sim/exports.list: sim/ndis/api.def
	$(AM_V_GEN)$(MKDIR_P) sim && { echo '{'; sed -n 's/^API(\([A-Za-z0-9_]*\),.*/\1;/p' $(srcdir)/sim/ndis/api.def; \
		echo '__sanitizer_cov_trace_pc; __tsan_*;'; echo '};'; } >$@.tmp && mv $@.tmp $@
CLEANFILES += sim/exports.list
