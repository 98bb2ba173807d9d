/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stack.c - the stack as the search sees it: up, and in order.
 */
#include "eventtimer/timeet.h"
#include "explore.h"
#include "hrtimer/hrtimer.h"
#include "ref/ref.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"
#include "timeout/timeout.h"

/* What the stack allocates is part of a state, and is watched when freed. */
static void *
allocate(size_t size)
{
	return ex_storage(size, "memory");
}

static void
give_back(void *p)
{
	ex_free(p);
}

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
	sim_on_alloc = allocate;
	sim_on_free = give_back;
	(void)sim_run(0);
}

/* Nobody runs: each layer's invariants hold. */
void
ex_check(void)
{
	unsigned cpu;

	(void)timekeeping_check();
	(void)et_check();
	(void)hrtimer_check();
	for (cpu = 0; cpu < port_cpus(); cpu++)
		(void)hrtimer_check_tick(cpu);
	(void)timeouts_check();
}
