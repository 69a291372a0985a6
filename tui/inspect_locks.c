/* SPDX-License-Identifier: MIT */
/* Spin locks and who holds them. */
#include "sim/base/say.h"
#include "sim/trace/rectext.h"
#include "tui/inspect_parts.h"

static void lock_row(struct inspect *out, const struct scene_lock *lock)
{
	out->obj = lock->obj;
	if (!inspect_name(out, 0, "owner", rectext_object(out->scene->trace, lock->obj)))
		return;
	if (lock->owner == SCENE_NO_CPU)
		inspect_value(out, "%s", say("free"));
	else
		inspect_value(out, "CPU %u", lock->owner);
	if (lock->address)
		inspect_raw(out, "0x%llx", (unsigned long long)lock->address);
}

void inspect_make_locks(struct inspect *out)
{
	for (size_t i = 1; i < out->scene->locks_n; i++)
		lock_row(out, &out->scene->locks[i]);
	out->obj = 0;
	if (out->scene->locks_n < 2)
		inspect_note(out, 0, "there is no lock");
}
