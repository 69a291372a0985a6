# SPDX-License-Identifier: MIT
# What the terminal tests share: a tmux server of their own with one window, a shell in it, and waiting for text. Nothing here
# waits for a length of time; the limit is for a program that hangs.
socket=msilab-test-$$
program=${MSILAB:-$(pwd)/msilab}

t()
{
	tmux -L "$socket" -f /dev/null "$@"
}

# opened COLS ROWS: a shell whose prompt is "ready>"
opened()
{
	command -v tmux >/dev/null || { echo "skipped: there is no tmux"; exit 77; }
	home=$(mktemp -d) || exit 99
	trap 't kill-server 2>/dev/null; rm -rf "$home"' EXIT
	t new-session -d -x "$1" -y "$2" "env LC_ALL=C.UTF-8 TERM=screen PS1='ready> ' ENV= \
		XDG_STATE_HOME=$home/state XDG_CONFIG_HOME=$home/config sh" || exit 77
	seen 'ready>'
}

# $pane: another one is looked at
screen()
{
	t capture-pane -p ${pane:+-t "$pane"}
}

# seen TEXT: until it is on the screen
seen()
{
	tries=0
	until screen | grep -q -F -- "$1"; do
		tries=$((tries + 1))
		if [ "$tries" -gt 600 ]; then
			echo "never seen: $1"
			screen
			exit 1
		fi
		sleep 0.05
	done
}

# gone TEXT: until it is not
gone()
{
	tries=0
	while screen | grep -q -F -- "$1"; do
		tries=$((tries + 1))
		if [ "$tries" -gt 600 ]; then
			echo "never gone: $1"
			screen
			exit 1
		fi
		sleep 0.05
	done
}

# keys KEY...: in tmux's names
keys()
{
	t send-keys "$@"
}

typed()
{
	t send-keys -l -- "$1"
	t send-keys Enter
}

passed()
{
	echo "1 passed, 0 failed"
	exit 0
}
