#!/bin/sh
# SPDX-License-Identifier: MIT
# Starting shows the screen; q gives the terminal back with the modes it had.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
typed 'stty -g >/tmp/msilab-modes-'$$'; echo noted'
seen noted
typed "$program demo"
seen 'A machine you can stop'
t send-keys q
seen 'ready> '
gone 'A machine you can stop'
typed '[ "$(stty -g)" = "$(cat /tmp/msilab-modes-'$$')" ] && echo modes the same'
seen 'modes the same'
rm -f "/tmp/msilab-modes-$$"
[ "$(t display-message -p '#{alternate_on}#{cursor_flag}')" = 01 ] || { echo "not the first screen, or no cursor"; exit 1; }
passed
