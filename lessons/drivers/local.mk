# SPDX-License-Identifier: MIT
# The drivers that ship. The program itself compiles them, so that they and a person's own are made in one way
# (cli/driver_flags.def). Their sources are installed too: the program shows them.
driver_nic_includes = lessons/drivers/nic.h lessons/drivers/vnic.h lessons/drivers/keywords.h lessons/drivers/message.h
driver_nic = lessons/drivers/nic_life.c lessons/drivers/nic_setup.c lessons/drivers/nic_describe.c \
	lessons/drivers/nic_receive.c lessons/drivers/nic_send.c lessons/drivers/nic_oid.c lessons/drivers/nic_line.c
driver_line = lessons/drivers/vnic-line.c lessons/drivers/line_filter.c $(driver_nic)
driver_message = lessons/drivers/vnic-message.c lessons/drivers/message_map.c lessons/drivers/message_interrupt.c \
	lessons/drivers/message_scale.c $(driver_nic)
# Exercises that move frames: one file to compile, which includes the others.
driver_whole = lessons/drivers/message_all.h $(driver_message)
driver_noisy = lessons/drivers/noisy.c
driver_bad = lessons/drivers/bad.c lessons/drivers/bad_isr.c lessons/drivers/bad_dpc.c lessons/drivers/bad_lists.c
driver_bad_includes = lessons/drivers/bad.h

DRIVERS = lessons/drivers/vnic-line.so lessons/drivers/vnic-message.so lessons/drivers/noisy.so lessons/drivers/bad.so \
	lessons/drivers/l03-register.so lessons/drivers/l04-grant.so lessons/drivers/l05-fallback.so lessons/drivers/l06-queues.so \
	lessons/drivers/l08-storm.so
# What a lesson's exercise in C comes to: the exercise with its mistake mended. Shown after completion, and played by the checks.
SOLVED_SOURCES = lessons/drivers/l03-register-solved.c lessons/drivers/l04-grant-solved.c \
	lessons/drivers/l05-fallback-solved.c lessons/drivers/l06-queues-solved.c lessons/drivers/l08-storm-solved.c
SOLVED_DRIVERS = $(SOLVED_SOURCES:.c=.so)
# A misconception in C: the solved exercise with one thing wrong again. Played by the checks.
WRONG_SOURCES = lessons/drivers/l03-register-early.c lessons/drivers/l03-register-decline.c lessons/drivers/l04-grant-table.c \
	lessons/drivers/l04-grant-asked.c lessons/drivers/l05-fallback-drop.c lessons/drivers/l06-queues-bin.c lessons/drivers/l08-storm-mask.c
WRONG_DRIVERS = $(WRONG_SOURCES:.c=.so)
# Without instrumentation, optimised: what `msilab bench machine` measures.
PLAIN_DRIVERS = lessons/drivers/plain/vnic-message.so
DRIVER_FORMS = $(DRIVERS:.so=.form)
driver_files = lessons/drivers/vnic-line.c lessons/drivers/line_filter.c lessons/drivers/vnic-message.c \
	lessons/drivers/message_map.c lessons/drivers/message_interrupt.c lessons/drivers/message_scale.c \
	lessons/drivers/l03-register.c lessons/drivers/l04-grant.c \
	lessons/drivers/noisy.c lessons/drivers/l05-fallback.c lessons/drivers/l06-queues.c lessons/drivers/l08-storm.c lessons/drivers/frameless.h \
	lessons/drivers/message_all.h $(driver_nic) $(driver_nic_includes) $(driver_bad) $(driver_bad_includes)

DRIVER_CFLAGS = -ffile-prefix-map=$(abs_srcdir)/= $(WARN_CFLAGS)
driversdir = $(pkglibdir)/drivers
drivers_DATA = $(DRIVERS) $(DRIVER_FORMS) $(driver_files) $(SOLVED_SOURCES) $(SOLVED_DRIVERS) $(WRONG_SOURCES) $(WRONG_DRIVERS)
plaindriversdir = $(pkglibdir)/drivers/plain
plaindrivers_DATA = $(PLAIN_DRIVERS)
BUILD_DRIVER = $(AM_V_GEN)$(MKDIR_P) $(@D) && LDFLAGS= CC='$(CC)' CFLAGS='$(DRIVER_CFLAGS)' ./msilab$(EXEEXT) build
BUILD_SOLVED = $(AM_V_GEN)LDFLAGS= CC='$(CC)' CFLAGS='$(DRIVER_CFLAGS) -ffile-prefix-map=$(abs_builddir)/= -I$(abs_srcdir)/lessons/drivers' ./msilab$(EXEEXT) build
BUILD_PLAIN = $(AM_V_GEN)$(MKDIR_P) $(@D) && LDFLAGS= CC='$(CC)' CFLAGS='$(DRIVER_CFLAGS) -O2' ./msilab$(EXEEXT) build --bare
$(DRIVERS) $(SOLVED_DRIVERS) $(WRONG_DRIVERS) $(PLAIN_DRIVERS): cli/driver_flags.def $(ndis_HEADERS) $(ndisparts_HEADERS) $(driver_nic_includes) lessons/drivers/frameless.h | msilab$(EXEEXT)
lessons/drivers/vnic-line.so: $(driver_line)
	$(BUILD_DRIVER) $(driver_line:%=$(abs_srcdir)/%) -o $@
