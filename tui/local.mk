# SPDX-License-Identifier: MIT
# The screen. curses.c alone knows ncursesw, loop.c alone libevent, dwarf.c alone libdw.
noinst_LIBRARIES += tui/libtui.a
tui_libtui_a_CPPFLAGS = $(AM_CPPFLAGS) $(CURSES_CFLAGS) $(EVENT_CFLAGS) $(DW_CFLAGS)
tui_libtui_a_SOURCES = \
	tui/act.c tui/act.h tui/act_command.c tui/act_find.c tui/act_form.c tui/act_line.c tui/act_look.c tui/act_job.c tui/act_manners.c tui/act_time.c \
	tui/ambiguous.c tui/ambiguous.h \
	tui/card.c tui/card.h \
	tui/canvas.c tui/canvas.h tui/glyphs.def \
	tui/causes.c tui/causes.h \
	tui/chain.c tui/chain.h \
	tui/codelog.c tui/codelog.h \
	tui/course.h tui/view_course.c \
	tui/csource.c tui/csource.h \
	tui/complete.c tui/complete.h \
	tui/curses.c tui/curses.h \
	tui/dwarf.c tui/dwarf.h \
	tui/finding.c tui/finding.h \
	tui/act_craft.c tui/craft.h tui/view_build.c \
	tui/form.c tui/form.h tui/flow.c tui/flow.h tui/flow_rows.c tui/flow_link.c tui/flow_cpus.c \
	tui/guide.c tui/guide.h tui/guide_give.c tui/guide_journal.c tui/act_lesson.c tui/act_anew.c tui/act_predict.c tui/lesson_strip.c tui/lesson_strip.h tui/lesson_tell.c tui/lesson_tell.h tui/lesson_todo.c tui/view_lesson.c \
	tui/inspect.c tui/inspect.h tui/inspect.def tui/inspect_find.c tui/inspect_parts.c tui/inspect_parts.h tui/inspect_words.c \
	tui/inspect_apic.c tui/inspect_characteristics.c tui/inspect_config.c tui/inspect_counts.c \
	tui/inspect_dpcs.c tui/inspect_idt.c tui/inspect_ioapic.c tui/inspect_lists.c tui/inspect_locks.c tui/inspect_machine.c \
	tui/inspect_memory.c tui/inspect_messages.c tui/inspect_msix.c tui/inspect_registers.c \
	tui/inspect_resources.c tui/inspect_rings.c tui/inspect_threads.c \
	tui/keymap.c tui/keymap.h tui/requests.def \
	tui/layout.c tui/layout.h \
	tui/line_back.c tui/line_back.h \
	tui/loop.c tui/loop.h \
	tui/manners.c tui/manners.h \
	tui/pace.c tui/pace.h \
	tui/pane.c tui/pane.h \
	tui/plain.c tui/plain.h tui/plain_lesson.c tui/plain_lesson.h \
	tui/present.c tui/present.h \
	tui/prompt.c tui/prompt.h \
	tui/sieve.c tui/sieve.h \
	tui/role.c tui/role.h tui/roles.def \
	tui/screen.c tui/screen.h tui/screen_draw.c \
	tui/script.c tui/script.h \
	tui/session.c tui/session.h tui/session_branch.c tui/session_change.c tui/session_code.c tui/session_job.c tui/session_judge.c tui/session_machine.c tui/session_parts.h tui/session_time.c \
	tui/series.c tui/series.h \
	tui/stand.c tui/stand.h \
	tui/source.c tui/source.h tui/source_look.c \
	tui/spans.c tui/spans.h tui/spans_cpu.c tui/spans_parts.h tui/spans_queue.c \
	tui/timeline.h tui/timeline_code.c tui/timeline_draw.c tui/timeline_rows.c \
	tui/tour.c tui/tour.h tui/tour.def \
	tui/tui.c tui/tui.h \
	tui/view.c tui/view.h tui/views.def \
	tui/view_driver.c tui/view_flow.c tui/view_form.c tui/view_help.c tui/view_inspect.c \
	tui/view_timeline.c tui/view_trace.c tui/view_why.c \
	tui/watch.c tui/watch.h
TUI_LIBS = $(CURSES_LIBS) $(EVENT_LIBS) $(DW_LIBS)

# moments and doing
tui_libtui_a_SOURCES += \
	tui/act_moment.c tui/act_refused.c \
	tui/compare.c tui/compare.h \
	tui/complete_command.c tui/inject.def \
	tui/session_mark.c \
	tui/view_branches.c tui/view_diff.c tui/view_explain.c tui/view_inject.c
