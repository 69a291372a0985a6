# SPDX-License-Identifier: MIT
# Manual pages and completions are made from the program's own tables (cli/gendoc.c).
noinst_PROGRAMS += cli/gendoc
cli_gendoc_SOURCES = cli/gendoc.c cli/gendoc_catalogue.c cli/gendoc_catalogue.h
cli_gendoc_LDADD =

GENDOC = $(AM_V_GEN)$(MKDIR_P) $(@D) && cli/gendoc$(EXEEXT)
nodist_man_MANS = doc/msilab.1 doc/msilab-journal.5 doc/msilab-lesson.7 doc/msilab-rules.7
doc/msilab.1: doc/msilab.1.in cli/gendoc$(EXEEXT)
	$(GENDOC) $(srcdir)/doc/msilab.1.in >$@
doc/msilab-journal.5: doc/msilab-journal.5.in doc/msilab-lesson.7.in cli/gendoc$(EXEEXT)
	$(GENDOC) $(srcdir)/doc/msilab-journal.5.in >$@
doc/msilab-rules.7: doc/msilab-rules.7.in sim/read/rules.def cli/gendoc$(EXEEXT)
	$(GENDOC) $(srcdir)/doc/msilab-rules.7.in >$@
doc/msilab-lesson.7: doc/msilab-lesson.7.in cli/gendoc$(EXEEXT)
	$(GENDOC) $(srcdir)/doc/msilab-lesson.7.in >$@

# In Chinese: prose of their own in doc/zh_CN, the tables by the catalogue. tests/lint/pages holds the two languages together.
zh_CN_mo = po/zh_CN/LC_MESSAGES/msilab.mo
zh_CN_man1dir = $(mandir)/zh_CN/man1
zh_CN_man5dir = $(mandir)/zh_CN/man5
zh_CN_man7dir = $(mandir)/zh_CN/man7
nodist_zh_CN_man1_DATA = doc/zh_CN/msilab.1
nodist_zh_CN_man5_DATA = doc/zh_CN/msilab-journal.5
nodist_zh_CN_man7_DATA = doc/zh_CN/msilab-lesson.7 doc/zh_CN/msilab-rules.7
zh_CN_pages = $(nodist_zh_CN_man1_DATA) $(nodist_zh_CN_man5_DATA) $(nodist_zh_CN_man7_DATA)
GENDOC_ZH_CN = $(AM_V_GEN)$(MKDIR_P) $(@D) && cli/gendoc$(EXEEXT) $(srcdir)/$@.in $(zh_CN_mo) >$@
doc/zh_CN/msilab.1: doc/zh_CN/msilab.1.in $(zh_CN_mo) cli/gendoc$(EXEEXT)
	$(GENDOC_ZH_CN)
doc/zh_CN/msilab-journal.5: doc/zh_CN/msilab-journal.5.in $(zh_CN_mo) cli/gendoc$(EXEEXT)
	$(GENDOC_ZH_CN)
doc/zh_CN/msilab-lesson.7: doc/zh_CN/msilab-lesson.7.in $(zh_CN_mo) cli/gendoc$(EXEEXT)
	$(GENDOC_ZH_CN)
doc/zh_CN/msilab-rules.7: doc/zh_CN/msilab-rules.7.in $(zh_CN_mo) cli/gendoc$(EXEEXT)
	$(GENDOC_ZH_CN)

bashcompdir = $(datadir)/bash-completion/completions
bashcomp_DATA = cli/completions/msilab
zshcompdir = $(datadir)/zsh/site-functions
zshcomp_DATA = cli/completions/_msilab
fishcompdir = $(datadir)/fish/vendor_completions.d
fishcomp_DATA = cli/completions/msilab.fish
cli/completions/msilab: cli/completion.bash.in cli/gendoc$(EXEEXT)
	$(GENDOC) $(srcdir)/cli/completion.bash.in >$@
cli/completions/_msilab: cli/completion.zsh.in cli/gendoc$(EXEEXT)
	$(GENDOC) $(srcdir)/cli/completion.zsh.in >$@
cli/completions/msilab.fish: cli/completion.fish.in cli/gendoc$(EXEEXT)
	$(GENDOC) $(srcdir)/cli/completion.fish.in >$@

CLEANFILES += $(nodist_man_MANS) $(zh_CN_pages) $(bashcomp_DATA) $(zshcomp_DATA) $(fishcomp_DATA)
EXTRA_DIST += doc/vnic.md doc/noisy.md
EXTRA_DIST += doc/zh_CN/msilab.1.in doc/zh_CN/msilab-journal.5.in doc/zh_CN/msilab-lesson.7.in doc/zh_CN/msilab-rules.7.in
EXTRA_DIST += doc/msilab.1.in doc/msilab-journal.5.in doc/msilab-lesson.7.in doc/msilab-rules.7.in cli/completion.bash.in cli/completion.zsh.in cli/completion.fish.in
dist_doc_DATA = README.md doc/CONTRIBUTING.md doc/drivers.md doc/modelled.md doc/noisy.md doc/vnic.md