lessons/drivers/vnic-message.so: $(driver_message)
	$(BUILD_DRIVER) $(driver_message:%=$(abs_srcdir)/%) -o $@
lessons/drivers/noisy.so: $(driver_noisy)
	$(BUILD_DRIVER) $(driver_noisy:%=$(abs_srcdir)/%) -o $@
lessons/drivers/bad.so: $(driver_bad) $(driver_bad_includes)
	$(BUILD_DRIVER) $(driver_bad:%=$(abs_srcdir)/%) -o $@
lessons/drivers/l03-register.so: lessons/drivers/l03-register.c
	$(BUILD_DRIVER) $(abs_srcdir)/lessons/drivers/l03-register.c -o $@
# every handler is filled in, whatever the form says, and the interrupt comes when all is there
lessons/drivers/l03-register-solved.c: lessons/drivers/l03-register.c
	$(AM_V_GEN)$(MKDIR_P) $(@D) && sed -e 's/Two things are not right yet/Two things were not right/' \
		-e 's/clock->handlers >= [12] ? \([a-z]*\) : NULL,.*/\1,/' -e '/ handlers;/d' -e '/ handlers\[\]/d' -e '/->handlers = /d' \
		-e 's/"register", "map", "context"/"map", "context", "register"/' -e 's/register_interrupt, map, context/map, context, register_interrupt/' \
		$(srcdir)/lessons/drivers/l03-register.c >$@
lessons/drivers/l03-register-solved.so: lessons/drivers/l03-register-solved.c
	$(BUILD_SOLVED) lessons/drivers/l03-register-solved.c -o $@
lessons/drivers/l04-grant.so: lessons/drivers/l04-grant.c
	$(BUILD_DRIVER) $(abs_srcdir)/lessons/drivers/l04-grant.c -o $@
# the line's handlers are there, and InterruptType decides
lessons/drivers/l04-grant-solved.c: lessons/drivers/l04-grant.c
	$(AM_V_GEN)$(MKDIR_P) $(@D) && sed -e 's/Two things are not right yet/Two things were not right/' \
		-e '/BOOLEAN line = /d' -e 's/line ? \([a-z]*\) : NULL/\1/g' -e '/decide == 1/,+1d' -e 's/else if (nic->decide == 0 || /if (/' \
		-e '/ handlers, decide;/d' -e '/ handlers\[\]/d' -e 's/adapter = adapter, .*/adapter = adapter;/' -e '/->decide = /d' \
		$(srcdir)/lessons/drivers/l04-grant.c >$@
lessons/drivers/l04-grant-solved.so: lessons/drivers/l04-grant-solved.c
	$(BUILD_SOLVED) lessons/drivers/l04-grant-solved.c -o $@
lessons/drivers/l05-fallback.so: lessons/drivers/l05-fallback.c $(driver_whole)
	$(BUILD_DRIVER) $(abs_srcdir)/lessons/drivers/l05-fallback.c -o $@
# neither two messages nor the line depend on the form
lessons/drivers/l05-fallback-solved.c: lessons/drivers/l05-fallback.c
	$(AM_V_GEN)$(MKDIR_P) $(@D) && sed -e 's/Two things are not right yet/Two things were not right/' -e 's/ On the form LabTwo.*//' \
		-e '/== TWO_REFUSE/,+1d' -e '/== TWO_DROP/,+1d' -e 's/else if (nic->lab.*/else {/' -e '/^enum/d' -e '/read_keywords(nic);/d' \
		-e '/^static VOID read_keywords/,/^}/d' $(srcdir)/lessons/drivers/l05-fallback.c | cat -s >$@
lessons/drivers/l05-fallback-solved.so: lessons/drivers/l05-fallback-solved.c $(driver_whole)
	$(BUILD_SOLVED) lessons/drivers/l05-fallback-solved.c -o $@
lessons/drivers/l06-queues.so: lessons/drivers/l06-queues.c $(driver_whole)
	$(BUILD_DRIVER) $(abs_srcdir)/lessons/drivers/l06-queues.c -o $@
# the device is told the message, whatever the form says
lessons/drivers/l06-queues-solved.c: lessons/drivers/l06-queues.c
	$(AM_V_GEN)$(MKDIR_P) $(@D) && sed -e 's/One thing is not right yet/One thing was not right/' -e '/the mistake: each queue/,+2d' \
		-e 's/^\treturn message;/\tUNREFERENCED_PARAMETER(nic), UNREFERENCED_PARAMETER(cause);\n&/' $(srcdir)/lessons/drivers/l06-queues.c >$@
lessons/drivers/l06-queues-solved.so: lessons/drivers/l06-queues-solved.c $(driver_whole)
	$(BUILD_SOLVED) lessons/drivers/l06-queues-solved.c -o $@
