# SPDX-License-Identifier: MIT
noinst_LIBRARIES += sim/libread.a
sim_libread_a_SOURCES = \
	sim/read/diff.c sim/read/diff.h \
	sim/read/explain.c sim/read/explain.def sim/read/explain.h \
	sim/read/exports.def sim/read/export.c sim/read/export.h sim/read/export_json.c sim/read/export_lspci.c \
	sim/read/glob.c sim/read/glob.h \
	sim/read/indicated.h \
	sim/read/kinds.c sim/read/kinds.h \
	sim/read/query.c sim/read/query.h sim/read/query_term.c sim/read/query_term.h \
	sim/read/rule.c sim/read/rule_text.c sim/read/rule.h sim/read/rule_parts.h sim/read/rule_sees.def sim/read/rules.def \
	sim/read/rule_budget.c sim/read/rule_device.c sim/read/rule_early.c sim/read/rule_halt.c sim/read/rule_line.c sim/read/rule_message.c \
	sim/read/rule_range.c sim/read/rule_run.c sim/read/rule_told.c \
	sim/read/scene.def sim/read/scene_folds.def sim/read/scene.c sim/read/scene.h sim/read/scene_parts.h \
	sim/read/scene_declare.c sim/read/scene_fold.c sim/read/scene_fold_cpu.c sim/read/scene_fold_device.c \
	sim/read/scene_fold_thread.c sim/read/scene_key.c sim/read/scene_pair.c sim/read/scene_pair.h sim/read/scene_same.c \
	sim/read/scene_set.c sim/read/scene_set.h \
	sim/read/status.c sim/read/status.h sim/read/statuses.def \
	sim/read/tell.c sim/read/tell.h sim/read/told.def sim/read/notes.def \
	sim/read/why.def sim/read/why.c sim/read/why.h sim/read/why_config.c sim/read/why_gates.c sim/read/why_parts.h sim/read/why_frame.c sim/read/why_path.c sim/read/why_question.c sim/read/why_tell.c
