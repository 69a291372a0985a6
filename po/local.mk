# SPDX-License-Identifier: MIT
# Catalogues of the texts for people. In a build they lie as they are installed: LANGUAGE/LC_MESSAGES/msilab.mo. The translations of a
# lesson stand in a file of their own; the program has one catalogue.
zh_CN_lessons = \
	po/lessons/line-and-message.zh_CN.po \
	po/lessons/00-first-steps.zh_CN.po \
	po/lessons/01-wire-and-message.zh_CN.po \
	po/lessons/02-isr-dpc-irql.zh_CN.po \
	po/lessons/03-register-a-line.zh_CN.po \
	po/lessons/04-ask-for-messages.zh_CN.po \
	po/lessons/05-fallback.zh_CN.po \
	po/lessons/06-queues.zh_CN.po \
	po/lessons/07-shared-line.zh_CN.po \
	po/lessons/08-storm.zh_CN.po
zh_CNdir = $(localedir)/zh_CN/LC_MESSAGES
zh_CN_DATA = po/zh_CN/LC_MESSAGES/msilab.mo
po/zh_CN/LC_MESSAGES/msilab.mo: po/zh_CN.po $(zh_CN_lessons)
	$(AM_V_GEN)$(MKDIR_P) $(@D) && cd $(srcdir) && $(MSGCAT) --use-first po/zh_CN.po $(zh_CN_lessons) | $(MSGFMT) -c -o $(abs_builddir)/$@ -
CLEANFILES += $(zh_CN_DATA)
EXTRA_DIST += po/zh_CN.po po/zh_CN.same po/check po/extract po/update $(zh_CN_lessons)
