# SPDX-License-Identifier: MIT
# What the tests of photographs share: a folder of their own, taking them, comparing them.
rig=${RIG:-tests/screen/rig}
program=${MSILAB:-./msilab}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
XDG_STATE_HOME=$dir/state XDG_CONFIG_HOME=$dir/config
export XDG_STATE_HOME XDG_CONFIG_HOME
passed=0
failed=0

# photographs FOLDER: what its script photographs. Places in a driver's code depend on who compiled it.
photographs()
{
	if [ -f "$1/trace" ]; then
		"$rig" "$1/trace" "$1/script"
	elif [ -f "$1/lesson.lua" ]; then
		"$program" learn "$1/lesson.lua" --script "$1/script" --journal "$dir/journal"
	elif [ -f "$1/lesson" ]; then
		"$program" learn "$(cat "$1/lesson")" --script "$1/script" --journal "$dir/journal"
	elif [ -f "$1/machine" ]; then
		"$program" lab "$1/machine" --script "$1/script" --journal "$dir/journal"
	else
		cat "$srcdir/tests/screen/story/begin" "$1/script" >"$dir/story"
		"$program" lab "$srcdir/tests/screen/story/machine" --script "$dir/story" --journal "$dir/journal"
	fi 2>&1 | sed 's/\(module[0-9]*+0x\)[0-9a-f]*/\1CODE/g'
}

# photographed WHAT EXPECT [-u]: $dir/got against the file. A script that ended before its end is no photograph, whatever was expected.
photographed()
{
	if grep -q '^msilab: ' "$dir/got"; then
		failed=$((failed + 1))
		echo "not played to its end: $1"
		grep '^msilab: ' "$dir/got"
		return
	fi
	[ "${3:-}" != -u ] || cp "$dir/got" "$2"
	if diff -u "$2" "$dir/got" >"$dir/diff"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not as expected: $1"
		head -40 "$dir/diff"
	fi
}
