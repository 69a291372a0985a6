/* SPDX-License-Identifier: MIT */
/*
 * A pointer to what there is not: the system wrote NULL, and the driver follows it all the same. Known are the places that hold that
 * NULL: where the system wrote it, and where the driver copied it to (the write that follows the read). A NULL that is followed came
 * from the place that the last NULL was read from, so a variable in between that the compiler does not show is no matter. What clang
 * does not show at all, the members of a function's own structure, is not known.
 */
#include <string.h>

#include "sim/os/bugcheck.h"
#include "sim/os/os.h"
#include "sim/os/probe_run.h"

#define PAGE 4096 /* an address below is a member of what NULL points to */
#define POINTER sizeof(uint64_t)

static bool is_null(const struct cpu *cpu, uint64_t place)
{
	static const char null[POINTER];

	return probe_allows(cpu, place, POINTER) && memcmp((const void *)(uintptr_t)place, null, POINTER) == 0;
}

/* The number from 1 of the known place among these bytes; 0: none. */
static unsigned known(const struct probe *probe, uint64_t address, uint64_t size)
{
	for (unsigned i = 0; i < probe->absent.n; i++)
		if (size >= POINTER && probe->absent.place[i].address - address <= size - POINTER)
			return i + 1;
	return 0;
}

/* The oldest copy makes room; the place that the system wrote stays. */
static void add(struct probe *probe, uint64_t address, uint32_t obj)
{
	unsigned i = known(probe, address, POINTER);

	if (i)
		i--;
	else if (probe->absent.n < PROBE_ABSENT)
		i = probe->absent.n++;
	else
		i = probe->absent.next = probe->absent.next % (PROBE_ABSENT - 1) + 1;
	probe->absent.place[i].address = address;
	probe->absent.place[i].obj = obj;
}

void probe_absent(struct os *os, uint64_t place, uint32_t obj, const char *rule, const char *text)
{
	struct probe *probe = os->core->probe;

	add(probe, place, obj);
	probe->absent.rule = rule;
	probe->absent.text = text;
	probe_slow(probe);
}

void probe_absent_end(struct os *os, uint32_t obj)
{
	struct probe *probe = os->core->probe;
	unsigned n = 0;

	for (unsigned i = 0; i < probe->absent.n; i++)
		if (probe->absent.place[i].obj != obj)
			probe->absent.place[n++] = probe->absent.place[i];
	probe->absent.n = n;
	for (unsigned i = 0; i < os->cpus_n; i++)
		os->cpus[i].stretch.absent.from = 0;
	probe_slow(probe);
}

/* What the code has read of a known place, whose bytes begin `shift` before it, is now at this address too. */
static void copied(struct probe *probe, const struct stretch *stretch, uint64_t address, uint64_t size)
{
	if (stretch->absent.shift + POINTER <= size)
		add(probe, address + stretch->absent.shift, probe->absent.place[stretch->absent.from - 1].obj);
}

static void seen_read(struct cpu *cpu, uint64_t address, uint64_t size)
{
	struct stretch *stretch = &cpu->stretch;
	unsigned place = known(cpu->probe, address, size);

	if (place) {
		stretch->absent.from = place;
		stretch->absent.shift = cpu->probe->absent.place[place - 1].address - address;
		stretch->absent.read = true;
		if (size > POINTER && size == stretch->absent.size) /* gcc says the write of a structure before the read */
			copied(cpu->probe, stretch, stretch->absent.written, size);
	} else if (size == POINTER && is_null(cpu, address)) {
		stretch->absent.from = 0;
		stretch->absent.read = false;
	}
	stretch->absent.size = 0;
}

static void seen_write(struct cpu *cpu, uint64_t address, uint64_t size)
{
	struct stretch *stretch = &cpu->stretch;

	if (stretch->absent.read)
		copied(cpu->probe, stretch, address, size);
	stretch->absent.read = false;
	stretch->absent.written = address;
	stretch->absent.size = size;
}

void probe_absent_see(struct cpu *cpu, uint64_t address, uint64_t size, enum probe_access access)
{
	if (!cpu->probe->absent.n || address < PAGE)
		return;
	if (access == PROBE_READ)
		seen_read(cpu, address, size);
	else
		seen_write(cpu, address, size);
}

void probe_absent_tell(struct core *core, uint64_t address, uint64_t at)
{
	const struct probe *probe = core->probe;
	unsigned from = core->cpu ? core->cpu->stretch.absent.from : 0;

	if (address < PAGE && from && from <= probe->absent.n && is_null(core->cpu, probe->absent.place[from - 1].address))
		violation(core, probe->absent.place[from - 1].obj, probe->absent.rule, probe->absent.text, core->cause, at);
}
