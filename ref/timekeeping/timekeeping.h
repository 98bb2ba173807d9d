/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timekeeping.h - the clocks.
 *
 * CLOCK_MONOTONIC starts at zero in timekeeping_init() and never goes back.
 * CLOCK_REALTIME is CLOCK_MONOTONIC plus an offset that setting the clock
 * changes.  Nothing but timekeeping reads a counter.
 *
 * Context	T thread, I interrupt.
 */
#ifndef TIMEKEEPING_TIMEKEEPING_H
#define TIMEKEEPING_TIMEKEEPING_H

#include "ktime/ktime.h"
#include "lib/types.h"

/* Take the best counter registered so far.  CLOCK_REALTIME starts at real. */
void	 timekeeping_init(ktime_t real);		/* T */

/*
 * Right behind timekeeping_init(): CLOCK_MONOTONIC begins at mono instead of
 * at 0, so that what only happens after years happens in a test.
 */
void	 timekeeping_begin(ktime_t mono);		/* T */

ktime_t	 ktime_get(void);			/* TI  CLOCK_MONOTONIC */
ktime_t	 ktime_get_real(void);			/* TI  CLOCK_REALTIME  */
bool	 timekeeping_has_clock(clockid_t);	/* TI */
ktime_t	 timekeeping_get_clock(clockid_t);	/* TI  a clock that it has */

/* CLOCK_REALTIME minus CLOCK_MONOTONIC; for other clocks 0. */
ktime_t	 timekeeping_offset(clockid_t);		/* TI */

/* The step of the counter in nanoseconds, rounded up; at least 1. */
int64_t	 timekeeping_resolution(void);		/* TI */

/*
 * How long the stack may leave the counter unread, in nanoseconds: it is
 * read again before it has wrapped.  INT64_MAX for a counter so wide that
 * this takes more than a year.
 */
int64_t	 timekeeping_max_idle(void);		/* TI */

/* Bring the base of the clocks up to now; at least once in max_idle. */
void	 timekeeping_update(void);		/* TI */

/* Set CLOCK_REALTIME, then call the one handler that asked to be told. */
void	 timekeeping_settime(ktime_t real);	/* T */
void	 timekeeping_on_set(void (*clock_was_set)(void));	/* T */

#endif
