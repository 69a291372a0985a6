#!/bin/sh
# SPDX-License-Identifier: MIT
# In a Chinese locale the screen speaks Chinese; the terminal, asked how wide it draws lines, is given lines.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
dir=$home
. "${srcdir:-.}/tests/cli/locale.sh"
chinese=$(locale_words zh_CN) || { echo "skipped: this system can make no Chinese locale"; exit 77; }
typed "env $chinese $program lab"
seen '流程'
seen '━━━━'
seen 'q 退出'
t send-keys q
seen 'ready>'
passed
