/* SPDX-License-Identifier: MIT */
/* The system on the bench for hardware: CPUs, levels, plug and play, without any driver interface. */
#ifndef MSILAB_TESTS_UNIT_RIG_OS_H
#define MSILAB_TESTS_UNIT_RIG_OS_H

#include "sim/os/os.h"
#include "tests/unit/rig_hw.h"

/* The machine that the head describes, with its system; and its end. */
struct os *rig_os_init(struct rig *rig, const char *head);
void rig_os_fini(struct rig *rig, struct os *os);

#endif
