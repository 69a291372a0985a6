/* SPDX-License-Identifier: MIT */
/*
 * The driver's one header. A miniport includes <ndis.h> and nothing else; it
 * finds here the documented names, types, values and levels of NDIS 6.0 to
 * 6.30 as far as the laboratory offers them. What is not declared is not
 * offered: the compiler says so, instead of a stub that does nothing.
 *
 * Compile with -fshort-wchar, as C11 or C++17 (GNU dialects), gcc or clang.
 * The version of NDIS is chosen as on Windows (see ndis/version.h).
 * Every exported function is a line of api.def, with its IRQL bounds; the
 * register accessors are among them, because a mapped device window can be
 * touched by nothing else. Interlocked operations, lists and barriers are
 * inline.
 */
#ifndef NDIS_H
#define NDIS_H

#include "ndis/version.h"
#include "ndis/base.h"
#include "ndis/sal.h"
#include "ndis/status.h"
#include "ndis/atomic.h"
#include "ndis/memory.h"
#include "ndis/kernel.h"
#include "ndis/list.h"
#include "ndis/register.h"
#include "ndis/resource.h"
#include "ndis/irp.h"
#include "ndis/object.h"
#include "ndis/interrupt.h"
#include "ndis/mdl.h"
#include "ndis/buffer.h"
#include "ndis/traffic.h"
#include "ndis/dma.h"
#include "ndis/config.h"
#include "ndis/timer.h"
#include "ndis/oid.h"
#include "ndis/link.h"
#include "ndis/rss.h"
#include "ndis/attributes.h"
#include "ndis/miniport.h"

#endif
