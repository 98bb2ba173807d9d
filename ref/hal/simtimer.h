/* SPDX-License-Identifier: BSD-2-Clause */
/* simtimer.h - the driver of the ideal timer. */
#ifndef HAL_SIMTIMER_H
#define HAL_SIMTIMER_H

#include <stdint.h>

#define SIMTIMER_UNITS	3

/*
 * Register the unit at these registers as an event timer and, if it has
 * one, as a counter, under the name that it gives itself in SIMTIMER_UNIT:
 * "simtimer", "simtimer1", "simtimer2".  Its interrupt comes in on the line.
 * Returns as the functions of drivers.h do.
 */
int	simtimer_attach(uintptr_t base, unsigned line);	/* T! */

/* The clock of a unit's comparators runs at another rate from now on. */
void	simtimer_rate_changed(unsigned unit);		/* T! */

#endif
