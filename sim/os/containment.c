/* SPDX-License-Identifier: MIT */
/* Signals of faults, and the way from there to a bugcheck. Codes: DDI, bug check codes. */
#include "config.h"

#include <signal.h>
#include <string.h>
#include <ucontext.h>

#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/os/bugcheck.h"
#include "sim/os/containment.h"
#include "sim/os/irql.h"
#include "sim/os/os.h"
#include "sim/os/probe.h"

#define SIGNAL_STACK (64 * 1024)

#define STATUS_ILLEGAL_INSTRUCTION 0xC000001D
#define STATUS_INTEGER_DIVIDE_BY_ZERO 0xC0000094
#define STATUS_BREAKPOINT 0x80000003

/* The signals that are faults, and the status that the machine's people know them by; 0: an access. */
static const struct trap {
	int signal;
	uint32_t status;
	const char *text;
} traps[] = {
	{ SIGSEGV, 0, "" },
	{ SIGBUS, 0, "" },
	{ SIGFPE, STATUS_INTEGER_DIVIDE_BY_ZERO, N_("a division by zero") },
	{ SIGILL, STATUS_ILLEGAL_INSTRUCTION, N_("an instruction that is none") },
	{ SIGTRAP, STATUS_BREAKPOINT, N_("a breakpoint without a debugger") },
};
#define TRAPS (sizeof traps / sizeof traps[0])

/* What the handler saw, for the engine. */
struct fault {
	const struct trap *trap;
	uint64_t address, code; /* raw */
	enum probe_access access;
	bool overflow;
};

struct containment {
	struct sigaction before[TRAPS];
	stack_t stack_before;
	void *stack;
	struct fault fault;
};

static void write_bad_access(struct core *core, const struct fault *fault, uint64_t at)
{
	if (fault->overflow)
		bugcheck(core, BUGCHECK_UNEXPECTED_KERNEL_MODE_TRAP, (uint64_t[4]){ 8, 0, 0, 0 }, N_("the stack is used up"), at);
	else
		probe_refuse(core, fault->address, 1, fault->access, at);
}

static void write_exception(struct core *core, const struct trap *trap, uint64_t at)
{
	if (core->irql >= IRQL_DISPATCH)
		bugcheck(core, BUGCHECK_KMODE_EXCEPTION_NOT_HANDLED, (uint64_t[4]){ trap->status, at, 0, 0 }, trap->text, at);
	else
		bugcheck(core, BUGCHECK_SYSTEM_THREAD_EXCEPTION_NOT_HANDLED, (uint64_t[4]){ trap->status, at, 0, 0 },
			 trap->text, at);
}

/* On the engine's stack; the core still stands on the CPU, so that level, CPU and cause of the records are the fault's. */
static void landed(struct cpu *cpu)
{
	struct core *core = cpu->core;
	struct containment *c = cpu->os->containment;
	uint64_t at = probe_code(core, c->fault.code);

	cpu->landed = NULL;
	core->cpu = NULL;
	fiber_forget(c->stack, SIGNAL_STACK);
	if (!c->fault.trap)
		probe_spin(core, at, N_("a loop does nothing, for ever"));
	else if (c->fault.trap->status)
		write_exception(core, c->fault.trap, at);
	else
		write_bad_access(core, &c->fault, at);
}

static uint64_t interrupted(const void *context, int reg)
{
	return (uint64_t)((const ucontext_t *)context)->uc_mcontext.gregs[reg];
}

static bool in_guard(const struct cpu *cpu, uint64_t address)
{
	uint64_t stack = (uint64_t)(uintptr_t)cpu->fiber->driver;

	return address < stack && address >= stack - FIBER_GUARD;
}

/* A call through a pointer that leads nowhere: the caller is on top of the stack. Raw address inside its call, 0: not so. */
static uint64_t jumped_from(const struct core *core, const void *context)
{
	uint64_t sp = interrupted(context, REG_RSP), from;

	if (!fiber_on_driver_stack(&core->stacks, sp, sizeof from))
		return 0;
	memcpy(&from, (const void *)(uintptr_t)sp, sizeof from);
	return probe_code(core, from - 1) == UINT64_MAX ? 0 : from - 1;
}

/* Where in the driver a fault belongs; 0: it is not the driver's. */
static uint64_t culprit(const struct cpu *cpu, const struct fault *fault, const void *context)
{
	uint64_t ip = interrupted(context, REG_RIP);

	if (probe_code(cpu->core, ip) != UINT64_MAX)
		return ip;
	if (cpu->probe->touching)
		return cpu->probe->touching;
	if (fault->access == PROBE_EXECUTE)
		return jumped_from(cpu->core, context);
	return fault->overflow ? cpu->stretch.at : 0;
}

