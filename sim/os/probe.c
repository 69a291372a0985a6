/* SPDX-License-Identifier: MIT */
/*
 * What gcc and clang call from instrumented drivers: at each basic block, function, access and range; and the checked
 * memory functions. The names and types are theirs (gcc sanitizer.def, clang's ThreadSanitizer and SanitizerCoverage passes).
 */
#include <string.h>

#include "sim/base/say.h"
#include "sim/os/bugcheck.h"
#include "sim/os/crossing.h"
#include "sim/os/probe_run.h"

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
	struct cpu *cpu = probe_caller_cpu();

	if (!cpu)
		return;
	cpu->probe->steps++;
	cpu->stretch.at = probe_at(CALLER);
	if (++cpu->stretch.blocks >= cpu->probe->look)
		probe_slice(cpu, CALLER);
}

void __tsan_init(void);
void __tsan_init(void)
{
}

/* A stack that is nearly used up ends here, before the guard page, at the same place in every run. */
void __tsan_func_entry(void *caller);
void __tsan_func_entry(void *caller)
{
	struct cpu *cpu = probe_caller_cpu();
	if (!cpu)
		return;
	cpu->probe->steps++;
	cpu->stretch.at = probe_at(CALLER);
	if (__builtin_expect(cpu->probe->slow, 0))
		probe_tell_entry(cpu, caller, CALLER);
	if (crossing_left(cpu->fiber, CALLER) < CROSSING_ROOM)
		bugcheck(cpu->core, BUGCHECK_UNEXPECTED_KERNEL_MODE_TRAP, (uint64_t[4]){ 8, 0, 0, 0 },
			 N_("the stack is used up"), probe_code(cpu->core, probe_at(CALLER)));
}

void __tsan_func_exit(void);
void __tsan_func_exit(void)
{
}

#define ACCESS(name, size, access)                                                                 \
	void name(void *p);                                                                        \
	void name(void *p)                                                                         \
	{                                                                                          \
		probe_see(p, size, access, CALLER);                                                  \
	}
#define ACCESSES(size)                                                                             \
	ACCESS(__tsan_read##size, size, PROBE_READ)                                                \
	ACCESS(__tsan_write##size, size, PROBE_WRITE)                                              \
	ACCESS(__tsan_read_write##size, size, PROBE_WRITE)                                         \
	ACCESS(__tsan_volatile_read##size, size, PROBE_READ)                                       \
	ACCESS(__tsan_volatile_write##size, size, PROBE_WRITE)
#define UNALIGNED(size)                                                                            \
	ACCESS(__tsan_unaligned_read##size, size, PROBE_READ)                                      \
	ACCESS(__tsan_unaligned_write##size, size, PROBE_WRITE)                                    \
	ACCESS(__tsan_unaligned_read_write##size, size, PROBE_WRITE)                               \
	ACCESS(__tsan_unaligned_volatile_read##size, size, PROBE_READ)                             \
	ACCESS(__tsan_unaligned_volatile_write##size, size, PROBE_WRITE)

ACCESSES(1)
ACCESSES(2)
ACCESSES(4)
ACCESSES(8)
ACCESSES(16)
UNALIGNED(2)
UNALIGNED(4)
UNALIGNED(8)
UNALIGNED(16)

void __tsan_read_range(void *p, unsigned long size);
void __tsan_read_range(void *p, unsigned long size)
{
	probe_see(p, size, PROBE_READ, CALLER);
}

void __tsan_write_range(void *p, unsigned long size);
void __tsan_write_range(void *p, unsigned long size)
{
	probe_see(p, size, PROBE_WRITE, CALLER);
}

void __tsan_vptr_read(void **p);
void __tsan_vptr_read(void **p)
{
	probe_see(p, sizeof *p, PROBE_READ, CALLER);
}

void __tsan_vptr_update(void **p, void *value);
void __tsan_vptr_update(void **p, void *value)
{
	(void)value;
	probe_see(p, sizeof *p, PROBE_WRITE, CALLER);
}

/* A touch by the machine for the driver: what the machine does itself between these two may fault at the driver's expense. */
static struct cpu *open_touch(const void *p, uint64_t size, enum probe_access access, uint64_t caller)
{
	struct cpu *cpu = probe_caller_cpu();

	if (!cpu || !size)
		return NULL;
	probe_step(cpu, (uint64_t)(uintptr_t)p, size, access, caller);
	probe_touch(cpu, (uint64_t)(uintptr_t)p, size, access, probe_at(caller));
	return cpu;
}

static void *copy(void *to, const void *from, size_t n, uint64_t caller)
{
	struct cpu *cpu = open_touch(from, n, PROBE_READ, caller);

	if (cpu) {
		probe_absent_see(cpu, (uint64_t)(uintptr_t)to, n, PROBE_WRITE);
		probe_touch(cpu, (uint64_t)(uintptr_t)to, n, PROBE_WRITE, probe_at(caller));
	}
	memmove(to, from, n);
	probe_touched(cpu);
	return to;
}

static void *fill(void *to, int byte, size_t n, uint64_t caller)
{
	struct cpu *cpu = open_touch(to, n, PROBE_WRITE, caller);

	memset(to, byte, n);
	probe_touched(cpu);
	return to;
}

void *probe_memcpy(void *to, const void *from, size_t n)
{
	return copy(to, from, n, CALLER);
}

void *probe_memmove(void *to, const void *from, size_t n)
{
	return copy(to, from, n, CALLER);
}

void *probe_memset(void *to, int byte, size_t n)
{
	return fill(to, byte, n, CALLER);
}

int probe_memcmp(const void *a, const void *b, size_t n)
{
	struct cpu *cpu = open_touch(a, n, PROBE_READ, CALLER);
	int order;

	if (cpu)
		probe_touch(cpu, (uint64_t)(uintptr_t)b, n, PROBE_READ, probe_at(CALLER));
	order = memcmp(a, b, n);
	probe_touched(cpu);
	return order;
}

void *__tsan_memcpy(void *to, const void *from, unsigned long n);
void *__tsan_memcpy(void *to, const void *from, unsigned long n)
{
	return copy(to, from, n, CALLER);
}

void *__tsan_memmove(void *to, const void *from, unsigned long n);
void *__tsan_memmove(void *to, const void *from, unsigned long n)
{
	return copy(to, from, n, CALLER);
}

void *__tsan_memset(void *to, int byte, unsigned long n);
void *__tsan_memset(void *to, int byte, unsigned long n)
{
	return fill(to, byte, n, CALLER);
}
