/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ptimer.h - timers of POSIX: as many as a program makes, by id.
 *
 * Spec: timer_create.2 (PTM-*).  Rests on: kevent, port.
 *
 * Pointers are the caller's and may be bad.  The calls return 0 or an
 * overrun, or a negative errno value.  All may sleep.
 */
#ifndef PTIMER_PTIMER_H
#define PTIMER_PTIMER_H

#include "lib/types.h"

#define PTIMER_MAX	256		/* timers at a time */
#define DELAYTIMER_MAX	INT32_MAX

#define TIMER_ABSTIME	1
#define SIGALRM		14

typedef int timer_t;

union sigval {
	int		 sival_int;
	void		*sival_ptr;
};

/* How expirations are told. */
enum { SIGEV_SIGNAL, SIGEV_NONE, SIGEV_KEVENT = 3 };

struct sigevent {
	union sigval	 sigev_value;	/* comes back with what is told */
	int		 sigev_signo;	/* SIGEV_SIGNAL */
	int		 sigev_notify;
	int		 sigev_kevent_fd;	/* SIGEV_KEVENT: the queue */
};

int	sys_timer_create(clockid_t, const struct sigevent *,
	    timer_t *);					/* PTM-CREATE-* */
int	sys_timer_settime(timer_t, int flags, const struct itimerspec *value,
	    struct itimerspec *old);			/* PTM-SET-* */
int	sys_timer_gettime(timer_t, struct itimerspec *);	/* PTM-GET-* */
int	sys_timer_getoverrun(timer_t);			/* PTM-OVERRUN-* */
int	sys_timer_delete(timer_t);			/* PTM-DELETE-* */

#endif
