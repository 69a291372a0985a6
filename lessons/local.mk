# SPDX-License-Identifier: MIT
lessondir = $(pkgdatadir)/lessons
dist_lesson_DATA = lessons/template.in \
	lessons/00-first-steps.lua \
	lessons/01-wire-and-message.lua \
	lessons/02-isr-dpc-irql.lua \
	lessons/03-register-a-line.lua \
	lessons/04-ask-for-messages.lua \
	lessons/05-fallback.lua \
	lessons/06-queues.lua \
	lessons/07-shared-line.lua \
	lessons/08-storm.lua
include lessons/host/local.mk
include lessons/drivers/local.mk
presentationdir = $(pkgdatadir)/lessons/presentations
dist_presentation_DATA = lessons/presentations/line-and-message.lua
