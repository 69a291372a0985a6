/* SPDX-License-Identifier: MIT */
/*
 * A lesson played from its beginning, on a machine of its own: as it is done on the form and at the prompt, or in C, with another module in
 * the place of its driver. What goes wrong is said of the lesson, at its line of the file, unless the attempt is silent.
 */
#ifndef MSILAB_CLI_ATTEMPT_H
#define MSILAB_CLI_ATTEMPT_H

#include "cli/proof.h"

struct attempt {
	struct proof *proof;
	struct machine machine;
	struct play play;
	bool in_c;   /* code_solution where a step has it */
	bool silent; /* what goes wrong is what is wanted */
};

/* Whether a step asks for anything at all. */
bool attempt_asks(const struct lesson_step *step);

/* module NULL: the one of the lesson's machine. line: where the lesson names it. false: it cannot be had, and there is nothing to end. */
bool attempt_begin(struct attempt *attempt, struct proof *proof, const char *module, unsigned line);
void attempt_end(struct attempt *attempt);

/* Begins step i, from 0. Gives lines in it; NULL: its solution. */
bool attempt_enter(struct attempt *attempt, unsigned i);
bool attempt_give(struct attempt *attempt, unsigned i, const struct lesson_list *lines);

/* Solves the steps before `last`. false: one is not done by its solution. */
bool attempt_solve(struct attempt *attempt, unsigned last);

#endif
