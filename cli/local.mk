# SPDX-License-Identifier: MIT
# The program. It exports to modules what the driver interface and the instrumentation name, and nothing else.
bin_PROGRAMS += msilab
msilab_SOURCES = cli/main.c
noinst_LIBRARIES += cli/libcli.a
cli_libcli_a_SOURCES = \
	cli/arguments.c cli/cli.h cli/commands.def cli/options.def cli/tables.c \
	cli/beside.c cli/beside.h cli/branch_file.c cli/branch_file.h cli/branch_read.c \
	cli/capture.c cli/capture.h \
	cli/cmd_bench.c \
	cli/cmd_build.c cli/driver_flags.def \
	cli/cmd_demo.c cli/cmd_present.c cli/cmd_lab.c cli/cmd_learn.c cli/cmd_lesson.c cli/laboratory.c cli/laboratory_asked.c cli/laboratory_parts.h cli/laboratory.h \
	cli/lessons.c cli/lessons.h \
	cli/lesson_new.c cli/lesson_new.h cli/lesson_check.c cli/lesson_check.h cli/lesson_checks.def cli/proof.h \
	cli/proof_form.c cli/proof_goals.c cli/proof_hints.c cli/proof_names.c cli/attempt.c cli/attempt.h cli/proof_play.c cli/proof_text.c \
	cli/presentations.c cli/presentations.h cli/presentation_check.c \
	cli/cmd_export.c \
	cli/cmd_help.c \
	cli/cmd_policy.c \
	cli/settle.c cli/settle.h \
	cli/crash.c cli/crash.h \
	cli/findings.c cli/findings.h \
	cli/help.c \
	cli/languages.c cli/languages.h \
	cli/journal_file.c cli/journal_file.h cli/keep.c cli/keep.h \
	cli/place.c cli/place.h cli/prefault.c cli/prefault.h cli/progress_file.c cli/progress_file.h \
	cli/cmd_resume.c cli/cmd_run.c cli/summary.c cli/summary.h cli/refusals.c cli/refusals.h cli/starts.c cli/starts.h \
	cli/cmd_why.c \
	cli/recording.c cli/recording.h \
	cli/intake.c cli/intake.h cli/left.c cli/left.h \
	cli/sessions.c cli/sessions.h \
	cli/builds.c cli/builds.h cli/craft_beside.c cli/craft_beside.h cli/craft_files.c cli/craft_files.h \
	cli/course.c cli/course.h \
	cli/start.c cli/start.h \
	cli/sync.c cli/sync.h \
	cli/replay.c cli/replay.h \
	cli/talk.c cli/talk.h \
	cli/tongue.c cli/tongue.h \
	cli/world.c cli/world.h
cli_libcli_a_CPPFLAGS = $(AM_CPPFLAGS) $(PCAP_CFLAGS) -DPKGLIBDIR='"$(pkglibdir)"' -DPKGDATADIR='"$(pkgdatadir)"' \
	-DPKGINCLUDEDIR='"$(pkgincludedir)"' -DLOCALEDIR='"$(localedir)"' -DSOURCES='"$(abs_top_srcdir)"' -DBUILT_IN='"$(abs_top_builddir)"'
msilab_LDADD = cli/libcli.a bench/libbench.a $(UNIT_LDADD)
msilab_LDFLAGS = $(EXPORT_LINK) $(WHOLE_LINK)
EXTRA_msilab_DEPENDENCIES = sim/exports.list sim/exports.want

# Programs that load modules (the suite's too) are linked with EXPORT_LINK: they contain every name that a module may want
# (sim/exports.want: archives give only what is asked for) and export those names and no other (sim/exports.list).
EXPORT_LINK = -Wl,--dynamic-list=sim/exports.list @sim/exports.want
EXPORT_NAMES = sed -n -e 's/^API(\([A-Za-z0-9_]*\),.*/\1/p' $(srcdir)/sim/ndis/api.def && \
	sed -n -e 's/^PROBE(\([A-Za-z0-9_]*\)).*/\1/p' $(srcdir)/sim/os/probe.def
sim/exports.list: sim/ndis/api.def sim/os/probe.def
	$(AM_V_GEN)$(MKDIR_P) sim && { echo '{'; { $(EXPORT_NAMES); } | sed 's/$$/;/'; echo '};'; } >$@.tmp && mv $@.tmp $@
sim/exports.want: sim/ndis/api.def sim/os/probe.def
	$(AM_V_GEN)$(MKDIR_P) sim && { $(EXPORT_NAMES); } | sed 's/^/-Wl,-u,/' >$@.tmp && mv $@.tmp $@
CLEANFILES += sim/exports.list sim/exports.want

# The installed program works without the sources (also in make distcheck).
EXTRA_DIST += tests/install/run
installcheck-local:
	bindir='$(DESTDIR)$(bindir)' mandir='$(DESTDIR)$(mandir)' datadir='$(DESTDIR)$(datadir)' localedir='$(DESTDIR)$(localedir)' driversdir='$(DESTDIR)$(driversdir)' \
		pkgconfigdir='$(DESTDIR)$(pkgconfigdir)' includedir='$(includedir)' CC='$(CC)' $(srcdir)/tests/install/run
