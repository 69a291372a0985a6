/* SPDX-License-Identifier: MIT */
/* Counting a trace in one pass. */
#include <stdlib.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/stats.h"

/* What the pass remembers of each CPU. */
struct watch {
	vtime accepted[STATS_VECTORS]; /* when the vector came into IRR; -1: before the stretch */
	vtime since;                   /* at this level since */
	unsigned level;
};

struct pass {
	struct stats *stats;
	struct scene *scene;
	struct watch *watch;
};

static void time_add(struct stats_times *times, vtime ns)
{
	mem_grow(&times->list, &times->room, times->n + 1, sizeof times->list[0]);
	times->list[times->n++] = ns;
}

static int by_size(const void *a, const void *b)
{
	const vtime *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void time_sort(struct stats_times *times)
{
	if (times->n)
		qsort(times->list, times->n, sizeof times->list[0], by_size);
}

uint64_t stats_frames(uint64_t checksum, const struct record *record)
{
	return record->kind == R_NBL_INDICATE ? checksum * UINT64_C(0x100000001B3) + record->w[3] : checksum;
}

vtime stats_part(const struct stats_times *times, unsigned part)
{
	return times->n ? times->list[(times->n - 1) * (part > 100 ? 100 : part) / 100] : 0;
}

static unsigned cpu_of(const struct pass *pass, const struct record *r)
{
	const struct scene *scene = pass->scene;

	return r->obj < scene->objects_n && scene->objects[r->obj].type == SYM_object_CPU ? scene->objects[r->obj].index :
											     (unsigned)scene->cpus_n;
}

static void level_ends(struct pass *pass, unsigned cpu, vtime at)
{
	struct watch *watch = &pass->watch[cpu];

	pass->stats->cpus[cpu].at_level[watch->level % STATS_LEVELS] += at - watch->since;
	watch->since = at;
}

/* The innermost frame that an exit closes; NULL: it was opened before what is kept. */
static const struct scene_frame *innermost(const struct pass *pass, const struct record *r)
{
	const struct scene_stack *stack = r->cpu < pass->scene->cpus_n ? &pass->scene->cpus[r->cpu].stack : NULL;

	return stack && stack->depth && stack->depth <= SCENE_FRAMES ? &stack->frame[stack->depth - 1] : NULL;
}

static void dpc_starts(struct pass *pass, const struct record *r)
{
	const struct scene_cpu *cpu = &pass->scene->cpus[r->cpu];

	for (size_t i = 0; i < cpu->dpcs_n; i++) {
		const struct record *queued = trace_at(pass->scene->trace, cpu->dpcs[i].number);

		if (cpu->dpcs[i].obj == r->obj && cpu->dpcs[i].message == r->w[0] && queued) {
			time_add(&pass->stats->dpc_wait, r->at - queued->at);
			return;
		}
	}
}

static void ends(struct pass *pass, const struct record *r, struct stats_times *times)
{
	const struct scene_frame *frame = innermost(pass, r);

	if (frame)
		time_add(times, r->at - frame->since);
}

/* Before the scene folds it: the scene is as the record found it. */
static void look(struct pass *pass, const struct record *r)
{
	unsigned cpu = cpu_of(pass, r);
	bool known = cpu < pass->stats->cpus_n, running = r->cpu < pass->stats->cpus_n;

	if (r->kind == R_APIC_ACCEPT && known)
		pass->watch[cpu].accepted[r->w[0] % STATS_VECTORS] = r->at;
	else if (r->kind == R_APIC_DELIVER && known)
		pass->stats->cpus[cpu].vectors[r->w[0] % STATS_VECTORS]++;
	else if ((r->kind == R_IRQL_RAISE || r->kind == R_IRQL_LOWER) && known) {
		level_ends(pass, cpu, r->at);
		pass->watch[cpu].level = (unsigned)r->w[1];
	} else if (r->kind == R_ISR_ENTER && running && pass->watch[r->cpu].accepted[r->w[1] % STATS_VECTORS] >= 0)
		time_add(&pass->stats->isr_wait, r->at - pass->watch[r->cpu].accepted[r->w[1] % STATS_VECTORS]);
	else if (r->kind == R_ISR_EXIT)
		ends(pass, r, &pass->stats->isr_run);
	else if (r->kind == R_DPC_ENTER && running)
		dpc_starts(pass, r);
	else if (r->kind == R_DPC_EXIT)
		ends(pass, r, &pass->stats->dpc_run);
}

/* At the first record of the stretch. CPUs are those declared by the end of the declarations. */
static void begin(struct pass *pass, const struct trace *trace, vtime at)
{
	struct stats *stats = pass->stats;
	const struct record *first = trace_at(trace, 0);

	stats->cpus_n = first && first->kind == R_MACHINE_BEGIN && first->w[1] <= MACHINE_CPUS_MAX ? (unsigned)first->w[1] :
												       (unsigned)pass->scene->cpus_n;
	stats->cpus = mem_new((stats->cpus_n + 1) * sizeof stats->cpus[0]);
	pass->watch = mem_new((stats->cpus_n + 1) * sizeof pass->watch[0]);
	for (unsigned i = 0; i < stats->cpus_n; i++) {
		struct watch *watch = &pass->watch[i];

		memset(watch->accepted, 0xFF, sizeof watch->accepted);
		watch->since = at;
		watch->level = i < pass->scene->cpus_n ? pass->scene->cpus[i].irql : 0;
	}
}

void stats_init(struct stats *stats, const struct trace *trace, uint64_t from, uint64_t to)
{
	struct pass pass = { .stats = stats, .scene = scene_new(trace) };
	const struct record *r;
	vtime start;

	*stats = (struct stats){ .from = from, .to = from };
	if (from > 0)
		scene_advance(pass.scene, from - 1);
	r = trace_at(trace, from);
	start = r ? r->at : 0;
	begin(&pass, trace, start);
	for (uint64_t n = from; n <= to && (r = trace_at(trace, n)); n++) {
		stats->records++;
		stats->count[r->kind]++;
		stats->to = n;
		stats->time = r->at - start;
		look(&pass, r);
		scene_apply(pass.scene, r);
	}
	for (unsigned i = 0; i < stats->cpus_n; i++)
		level_ends(&pass, i, start + stats->time);
	time_sort(&stats->isr_wait);
	time_sort(&stats->isr_run);
	time_sort(&stats->dpc_wait);
	time_sort(&stats->dpc_run);
	mem_free(pass.watch);
	scene_free(pass.scene);
}

void stats_fini(struct stats *stats)
{
	mem_free(stats->cpus);
	mem_free(stats->isr_wait.list);
	mem_free(stats->isr_run.list);
	mem_free(stats->dpc_wait.list);
	mem_free(stats->dpc_run.list);
	*stats = (struct stats){ 0 };
}
