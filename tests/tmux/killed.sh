#!/bin/sh
# SPDX-License-Identifier: MIT
# Killed at once after a fork, with the disk not waited for: the next start offers the session, and all branches are there with their names.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 120 30
typed "sh -c 'echo \$\$ >$home/pid; exec $program lab'"
seen 'paused'
typed ':start nic0'
typed ':run 1ms'
typed ':note one way'
seen 'command: note one way'
typed ':goto 300us'
typed ':note another way'
seen 'command: note another way'
typed ':branch name detour'
seen 'branch 2: detour'
typed ':undo'
seen 'taken back: note another way'
kill -9 "$(cat "$home/pid")"
seen 'ready> '
t send-keys -l 'stty sane; clear' # a kill leaves the terminal as it was
t send-keys C-j
gone 'taken back'
typed "$program lab"
seen 'was cut short after'
typed ':resume'
seen 'goes on where it was'
t send-keys b
seen 'branch 1: the beginning'
seen 'branch 2: detour'
seen '* branch 3: without: note another way'
seen 'taken back: note another way'
typed ':branch detour'
seen '* branch 2: detour'
typed ':branch 1'
seen '* branch 1: the beginning; last: note one way'
passed
