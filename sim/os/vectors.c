/* SPDX-License-Identifier: MIT */
/* Which vectors of which CPU are taken. */
#include "sim/base/bug.h"
#include "sim/os/vectors.h"

/* Where devices of each priority begin; within one, devices take turns over three classes. */
static const unsigned first_class[] = { 5, 3, 5, 9 };

unsigned vectors_class(struct os *os, unsigned priority)
{
	return first_class[priority & 3] + os->next_class++ % 3;
}

static bool all_free(const struct os *os, unsigned cpu, unsigned first, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (os->vector_users[cpu][first + i])
			return false;
	return true;
}

static unsigned find(const struct os *os, unsigned cpu, unsigned from, unsigned end, unsigned count)
{
	for (unsigned v = (from + count - 1) & ~(count - 1); v + count <= end; v += count)
		if (all_free(os, cpu, v, count))
			return v;
	return 0;
}

uint8_t vectors_take(struct os *os, unsigned cpu, unsigned class, unsigned count)
{
	unsigned first = find(os, cpu, class << 4, VECTORS_END, count);

	if (!first)
		first = find(os, cpu, VECTORS_FIRST, VECTORS_END, count);
	for (unsigned i = 0; first && i < count; i++)
		os->vector_users[cpu][first + i] = 1;
	return (uint8_t)first;
}

void vectors_share(struct os *os, unsigned cpu, uint8_t vector)
{
	must(os->vector_users[cpu][vector]);
	os->vector_users[cpu][vector]++;
}

void vectors_give(struct os *os, unsigned cpu, uint8_t vector)
{
	must(os->vector_users[cpu][vector]);
	os->vector_users[cpu][vector]--;
}
