#!/bin/sh
# SPDX-License-Identifier: MIT
# C-z goes back to the shell, fg comes back to the same screen.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
typed 'set -m'
typed "$program demo"
seen 'A machine you can stop'
t send-keys C-z
seen 'topped'
gone 'A machine you can stop'
typed 'fg'
seen 'A machine you can stop'
t send-keys q
seen 'ready> '
passed
