/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sim_cpu.c - CPUs that go off line and come back.
 *
 * What		A thread of another CPU takes one off: the watches are asked
 *		in the order of port.h, and the last call that the CPU runs
 *		is the one that stops it.
 *
 * Why this way	The CPU stops itself, in an interrupt, so whatever ran there
 *		has come to its end: a callback, a section with interrupts
 *		masked.  Its threads keep their place and go on when it is
 *		back, later than they meant to.
 *
 * Model	CPU 1 masks its interrupts from 3 to 8 ms, and at 5 ms CPU 0
 *		takes it off: not on line from 5 ms on, off at 8 ms, which
 *		is when sim_cpu_off() returns.
 *
 * States	ON LINE --sim_cpu_off--> LEAVING --its last call--> OFF
 *		OFF --sim_cpu_on--> COMING --its first call--> ON LINE
 */
#include "lib/check.h"
#include "lib/errno.h"
#include "sim/sim_impl.h"

bool
port_cpu_online(unsigned cpu)
{
	return sim.cpu[cpu].state == SIM_CPU_ONLINE ||
	    sim.cpu[cpu].state == SIM_CPU_COMING;
}

void
port_cpu_watch(struct port_cpu_watch *w)
{
	w->before = sim.watches;
	sim.watches = w;
}

/* First watch first. */
static void
watches_on(struct port_cpu_watch *w)
{
	if (w == NULL)
		return;
	watches_on(w->before);
	if (w->on != NULL)
		w->on();
}

static void
side_on(void *arg)
{
	(void)arg;
	watches_on(sim.watches);
	sim_here()->state = SIM_CPU_ONLINE;
	port_wake(sim.changer);
}

static void
side_off(void *arg)
{
	struct port_cpu_watch *w;
	struct sim_cpu *c;

	(void)arg;
	for (w = sim.watches; w != NULL; w = w->before) {
		if (w->off != NULL)
			w->off();
	}
	c = sim_here();
	c->state = SIM_CPU_OFF;
	c->pending.lines = 0;
	c->pending.ncalls = 0;
	port_wake(sim.changer);
}

/* Have the CPU change itself, and wait until it has. */
static void
change(unsigned cpu, port_handler *handler, enum sim_cpu_state to)
{
	port_cpu_call(cpu, handler, NULL);
	while (sim.cpu[cpu].state != to)
		(void)port_block();
	sim.changer = NULL;
}

int
sim_cpu_off(unsigned cpu)
{
	struct port_cpu_watch *w;

	CHECK(!port_in_interrupt());
	if (cpu >= sim.cpus)
		return EINVAL;
	if (cpu == port_cpu() || sim.changer != NULL ||
	    sim.cpu[cpu].state != SIM_CPU_ONLINE)
		return EBUSY;
	sim.changer = port_thread_self();
	sim.cpu[cpu].state = SIM_CPU_LEAVING;
	for (w = sim.watches; w != NULL; w = w->before) {
		if (w->leave != NULL)
			w->leave(cpu);
	}
	change(cpu, side_off, SIM_CPU_OFF);
	return 0;
}

int
sim_cpu_on(unsigned cpu)
{
	CHECK(!port_in_interrupt());
	if (cpu >= sim.cpus)
		return EINVAL;
	if (sim.changer != NULL || sim.cpu[cpu].state != SIM_CPU_OFF)
		return EBUSY;
	sim.changer = port_thread_self();
	sim.cpu[cpu].state = SIM_CPU_COMING;
	change(cpu, side_on, SIM_CPU_ONLINE);
	return 0;
}
