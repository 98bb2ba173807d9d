/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick.c - drives the event timers: one deadline for each CPU.
 *
 * What		hrtimer says when it wants to run next on this CPU; tick
 *		turns that into a start of the CPU's event timer.  It alone
 *		converts between nanoseconds and sbintime_t.
 *
 * Why this way	The hardware counts from the moment it is started, so the
 *		deadline becomes a distance as late as possible.  A distance
 *		beyond the hardware's reach is cut: the interrupt then comes
 *		too soon, finds nothing due, and programs the rest.
 *		[TM-FAR-1]
 *
 * Model	Reach 60 s, deadline in 150 s: programmed 60, 60, 30.
 *
 * Invariants	I1  a CPU with a deadline has its event timer running, or an
 *		    interrupt on its way, no later than that deadline, or no
 *		    later than the counter must be read again.
 *
 *		Not while it is paused; then I1 holds again afterwards.
 *
 * Locking	Each CPU touches its own slot alone, with interrupts masked.
 *
 * Limits	One-shot, per-CPU event timers.
 */
#include "tick/tick.h"

#include "eventtimer/timeet.h"
#include "lib/check.h"
#include "lib/event.h"
#include "lib/everywhere.h"
#include "lib/math64.h"
#include "port/port.h"
#include "timekeeping/timekeeping.h"

#define TICK_WANT	(ET_FLAGS_ONESHOT | ET_FLAGS_PERCPU)

static struct {
	struct eventtimer *et;		/* fixed after tick_init */
	void		(*event)(void);	/* fixed after tick_init */
	struct {			/* each CPU its own */
		int64_t	 deadline;	/* ns; INT64_MAX never */
		bool	 set;		/* programmed for it */
		bool	 paused;	/* not while the frequency changes */
	} cpu[PORT_CPUS];
} tick;

/* An interrupt, from the event timer or from a deadline already past. */
static void
tick_event(void *arg)
{
	unsigned cpu;

	(void)arg;
	cpu = port_cpu();
	EVENT(TICK_EVENT, &tick, tick.cpu[cpu].deadline);
	tick.cpu[cpu].set = false;
	timekeeping_update();
	tick.event();
}

static void
tick_et_event(struct eventtimer *et, void *arg)
{
	EVENT(ET_EVENT, et, 0);
	tick_event(arg);
}

static void
tick_pause(void *arg)
{
	(void)arg;
	tick.cpu[port_cpu()].paused = true;
	(void)et_stop(tick.et);
}

/* What is left until the deadline is reckoned anew. */
static void
tick_resume(void *arg)
{
	unsigned cpu;

	(void)arg;
	cpu = port_cpu();
	tick.cpu[cpu].paused = false;
	if (!tick.cpu[cpu].set)
		return;
	tick.cpu[cpu].set = false;
	tick_program(ns_to_ktime(tick.cpu[cpu].deadline));
}

/* The event timer's frequency is about to change, or has. */
static void
tick_change(struct eventtimer *et, bool before)
{
	if (et == tick.et)
		everywhere(before ? tick_pause : tick_resume, NULL);
						/* [ET-FREQ-2] */
}

void
tick_init(void (*event)(void))
{
	unsigned cpu;
	int error;

	tick.event = event;
	for (cpu = 0; cpu < PORT_CPUS; cpu++)
		tick.cpu[cpu].set = tick.cpu[cpu].paused = false;
	ET_LOCK();
	tick.et = et_find(NULL, TICK_WANT, TICK_WANT);
	CHECK(tick.et != NULL);
	error = et_init(tick.et, tick_et_event, NULL, NULL);
	ET_UNLOCK();
	CHECK(error == 0);
	et_on_change(tick_change);
}

void
tick_program(ktime_t deadline)
{
	int64_t when, now, distance;
	unsigned cpu;
	int error;

	cpu = port_cpu();
	when = ktime_to_deadline(deadline);
	if (tick.cpu[cpu].set && tick.cpu[cpu].deadline == when)
		return;
	tick.cpu[cpu].deadline = when;
	tick.cpu[cpu].set = true;
	if (tick.cpu[cpu].paused)
		return;
	/* Even "never" has a counter that wraps read in time. */
	if (when == INT64_MAX && timekeeping_max_idle() == INT64_MAX)
		return;
	EVENT(TICK_PROGRAM, &tick, when);
	now = ktime_to_ns(ktime_get());
	if (when <= now) {
		port_cpu_call(cpu, tick_event, NULL);
		return;
	}
	distance = when - now;
	if (distance > timekeeping_max_idle())
		distance = timekeeping_max_idle();
	error = et_start(tick.et, nstosbt(distance), 0);
	CHECK(error == 0);
}

int64_t
tick_resolution(void)
{
	if (tick.et->et_frequency == 0)
		return 1;
	return (int64_t)muldiv64_up(1, (uint64_t)NSEC_PER_SEC,
	    tick.et->et_frequency);
}
