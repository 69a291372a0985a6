# SPDX-License-Identifier: MIT
# For the scripts of this folder: they run the program that was built, and say how many rules held.
# $msilab the program, $dir a folder that goes away, $out and $err what the last program run said.
srcdir=$(cd "${srcdir:-.}" && pwd)
msilab=$PWD/msilab
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
XDG_STATE_HOME=$dir/state XDG_CONFIG_HOME=$dir/config
TMPDIR=$dir
export XDG_STATE_HOME XDG_CONFIG_HOME TMPDIR
out=$dir/out
err=$dir/err
passed=0
failed=0

# gives RULE STATUS COMMAND...: the command ends with that status
gives()
{
	rule=$1
	expected=$2
	shift 2
	"$@" >"$out" 2>"$err" </dev/null
	status=$?
	if [ "$status" -eq "$expected" ]; then
		passed=$((passed + 1))
		return 0
	fi
	failed=$((failed + 1))
	echo "$rule: status $status, expected $expected"
	head -n 20 "$out" "$err"
	return 1
}

# is RULE FILE TEXT: the file holds exactly this line or these lines
is()
{
	if [ "$(cat "$2")" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: expected: $3"
		echo "$1: found:    $(cat "$2")"
	fi
}

# same RULE FILE FILE: byte for byte
same()
{
	if cmp "$2" "$3"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: they differ"
	fi
}

# like RULE FILE PATTERN: a line of it is like that
like()
{
	if grep -q -e "$3" "$2"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: nothing is like: $3"
		head -n 60 "$2"
	fi
}

# has RULE FILE TEXT: the text stands somewhere in it
has()
{
	if grep -qF -e "$3" "$2"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: nowhere: $3"
		head -n 20 "$2"
	fi
}

# hasnot RULE FILE TEXT
hasnot()
{
	if grep -qF -e "$3" "$2"; then
		failed=$((failed + 1))
		echo "$1: stands there: $3"
	else
		passed=$((passed + 1))
	fi
}

done_testing()
{
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
	exit
}
