/* SPDX-License-Identifier: MIT */
/* Columns and lines are sim/base's. */
#include "sim/base/text.h"
