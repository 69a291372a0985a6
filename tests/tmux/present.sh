#!/bin/sh
# SPDX-License-Identifier: MIT
# For a class: the room's terminal and the speaker's notes on another, from the first stop on; a question, a branch and the way back; a kiosk
# that plays by itself until somebody takes it.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
t new-window -d -n notes "PS1='notes> ' sh"
notes=$(t display-message -p -t notes '#{pane_tty}')

# noted TEXT: until it stands on the speaker's terminal
noted()
{
	pane=notes
	seen "$1"
	pane=
}
typed "$program present line-and-message --notes $notes"
seen '1/5'
noted 'STOP 1 of 5'
keys Enter
seen '2/5'
seen '? How long'
noted 'STOP 2 of 5'
noted '= Until the driver'
keys Enter
seen '= Until the driver'
keys b
gone 'How long'
keys b
seen 'How long'
typed ':frame nic0'
seen 'r: back to the stop'
keys r
seen 'Enter: the next stop'
keys q
seen 'ready>'
typed 'clear'
typed "$program demo --kiosk"
seen 'The tour plays by itself'
keys x
seen 'it is yours'
typed ':view trace'
seen 'Trace'
keys C-z
seen 'this is not for a kiosk'
for line in ':lesson lab' ':resume 1'; do
	keys Tab
	gone 'this is not for a kiosk'
	typed "$line"
	seen 'this is not for a kiosk'
done
keys q
seen 'The tour plays by itself'
gone 'it is yours'
keys x
seen 'it is yours'
typed ':quit'
seen 'ready>'
passed
