#!/bin/sh
# SPDX-License-Identifier: MIT
# Another size is another layout at once: full, one line, full again.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
t set-option -g window-size manual
typed "$program demo"
seen 'A machine you can stop'
t resize-window -x 130 -y 42
seen 'Timeline'
t resize-window -x 30 -y 5
seen 'window too small'
t resize-window -x 80 -y 24
seen 'A machine you can stop'
t send-keys q
seen 'ready> '
passed
