# SPDX-License-Identifier: MIT
# Screens without a terminal: a saved trace and a script in, photographs out. And the five things that only a terminal decides.
check_PROGRAMS += tests/screen/rig
tests_screen_rig_SOURCES = tests/screen/rig.c
SHELL_TESTS += tests/screen/run
SCREENS = message
EXTRA_DIST += $(SCREENS:%=tests/screen/%/trace) $(SCREENS:%=tests/screen/%/script) $(SCREENS:%=tests/screen/%/expect)
EXTRA_DIST += tests/tmux/lib.sh
SHELL_TESTS += tests/screen/tour
SHELL_TESTS += tests/screen/monkey
SHELL_TESTS += tests/tmux/quit.sh
SHELL_TESTS += tests/tmux/resize.sh
SHELL_TESTS += tests/tmux/suspend.sh
SHELL_TESTS += tests/tmux/escape.sh
SHELL_TESTS += tests/tmux/term.sh
SHELL_TESTS += tests/tmux/terms.sh
