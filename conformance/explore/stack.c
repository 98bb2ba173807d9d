/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stack.c - the stack as the search sees it: up, and in order.
 */
#include "explore.h"
#include "hrtimer/hrtimer.h"
#include "ref/ref.h"
#include "sim/sim.h"

/*
 * A CPU has one dispatcher.  No CPU sleeps, and the dispatchers wait when the
 * exploring begins.
 */
void
ex_boot(unsigned cpus)
{
	struct ref_machine m;

	ref_machine_init(&m, cpus);
	m.dispatchers = 1;
	ref_boot_machine(&m, 0);
	port_on_idle(NULL, NULL);
	(void)sim_run(0);
}

void
ex_check(void)
{
	(void)hrtimer_check();
}
