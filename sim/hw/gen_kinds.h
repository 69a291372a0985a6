/* SPDX-License-Identifier: MIT */
/* The generators of gen.def, declared for their own files and for the table. */
#ifndef MSILAB_HW_GEN_KINDS_H
#define MSILAB_HW_GEN_KINDS_H

#include "sim/hw/gen.h"

#define GENERATOR(symbol) extern const struct gen_kind symbol;
#include "sim/hw/gen.def"
#undef GENERATOR

#endif
