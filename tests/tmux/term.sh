#!/bin/sh
# SPDX-License-Identifier: MIT
# SIGTERM ends with status 128 + 15, and the terminal is given back.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
typed "sh -c 'echo \$\$ >/tmp/msilab-pid-$$; exec $program demo'; echo status \$?"
seen 'A machine you can stop'
kill -TERM "$(cat "/tmp/msilab-pid-$$")"
seen 'status 143'
rm -f "/tmp/msilab-pid-$$"
[ "$(t display-message -p '#{alternate_on}#{cursor_flag}')" = 01 ] || { echo "not the first screen, or no cursor"; exit 1; }
passed
