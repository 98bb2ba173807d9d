/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hrtimer_test.c - random operations on all CPUs against a small model.
 *
 * Each CPU has a thread that starts, moves, cancels and restarts timers
 * that all CPUs share, at random times.  The model knows for each timer
 * whether it must fire and when; a callback that comes early, late, twice
 * or not at all is a failure.  Links the whole reference.
 */
#include "hal/simtimer.h"
#include "hrtimer/hrtimer.h"
#include "lib/tap.h"
#include "sim/sim.h"
#include "timekeeping/timekeeping.h"

#define CPUS	4
#define TIMERS	64
#define STEPS	4000

static struct hrtimer timers[TIMERS];
static int64_t due[TIMERS];		/* -1: must not fire */
static unsigned long fired, wrong, started;
static uint64_t lottery = 88172645463325252u;

static unsigned
draw(unsigned n)
{
	lottery ^= lottery << 13;
	lottery ^= lottery >> 7;
	lottery ^= lottery << 17;
	return (unsigned)(lottery % n);
}

static int
callback(void *data)
{
	unsigned i;

	i = (unsigned)((struct hrtimer *)data - timers);
	fired++;
	if (due[i] != sim_now() || !port_in_interrupt())
		wrong++;
	due[i] = -1;
	return HRTIMER_NORESTART;
}

static void
start_one(unsigned i)
{
	int64_t rel;
	int was;

	rel = draw(20) == 0 ? -(int64_t)draw(100) : (int64_t)draw(5000);
	was = hrtimer_active(&timers[i]);
	if (was != (due[i] >= 0))
		wrong++;
	due[i] = sim_now() + (rel > 0 ? rel : 0);
	started++;
	if (hrtimer_start(&timers[i], ns_to_ktime(rel), HRTIMER_REL) != was)
		wrong++;
}

static void
cancel_one(unsigned i)
{
	int was;

	was = due[i] >= 0;
	due[i] = -1;
	if (hrtimer_cancel(&timers[i]) != was)
		wrong++;
}

static void
worker(void *arg)
{
	unsigned n;

	(void)arg;
	for (n = 0; n < STEPS; n++) {
		if (draw(3) != 0)
			start_one(draw(TIMERS));
		else
			cancel_one(draw(TIMERS));
		(void)hrtimer_check();
		sim_sleep(sim_now() + draw(300), port_cpu());
	}
}

static void
boot(uint64_t seed)
{
	unsigned i;

	sim_init(CPUS, seed);
	sim_simtimer_model((uint64_t)NSEC_PER_SEC);
	simtimer_attach(SIM_SIMTIMER_BASE, SIM_SIMTIMER_LINE);
	timekeeping_init(ktime_set(1000, 0));
	hrtimers_init();
	for (i = 0; i < TIMERS; i++) {
		hrtimer_init(&timers[i], CLOCK_MONOTONIC);
		timers[i].function = callback;
		timers[i].data = &timers[i];
		due[i] = -1;
	}
}

int
main(void)
{
	unsigned i, left;

	boot(7);
	for (i = 0; i < CPUS; i++)
		(void)sim_thread(i, worker, NULL);
	left = sim_run(NSEC_PER_SEC);
	ok(left == 0, "all threads have come to their end");
	ok(wrong == 0, "each timer fires at its deadline, or not at all");
	for (i = 0; i < TIMERS; i++)
		wrong += due[i] >= 0;
	ok(wrong == 0, "none is forgotten");
	ok(fired > STEPS / 4 && started > fired, "many were tried");
	return tap_end();
}
