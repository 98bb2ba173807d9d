/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stack.c - the stack as the search sees it: up, and in order.
 */
#include "explore.h"
#include "hrtimer/hrtimer.h"
#include "sim/sim.h"

void	ref_boot(unsigned cpus, uint64_t seed);

/*
 * No CPU sleeps, and the threads of the stack itself wait when the exploring
 * begins.
 */
void
ex_boot(unsigned cpus)
{
	ref_boot(cpus, 0);
	port_on_idle(NULL, NULL);
	(void)sim_run(0);
}

void
ex_check(void)
{
	(void)hrtimer_check();
}
