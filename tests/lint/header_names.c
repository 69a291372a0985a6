/* SPDX-License-Identifier: MIT */
/* Every line of api.def is declared: their addresses, as undefined names. */
#include <ndis.h>

typedef VOID FUNCTION(VOID);

#define API(name, lowest, highest, cost, rule, help) (FUNCTION *)name,
FUNCTION *exported[] = {
#include "api.def"
};
#undef API
