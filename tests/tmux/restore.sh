#!/bin/sh
# SPDX-License-Identifier: MIT
# Whatever ends the program, a crash included, the terminal gets back its modes, its first screen, its cursor and its mouse.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
typed "stty -g >$home/modes; echo noted"
seen noted
for number in ABRT SEGV BUS QUIT INT HUP TERM; do
	typed "clear; sh -c 'echo \$\$ >$home/pid; ulimit -c 0; exec $program lab'; echo ended \$? by $number"
	seen 'causes '
	seen 'q quit'
	[ "$(t display-message -p '#{alternate_on}#{mouse_any_flag}')" = 11 ] || { echo "no second screen, or no mouse"; exit 1; }
	kill -"$number" "$(cat "$home/pid")"
	seen "by $number"
	typed "[ \"\$(stty -g)\" = \"\$(cat $home/modes)\" ] && echo the modes are the same after $number"
	seen "the modes are the same after $number"
	got=$(t display-message -p '#{alternate_on}#{cursor_flag}#{mouse_any_flag}')
	[ "$got" = 010 ] || { echo "$number: second screen, cursor, mouse: $got"; exit 1; }
done
passed
