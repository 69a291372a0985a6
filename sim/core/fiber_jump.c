/* SPDX-License-Identifier: MIT */
/*
 * fiber_jump: jump_fcontext, and the processor still foretells where returns go. It does so from the calls that it has seen, and
 * jump_fcontext goes back by a jump: entered by a call, it leaves all returns of whoever is resumed one call behind. So it is entered by
 * a jump too. In x86-64's assembly, as the other changes of stack are (sim/os/crossing.c).
 */
#include "config.h"

#ifdef HAVE_FCONTEXT
__asm__(".text\n"
	".globl fiber_jump\n"
	".hidden fiber_jump\n"
	".type fiber_jump, @function\n"
	"fiber_jump:\n"
	".cfi_startproc\n"
	"leaq 1f(%rip), %rax\n"
	"pushq %rax\n"
	".cfi_adjust_cfa_offset 8\n"
	"jmp jump_fcontext@PLT\n"
	".cfi_adjust_cfa_offset -8\n"
	"1:\n"
	"ret\n"
	".cfi_endproc\n"
	".size fiber_jump, . - fiber_jump\n");
#endif
