#!/bin/sh
# SPDX-License-Identifier: MIT
# Every kind of terminal has the screen; one that cannot place its cursor has plain text and is told so.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
for kind in vt100 linux xterm-256color tmux-256color screen; do
	typed "TERM=$kind $program lab"
	seen 'causes '
	seen 'q quit'
	t send-keys q
	seen 'ready>'
	typed clear
	gone 'causes '
done
typed "TERM=dumb $program demo"
seen 'TOUR 18 of 18'
typed "clear; TERM=dumb $program lab"
seen "the terminal 'dumb' cannot place its cursor"
typed quit
seen 'ready>'
passed
