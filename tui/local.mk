# SPDX-License-Identifier: MIT
# The screen. curses.c alone knows ncursesw, loop.c alone libevent.
noinst_LIBRARIES += tui/libtui.a
tui_libtui_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURSES_CFLAGS) $(EVENT_CFLAGS) $(DW_CFLAGS)
tui_libtui_a_SOURCES = \
	tui/text.c tui/text.h \
	tui/canvas.c tui/canvas.h tui/glyphs.def \
	tui/pane.c tui/pane.h \
	tui/role.c tui/role.h tui/roles.def \
	tui/keymap.c tui/keymap.h tui/requests.def tui/views.def \
	tui/lanes.c tui/lanes.h \
	tui/curses.c tui/curses.h
