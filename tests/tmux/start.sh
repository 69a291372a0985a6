#!/bin/sh
# SPDX-License-Identifier: MIT
# msilab alone offers what there is to do; after kill -9 it offers to go on where the person was, and so does the laboratory.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
typed "$program"
seen 'the tour: '
seen 'Up and Down choose, Enter begins, q leaves.'
t send-keys Down Up
t send-keys -l ':lesson lab'
t send-keys Enter
seen 'causes '
t send-keys -l ':start nic0'
t send-keys Enter
seen 'nic0.pnp is ready'
t send-keys -l ':run 200us'
t send-keys Enter
seen 'nic0      running'
t send-keys 4
seen 'Driver'
# The screen has shown it: a kill at any later instant loses nothing.
kill -9 "$(t list-panes -F '#{pane_pid}' | xargs -n 1 ps -o pid= --ppid)"
seen 'Killed'
t send-keys -l "stty sane; clear; $program lab" # nobody gave the terminal its modes back
t send-keys C-j
seen 'session 1 was cut short after 1 command;'
t send-keys q
seen 'ready>'
typed "clear; $program"
seen 'go on with session 1, which was cut short'
t send-keys -l ':resume 1'
t send-keys Enter
seen 'session 1 goes on where it was'
seen 'Driver'
seen 'enable  message_interrupt.c:'
t send-keys q
seen 'session is kept as number 1'
typed "clear; $program resume list"
seen 'left  1 command'
passed
