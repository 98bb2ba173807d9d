/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hrtimer_test.c - random operations on all CPUs against a small model.
 *
 * Each CPU has a thread that starts, moves, cancels and restarts timers
 * that all CPUs share, at random times, while CPUs go off line and come
 * back.  The model knows for each timer whether it must fire and when; a
 * callback that comes early, late, twice or not at all is a failure.  Links
 * the whole reference.
 */
#include "lib/machine.h"
#include "lib/tap.h"

#define CPUS	4
#define TIMERS	64
#define STEPS	(TRIES < 10000 ? 1000 : 4000)

static struct hrtimer timers[TIMERS];
static int64_t due[TIMERS];		/* -1: must not fire */
static unsigned long fired, wrong, started;
static unsigned off;			/* CPUs that are, times they were */
static unsigned trips;

static int
callback(void *data)
{
	unsigned i;

	i = (unsigned)((struct hrtimer *)data - timers);
	fired++;
	if (due[i] != sim_now() || !port_in_interrupt() ||
	    !port_cpu_online(port_cpu()))
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

/* Any CPU but its own, off and on; at the end all are on. */
static void
operator(void *arg)
{
	bool is_off[CPUS] = { false };
	unsigned n, cpu;

	(void)arg;
	for (n = 0; n < STEPS || off > 0; n++) {
		sim_sleep(sim_now() + draw(500), CPUS);
		cpu = 1 + (n < STEPS ? draw(CPUS - 1) : n % (CPUS - 1));
		if (n >= STEPS && !is_off[cpu])
			continue;
		wrong += (is_off[cpu] ? sim_cpu_on(cpu) :
		    sim_cpu_off(cpu)) != 0;
		off += is_off[cpu] ? -1u : 1u;
		trips += is_off[cpu];
		is_off[cpu] = !is_off[cpu];
		(void)hrtimer_check();
	}
}

static void
boot(uint64_t seed)
{
	unsigned i;

	machine_boot(CPUS, seed);
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
	(void)sim_thread(0, operator, NULL);
	left = sim_run(NSEC_PER_SEC);
	ok(left == 0, "all threads have come to their end");
	ok(wrong == 0, "each timer fires at its deadline, or not at all");
	for (i = 0; i < TIMERS; i++)
		wrong += due[i] >= 0;
	ok(wrong == 0, "none is forgotten");
	ok(fired > STEPS / 4 && started > fired && trips > STEPS / 4,
	    "many were tried");
	return tap_end();
}
