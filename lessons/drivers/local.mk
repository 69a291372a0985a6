# SPDX-License-Identifier: MIT
# The drivers that ship. The program itself compiles them, so that they and a person's own are made in one way
# (cli/driver_flags.def). Their sources are installed too: the program shows them.
driver_nic = lessons/drivers/nic_life.c lessons/drivers/nic_setup.c lessons/drivers/nic_describe.c \
	lessons/drivers/nic_receive.c lessons/drivers/nic_send.c lessons/drivers/nic_oid.c
driver_nic_includes = lessons/drivers/nic.h lessons/drivers/vnic.h lessons/drivers/keywords.h
driver_line = lessons/drivers/vnic-line.c $(driver_nic)
driver_noisy = lessons/drivers/noisy.c

DRIVERS = lessons/drivers/vnic-line.so lessons/drivers/noisy.so
DRIVER_FORMS = lessons/drivers/vnic-line.form lessons/drivers/noisy.form
driver_files = lessons/drivers/vnic-line.c lessons/drivers/noisy.c $(driver_nic) $(driver_nic_includes)

DRIVER_CFLAGS = -ffile-prefix-map=$(abs_srcdir)/= $(WARN_CFLAGS)
driversdir = $(pkglibdir)/drivers
drivers_DATA = $(DRIVERS) $(DRIVER_FORMS) $(driver_files)
BUILD_DRIVER = $(AM_V_GEN)$(MKDIR_P) $(@D) && CC='$(CC)' CFLAGS='$(DRIVER_CFLAGS)' LDFLAGS= ./msilab$(EXEEXT) build
$(DRIVERS): cli/driver_flags.def $(ndis_HEADERS) $(ndisparts_HEADERS) $(driver_nic_includes) | msilab$(EXEEXT)
lessons/drivers/vnic-line.so: $(driver_line)
	$(BUILD_DRIVER) $(driver_line:%=$(abs_srcdir)/%) -o $@
lessons/drivers/noisy.so: $(driver_noisy)
	$(BUILD_DRIVER) $(driver_noisy:%=$(abs_srcdir)/%) -o $@
EXTRA_DIST += $(driver_files) $(DRIVER_FORMS)
CLEANFILES += $(DRIVERS)
