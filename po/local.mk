# SPDX-License-Identifier: MIT
# Catalogues of the texts for people. In a build they lie as they are installed: LANGUAGE/LC_MESSAGES/msilab.mo.
zh_CNdir = $(localedir)/zh_CN/LC_MESSAGES
zh_CN_DATA = po/zh_CN/LC_MESSAGES/msilab.mo
po/zh_CN/LC_MESSAGES/msilab.mo: po/zh_CN.po
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) -c -o $@ $(srcdir)/po/zh_CN.po
CLEANFILES += $(zh_CN_DATA)
EXTRA_DIST += po/zh_CN.po po/zh_CN.same po/check po/extract po/update