lessons/drivers/l08-storm.so: lessons/drivers/l08-storm.c
	$(BUILD_DRIVER) $(abs_srcdir)/lessons/drivers/l08-storm.c -o $@
# the write stands in its place, and the form no longer makes it there
lessons/drivers/l08-storm-solved.c: lessons/drivers/l08-storm.c
	$(AM_V_GEN)$(MKDIR_P) $(@D) && sed -e 's/serves its interrupt, but for one/serves its interrupt, with the one/' \
		-e 's/the write is missing in serve()/the write was missing in serve()/' \
		-e 's/^\tby_form(clock, DISMISS_ISR.*/\treg_write(clock, CAUSE, mine);/' $(srcdir)/lessons/drivers/l08-storm.c >$@
lessons/drivers/l08-storm-solved.so: lessons/drivers/l08-storm-solved.c
	$(BUILD_SOLVED) lessons/drivers/l08-storm-solved.c -o $@
EARLY = -e 's/"map", "context", "register"/"map", "register", "context"/' -e 's/map, context, register_interrupt/map, register_interrupt, context/'
lessons/drivers/l03-register-early.c: lessons/drivers/l03-register-solved.c
	$(AM_V_GEN)sed $(EARLY) lessons/drivers/l03-register-solved.c >$@
lessons/drivers/l03-register-decline.c: lessons/drivers/l03-register-solved.c
	$(AM_V_GEN)sed $(EARLY) -e 's/mine = \(.*\);/mine = clock->counts ? \1 : 0;/' lessons/drivers/l03-register-solved.c >$@
lessons/drivers/l04-grant-table.c: lessons/drivers/l04-grant-solved.c
	$(AM_V_GEN)sed -e 's/ask.InterruptType == NDIS_CONNECT_MESSAGE_BASED/status == NDIS_STATUS_SUCCESS/' lessons/drivers/l04-grant-solved.c >$@
lessons/drivers/l04-grant-asked.c: lessons/drivers/l04-grant-solved.c
	$(AM_V_GEN)sed -e 's/ask.InterruptType == NDIS_CONNECT_MESSAGE_BASED/status == NDIS_STATUS_SUCCESS/' -e 's/ask.MessageInfoTable->MessageCount/4/' lessons/drivers/l04-grant-solved.c >$@
lessons/drivers/l05-fallback-drop.c: lessons/drivers/l05-fallback-solved.c
	$(AM_V_GEN)sed -e 's/return pair % nic->n_messages;/return pair < nic->n_messages ? pair : VNIC_QUEUES;/' lessons/drivers/l05-fallback-solved.c >$@
lessons/drivers/l06-queues-bin.c: lessons/drivers/l06-queues-solved.c
	$(AM_V_GEN)sed -e 's/min(pair, nic->n_messages - 1)/min(pair, nic->n_messages)/' lessons/drivers/l06-queues-solved.c >$@
lessons/drivers/l08-storm-mask.c: lessons/drivers/l08-storm-solved.c
	$(AM_V_GEN)sed -e 's/reg_write(clock, CAUSE, mine)/reg_write(clock, MASK, 0)/' lessons/drivers/l08-storm-solved.c >$@
lessons/drivers/l05-fallback-drop.so lessons/drivers/l06-queues-bin.so: $(driver_whole)
lessons/drivers/l03-register-early.so: lessons/drivers/l03-register-early.c
	$(BUILD_SOLVED) lessons/drivers/l03-register-early.c -o $@
lessons/drivers/l03-register-decline.so: lessons/drivers/l03-register-decline.c
	$(BUILD_SOLVED) lessons/drivers/l03-register-decline.c -o $@
lessons/drivers/l04-grant-table.so: lessons/drivers/l04-grant-table.c
	$(BUILD_SOLVED) lessons/drivers/l04-grant-table.c -o $@
lessons/drivers/l04-grant-asked.so: lessons/drivers/l04-grant-asked.c
	$(BUILD_SOLVED) lessons/drivers/l04-grant-asked.c -o $@
lessons/drivers/l05-fallback-drop.so: lessons/drivers/l05-fallback-drop.c
	$(BUILD_SOLVED) lessons/drivers/l05-fallback-drop.c -o $@
lessons/drivers/l06-queues-bin.so: lessons/drivers/l06-queues-bin.c
	$(BUILD_SOLVED) lessons/drivers/l06-queues-bin.c -o $@
lessons/drivers/l08-storm-mask.so: lessons/drivers/l08-storm-mask.c
	$(BUILD_SOLVED) lessons/drivers/l08-storm-mask.c -o $@
lessons/drivers/plain/vnic-message.so: $(driver_message)
	$(BUILD_PLAIN) $(driver_message:%=$(abs_srcdir)/%) -o $@
EXTRA_DIST += $(driver_files) $(DRIVER_FORMS) doc/drivers.md
CLEANFILES += $(DRIVERS) $(SOLVED_SOURCES) $(SOLVED_DRIVERS) $(WRONG_SOURCES) $(WRONG_DRIVERS) $(PLAIN_DRIVERS)
