/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick.h - the consumer of event timers: one deadline for each CPU.
 *
 * Rests on: eventtimer, timekeeping.  Used by: hrtimer, through the one
 * handler that it leaves here.
 *
 * Context	T thread, I interrupt; ! may sleep.
 */
#ifndef TICK_TICK_H
#define TICK_TICK_H

#include "ktime/ktime.h"

/*
 * Choose the best one-shot event timer of the machine.  The handler is
 * called in interrupt context, on each CPU whose deadline has come, and
 * perhaps sooner: it looks at the clock itself and calls tick_program().
 */
void	tick_init(void (*event)(void));			/* T! */

/*
 * Have the handler called on this CPU when CLOCK_MONOTONIC reads the
 * deadline; at once if that is past; never if it is KTIME_MAX.  Replaces
 * this CPU's former deadline.  Interrupts are masked.
 */
void	tick_program(ktime_t deadline);			/* TI */

/* The step of the event timer in nanoseconds, rounded up; at least 1. */
int64_t	tick_resolution(void);				/* TI */

#endif
