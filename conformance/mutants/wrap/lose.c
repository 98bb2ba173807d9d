/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lose.c - a kernel that loses the signals of interval timers.
 *
 * What		A setting of the real timer by any but the first thread, by
 *		which the agent has asked what this kernel does, ends the
 *		timer and takes with it the signal that is pending.  The
 *		timers of processor time never send a signal.
 */
#define	_GNU_SOURCE
#include <sys/time.h>

#include "wrap.h"

static int (*real_setitimer)(__itimer_which_t, const struct itimerval *,
    struct itimerval *);

__attribute__((constructor)) static void
init(void)
{
	WRAP_REAL(setitimer);
}

int
setitimer(__itimer_which_t which, const struct itimerval *its,
    struct itimerval *old)
{
	static const struct timespec now;
	static const struct itimerval never;
	sigset_t set;

	if (its == NULL || wrap_is_bad(its) ||
	    (which == ITIMER_REAL && gettid() == getpid()))
		return real_setitimer(which, its, old);
	if (which == ITIMER_REAL) {
		(void)sigemptyset(&set);
		(void)sigaddset(&set, SIGALRM);
		(void)sigtimedwait(&set, NULL, &now);
	}
	return real_setitimer(which, &never, old);
}
