/* SPDX-License-Identifier: BSD-2-Clause */
/* simtimer.h - the driver of the ideal timer. */
#ifndef HAL_SIMTIMER_H
#define HAL_SIMTIMER_H

#include <stdint.h>

/*
 * Register the timer at these registers as an event timer and as a counter,
 * both called "simtimer".  Its interrupt comes in on the line.
 */
void	simtimer_attach(uintptr_t base, unsigned line);	/* T! */

#endif
