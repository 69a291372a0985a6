/* SPDX-License-Identifier: MIT */
/* A finding in words, for the card, the explain view and plain mode. What is told is what was known at the cursor. */
#ifndef MSILAB_TUI_FINDING_H
#define MSILAB_TUI_FINDING_H

#include "sim/read/rule.h"
#include "tui/session.h"
#include "tui/view.h"

/* "error" or "warning", and the rule's name. */
void finding_title(const struct finding *finding, struct str *out);

/* "FILE:LINE in FUNCTION"; "" : not known. */
void finding_place(const struct look *look, const struct finding *finding, struct str *out);

/* When and where, and how often so far. */
void finding_moment(const struct look *look, const struct finding *finding, struct str *out);

/* Everything, as paragraphs, one a line; title and place first. */
void finding_text(const struct look *look, const struct finding *finding, struct str *out);

/* The first finding about the record before a cursor; NULL: it broke no rule. n: how many there are. */
const struct finding *finding_at(const struct look *look, uint64_t cursor, size_t *n);

#endif
