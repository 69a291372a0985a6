# SPDX-License-Identifier: MIT
# chinese_locale: prints the environment of a Chinese user, NAME=VALUE words; makes the locale below $dir where the system has
# none. Status 1: it cannot be made.
chinese_locale()
{
	if locale -a 2>/dev/null | grep -qix 'zh_CN\.utf-\{0,1\}8'; then
		echo "LC_ALL=zh_CN.UTF-8 LANGUAGE="
		return 0
	fi
	mkdir -p "$dir/locales"
	localedef -i zh_CN -f UTF-8 "$dir/locales/zh_CN.UTF-8" >/dev/null 2>&1
	[ -d "$dir/locales/zh_CN.UTF-8" ] && echo "LOCPATH=$dir/locales LC_ALL=zh_CN.UTF-8 LANGUAGE="
}
