# SPDX-License-Identifier: MIT
# The program. It exports to modules what the driver interface and the instrumentation name, and nothing else.
bin_PROGRAMS += msilab
msilab_SOURCES = \
	cli/arguments.c cli/cli.h cli/commands.def cli/options.def cli/tables.c \
	cli/cmd_build.c cli/driver_flags.def \
	cli/cmd_help.c \
	cli/crash.c cli/crash.h \
	cli/help.c \
	cli/main.c \
	cli/place.c cli/place.h \
	cli/world.c cli/world.h
msilab_CPPFLAGS = $(AM_CPPFLAGS) -DPKGLIBDIR='"$(pkglibdir)"' -DPKGDATADIR='"$(pkgdatadir)"' \
	-DPKGINCLUDEDIR='"$(pkgincludedir)"'
msilab_LDADD = $(UNIT_LDADD) $(DW_LIBS)
msilab_LDFLAGS = $(EXPORT_LINK)
EXTRA_msilab_DEPENDENCIES = sim/exports.list

# Programs that load modules (the suite's too) are linked with EXPORT_LINK.
EXPORT_LINK = -Wl,--dynamic-list=sim/exports.list
sim/exports.list: sim/ndis/api.def
	$(AM_V_GEN)$(MKDIR_P) sim && { echo '{'; sed -n 's/^API(\([A-Za-z0-9_]*\),.*/\1;/p' $(srcdir)/sim/ndis/api.def; \
		echo '__sanitizer_cov_trace_pc; __tsan_*;'; echo '};'; } >$@.tmp && mv $@.tmp $@
CLEANFILES += sim/exports.list
