# SPDX-License-Identifier: MIT
# The drivers that ship: one line here, NAME.c beside it. The program itself compiles them, so that they and a person's own are
# made in one way (cli/driver_flags.def). Their sources are installed too: the program shows them.
DRIVERS =

DRIVER_SOURCES = $(DRIVERS:.so=.c)
DRIVER_CFLAGS = -ffile-prefix-map=$(abs_srcdir)/=
driversdir = $(pkglibdir)/drivers
drivers_DATA = $(DRIVERS) $(DRIVER_SOURCES)
SUFFIXES = .so
.c.so:
	$(AM_V_GEN)$(MKDIR_P) $(@D) && CC='$(CC)' CFLAGS='$(DRIVER_CFLAGS)' LDFLAGS= \
		./msilab$(EXEEXT) build $(abs_srcdir)/$*.c -o $@
$(DRIVERS): cli/driver_flags.def $(ndis_HEADERS) $(ndisparts_HEADERS) | msilab$(EXEEXT)
EXTRA_DIST += $(DRIVER_SOURCES)
CLEANFILES += $(DRIVERS)
