/* SPDX-License-Identifier: MIT */
/* Threads, timers, work items, events. */
#include "sim/base/say.h"
#include "sim/read/tell.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

static const char *name(const struct inspect *out)
{
	return rectext_object(out->scene->trace, out->obj);
}

static void thread_row(struct inspect *out, const struct scene_thread *thread)
{
	static const char *const states[] = { "-", N_("ready"), N_("running"), N_("waiting"), N_("ended") };
	char time[32];

	out->obj = thread->obj;
	if (!inspect_name(out, 1, "state", name(out)))
		return;
	inspect_value(out, "%s", say(states[thread->state]));
	inspect_raw(out, "CPU %u", thread->cpu);
	if (thread->state != THREAD_STATE_WAITING)
		return;
	if (thread->until > 0 && thread->until < VTIME_NEVER)
		inspect_text(out, "for %s, until %s", tell_symbol("wait", thread->wait), vtime_text(thread->until, time, sizeof(time)));
	else
		inspect_text(out, "for %s", tell_symbol("wait", thread->wait));
}

static void timer_row(struct inspect *out, const struct scene_timer *timer)
{
	char time[32];

	out->obj = timer->obj;
	if (!inspect_name(out, 1, "due", name(out)))
		return;
	if (!timer->set) {
		inspect_value(out, "%s", say("not set"));
		return;
	}
	inspect_value(out, say("due %s"), vtime_text(timer->due, time, sizeof(time)));
	inspect_raw(out, "CPU %u", timer->cpu);
	if (timer->period)
		inspect_text(out, "then every %s", vtime_text(timer->period, time, sizeof(time)));
}

static void work_row(struct inspect *out, const struct scene_work *work)
{
	static const char *const states[] = { N_("idle"), N_("queued"), N_("running") };

	out->obj = work->obj;
	if (!inspect_name(out, 1, "state", name(out)))
		return;
	inspect_value(out, "%s", say(states[work->state]));
	if (work->state != WORK_IDLE)
		inspect_raw(out, "CPU %u", work->cpu);
}

static void event_row(struct inspect *out, const struct scene_event *event)
{
	out->obj = event->obj;
	if (inspect_name(out, 1, "set", name(out)))
		inspect_value(out, "%s", event->set ? say("set") : say("not set"));
}

void inspect_make_threads(struct inspect *out)
{
	const struct scene *scene = out->scene;

	inspect_head(out, 0, 0, "threads");
	for (size_t i = 1; i < scene->threads_n; i++)
		thread_row(out, &scene->threads[i]);
	inspect_head(out, 0, 0, "timers");
	for (size_t i = 1; i < scene->timers_n; i++)
		timer_row(out, &scene->timers[i]);
	inspect_head(out, 0, 0, "work items");
	for (size_t i = 1; i < scene->works_n; i++)
		work_row(out, &scene->works[i]);
	inspect_head(out, 0, 0, "events");
	for (size_t i = 1; i < scene->events_n; i++)
		event_row(out, &scene->events[i]);
	out->obj = 0;
}
