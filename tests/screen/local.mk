# SPDX-License-Identifier: MIT
# Screens without a terminal: a saved trace and a script in, photographs out.
EXTRA_DIST += tests/tmux/lib.sh
