/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hal.h - what drivers of timer hardware have in common.
 *
 * Spec: hal.9 (HAL-*), which also says how a driver is written.  Rests on:
 * eventtimer, timekeeping, lib, port.  Used by: the drivers alone.
 *
 * Context	T thread, at start-up; I interrupt.
 */
#ifndef HAL_HAL_H
#define HAL_HAL_H

#include "eventtimer/timeet.h"
#include "port/port.h"
#include "timekeeping/timetc.h"

/* The cycles of a clock that t takes, rounded up: never early.  frequency
 * is in Hz and not 0.  A time that 64 bits of cycles cannot hold becomes
 * UINT64_MAX. */
uint64_t hal_ticks(uint64_t frequency, sbintime_t t);	/* TI HAL-RANGE-* */

/*
 * Register a timer, and its counter unless that is NULL, and connect the
 * timer's line, whose handler gets the timer.  Returns 0, or what et_register()
 * or tc_init() returned; then neither is registered.
 */
int	 hal_attach(struct eventtimer *, struct timecounter *, unsigned line,
	    port_handler *);				/* T */

/*
 * The driver declines: says so once, as the event hal.refuse, and returns
 * the errno value.  ENXIO: nothing answers; EDOM: what it says of itself
 * cannot be; ETIMEDOUT: its counter stands.
 */
int	 hal_refuse(const char *device, int error);	/* T  HAL-REFUSE-* */

/* Does a counter show the same behind a delay of so many ns? */
bool	 hal_stands(timecounter_get_t *, struct timecounter *,
	    int64_t ns);				/* T  HAL-REFUSE-3 */

/*
 * Measure the frequency of a counter of up to 64 bits that nobody tells:
 * let port_delay() pass and count.  Rounded up, so that a timer that counts
 * with it is late rather than early; 0: it stands.  A delay never takes too
 * little, but firmware or a hypervisor may make it take too much: of some
 * attempts the least is the nearest to the truth.
 */
uint64_t hal_measure(timecounter_get_t *, struct timecounter *,
	    uint64_t mask);				/* T  HAL-MEASURE-1 */

#endif
