/* SPDX-License-Identifier: MIT */
/*
 * A filter over records, as typed: terms with blanks between, all of which must hold. kind:isr.* cpu:1 obj:nic0, or plain text
 * that the sentence must hold. An empty filter lets everything pass.
 */
#ifndef MSILAB_TUI_FILTER_H
#define MSILAB_TUI_FILTER_H

#include "sim/trace/trace.h"

bool filter_match(const char *filter, const struct trace *trace, const struct record *record);

#endif
