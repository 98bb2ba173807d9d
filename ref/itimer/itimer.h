/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * itimer.h - the interval timer of a program, and its alarm clock.
 *
 * Spec: itimer.2 (ITM-*).  Rests on: hrtimer, port.
 *
 * Pointers are the caller's and may be bad.  sys_setitimer() and
 * sys_getitimer() return 0 or a negative errno value, sys_alarm() the seconds
 * that were left.  All may sleep.
 */
#ifndef ITIMER_ITIMER_H
#define ITIMER_ITIMER_H

#include "lib/types.h"

#define ITIMER_REAL	0
#define ITIMER_VIRTUAL	1	/* of processor time: not offered */
#define ITIMER_PROF	2	/* the same */

#define SIGALRM		14

int	 sys_setitimer(int which, const struct itimerval *value,
	    struct itimerval *old);			/* ITM-SET-* */
int	 sys_getitimer(int which, struct itimerval *);	/* ITM-GET-* */
unsigned sys_alarm(unsigned seconds);			/* ITM-ALARM-* */

#endif
