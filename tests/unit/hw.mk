# SPDX-License-Identifier: MIT
# Suites that stand on the bench for hardware, and on that for the system upon it.
RIG_HW = tests/unit/rig_hw.c tests/unit/rig_hw.h
RIG_OS = tests/unit/rig_os.c tests/unit/rig_os.h $(RIG_HW)
UNIT += tests/unit/test_bus
UNIT += tests/unit/test_cfg
UNIT += tests/unit/test_deltas
UNIT += tests/unit/test_hw
UNIT += tests/unit/test_intx
UNIT += tests/unit/test_ioapic
UNIT += tests/unit/test_lapic
UNIT += tests/unit/test_msi
UNIT += tests/unit/test_msix
UNIT += tests/unit/test_os
UNIT += tests/unit/test_pnp
tests_unit_test_bus_SOURCES = tests/unit/test_bus.c $(RIG_HW)
tests_unit_test_cfg_SOURCES = tests/unit/test_cfg.c $(RIG_HW)
tests_unit_test_deltas_SOURCES = tests/unit/test_deltas.c $(RIG_HW)
tests_unit_test_hw_SOURCES = tests/unit/test_hw.c $(RIG_HW)
tests_unit_test_intx_SOURCES = tests/unit/test_intx.c $(RIG_HW)
tests_unit_test_ioapic_SOURCES = tests/unit/test_ioapic.c $(RIG_HW)
tests_unit_test_lapic_SOURCES = tests/unit/test_lapic.c $(RIG_HW)
tests_unit_test_msi_SOURCES = tests/unit/test_msi.c $(RIG_HW)
tests_unit_test_msix_SOURCES = tests/unit/test_msix.c $(RIG_HW)
tests_unit_test_os_SOURCES = tests/unit/test_os.c $(RIG_OS)
tests_unit_test_pnp_SOURCES = tests/unit/test_pnp.c $(RIG_OS)
