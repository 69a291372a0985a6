#!/bin/sh
# SPDX-License-Identifier: MIT
# For a class: the room's terminal and the speaker's notes on another, from the first stop on; a question, a branch and the way back; a kiosk
# that plays by itself until somebody takes it.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
t new-window -d -n notes "PS1='notes> ' sh"
notes=$(t display-message -p -t notes '#{pane_tty}')
room=$(t display-message -p '#{pane_id}')

# noted TEXT: until it stands on the speaker's terminal
noted()
{
	tries=0
	until t capture-pane -p -t notes | grep -q -F -- "$1"; do
		tries=$((tries + 1))
		[ "$tries" -le 600 ] || { echo "never noted: $1"; t capture-pane -p -t notes; exit 1; }
		sleep 0.05
	done
}
typed "$program present line-and-message --notes $notes"
seen '1/5'
noted 'STOP 1 of 5'
t send-keys -t "$room" C-m
seen '2/5'
seen '? How long'
noted 'STOP 2 of 5'
noted '= Until the driver'
t send-keys -t "$room" C-m
seen '= Until the driver'
t send-keys -t "$room" b
gone 'How long'
t send-keys -t "$room" b
seen 'How long'
t send-keys -t "$room" -l ':frame nic0'
t send-keys -t "$room" C-m
seen 'r: back to the stop'
t send-keys -t "$room" r
seen 'Enter: the next stop'
t send-keys -t "$room" q
seen 'ready>'
t send-keys -t "$room" -l 'clear'
t send-keys -t "$room" C-m
typed "$program demo --kiosk"
seen 'The tour plays by itself'
t send-keys -t "$room" x
seen 'it is yours'
t send-keys -t "$room" -l ':view trace'
t send-keys -t "$room" C-m
seen 'Trace'
t send-keys -t "$room" C-z
seen 'this is not for a kiosk'
for line in ':lesson lab' ':resume 1'; do
	t send-keys -t "$room" Tab
	gone 'this is not for a kiosk'
	t send-keys -t "$room" -l "$line"
	t send-keys -t "$room" C-m
	seen 'this is not for a kiosk'
done
t send-keys -t "$room" q
seen 'The tour plays by itself'
gone 'it is yours'
t send-keys -t "$room" x
seen 'it is yours'
t send-keys -t "$room" -l ':quit'
t send-keys -t "$room" C-m
seen 'ready>'
passed
