#!/bin/sh
# SPDX-License-Identifier: MIT
# Where a lesson is gone on with, and its prediction is made, no card tells of a step before.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
XDG_STATE_HOME=$home/state "$program" learn 2 --plain >"$home/steps" 2>&1 <<'END'
answer 1
frame nic0
run 100us
next
answer 1
irql.lower cpu0 0
run 10us
device.raise clock0 TIMER
run 200us
next
answer 1
traffic nic0 constant gap=100us frames=16
run 3ms
run 3ms
point rule:Isr_Budget
next
END
typed "$program learn 2"
seen 'step 4 of 5'
seen 'Press a number from 1 to 3'
keys 1
seen 'Now do it'
gone 'warning Isr_Budget'
keys q
seen 'ready>'
passed
