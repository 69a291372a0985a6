# SPDX-License-Identifier: MIT
# locale_words LANGUAGE (zh_CN, tr_TR ...): prints the environment of its UTF-8 locale, NAME=VALUE words; makes the locale below $dir
# where the system has none, which asks for no right. Status 1: it cannot be made.
locale_words()
{
	if locale -a 2>/dev/null | grep -qix "$1\.utf-\{0,1\}8"; then
		echo "LC_ALL=$1.UTF-8 LANGUAGE="
		return 0
	fi
	mkdir -p "$dir/locales"
	[ -d "$dir/locales/$1.UTF-8" ] || localedef -i "$1" -f UTF-8 "$dir/locales/$1.UTF-8" >/dev/null 2>&1
	[ -d "$dir/locales/$1.UTF-8" ] && echo "LOCPATH=$dir/locales LC_ALL=$1.UTF-8 LANGUAGE="
}
