# SPDX-License-Identifier: MIT
# The player of recorded vectors, and the recordings.
noinst_PROGRAMS += tests/vectors/replay
tests_vectors_replay_SOURCES = tests/vectors/replay.c tests/vectors/player.h \
	tests/vectors/play_device.c tests/vectors/play_apic.c tests/unit/rig_hw.c tests/unit/rig_hw.h
tests_vectors_replay_LDADD = $(MACHINE_ARCHIVES) $(FIBER_LIBS)
VECTORS = tests/vectors/intx-msi.txt tests/vectors/intx-msi-loose.txt tests/vectors/ioapic-level.txt \
	tests/vectors/lapic.txt tests/vectors/msi-mask.txt tests/vectors/msix-8.txt \
	tests/vectors/msix-8-loose.txt tests/vectors/msix-70.txt
EXTRA_DIST += $(VECTORS) tests/vectors/README.md
SHELL_TESTS += tests/vectors/check
