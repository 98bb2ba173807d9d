/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tsc.h - what the time stamp counter says of itself, for the drivers that
 * count with it.  See tsc.c.
 */
#ifndef HAL_TSC_H
#define HAL_TSC_H

#include <stdbool.h>
#include <stdint.h>

/* Does it run at one rate, in sleep too? */
bool	 tsc_invariant(uintptr_t cpu);				/* T */

/* Its frequency in Hz, told or measured.  Or 0, and an errno value. */
uint64_t tsc_frequency(uintptr_t cpu, int *error);		/* T */

#endif
