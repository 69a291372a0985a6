#!/bin/sh
# SPDX-License-Identifier: MIT
# A lesson in C on the screen: edit gives the terminal to the person's editor and takes it back, a saved file is built, the compiler's
# messages are shown, and a build that succeeds begins the step anew; a file saved from elsewhere does the same.
. "${srcdir:-.}/tests/tmux/lib.sh"
opened 80 24
cat >"$home/editor" <<'END'
#!/bin/sh
clear
echo "the editor has the terminal"
read -r line
case $line in
bad) echo '#error not yet' >>"$1" ;;
good) sed -i '/^#error/d' "$1" ;;
esac
END
chmod +x "$home/editor"
typed "EDITOR='$home/editor' $program learn $(cd "${srcdir:-.}" && pwd)/tests/cli/craft.lua"
seen 'Step done.'
t send-keys E
seen 'the editor has the terminal'
t send-keys -l bad
t send-keys C-m
seen 'it was not built'
seen ': error: '
screen | grep -F ': error: ' | grep -q '^noisy\.c:' || { echo "the file's folders take the room of what is said"; screen; exit 1; }
t send-keys E
seen 'the editor has the terminal'
t send-keys -l good
t send-keys C-m
seen 'it is built, and the step begins anew'
t send-keys C-m
seen 'Predict: Does it run?'
copy=$(find "$home" -name noisy.c | head -n 1)
echo 'int saved_elsewhere;' >>"$copy"
seen 'it is built, and the step begins anew'
t send-keys 1
seen 'It runs.'
t send-keys C-m
seen 'The lesson is completed.'
t send-keys 9 e
seen 'what is cut; e: away from it'
for page in 1 2 3 4 5 6 7 8 9 10; do t send-keys NPage; done
seen '- int saved_elsewhere;'
t send-keys Right
seen '- d_elsewhere;'
t send-keys q
seen 'msilab learn shows the course'
passed
