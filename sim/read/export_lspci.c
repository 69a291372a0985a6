/* SPDX-License-Identifier: MIT */
/*
 * Configuration space as `lspci -x` prints it, 256 bytes a function, so that lspci -F shows capabilities and bridges. A function
 * that was pulled out reads all ones, as it does on a bus.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/mem.h"
#include "sim/read/export.h"
#include "sim/read/scene.h"
#include "sim/trace/rectext.h"

#define ROW 16

struct function {
	unsigned bus, slot, number;
	const struct scene_device *device;
};

static bool leaves(uint64_t state)
{
	return state == SYM_state_PAUSING || state == SYM_state_HALTING || state == SYM_state_HALTED || state == SYM_state_REMOVED;
}

uint64_t export_lspci_moment(const struct trace *trace)
{
	uint64_t end = trace_count(trace), left = end;
	const struct record *r;

	for (uint64_t n = end; n-- > trace_first(trace) && (r = trace_at(trace, n));) {
		if (r->kind == R_PNP_REMOVE || (r->kind == R_PNP_STATE && leaves(r->w[0])))
			left = n;
		else if (r->kind == R_PNP_STATE && r->w[0] == SYM_state_RUNNING)
			return left - 1;
	}
	return end ? end - 1 : 0;
}

/* Where it sits is told with its declaration: "MODEL at BB:DD.F". */
static struct function place_of(const struct scene *scene, const struct scene_device *device, unsigned turn)
{
	struct function function = { .slot = turn & 31, .device = device };
	const char *at = strstr(trace_text_of(scene->trace, scene->objects[device->obj].detail), " at ");

	if (at)
		sscanf(at, " at %x:%x.%u", &function.bus, &function.slot, &function.number);
	return function;
}

static int by_place(const void *a, const void *b)
{
	const struct function *x = a, *y = b;
	unsigned left = x->bus << 8 | x->slot << 3 | x->number, right = y->bus << 8 | y->slot << 3 | y->number;

	return left < right ? -1 : left > right;
}

static void put_function(const struct scene *scene, const struct function *function, struct str *out)
{
	const struct scene_device *device = function->device;

	str_format(out, "%02x:%02x.%u %s", function->bus & 0xFF, function->slot & 0x1F, function->number & 7,
		   rectext_object(scene->trace, device->obj));
	for (unsigned at = 0; at < SCENE_CONFIG; at++) {
		if (at % ROW == 0)
			str_format(out, "\n%02x:", at);
		str_format(out, " %02x", device->removed ? 0xFF : device->config[at]);
	}
	str_append(out, "\n\n");
}

static void put_all(const struct scene *scene, struct str *out)
{
	struct function *list = mem_new(scene->devices_n * sizeof *list);
	size_t n = 0;

	for (size_t i = 1; i < scene->devices_n; i++, n++)
		list[n] = place_of(scene, &scene->devices[i], (unsigned)i);
	qsort(list, n, sizeof list[0], by_place);
	for (size_t i = 0; i < n; i++)
		put_function(scene, &list[i], out);
	mem_free(list);
}

bool export_lspci(const struct export_job *job, struct err *err)
{
	struct scene *scene = scene_new(job->trace);
	struct str out = { 0 };

	scene_advance(scene, job->moment == EXPORT_DEFAULT_MOMENT ? export_lspci_moment(job->trace) : job->moment);
	put_all(scene, &out);
	scene_free(scene);
	if (!out.length)
		return err_set(err, "no function had been declared at that moment");
	job->sink(job->context, out.text, out.length);
	str_free(&out);
	return true;
}
