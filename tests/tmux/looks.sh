#!/bin/sh
# SPDX-License-Identifier: MIT
# Colours follow --color, NO_COLOR, the file and the theme; ASCII follows the option and the locale; the mouse can be left alone.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
coloured()
{
	t capture-pane -p -e | grep -q "$(printf '\033\\[[0-9;]*3[1-7]')"
}
# lab WORDS...: the laboratory with those before and after the program's name
lab()
{
	typed "clear; env TERM=screen-256color $1 $program lab $2"
	seen 'q quit'
	seen 'causes '
	t send-keys Tab # the pane in focus has a colour
	seen 'Timeline'
}
left()
{
	t send-keys q
	gone 'q quit'
}
wrong()
{
	echo "wrong: $1"
	t capture-pane -p -e
	exit 1
}
lab '' ''
coloured || wrong "no colour where there should be some"
screen | grep -q '━' || wrong "no lines in UTF-8"
t send-keys -l ':color never'
t send-keys Enter
seen 'done, for this session'
coloured && wrong "colour after :color never"
t send-keys -l ':ascii on'
t send-keys Enter
gone '━'
left
lab NO_COLOR=1 ''
coloured && wrong "colour in spite of NO_COLOR"
left
lab NO_COLOR=1 --color=always
coloured || wrong "no colour with --color=always"
left
lab LC_ALL=C ''
screen | LC_ALL=C grep -q '[^ -~]' && wrong "signs in the C locale"
left
lab '' '--ascii --no-mouse'
screen | LC_ALL=C grep -q '[^ -~]' && wrong "signs with --ascii"
[ "$(t display-message -p '#{mouse_any_flag}')" = 0 ] || wrong "the mouse is taken"
left
mkdir -p "$home/config/msilab"
printf 'bind y quit\ntheme light\ncolor never\ntheme purple\n' >"$home/config/msilab/config"
typed "clear; env TERM=screen-256color $program lab"
seen 'q quit'
seen "config:4: theme cannot be 'purple'"
coloured && wrong "colour in spite of the file"
t send-keys y
gone 'q quit'
passed
