/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine.h - what unit tests of the stack begin with: a virtual machine,
 * and dice.  For *_test.c only.
 */
#ifndef LIB_MACHINE_H
#define LIB_MACHINE_H

#include "hal/simtimer.h"
#include "hrtimer/hrtimer.h"
#include "lib/dice.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"

/* Power on, with the ideal timer at 1 GHz and its driver. */
static inline void
machine_on(unsigned cpus, uint64_t seed)
{
	sim_init(cpus, seed);
	sim_simtimer_model((uint64_t)NSEC_PER_SEC);
	(void)simtimer_attach(SIM_SIMTIMER_BASE, SIM_SIMTIMER_LINE);
}

/* And the stack up to hrtimer; CLOCK_REALTIME is 1000 s ahead. */
static inline void
machine_boot(unsigned cpus, uint64_t seed)
{
	machine_on(cpus, seed);
	timekeeping_init(ktime_set(1000, 0));
	hrtimers_init();
}

#endif
