/* SPDX-License-Identifier: MIT */
/*
 * The memory that a long trace comes to next is brought in by a thread (sim/trace/trace.h), while the machine fills what is there. The
 * thread is made when it is first needed, asks the system for pages that are mapped already, changes no byte and takes no signal. Where
 * there is no second processor, no thread or no such request (Linux before 5.14), nothing is brought in: whoever writes waits then.
 */
#ifndef MSILAB_CLI_PREFAULT_H
#define MSILAB_CLI_PREFAULT_H

#include "sim/trace/trace.h"

struct prefault;

struct prefault *prefault_new(void);
void prefault_free(struct prefault *prefault); /* after the traces that know it */

/* For trace_prefault and struct session_edge; owned by the former. */
struct trace_prefault *prefault_face(struct prefault *prefault);

#endif
