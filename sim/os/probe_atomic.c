/* SPDX-License-Identifier: MIT */
/*
 * Atomics of instrumented drivers: the compilers leave the whole operation to these functions. All CPUs of the machine
 * run on one thread of the host, and none of them between check and effect, so plain operations are atomic.
 */
#include "sim/os/probe_run.h"

typedef unsigned __int128 wide;

static struct cpu *open_atomic(volatile const void *p, uint64_t size, enum probe_access access, uint64_t caller)
{
	struct cpu *cpu = probe_caller_cpu();

	if (!cpu)
		return NULL;
	probe_step(cpu, (uint64_t)(uintptr_t)p, size, access, caller);
	probe_touch(cpu, (uint64_t)(uintptr_t)p, size, access, probe_at(caller));
	return cpu;
}

#define ATOMIC_LOAD(bits, type)                                                                    \
	type __tsan_atomic##bits##_load(const volatile type *p, int order);                        \
	type __tsan_atomic##bits##_load(const volatile type *p, int order)                         \
	{                                                                                          \
		struct cpu *cpu = open_atomic(p, sizeof *p, PROBE_READ, CALLER);                     \
		type value = *p;                                                                   \
                                                                                                   \
		(void)order;                                                                       \
		probe_touched(cpu);                                                                \
		return value;                                                                      \
	}

#define ATOMIC_STORE(bits, type)                                                                   \
	void __tsan_atomic##bits##_store(volatile type *p, type value, int order);                 \
	void __tsan_atomic##bits##_store(volatile type *p, type value, int order)                  \
	{                                                                                          \
		struct cpu *cpu = open_atomic(p, sizeof *p, PROBE_WRITE, CALLER);                    \
                                                                                                   \
		(void)order;                                                                       \
		*p = value;                                                                        \
		probe_touched(cpu);                                                                \
	}

/* after: what the word holds then, of was and value. */
#define ATOMIC_CHANGE(bits, type, verb, after)                                                     \
	type __tsan_atomic##bits##_##verb(volatile type *p, type value, int order);                \
	type __tsan_atomic##bits##_##verb(volatile type *p, type value, int order)                 \
	{                                                                                          \
		struct cpu *cpu = open_atomic(p, sizeof *p, PROBE_WRITE, CALLER);                    \
		type was = *p;                                                                     \
                                                                                                   \
		(void)order;                                                                       \
		*p = (type)(after);                                                                \
		probe_touched(cpu);                                                                \
		return was;                                                                        \
	}

/* What was expected is the driver's memory too, and gets what was found. */
#define ATOMIC_COMPARE(bits, type, verb)                                                           \
	int __tsan_atomic##bits##_##verb(volatile type *p, type *expected, type value, int order,  \
					 int order_failed);                                        \
	int __tsan_atomic##bits##_##verb(volatile type *p, type *expected, type value, int order,  \
					 int order_failed)                                         \
	{                                                                                          \
		struct cpu *cpu = open_atomic(p, sizeof *p, PROBE_WRITE, CALLER);                    \
		int equal;                                                                         \
                                                                                                   \
		(void)order, (void)order_failed;                                                   \
		if (cpu)                                                                           \
			probe_touch(cpu, (uint64_t)(uintptr_t)expected, sizeof *p, PROBE_WRITE,    \
				    CALLER);                                                         \
		equal = *p == *expected;                                                           \
		*(equal ? p : expected) = equal ? value : *p;                                      \
		probe_touched(cpu);                                                                \
		return equal;                                                                      \
	}

#define ATOMIC_COMPARE_VALUE(bits, type)                                                           \
	type __tsan_atomic##bits##_compare_exchange_val(volatile type *p, type expected,           \
							type value, int order, int order_failed);  \
	type __tsan_atomic##bits##_compare_exchange_val(volatile type *p, type expected,           \
							type value, int order, int order_failed)   \
	{                                                                                          \
		struct cpu *cpu = open_atomic(p, sizeof *p, PROBE_WRITE, CALLER);                    \
		type was = *p;                                                                     \
                                                                                                   \
		(void)order, (void)order_failed;                                                   \
		if (was == expected)                                                               \
			*p = value;                                                                \
		probe_touched(cpu);                                                                \
		return was;                                                                        \
	}

#define ATOMICS(bits, type)                                                                        \
	ATOMIC_LOAD(bits, type)                                                                    \
	ATOMIC_STORE(bits, type)                                                                   \
	ATOMIC_CHANGE(bits, type, exchange, value)                                                 \
	ATOMIC_CHANGE(bits, type, fetch_add, was + value)                                          \
	ATOMIC_CHANGE(bits, type, fetch_sub, was - value)                                          \
	ATOMIC_CHANGE(bits, type, fetch_and, was & value)                                          \
	ATOMIC_CHANGE(bits, type, fetch_or, was | value)                                           \
	ATOMIC_CHANGE(bits, type, fetch_xor, was ^ value)                                          \
	ATOMIC_CHANGE(bits, type, fetch_nand, ~(was & value))                                      \
	ATOMIC_COMPARE(bits, type, compare_exchange_strong)                                        \
	ATOMIC_COMPARE(bits, type, compare_exchange_weak)                                          \
	ATOMIC_COMPARE_VALUE(bits, type)

ATOMICS(8, uint8_t)
ATOMICS(16, uint16_t)
ATOMICS(32, uint32_t)
ATOMICS(64, uint64_t)
ATOMICS(128, wide)

/* One thread of the host: every fence holds already. */
void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_thread_fence(int order)
{
	(void)order;
}

void __tsan_atomic_signal_fence(int order);
void __tsan_atomic_signal_fence(int order)
{
	(void)order;
}
