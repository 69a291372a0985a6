# SPDX-License-Identifier: MIT
# The benchmarks: the peers that msilab's speed is a ratio to, the yardsticks,
# and `make bench`. The suite checks counts and checksums; it never times.
PEERS = bench/peers/peer-c
bench_peers_peer_c_SOURCES = bench/peers/c.c bench/peers/heap.h \
	bench/peers/model.c bench/peers/model.h
bench_peers_peer_c_LDADD = -lm

if HAVE_SYSTEMC
PEERS += bench/peers/peer-sc-method bench/peers/peer-sc-thread
endif
SC_SOURCES = bench/peers/systemc_model.h bench/peers/model.c bench/peers/model.h
SC_LIBS = $(SYSTEMC_LIBS) -lm
bench_peers_peer_sc_method_SOURCES = bench/peers/sc_method.cc $(SC_SOURCES)
bench_peers_peer_sc_method_CXXFLAGS = -Wall -Wextra $(SYSTEMC_CFLAGS)
bench_peers_peer_sc_method_LDADD = $(SC_LIBS)
bench_peers_peer_sc_thread_SOURCES = bench/peers/sc_thread.cc $(SC_SOURCES)
bench_peers_peer_sc_thread_CXXFLAGS = -Wall -Wextra $(SYSTEMC_CFLAGS)
bench_peers_peer_sc_thread_LDADD = $(SC_LIBS)

EXTRA_PROGRAMS = bench/peers/peer-sc-method bench/peers/peer-sc-thread
YARDSTICKS = bench/yardstick bench/echo bench/keys
bench_yardstick_SOURCES = bench/yardstick.c
bench_echo_SOURCES = bench/echo.c
bench_echo_CFLAGS = $(AM_CFLAGS) $(CURSES_CFLAGS)
bench_echo_LDADD = $(CURSES_LIBS)
bench_keys_SOURCES = bench/keys.c bench/pty.c bench/pty.h
bench_keys_LDADD = -lutil

check_PROGRAMS += $(PEERS) $(YARDSTICKS)
TESTS += tests/bench/peers tests/bench/keys tests/bench/run
CLEANFILES += commands.saved
EXTRA_DIST += bench/commands.keys bench/idle.journal bench/busy.journal bench/million.journal \
	bench/run bench/engines bench/cases bench/known bench/goals bench/summary.awk \
	tests/bench/peers tests/bench/keys tests/bench/run

.PHONY: bench
bench: all $(PEERS) $(YARDSTICKS)
	$(srcdir)/bench/run $(BENCHFLAGS)

noinst_LIBRARIES += bench/libbench.a
bench_libbench_a_SOURCES = bench/bench.h bench/job.c bench/job.h bench/lesson.c bench/machine.c bench/msilab.c bench/read.c bench/views.c bench/peers/model.c bench/peers/model.h

