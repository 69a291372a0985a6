/* SPDX-License-Identifier: MIT */
/*
 * Bugchecks: the end of the virtual machine for a driver's mistake, with the documented codes and parameters. The simulation can
 * be looked at, stepped back and replayed; it takes no event any more.
 */
#ifndef MSILAB_OS_BUGCHECK_H
#define MSILAB_OS_BUGCHECK_H

#include "sim/core/core.h"

/* BUGCHECK(enumerator, code, "NAME"): bugchecks.def */
enum bugcheck_code {
#define BUGCHECK(id, code, name) BUGCHECK_##id = code,
#include "sim/os/bugchecks.def"
#undef BUGCHECK
};

/* Writes bugcheck and bugcheck.parameters and stops the machine. On a CPU it does not return. text: one sentence; at: guest
 * code address in record form (probe_code), UINT64_MAX: not known. */
void bugcheck(struct core *core, enum bugcheck_code code, const uint64_t p[4], const char *text, uint64_t at);

/* A rule of msilab-rules(7) that the machine itself sees broken: rule.violation. about: the record it is about. */
void violation(struct core *core, uint32_t obj, const char *rule, const char *text, uint64_t about, uint64_t at);

#endif
