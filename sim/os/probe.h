/* SPDX-License-Identifier: MIT */
/*
 * What a running driver is seen to do. Drivers are compiled with calls at each basic block, memory access and function;
 * the machine supplies the functions that are called (probe.def):
 *
 *     probe.c          blocks, functions, accesses, checked memory functions
 *     probe_atomic.c   atomics: checked, and with their effect
 *     probe_check.c    whether an address is the driver's to touch, and what happens if it is not
 *     probe_absent.c   pointers to what there is not
 *     probe_spin.c     code that makes no progress
 *     containment.c    faults, and the machine's own access to memory that a driver named
 *
 * The stretch of a CPU (struct stretch in cpu.h) is what its code did since its last call.
 */
#ifndef MSILAB_OS_PROBE_H
#define MSILAB_OS_PROBE_H

#include "sim/base/place.h"
#include "sim/os/cpu.h"

#define PROBE_MODULES 64
#define PROBE_ABSENT 8    /* places that are known to hold a NULL given for what there is not */
#define PROBE_SLICE 4096  /* blocks without a call, after which time passes */
#define PROBE_BUDGET 100000000 /* ns; option "spin": how long code may make no progress above PASSIVE_LEVEL */
#define PROBE_POLLS 65536      /* option "poll": reads of one register that may return the same in a row there */

enum probe_access { PROBE_READ = 0, PROBE_WRITE = 1, PROBE_EXECUTE = 8 }; /* as bugchecks count them */

struct probe_range {
	uint64_t address, size;
};

/* A mapped register window: live until unmapped, known for ever. */
struct probe_window {
	uint64_t address, size;
	uint32_t obj; /* the device */
	bool live;
	struct probe_window *next;
};

struct probe {
	/* what every call of a driver looks at */
	uint64_t low, span;  /* all modules lie in [low, low + span) */
	uint64_t single;     /* span, if there is one module and nobody follows; else 0 */
	uint64_t host, host_span; /* the host's and the modules' addresses lie in [host, host + host_span), up to PROBE_HOST_END */
	uint64_t steps; /* blocks, accesses, functions and calls of drivers so far */
	code_watcher *follow; /* NULL: nobody */
	bool code_time; /* option "code" */
	bool slow;      /* each access is looked at: code time, a watch, a place of absent, a run that has not looked at shared memory yet, or
	                 * somebody who follows */
	unsigned looking; /* such runs */

	struct core *core;
	struct probe_range modules[PROBE_MODULES];
	unsigned modules_n;
	struct probe_window *windows;
	unsigned slice; /* blocks before time passes: PROBE_SLICE, with code time 1 */
	struct {
		struct probe_range range; /* size 0: none */
		uint32_t obj;
		const char *rule, *text;
	} watch;
	struct {
		struct {
			uint64_t address;
			uint32_t obj;
		} place[PROBE_ABSENT];
		unsigned n, next; /* the copy that was replaced last */
		const char *rule, *text;
	} absent;
	unsigned look;  /* blocks before the next one is looked at: slice, 1 while somebody follows */
	void *follow_context;
	vtime budget;
	uint64_t polls;
	volatile uint64_t touching; /* the machine touches what driver code at this raw address named; 0: it does not */
};

/* Hangs a probe on os and its CPUs; no module is known yet. Options: see probe_options. */
struct os;
void probe_init(struct os *os);

/* Takes over the options "code", "spin" and "poll"; again after one of them was changed. */
void probe_options(struct os *os);

/* Somebody is told of every place of driver code that is reached; NULL: nobody. The machine does the same either way. */
void probe_follow(struct os *os, code_watcher *follow, void *context);

/* Makes a module's image known; its place in the order of these calls is its number in code addresses. */
void probe_module(struct os *os, uint64_t image, uint64_t size);

/* private: one of the two has changed */
void probe_single(struct probe *probe);

/* The record form of a code address: module in bits 63:48, offset below. UINT64_MAX: in no module, so nothing to call. */
uint64_t probe_module_code(const struct probe *probe, uint64_t address); /* private: use probe_code; probe NULL: nothing is known */
static inline uint64_t probe_code(const struct core *core, uint64_t address)
{
	const struct probe *probe = core->probe;

	return probe && address - probe->low < probe->single ? address - probe->low : probe_module_code(probe, address);
}

/* The same of a return address: the call before it, so that it belongs to the call's line. */
static inline uint64_t probe_caller(const struct core *core, const void *return_address)
{
	return probe_code(core, (uint64_t)(uintptr_t)return_address - 1);
}

/* An address as records may carry it: what differs from run to run (the program's own memory) is one and the same value,
 * and an address in a module has its record form. Linux puts programs and what they load from 0x500000000000 upwards. */
