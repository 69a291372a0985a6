/* SPDX-License-Identifier: MIT */
/* Spin locks, handed over in the order of asking, and the discovery of waits that cannot end. */
#include "sim/base/bug.h"
#include "sim/base/say.h"
#include "sim/os/bugcheck.h"
#include "sim/os/os.h"
#include "sim/os/probe.h"

void lock_init(struct lock *lock, struct os *os, const char *name, uint32_t parent, uint64_t address)
{
	*lock = (struct lock){ .os = os, .address = address, .owner = LOCK_FREE };
	lock->obj = core_object(os->core, SYM_object_LOCK, name, parent, "");
}

/* Whether the lock's owner spins, directly or through other spinners, for a lock that `cpu` holds. */
static bool closes_cycle(const struct lock *lock, const struct cpu *cpu)
{
	for (unsigned steps = 0; lock && steps <= MACHINE_CPUS_MAX; steps++) {
		if (lock->owner == cpu->number)
			return true;
		lock = lock->owner == LOCK_FREE ? NULL : lock->os->spins_for[lock->owner];
	}
	return false;
}

/* The call of the driver that asks. */
static uint64_t place_of(const struct cpu *cpu)
{
	return probe_code(cpu->core, cpu->stretch.at);
}

static void deadlock(struct lock *lock, struct cpu *cpu)
{
	struct core *core = cpu->core;
	bool own = lock->owner == cpu->number;

	violation(core, lock->obj, own ? "SpinLock" : "Deadlock",
		  own ? N_("this CPU already holds the lock") : N_("a cycle of CPUs spins, each for a lock that the next one holds"),
		  core->cause, place_of(cpu));
	bugcheck(core, own ? BUGCHECK_SPIN_LOCK_ALREADY_OWNED : BUGCHECK_DPC_WATCHDOG_VIOLATION,
		 (uint64_t[4]){ 0, 0, 0, 0 }, own ? N_("a spin lock is acquired twice") : N_("spin locks in a circle"), place_of(cpu));
}

/* The CPU that asked first among those that spin; LOCK_FREE: none does. */
static uint32_t first_waiting(const struct lock *lock)
{
	uint32_t first = LOCK_FREE;

	for (uint32_t i = 0; i < lock->os->cpus_n; i++)
		if (lock->waiting[i] && (first == LOCK_FREE || lock->waiting[i] < lock->waiting[first]))
			first = i;
	return first;
}

static void spin(struct lock *lock, struct cpu *cpu)
{
	struct os *os = lock->os;

	core_record(cpu->core, R_LOCK_SPIN, lock->obj, lock->address, lock->owner, 0, 0);
	if (closes_cycle(lock, cpu))
		deadlock(lock, cpu);
	lock->waiting[cpu->number] = ++lock->tickets;
	lock->spinners++;
	os->spins_for[cpu->number] = lock;
	while (lock->owner != cpu->number)
		cpu_wait(cpu);
	os->spins_for[cpu->number] = NULL;
}

static __attribute__((noinline)) void acquire_slowly(struct lock *lock, struct cpu *cpu)
{
	if (lock->owner == LOCK_FREE)
		lock->owner = cpu->number;
	else
		spin(lock, cpu);
	cpu->locks_held++;
	core_record(cpu->core, R_LOCK_ACQUIRE, lock->obj, lock->address, cpu->irql, 0, 0);
}

/* A free lock, as it nearly always is: nothing is called, and so no register saved. The same with the release. */
void lock_acquire(struct lock *lock, struct cpu *cpu)
{
	if (lock->owner != LOCK_FREE || !trace_has_room(cpu->core->trace)) {
		acquire_slowly(lock, cpu);
		return;
	}
	lock->owner = cpu->number;
	cpu->locks_held++;
	core_record_here(cpu->core, R_LOCK_ACQUIRE, lock->obj, lock->address, cpu->irql, 0, 0);
}

static void hand_over(struct lock *lock)
{
	uint32_t next = first_waiting(lock);

	lock->waiting[next] = 0;
	lock->spinners--;
	lock->owner = next;
	cpu_poke(&lock->os->cpus[next]);
}

static __attribute__((noinline)) bool release_slowly(struct lock *lock, struct cpu *cpu)
{
	if (lock->owner != cpu->number) {
		violation(cpu->core, lock->obj, "SpinLockRelease", "the lock is released by a CPU that does not hold it",
			  cpu->core->cause, place_of(cpu));
		return false;
	}
	core_record(cpu->core, R_LOCK_RELEASE, lock->obj, lock->address, cpu->irql, 0, 0);
	cpu->locks_held--;
	lock->owner = LOCK_FREE;
	if (lock->spinners)
		hand_over(lock);
	return true;
}

bool lock_release(struct lock *lock, struct cpu *cpu)
{
	if (lock->owner != cpu->number || lock->spinners || !trace_has_room(cpu->core->trace))
		return release_slowly(lock, cpu);
	core_record_here(cpu->core, R_LOCK_RELEASE, lock->obj, lock->address, cpu->irql, 0, 0);
	cpu->locks_held--;
	lock->owner = LOCK_FREE;
	return true;
}