static enum probe_access access_of(const siginfo_t *info, const void *context)
{
	uint64_t error = interrupted(context, REG_ERR);

	if (interrupted(context, REG_RIP) == (uint64_t)(uintptr_t)info->si_addr)
		return PROBE_EXECUTE;
	return error & 2 ? PROBE_WRITE : PROBE_READ;
}

static struct fault fault_of(const struct cpu *cpu, const struct trap *trap, const siginfo_t *info, const void *context)
{
	struct fault fault = { .trap = trap };

	if (trap->status)
		return fault;
	fault.address = info->si_code > 0 && info->si_code != SI_KERNEL ? (uint64_t)(uintptr_t)info->si_addr : UINT64_MAX;
	fault.access = access_of(info, context);
	fault.overflow = in_guard(cpu, fault.address);
	return fault;
}

static _Noreturn void leave(struct cpu *cpu)
{
	cpu->probe->touching = 0;
	cpu->landed = landed;
	cpu_abandon(cpu);
}

static void handle(int signal, siginfo_t *info, void *context)
{
	struct core *core = core_running;
	struct cpu *cpu = core ? core->cpu : NULL;
	const struct trap *trap = traps;

	while (trap->signal != signal)
		trap++;
	if (cpu && info->si_code > 0) {
		struct fault fault = fault_of(cpu, trap, info, context);

		fault.code = culprit(cpu, &fault, context);
		cpu->os->containment->fault = fault;
		if (fault.code)
			leave(cpu);
	}
	bug(__FILE__, __LINE__, "signal %d at 0x%llx, about address 0x%llx", signal,
	    (unsigned long long)interrupted(context, REG_RIP), (unsigned long long)(uintptr_t)info->si_addr);
}

/*
 * A loop that holds nothing, not even a block that tells of itself: the compiler makes it a jump to itself. That is a place
 * which does not depend on when one looks; of any other loop it is the last block it told of.
 */
static uint64_t spinning_at(const struct cpu *cpu, const void *context)
{
	static const uint8_t jump_to_itself[] = { 0xEB, 0xFE };
	uint64_t ip = interrupted(context, REG_RIP);

	return memcmp((const void *)(uintptr_t)ip, jump_to_itself, sizeof jump_to_itself) == 0 ? ip : cpu->stretch.at;
}

_Noreturn void containment_spin(void *ucontext)
{
	struct cpu *cpu = core_running->cpu;

	must(probe_stretch(ucontext));
	cpu->os->containment->fault = (struct fault){ .code = spinning_at(cpu, ucontext) };
	leave(cpu);
}

uint64_t probe_stretch(const void *ucontext)
{
	struct core *core = core_running;

	if (!core || !core->cpu || !core->cpu->probe)
		return 0;
	return probe_code(core, interrupted(ucontext, REG_RIP)) == UINT64_MAX ? 0 : core->cpu->probe->steps + 1;
}

void containment_open(struct os *os)
{
	struct containment *c = arena_new(&os->core->arena, sizeof *c);
	struct sigaction action = { .sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
	stack_t stack = { .ss_size = SIGNAL_STACK };

	os->containment = c;
	stack.ss_sp = c->stack = arena_new(&os->core->arena, SIGNAL_STACK);
	must(sigaltstack(&stack, &c->stack_before) == 0);
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < TRAPS; i++)
		must(sigaction(traps[i].signal, &action, &c->before[i]) == 0);
}

void containment_close(struct os *os)
{
	struct containment *c = os->containment;

	for (size_t i = 0; i < TRAPS; i++)
		must(sigaction(traps[i].signal, &c->before[i], NULL) == 0);
	must(sigaltstack(&c->stack_before, NULL) == 0);
	fiber_forget(c->stack, SIGNAL_STACK);
	os->containment = NULL;
}

/* What follows is done for the driver. */
static void begin(struct core *core, uint64_t address, size_t n, enum probe_access access, uint64_t at)
{
	must(core->cpu);
	probe_touch(core->cpu, address, n, access, at ? at : core->cpu->stretch.at);
}

void containment_read_checked(struct core *core, void *to, uint64_t address, size_t n, uint64_t at)
{
	begin(core, address, n, PROBE_READ, at);
	memcpy(to, (const void *)(uintptr_t)address, n);
	probe_touched(core->cpu);
}

void containment_write_checked(struct core *core, uint64_t address, const void *from, size_t n, uint64_t at)
{
	begin(core, address, n, PROBE_WRITE, at);
	memcpy((void *)(uintptr_t)address, from, n);
	probe_touched(core->cpu);
}
