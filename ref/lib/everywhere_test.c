/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * everywhere_test.c - every CPU does its errand, in an interrupt, before the
 * caller goes on; several callers at once do not disturb one another.
 * Links lib and sim.
 */
#include "lib/everywhere.h"
#include "lib/tap.h"
#include "sim/sim.h"

static unsigned calls[PORT_CPUS];
static unsigned threads;		/* calls outside of an interrupt */
static int64_t returned[2];

static void
errand(void *arg)
{
	(void)arg;
	calls[port_cpu()]++;
	if (!port_in_interrupt())
		threads++;
	if (port_cpu() == 2)
		sim_spin(sim_now() + 100);
}

static void
caller(void *arg)
{
	int64_t *at;

	at = arg;
	everywhere(errand, arg);
	*at = sim_now();
}

static void
masked(void *arg)
{
	bool s;

	(void)arg;
	s = port_intr_mask();
	sim_spin(1000);
	port_intr_restore(s);
}

static bool
called(unsigned each)
{
	unsigned cpu;

	for (cpu = 0; cpu < port_cpus(); cpu++) {
		if (calls[cpu] != each)
			return false;
		calls[cpu] = 0;
	}
	return threads == 0;
}

int
main(void)
{
	sim_init(1, 0);
	(void)sim_thread(0, caller, &returned[0]);
	ok(sim_run(10) == 0 && called(1), "one CPU alone can call on itself");

	sim_init(4, 7);
	(void)sim_thread(0, caller, &returned[0]);
	ok(sim_run(500) == 0 && called(1) && returned[0] == 100,
	    "the caller waits for the last of four");

	sim_init(4, 7);
	(void)sim_thread(1, masked, NULL);
	(void)sim_thread(0, caller, &returned[0]);
	(void)sim_thread(2, caller, &returned[1]);
	ok(sim_run(5000) == 0 && called(2), "two callers get two calls each");
	ok(returned[0] >= 1000 && returned[1] >= 1000,
	    "both wait for a CPU that takes no interrupts");
	return tap_end();
}
