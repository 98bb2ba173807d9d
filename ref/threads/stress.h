/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stress.h - what the stress tests share: a machine with the whole stack on
 * it, dice, and workers.  Hosted; for *_test.c only.
 */
#ifndef THREADS_STRESS_H
#define THREADS_STRESS_H

#include <stdatomic.h>

#include "hal/simtimer.h"
#include "hrtimer/hrtimer.h"
#include "lib/dice.h"
#include "lib/tap.h"
#include "threads/threads.h"
#include "timekeeping/timekeeping.h"

/* From <unistd.h>, which brings the host's struct timespec. */
unsigned alarm(unsigned);

#define STRESS_CPUS	4
#define STRESS_JITTER	40
#define STRESS_LIMIT	(100 * NSEC_PER_SEC)

/* How many of so many rounds, or how much of a time, with so few TRIES. */
#define STRESS_SOME(all)	(TRIES < 10000 ? (all) / 4 : (all))

/* What went wrong, by the line that noticed; 0: nothing. */
static atomic_uint stress_wrong;

#define EXPECT(cond)							\
	((cond) ? (void)0 : stress_fault(__LINE__))

static inline void
stress_fault(unsigned line)
{
	atomic_store_explicit(&stress_wrong, line, memory_order_relaxed);
}

/* Claim that nothing has gone wrong since the last claim. */
static inline void
stress_ok(bool cond, const char *claim)
{
	unsigned line;

	line = atomic_exchange(&stress_wrong, 0);
	if (line != 0)
		printf("# line %u\n", line);
	ok(cond && line == 0, claim);
}

static inline int64_t
stress_now(void)
{
	return ktime_to_ns(ktime_get());
}

/*
 * May a worker go on?  Until its time is over; and then while there is not
 * enough of what it does, which on a busy machine takes longer.
 */
static inline bool
stress_goes_on(int64_t end, bool enough)
{
	int64_t now;

	now = stress_now();
	return now < end || (!enough && now < end + STRESS_LIMIT / 2);
}

/* Keep this CPU for a while. */
static inline void
stress_spin(int64_t ns)
{
	int64_t until;

	until = stress_now() + ns;
	while (stress_now() < until)
		port_relax();
}

/* A function that runs on each CPU, as its own number. */
struct stress_worker {
	void		(*body)(void *);
	unsigned	 cpu;
};

static atomic_uint stress_ready;

/* Wait for the others, so that all begin at once. */
static inline void
stress_main(void *arg)
{
	struct stress_worker *w;

	w = arg;
	atomic_fetch_add_explicit(&stress_ready, 1, memory_order_relaxed);
	while (atomic_load_explicit(&stress_ready, memory_order_relaxed) <
	    STRESS_CPUS)
		port_relax();
	w->body(&w->cpu);
}

/* True: all came back. */
static inline bool
stress_run(void (*body)(void *))
{
	static struct stress_worker worker[STRESS_CPUS];
	struct port_thread *t[STRESS_CPUS];
	unsigned i;
	bool all;

	all = true;
	atomic_store(&stress_ready, 0);
	for (i = 0; i < STRESS_CPUS; i++) {
		worker[i].body = body;
		worker[i].cpu = i;
		t[i] = port_thread_start(i, stress_main, &worker[i]);
	}
	for (i = 0; i < STRESS_CPUS; i++)
		all = all && t[i] != NULL && threads_join(t[i], STRESS_LIMIT);
	return all;
}

static inline void
stress_boot(void)
{
	(void)alarm(300);	/* who hangs all the same ends here */
	threads_jitter(STRESS_JITTER);
	threads_init(STRESS_CPUS);
	(void)simtimer_attach(THREADS_TIMER_BASE, THREADS_TIMER_LINE);
	timekeeping_init(ktime_set(1000, 0));
	hrtimers_init();
}

#endif
