/* SPDX-License-Identifier: MIT */
/* What a file in the sandbox may call of Lua's own library, and what of it is done in another way. */
#ifndef MSILAB_HOST_SANDBOX_LIBRARY_H
#define MSILAB_HOST_SANDBOX_LIBRARY_H

#include "lessons/host/sandbox.h"

/* Fills the globals. May raise. */
void sandbox_library(struct lua_State *L);

#endif
