/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timekeeping.h - the clocks.
 *
 * Spec: timekeeping.9 (TK-*).  Rests on: ktime, port, and the counters of
 * timetc.h.  Used by: tick, hrtimer, the front ends.
 *
 * CLOCK_MONOTONIC starts at zero in timekeeping_init() and never goes back.
 * CLOCK_REALTIME is CLOCK_MONOTONIC plus an offset that setting the clock,
 * an adjustment, a leap second and a suspend change.  Nothing but
 * timekeeping reads a counter.
 *
 * Context	T thread, I interrupt.
 */
#ifndef TIMEKEEPING_TIMEKEEPING_H
#define TIMEKEEPING_TIMEKEEPING_H

#include "ktime/ktime.h"
#include "lib/types.h"

/* Take the best counter registered so far.  CLOCK_REALTIME starts at real. */
void	 timekeeping_init(ktime_t real);	/* T */

/*
 * Right behind timekeeping_init(): CLOCK_MONOTONIC begins at mono instead of
 * at 0, so that what only happens after years happens in a test.
 */
void	 timekeeping_begin(ktime_t mono);	/* T */

ktime_t	 ktime_get(void);			/* TI TK-MONO-* */
ktime_t	 ktime_get_real(void);			/* TI TK-SET-1  */
bool	 timekeeping_has_clock(clockid_t);	/* TI */
ktime_t	 timekeeping_get_clock(clockid_t);	/* TI  a clock that it has */

/*
 * What CLOCK_MONOTONIC will read when the clock first reads `reading`, as
 * things stand: with the adjustment going on and the leap second to come.
 * For a reading that has passed, some time that has passed.  Both in ns, so
 * that deadlines beyond the range of a ktime_t are told apart.
 */
int64_t	 timekeeping_when(clockid_t, int64_t reading);	/* TI */

/*
 * For how many nanoseconds hardware has to count until CLOCK_MONOTONIC has
 * gone on by ns from its last reading.  The answer holds until
 * timekeeping_epoch() changes.  ns > 0.
 */
int64_t	 timekeeping_stretch(int64_t ns);	/* TI */
unsigned timekeeping_epoch(void);		/* TI */

/* The step of the counter in nanoseconds, rounded up; at least 1. */
int64_t	 timekeeping_resolution(void);		/* TI TK-RES-1 */

/*
 * How long the stack may leave the counters unread, in nanoseconds: half
 * the period of each.  INT64_MAX if this is more than a year.
 */
int64_t	 timekeeping_max_idle(void);		/* TI TK-IDLE-1 */

/* Bring the clocks up to now, and compare the counters; in max_idle. */
void	 timekeeping_update(void);		/* TI TK-IDLE-2 */

/*
 * Changes.  Each tells the handlers that asked, in the caller's context,
 * because deadlines may have come nearer.  EINVAL changes nothing.
 */
#define TK_RATE_MAX	INT64_C(500000)		/* parts per billion */
#define TK_ADJUST_MAX	INT64_C(3600000000000)	/* ns */
#define TK_ADJUST_PACE	INT64_C(2000)		/* 1 ns in so many: 500 ppm */

enum tk_leap { TK_LEAP_DELETE = -1, TK_LEAP_NONE, TK_LEAP_INSERT };

int	 timekeeping_settime(ktime_t real);		/* T  TK-SET-*    */
int	 timekeeping_rate(int64_t ppb);			/* T  TK-RATE-*   */
int	 timekeeping_adjust(int64_t ns, int64_t *left);	/* T  TK-ADJUST-* */
int	 timekeeping_leap(enum tk_leap);		/* T  TK-LEAP-*   */
void	 timekeeping_suspend(void);			/* TI TK-SUSPEND-* */
int	 timekeeping_resume(int64_t slept);		/* TI TK-SUSPEND-* */
struct timekeeping_watch {
	void	(*clock_was_set)(void);		/* TI  without locks */
	struct timekeeping_watch *next;		/* timekeeping's own */
};

void	 timekeeping_on_set(struct timekeeping_watch *);	/* T */

/*
 * How often CLOCK_REALTIME has jumped: it was set, or the machine resumed.
 * Wraps as an unsigned does.
 */
unsigned timekeeping_jumps(void);			/* TI TK-SET-5 */

/* The invariants of timekeeping.c.  Called without its lock. */
bool	 timekeeping_check(void);			/* TI */

#endif
