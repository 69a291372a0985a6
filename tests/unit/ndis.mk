# SPDX-License-Identifier: MIT
# Suites of the driver interface, and the rig that they share: a machine with a driver inside the test program.
ndis_rig = tests/unit/ndis_rig.c tests/unit/ndis_driver.c tests/unit/ndis_rig.h
UNIT += tests/unit/test_ndis_interrupt
tests_unit_test_ndis_interrupt_SOURCES = tests/unit/test_ndis_interrupt.c $(ndis_rig)
UNIT += tests/unit/test_ndis_life
tests_unit_test_ndis_life_SOURCES = tests/unit/test_ndis_life.c $(ndis_rig)
UNIT += tests/unit/test_ndis_traffic
tests_unit_test_ndis_traffic_SOURCES = tests/unit/test_ndis_traffic.c $(ndis_rig)
UNIT += tests/unit/test_ndis_reset
tests_unit_test_ndis_reset_SOURCES = tests/unit/test_ndis_reset.c $(ndis_rig)
UNIT += tests/unit/test_ndis_stack
tests_unit_test_ndis_stack_SOURCES = tests/unit/test_ndis_stack.c $(ndis_rig)
UNIT += tests/unit/test_ndis_cut
tests_unit_test_ndis_cut_SOURCES = tests/unit/test_ndis_cut.c $(ndis_rig)
UNIT += tests/unit/test_ndis_config
tests_unit_test_ndis_config_SOURCES = tests/unit/test_ndis_config.c $(ndis_rig)
UNIT += tests/unit/test_ndis_level
tests_unit_test_ndis_level_SOURCES = tests/unit/test_ndis_level.c $(ndis_rig)
UNIT += tests/unit/test_ndis_memory
tests_unit_test_ndis_memory_SOURCES = tests/unit/test_ndis_memory.c $(ndis_rig)
UNIT += tests/unit/test_ndis_register
tests_unit_test_ndis_register_SOURCES = tests/unit/test_ndis_register.c $(ndis_rig)
UNIT += tests/unit/test_ndis_wait
tests_unit_test_ndis_wait_SOURCES = tests/unit/test_ndis_wait.c $(ndis_rig)
