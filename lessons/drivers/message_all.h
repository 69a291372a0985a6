/* SPDX-License-Identifier: MIT */
/*
 * vnic-message in one piece, but for how it registers its interrupt (vnic-message.c): queues, memory, requests, messages, CPUs, the
 * line. An exercise in C is one file, so it includes the others instead of being linked with them. Which message serves what is the
 * exercise's own (message.h, MESSAGE_CHOSEN), and so are the two keywords nic->lab.
 */
#define MESSAGE_CHOSEN
#include "message.h"
#include "keywords.h"

/* No file's static names are another's. */
#include "nic_life.c"
#include "nic_setup.c"
#include "nic_describe.c"
#include "nic_receive.c"
#include "nic_send.c"
#include "nic_oid.c"
#include "nic_line.c"
#include "message_map.c"
#include "message_interrupt.c"
#include "message_scale.c"
