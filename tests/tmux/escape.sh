#!/bin/sh
# SPDX-License-Identifier: MIT
# Esc leaves the prompt although more keys may follow it; a click on the footer's word is its key.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
t set-option -g mouse on
typed "$program lab"
seen 'q quit'
t send-keys -l ':zzz'
seen ':zzz'
t send-keys Escape
gone ':zzz'
# What TERM=screen's mouse says: the first button pressed and released at column 3 of row 24, which is "help".
t send-keys -l "$(printf '\033[M #8\033[M##8')"
seen 'Keys, and the same as commands'
t send-keys q
gone 'Keys, and the same as commands'
t send-keys q
seen 'ready> '
passed
