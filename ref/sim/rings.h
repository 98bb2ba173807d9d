/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rings.h - what the self-tests of register models share: registers of 32
 * bits of the device at BASE, and a handler that notes when and where it is
 * called.  For *_test.c only, which define BASE, and taken().
 */
#ifndef SIM_RINGS_H
#define SIM_RINGS_H

#include "hal/io.h"
#include "sim/sim.h"

#define RINGS	16u

static unsigned rings;			/* all of them */
static int64_t rang[RINGS];		/* of the first: their times, */
static unsigned rang_on[RINGS];		/* and CPUs */

/* How the test's handler takes the interrupt away, or leaves it. */
static void	taken(void);

static inline uint32_t
get(unsigned reg)
{
	return hal_read32(BASE, reg);
}

static inline void
put(unsigned reg, uint32_t value)
{
	hal_write32(BASE, reg, value);
}

static inline void
ring(void *arg)
{
	(void)arg;
	if (rings < RINGS) {
		rang[rings] = sim_now();
		rang_on[rings] = port_cpu();
	}
	rings++;
	taken();
}

#endif
