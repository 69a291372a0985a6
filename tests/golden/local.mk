# SPDX-License-Identifier: MIT
# The stories: one line each, a folder with journal and expect.
STORIES = line message fallback folded shared-line deregister-under-load surprise-removal early-registration look-again
EXTRA_DIST += $(STORIES:%=tests/golden/%/journal) $(STORIES:%=tests/golden/%/expect)
