/* SPDX-License-Identifier: MIT */
/*
 * The entries that the names of api.def are for drivers: each leads over the boundary to its body (crossing.h). A program
 * that loads modules asks the linker for all of them (sim/exports.want).
 */

/* Those with arguments on the stack: more than six, or a number that the caller decides. */
__asm__(".set wide_DbgPrint, 1\n"
	".set wide_DbgPrintEx, 1\n"
	".set wide_NdisWriteErrorLogEntry, 1\n"
	".set wide_NdisInitializeNPagedLookasideList, 1\n");

#define API(name, low, high, cost, rule, help)                                                             \
	__asm__(".text\n"                                                                                  \
		".p2align 4\n"                                                                             \
		".globl " #name "\n"                                                                       \
		".type " #name ", @function\n" #name ":\n"                                                 \
		"leaq system_" #name "(%rip), %r11\n"                                                      \
		".ifdef wide_" #name "\n"                                                                  \
		"jmp crossing_out_wide\n"                                                                  \
		".else\n"                                                                                  \
		"jmp crossing_out\n"                                                                       \
		".endif\n"                                                                                 \
		".size " #name ", . - " #name "\n");
#include "sim/ndis/api.def"
#undef API
