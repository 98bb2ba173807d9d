/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * boot.c - brings the reference up on the virtual machine.
 *
 * The order is a kernel's: devices before their drivers, a counter before
 * the clocks, the clocks before the timers that count on them.
 */
#include "hal/simtimer.h"
#include "hrtimer/hrtimer.h"
#include "ref/ref.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"
#include "timeout/timeout.h"

void
ref_boot(unsigned cpus, uint64_t seed)
{
	sim_init(cpus, seed);
	sim_simtimer_model((uint64_t)NSEC_PER_SEC);
	simtimer_attach(SIM_SIMTIMER_BASE, SIM_SIMTIMER_LINE);
	timekeeping_init(ns_to_ktime(REF_REALTIME * NSEC_PER_SEC));
	hrtimers_init();
	timeouts_init();
}
