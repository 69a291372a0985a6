#!/bin/sh
# SPDX-License-Identifier: MIT
# Long work shows how far it is, keys are answered meanwhile, Esc stops it, and what was reached is there.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 100 30
typed "$program lab"
seen 'paused'
typed ':start nic0'
seen 'command: start nic0'
typed ':run 1ms'
gone 'record 417 '
typed ':traffic nic0 constant gap=1us size=64'
seen 'command: traffic'
typed ':run 100s'
seen 'Esc stops it'
t send-keys 3
seen '━ Trace'
seen 'Esc stops it'
t send-keys Escape
seen 'this is what was reached'
seen 'paused'
typed ':note still here'
seen 'command: note still here'
passed
