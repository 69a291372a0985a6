# SPDX-License-Identifier: MIT
# The drivers that ship. The program itself compiles them, so that they and a person's own are made in one way
# (cli/driver_flags.def). Their sources are installed too: the program shows them. A driver is three lines:
#
#     DRIVERS += lessons/drivers/NAME.so
#     lessons/drivers/NAME.so: lessons/drivers/NAME.c (and further sources and headers)
#     	$(BUILD_DRIVER) lessons/drivers/NAME.c (and further sources)
#
# and its files in DRIVER_FILES.
DRIVERS =
DRIVER_FILES =

driversdir = $(pkglibdir)/drivers
drivers_DATA = $(DRIVERS) $(DRIVER_FILES)
BUILD_DRIVER = $(AM_V_GEN)$(MKDIR_P) $(@D) && build=`pwd` && cd $(srcdir) && CC='$(CC)' LDFLAGS= \
	CFLAGS="-ffile-prefix-map=`pwd`=. $(DRIVER_CFLAGS)" $$build/msilab$(EXEEXT) build -o $$build/$@
$(DRIVERS): cli/driver_flags.def $(ndis_HEADERS) $(ndisparts_HEADERS) | msilab$(EXEEXT)
EXTRA_DIST += $(DRIVER_FILES)
CLEANFILES += $(DRIVERS)