#define PROBE_OUTSIDE UINT64_C(0x7ffffffff000)
#define PROBE_HOST_FIRST UINT64_C(0x500000000000) /* below: numbers and addresses that are the same in every run */
#define PROBE_HOST_END UINT64_C(0x800000000000)   /* from here on: no program's address */
uint64_t probe_host_address(const struct core *core, uint64_t address); /* private: use probe_address */
static inline bool probe_is_number(const struct probe *probe, uint64_t address) /* it stays as it is */
{
	return address - probe->host >= probe->host_span;
}

static inline uint64_t probe_address(const struct core *core, uint64_t address)
{
	return core->probe && probe_is_number(core->probe, address) ? address : probe_host_address(core, address);
}
_Static_assert(ARENA_BASE + ARENA_PARTS * ARENA_SPAN <= PROBE_HOST_FIRST, "addresses of the arena are the same in every run");

/* A stretch of code begins or goes on at this address. */
static inline void probe_restart(struct cpu *cpu, uint64_t at)
{
	cpu->probe->steps++;
	cpu->stretch.at = at;
	cpu->stretch.blocks = cpu->stretch.reads = 0;
	cpu->stretch.since = cpu->core->now;
}

/* Who follows is told of the call that the gate noted. */
void probe_tell_call(const struct cpu *cpu);

/* From here on it is of interest whether the service routine or DPC that is nested innermost looks at shared memory: the first access ends
 * it. probe_blind ends it too and says that its code, which can be seen, did not. */
void probe_look(struct cpu *cpu);
bool probe_blind(struct cpu *cpu);
void probe_seen(struct cpu *cpu, uint64_t address); /* private: an access; 0: a function was entered */

/* The gate: driver code on this CPU called the system from return address `at`. */
static inline void probe_call(struct cpu *cpu, const void *at)
{
	if (!cpu->probe)
		return;
	probe_restart(cpu, (uint64_t)(uintptr_t)at - 1);
	if (__builtin_expect(cpu->probe->follow != NULL, 0))
		probe_tell_call(cpu);
}

/* The system is about to call the driver's function at this address. */
static inline void probe_begin(struct cpu *cpu, const void *function)
{
	if (cpu->probe)
		probe_restart(cpu, (uint64_t)(uintptr_t)function);
}

/* The same for what is no polling: anything but register reads, stalls, barriers and queries of the level. */
static inline void probe_progress(struct cpu *cpu)
{
	cpu->stretch.polls = 0;
}

/* A register read at this window address gave this value: Spin if the same comes too often above PASSIVE_LEVEL. */
void probe_poll(struct cpu *cpu, uint64_t address, uint64_t value);

/* From now on an access of a driver to this range breaks a rule (at most one range at a time); size 0: no more. */
void probe_watch(struct os *os, uint64_t address, uint64_t size, uint32_t obj, const char *rule, const char *text);

/* The system has written NULL at this place of the driver's, the pointer to something of obj that there is not. Following it, there or
 * from a copy, breaks this rule besides the access's own. Until the end for obj. */
void probe_absent(struct os *os, uint64_t place, uint32_t obj, const char *rule, const char *text);
void probe_absent_end(struct os *os, uint32_t obj);

/* Register windows, so that a plain touch of one, or of one that was unmapped, is known for what it is. */
void probe_window(struct os *os, uint64_t address, uint64_t size, uint32_t obj);
void probe_window_end(struct os *os, uint64_t address);

/* Checks an access before it happens; at: code address of it (any address inside the call instruction). A bad one ends in a
 * bugcheck and does not return. */
void probe_check(struct cpu *cpu, uint64_t address, uint64_t size, enum probe_access access, uint64_t at);

/* With the machine's touch of the address to follow: a fault on the way belongs to `at`. probe_touched ends it. */
void probe_touch(struct cpu *cpu, uint64_t address, uint64_t size, enum probe_access access, uint64_t at);
void probe_touched(struct cpu *cpu);

/* Whether the code on this CPU may touch all of it. */
bool probe_allows(const struct cpu *cpu, uint64_t address, uint64_t size);

/* The finding and the bugcheck of a bad access. On a CPU it does not return. */
void probe_refuse(struct core *core, uint64_t address, uint64_t size, enum probe_access access, uint64_t at);

/* The finding and the bugcheck of code that makes no progress; `why` is a sentence. */
void probe_spin(struct core *core, uint64_t at, const char *why);

/* For a signal handler (ucontext: its third argument): a number that stays the same while driver code runs without block,
 * access or call; 0: what was interrupted is no driver's code. */
uint64_t probe_stretch(const void *ucontext);

/* The function of this name in probe.def, NULL: none; for modules that bind by name. */
void *probe_entry(const char *name);

/* What the memory functions of a module bind to. */
void *probe_memcpy(void *to, const void *from, size_t n);
void *probe_memmove(void *to, const void *from, size_t n);
void *probe_memset(void *to, int byte, size_t n);
int probe_memcmp(const void *a, const void *b, size_t n);

#endif
