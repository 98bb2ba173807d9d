/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick.h - the consumer of event timers.
 *
 * Spec: tick.9 (TICK-*).  Rests on: eventtimer, timekeeping.  Used by:
 * hrtimer, through the one handler that it leaves here; whoever wants to be
 * called at a steady rate; whoever configures the machine.
 *
 * Context	T thread, I interrupt; ! may sleep.
 */
#ifndef TICK_TICK_H
#define TICK_TICK_H

#include "ktime/ktime.h"

/*
 * Choose the best event timer of the machine, and a second one to stand by.
 * The handler is called in interrupt context, on each CPU whose deadline has
 * come, and perhaps sooner: it looks at the clock itself and calls
 * tick_program().
 */
void	tick_init(void (*event)(void));			/* T! */

/*
 * Have the handler called on this CPU when CLOCK_MONOTONIC reads the
 * deadline; at once if that is past; never if it is KTIME_MAX.  Replaces
 * this CPU's former deadline.  Interrupts are masked.
 */
void	tick_program(ktime_t deadline);			/* TI */

/* The deadline that a CPU was last given, for who checks hrtimer. */
ktime_t	tick_deadline(unsigned cpu);			/* TI */

/*
 * How far apart two deadlines are to be for the hardware to tell them apart,
 * in nanoseconds, rounded up; at least 1.
 */
int64_t	tick_resolution(void);				/* TI */

/*
 * Streams of ticks at a steady rate on every CPU.  A handler is called in
 * interrupt context with the number of ticks that have come since its last
 * call on that CPU: 1, or more on a CPU that slept or was held up.  NULL
 * ends the stream.
 */
typedef void tick_handler_t(unsigned long ticks);

void	tick_on_hardclock(tick_handler_t *);		/* T!  TICK-HARD-* */
void	tick_on_statclock(tick_handler_t *);		/* T!  TICK-STAT-* */
void	tick_on_profclock(tick_handler_t *);		/* T!  TICK-PROF-* */

/* profclock ticks between the first call with true and the last with false. */
void	tick_profiling(bool on);			/* T!  TICK-PROF-* */

/*
 * This CPU goes off line, and its deadline is forgotten; it has come back,
 * and is to be programmed anew.
 */
void	tick_cpu_down(void);				/* I */
void	tick_cpu_up(void);				/* I */

/*
 * Names and their values, as text: kern.eventtimer.timer and its relatives.
 * 0, or ENOENT: no such name; ENOMEM: the value with its NUL is longer than
 * len; EPERM: it can only be read; EINVAL: not a value that it may have.
 */
int	tick_sysctl_get(const char *name, char *buf, size_t len);
						/* T!  TICK-NAME-* */
int	tick_sysctl_set(const char *name, const char *value);	/* T! */

#endif
