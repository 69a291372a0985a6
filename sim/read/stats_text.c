/* SPDX-License-Identifier: MIT */
/* Statistics as tables. */
#include "sim/read/stats.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"

static void put_times(const struct stats_times *times, const char *what, struct str *out)
{
	char least[40], median[40], most[40];

	str_format(out, "%-24s %8zu  min %s  median %s  max %s\n", what, times->n,
		   vtime_text(stats_part(times, 0), least, sizeof least), vtime_text(stats_part(times, 50), median, sizeof median),
		   vtime_text(stats_part(times, 100), most, sizeof most));
}

static void put_levels(const struct stats *stats, struct str *out)
{
	char time[40];

	for (unsigned cpu = 0; cpu < stats->cpus_n; cpu++) {
		str_format(out, "cpu%u", cpu);
		for (unsigned level = 0; level < STATS_LEVELS; level++)
			if (stats->cpus[cpu].at_level[level])
				str_format(out, "  IRQL %u: %s", level, vtime_text(stats->cpus[cpu].at_level[level], time, sizeof time));
		str_append(out, "\n");
	}
}

void stats_text(const struct stats *stats, struct str *out)
{
	char time[40];

	str_format(out, "%llu records, #%llu to #%llu, %s\n", (unsigned long long)stats->records, (unsigned long long)stats->from,
		   (unsigned long long)stats->to, vtime_text(stats->time, time, sizeof time));
	for (unsigned kind = 0; kind < RECORD_KINDS; kind++)
		if (stats->count[kind])
			str_format(out, "%10llu  %s\n", (unsigned long long)stats->count[kind], record_forms[kind].name);
	put_times(&stats->isr_wait, "accepted to routine", out);
	put_times(&stats->isr_run, "service routine", out);
	put_times(&stats->dpc_wait, "DPC queued to started", out);
	put_times(&stats->dpc_run, "DPC", out);
	put_levels(stats, out);
}

/* Whose vector it is on this CPU: each connected message, with commas between. */
static void put_owners(const struct scene *scene, unsigned cpu, unsigned vector, struct str *out)
{
	const char *comma = "";

	for (size_t i = 1; i < scene->interrupts_n; i++) {
		const struct scene_interrupt *interrupt = &scene->interrupts[i];

		for (size_t m = 0; m < interrupt->n; m++) {
			const struct scene_connection *c = &interrupt->messages[m];

			if (!c->connected || c->vector != vector || !(c->cpus >> cpu & 1))
				continue;
			str_format(out, "%s%s", comma, rectext_object(scene->trace, interrupt->obj));
			if (c->kind == SYM_grant_LINE)
				str_append(out, " line");
			else
				str_format(out, " %s %zu", tell_symbol("grant", c->kind), m);
			comma = ", ";
		}
	}
}

void stats_interrupts_text(const struct stats *stats, const struct scene *scene, struct str *out)
{
	str_append(out, "vector");
	for (unsigned cpu = 0; cpu < stats->cpus_n; cpu++)
		str_format(out, "%7s%-3u", "CPU", cpu);
	str_append(out, "\n");
	for (unsigned vector = 0; vector < STATS_VECTORS; vector++) {
		uint64_t sum = 0;

		for (unsigned cpu = 0; cpu < stats->cpus_n; cpu++)
			sum += stats->cpus[cpu].vectors[vector];
		if (!sum)
			continue;
		str_format(out, "  0x%02x", vector);
		for (unsigned cpu = 0; cpu < stats->cpus_n; cpu++)
			str_format(out, "%10llu", (unsigned long long)stats->cpus[cpu].vectors[vector]);
		str_append(out, "  ");
		for (unsigned cpu = 0; cpu < stats->cpus_n; cpu++)
			if (stats->cpus[cpu].vectors[vector])
				put_owners(scene, cpu, vector, out);
		str_append(out, "\n");
	}
}

void stats_vectors_text(const struct scene *scene, struct str *out)
{
	struct str owners = { 0 };

	for (unsigned cpu = 0; cpu < scene->cpus_n; cpu++)
		for (unsigned vector = 16; vector < STATS_VECTORS; vector++) {
			const struct scene_apic *apic = &scene->cpus[cpu].apic;

			str_clear(&owners);
			put_owners(scene, cpu, vector, &owners);
			if (owners.length)
				str_format(out, "cpu%u  %02x  class %2u  %s%s%s\n", cpu, vector, vector >> 4, owners.text,
					   scene_vector(apic->irr, (uint8_t)vector) ? "  pending" : "",
					   scene_vector(apic->isr, (uint8_t)vector) ? "  in service" : "");
		}
	str_free(&owners);
}
