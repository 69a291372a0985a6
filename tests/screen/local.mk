# SPDX-License-Identifier: MIT
# Screens without a terminal: a saved trace and a script in, photographs out. And the five things that only a terminal decides.
noinst_PROGRAMS += tests/screen/rig
tests_screen_rig_SOURCES = tests/screen/rig.c
noinst_PROGRAMS += tests/screen/monkey_script
tests_screen_monkey_script_SOURCES = tests/screen/monkey_script.c
noinst_PROGRAMS += tests/screen/lesson_script
tests_screen_lesson_script_SOURCES = tests/screen/lesson_script.c
SHELL_TESTS += tests/screen/lessons
EXTRA_DIST += tests/screen/examples
SHELL_TESTS += tests/screen/run
SHELL_TESTS += tests/screen/language
EXTRA_DIST += tests/screen/message/script.zh_CN tests/screen/message/expect.zh_CN \
	tests/screen/tour.zh_CN.80x24 tests/screen/tour.zh_CN.120x40
SCREENS_TRACE = message records timeline
SCREENS_LAB = flow-line flow-msi flow-msix inspect refused watch
SCREENS_VIEW = view-flow view-timeline view-trace view-driver view-form view-why view-inspect view-inject view-explain view-branches \
	view-diff view-help view-frame view-lesson view-course view-build view-card
SCREENS_LESSON = point
SCREENS_OPENED = lesson-rule lesson-strip
SCREENS = $(SCREENS_OPENED) $(SCREENS_LESSON) $(SCREENS_TRACE) $(SCREENS_LAB) $(SCREENS_VIEW)
EXTRA_DIST += tests/screen/lib.sh tests/screen/story/machine tests/screen/story/begin $(SCREENS_VIEW:%=tests/screen/%/expect.zh_CN)
EXTRA_DIST += $(SCREENS_TRACE:%=tests/screen/%/trace) $(SCREENS_LAB:%=tests/screen/%/machine) $(SCREENS_LESSON:%=tests/screen/%/lesson.lua) tests/screen/view-card/machine
EXTRA_DIST += $(SCREENS:%=tests/screen/%/script) $(SCREENS:%=tests/screen/%/expect)
EXTRA_DIST += tests/screen/view-lesson/lesson $(SCREENS_OPENED:%=tests/screen/%/lesson)
EXTRA_DIST += tests/tmux/lib.sh
SHELL_TESTS += tests/screen/tour
SHELL_TESTS += tests/screen/values
SHELL_TESTS += tests/screen/monkey
SHELL_TESTS += tests/tmux/quit.sh
SHELL_TESTS += tests/tmux/resize.sh
SHELL_TESTS += tests/tmux/suspend.sh
SHELL_TESTS += tests/tmux/escape.sh
SHELL_TESTS += tests/tmux/job.sh
SHELL_TESTS += tests/tmux/killed.sh
SHELL_TESTS += tests/tmux/term.sh
SHELL_TESTS += tests/tmux/terms.sh
SHELL_TESTS += tests/tmux/start.sh
SHELL_TESTS += tests/tmux/edit.sh
SHELL_TESTS += tests/tmux/present.sh
SHELL_TESTS += tests/tmux/restore.sh
SHELL_TESTS += tests/tmux/looks.sh
SHELL_TESTS += tests/tmux/chinese.sh
SHELL_TESTS += tests/tmux/card.sh
