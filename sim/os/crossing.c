/* SPDX-License-Identifier: MIT */
/*
 * The changes of stack, in x86-64's assembly as containment.c's registers are. Unwinders see through them: each frame is found
 * by its rbp on the stack it was left on. crossing_out is marked as a signal's frame, because a debugger else takes a caller
 * that lies below its callee for a broken stack.
 */
#include "sim/base/bug.h"
#include "sim/os/crossing.h"

/* What the assembly knows of the structures. */
_Static_assert(offsetof(struct core, cpu) == 0, "core_running leads to the CPU");
_Static_assert(offsetof(struct cpu, fiber) == 0, "the CPU leads to its fiber");
_Static_assert(offsetof(struct fiber, driver_sp) == 0, "driver_sp is 0(fiber)");
_Static_assert(offsetof(struct fiber, system_sp) == 8, "system_sp is 8(fiber)");

/* crossing_into(fiber, function, arguments) */
__asm__(".text\n"
	".globl crossing_into\n"
	".hidden crossing_into\n"
	".type crossing_into, @function\n"
	"crossing_into:\n"
	".cfi_startproc\n"
	"pushq %rbp\n"
	".cfi_def_cfa_offset 16\n"
	".cfi_offset %rbp, -16\n"
	"movq %rsp, %rbp\n"
	".cfi_def_cfa_register %rbp\n"
	"pushq %rbx\n"
	".cfi_offset %rbx, -24\n"
	"pushq 0(%rdi)\n"
	"movq %rdi, %rbx\n"
	"movq %rsp, 8(%rbx)\n"
	"movq 0(%rbx), %rsp\n"
	"movq %rsi, %rax\n"
	"movq %rdx, %r11\n"
	"movq 0(%r11), %rdi\n"
	"movq 8(%r11), %rsi\n"
	"movq 16(%r11), %rdx\n"
	"movq 24(%r11), %rcx\n"
	"movq 32(%r11), %r8\n"
	"movq 40(%r11), %r9\n"
	"call *%rax\n"
	"movq $0, 8(%rbx)\n"
	"leaq -16(%rbp), %rsp\n"
	"popq 0(%rbx)\n"
	"popq %rbx\n"
	"popq %rbp\n"
	".cfi_def_cfa %rsp, 8\n"
	"ret\n"
	".cfi_endproc\n"
	".size crossing_into, . - crossing_into\n");

/*
 * The way of every function that drivers call; r11: the system's body of it. Arguments stay where they are. crossing_out_wide is
 * for those that have some on the stack: it takes 32 words of them along (ORDER fiber.h FIBER_HEADROOM). Who is no driver's
 * code goes straight on.
 */
#define TO_THE_SYSTEM                                                                                      \
	"movq core_running(%rip), %r10\n"                                                                  \
	"testq %r10, %r10\n"                                                                               \
	"je 1f\n"                                                                                          \
	"movq (%r10), %r10\n"                                                                              \
	"testq %r10, %r10\n"                                                                               \
	"je 1f\n"                                                                                          \
	"movq (%r10), %r10\n"                                                                              \
	"cmpq $0, 8(%r10)\n"                                                                               \
	"je 1f\n"                                                                                          \
	"pushq %rbp\n"                                                                                     \
	".cfi_def_cfa_offset 16\n"                                                                         \
	".cfi_offset %rbp, -16\n"                                                                          \
	"movq %rsp, %rbp\n"                                                                                \
	".cfi_def_cfa_register %rbp\n"                                                                     \
	"pushq %rbx\n"                                                                                     \
	".cfi_offset %rbx, -24\n"                                                                          \
	"pushq 8(%r10)\n"                                                                                  \
	"movq %r10, %rbx\n"                                                                                \
	"movq %rsp, 0(%rbx)\n"                                                                             \
	"movq 8(%rbx), %rsp\n"                                                                             \
	"movq $0, 8(%rbx)\n"

__asm__(".text\n"
	".globl crossing_out\n"
	".hidden crossing_out\n"
	".type crossing_out, @function\n"
	"crossing_out:\n"
	".cfi_startproc\n"
	".cfi_signal_frame\n" TO_THE_SYSTEM
	"2:\n"
	"call *%r11\n"
	".globl crossing_returned\n"
	".hidden crossing_returned\n"
	"crossing_returned:\n"
	"leaq -16(%rbp), %rsp\n"
	"popq 8(%rbx)\n"
	"popq %rbx\n"
	"popq %rbp\n"
	".cfi_def_cfa %rsp, 8\n"
	"ret\n"
	"1:\n"
	"jmp *%r11\n"
	".cfi_endproc\n"
	".size crossing_out, . - crossing_out\n"
	".globl crossing_out_wide\n"
	".hidden crossing_out_wide\n"
	".type crossing_out_wide, @function\n"
	"crossing_out_wide:\n"
	".cfi_startproc\n"
	".cfi_signal_frame\n" TO_THE_SYSTEM
	"subq $256, %rsp\n"
	".set word, 0\n"
	".rept 32\n"
	"movq 16 + word(%rbp), %r10\n"
	"movq %r10, word(%rsp)\n"
	".set word, word + 8\n"
	".endr\n"
	"jmp 2b\n"
	"1:\n"
	"jmp *%r11\n"
	".cfi_endproc\n"
	".size crossing_out_wide, . - crossing_out_wide\n");

/* change(fiber, function, argument, sp): crossing_system once the place of the driver's next frames is known. */
void crossing_change(struct fiber *fiber, void (*function)(void *), void *argument, uint64_t sp);
__asm__(".text\n"
	".globl crossing_change\n"
	".hidden crossing_change\n"
	".type crossing_change, @function\n"
	"crossing_change:\n"
	".cfi_startproc\n"
	".cfi_signal_frame\n"
	"pushq %rbp\n"
	".cfi_def_cfa_offset 16\n"
	".cfi_offset %rbp, -16\n"
	"movq %rsp, %rbp\n"
	".cfi_def_cfa_register %rbp\n"
	"pushq %rbx\n"
	".cfi_offset %rbx, -24\n"
	"pushq 8(%rdi)\n"
	"movq %rdi, %rbx\n"
	"movq %rcx, 0(%rbx)\n"
	"movq 8(%rbx), %rsp\n"
	"movq $0, 8(%rbx)\n"
	"movq %rdx, %rdi\n"
	"call *%rsi\n"
	"leaq -16(%rbp), %rsp\n"
	"popq 8(%rbx)\n"
	"popq %rbx\n"
	"popq %rbp\n"
	".cfi_def_cfa %rsp, 8\n"
	"ret\n"
	".cfi_endproc\n"
	".size crossing_change, . - crossing_change\n");

void crossing_system(struct fiber *fiber, void (*function)(void *), void *argument, uint64_t caller)
{
	uint64_t sp = (caller - CROSSING_PROBE_ROOM) & ~UINT64_C(15);

	if (!fiber->system_sp) {
		function(argument);
		return;
	}
	must((uint64_t)(uintptr_t)__builtin_frame_address(0) > sp + 256);
	crossing_change(fiber, function, argument, sp);
}

void *crossing_room(struct fiber *fiber, uint64_t size)
{
	fiber->driver_sp -= (size + 15) & ~UINT64_C(15);
	return (void *)(uintptr_t)fiber->driver_sp;
}
