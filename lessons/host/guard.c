/* SPDX-License-Identifier: MIT */
/* SIGVTALRM and ITIMER_VIRTUAL. What a signal's handler needs cannot lie anywhere but in variables of this file. */
#include <signal.h>
#include <stddef.h>
#include <sys/time.h>

#include "lessons/host/guard.h"
#include "sim/base/bug.h"

#define LOOKS 20 /* that must find the same stretch */

static struct {
	guard_stretch *stretch;
	guard_end *end;
	struct sigaction before;
	uint64_t seen; /* the stretch at the last look, 0: none */
	unsigned looks;
} guard;

static void look(int signal, siginfo_t *info, void *ucontext)
{
	uint64_t stretch = guard.stretch(ucontext);

	(void)signal, (void)info;
	guard.looks = stretch && stretch == guard.seen ? guard.looks + 1 : 0;
	guard.seen = stretch;
	if (guard.looks < LOOKS)
		return;
	guard.seen = 0;
	guard.end(ucontext);
}

static void set_timer(long ms)
{
	struct timeval tick = { ms / 1000, ms % 1000 * 1000 };
	struct itimerval timer = { tick, tick };

	must(setitimer(ITIMER_VIRTUAL, &timer, NULL) == 0);
}

void guard_arm(guard_stretch *stretch, guard_end *end, unsigned ms)
{
	struct sigaction action = { .sa_sigaction = look,
				    .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTART };

	must(!guard.stretch);
	guard.stretch = stretch;
	guard.end = end;
	guard.seen = 0;
	sigemptyset(&action.sa_mask);
	must(sigaction(SIGVTALRM, &action, &guard.before) == 0);
	set_timer(ms / LOOKS);
}

void guard_disarm(void)
{
	set_timer(0);
	must(sigaction(SIGVTALRM, &guard.before, NULL) == 0);
	guard.stretch = NULL;
}
