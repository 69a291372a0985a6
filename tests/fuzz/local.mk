# SPDX-License-Identifier: MIT
# The harnesses of text forms and captures, and their corpora replayed.
FUZZ_READERS = sim/libread.a sim/libjournal.a sim/libtrace.a sim/libbase.a
check_PROGRAMS += tests/fuzz/fuzz_machine tests/fuzz/fuzz_journal tests/fuzz/fuzz_trace
tests_fuzz_fuzz_machine_SOURCES = tests/fuzz/fuzz_machine.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_machine_LDADD = $(FUZZ_READERS)
tests_fuzz_fuzz_journal_SOURCES = tests/fuzz/fuzz_journal.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_journal_LDADD = $(FUZZ_READERS)
tests_fuzz_fuzz_trace_SOURCES = tests/fuzz/fuzz_trace.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_trace_LDADD = $(FUZZ_READERS)
check_PROGRAMS += tests/fuzz/fuzz_capture
tests_fuzz_fuzz_capture_SOURCES = tests/fuzz/fuzz_capture.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_capture_LDADD = $(UNIT_LDADD)
check_PROGRAMS += tests/fuzz/fuzz_lesson
tests_fuzz_fuzz_lesson_SOURCES = tests/fuzz/fuzz_lesson.c tests/fuzz/replay.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_lesson_LDADD = lessons/libhost.a $(FUZZ_READERS) $(LUA_LIBS) $(DW_LIBS)
SHELL_TESTS += tests/fuzz/run
EXTRA_DIST += tests/fuzz/corpus
