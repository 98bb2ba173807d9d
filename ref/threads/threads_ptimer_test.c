/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * threads_ptimer_test.c - POSIX timers on threads, in real time.
 *
 * One thread takes signals; those of the other CPUs make timers, set them,
 * ask them and delete them, while they expire and their signals are taken.
 * What is freed is given out again at once, so that an accept or a callback
 * that comes too late is seen by the thread sanitizer.  Besides, one series
 * runs all the time: it must tell every deadline once.
 *
 * Links the whole reference, with threads for a port.
 */
#include "hosted/signals.h"
#include "itimer/itimer.h"
#include "kevent/kevent.h"
#include "lib/errno.h"
#include "ptimer/ptimer.h"
#include "threads/stress.h"

#define RUN_NS		STRESS_SOME(NSEC_PER_SEC / 2)
#define ROUNDS		STRESS_SOME(200u)	/* or more, if busy */
#define PERIOD		(137 * NSEC_PER_USEC)
#define SERIES		34		/* the signal of the series */

/* The series.  Written by the taker alone, but for the start. */
static struct {
	timer_t		 id;
	int64_t		 begun, set;	/* readings around its setting */
	int64_t		 counted_until;	/* all deadlines by then are told */
	int64_t		 told;
} series;

static atomic_uint workers, taken, fetched;
static struct port_thread *_Atomic taker;

static struct timespec
timespec_of(int64_t ns)
{
	return ktime_to_timespec(ns_to_ktime(ns));
}

/* Between the end of the handler before and the begin of this one. */
static void
series_told(const struct siginfo *info, void *arg)
{
	(void)arg;
	EXPECT(info->id == series.id && info->overrun >= 0);
	series.told += info->overrun + 1;
	EXPECT(series.told <= (stress_now() - series.begun) / PERIOD);
	EXPECT(series.told >= (series.counted_until - series.set) / PERIOD);
	series.counted_until = stress_now();
}

static void
any_signal(const struct siginfo *info, void *arg)
{
	(void)arg;
	EXPECT(info->overrun >= 0);
	atomic_fetch_add_explicit(&taken, 1, memory_order_relaxed);
}

/* One thread takes the signals of all, and is often elsewhere. */
static void
take_all(void)
{
	struct itimerspec its;
	struct sigevent ev;
	uint64_t dice;
	unsigned cpu;

	signals_init(port_thread_self(), NULL);
	(void)signals_handle(SERIES, series_told, NULL, true);
	(void)signals_handle(SIGALRM, any_signal, NULL, true);
	for (cpu = 1; cpu < STRESS_CPUS; cpu++)
		(void)signals_handle(SERIES + (int)cpu, any_signal, NULL,
		    cpu % 2 == 0);
	ev = (struct sigevent){ .sigev_signo = SERIES };
	EXPECT(sys_timer_create(CLOCK_MONOTONIC, &ev, &series.id) == 0);
	its.it_value = its.it_interval = timespec_of(PERIOD);
	series.begun = stress_now();
	EXPECT(sys_timer_settime(series.id, 0, &its, NULL) == 0);
	series.set = series.counted_until = stress_now();
	atomic_store(&taker, port_thread_self());
	dice = 77;
	while (atomic_load(&workers) > 0) {
		if (dice_throw(&dice, 3) == 0)
			stress_spin(dice_throw(&dice, 1000) * INT64_C(1000));
		(void)port_block();
	}
	EXPECT(sys_timer_delete(series.id) == 0);
}

/* One round of one timer of this CPU. */
static void
use(timer_t id, int queue, uint64_t *dice)
{
	static const struct timespec none;
	struct itimerspec its, was;
	struct ukevent u;
	int i;

	for (i = 0; i < 6; i++) {
		its.it_value = timespec_of(dice_throw(dice, 100000));
		its.it_interval = timespec_of(dice_throw(dice, 2) == 0 ? 0 :
		    1 + dice_throw(dice, 50000));
		EXPECT(sys_timer_settime(id, 0, &its, &was) == 0);
		stress_spin(dice_throw(dice, 100000));
		EXPECT(sys_timer_gettime(id, &was) == 0);
		EXPECT(sys_timer_getoverrun(id) >= 0);
		if (queue >= 0 && sys_kevent_get_events(queue, 1, 1, &none,
		    &u, 0) == 1)
			atomic_fetch_add_explicit(&fetched, 1,
			    memory_order_relaxed);
	}
}

static void
work(unsigned cpu)
{
	struct itimerval itv = { { 0, 50 }, { 0, 70 } };
	struct sigevent ev;
	uint64_t dice;
	int64_t until;
	unsigned n;
	timer_t id;
	bool first;
	int queue;

	while (atomic_load(&taker) == NULL)
		port_relax();
	dice = 1000 + cpu;
	until = stress_now() + RUN_NS;
	for (n = 0; stress_goes_on(until, n >= ROUNDS &&
	    atomic_load(&taken) > 10 && atomic_load(&fetched) > 10); n++) {
		queue = sys_kevent_init(NULL, 0, 0);
		ev = (struct sigevent){ .sigev_signo = SERIES + (int)cpu,
		    .sigev_kevent_fd = queue,
		    .sigev_notify = dice_throw(&dice, 2) == 0 ?
		    SIGEV_SIGNAL : SIGEV_KEVENT };
		EXPECT(sys_timer_create((clockid_t)dice_throw(&dice, 2),
		    &ev, &id) == 0);
		use(id, queue, &dice);
		EXPECT(sys_setitimer(ITIMER_REAL, &itv, NULL) == 0);
		first = dice_throw(&dice, 2) == 0;
		if (first)
			EXPECT(sys_close(queue) == 0);
		EXPECT(sys_timer_delete(id) == 0);
		EXPECT(sys_timer_delete(id) == -EINVAL);
		if (!first)
			EXPECT(sys_close(queue) == 0);
		(void)sys_alarm(dice_throw(&dice, 2));
	}
	atomic_fetch_sub(&workers, 1);
	port_wake(atomic_load(&taker));
}

static void
body(void *arg)
{
	unsigned cpu;

	cpu = *(unsigned *)arg;
	if (cpu == 0)
		take_all();
	else
		work(cpu);
}

int
main(void)
{
	stress_boot();
	atomic_store(&workers, STRESS_CPUS - 1);
	stress_ok(stress_run(body),
	    "timers are set, told and deleted on all CPUs at once");
	stress_ok(series.told > 10 && atomic_load(&taken) > 10 &&
	    atomic_load(&fetched) > 10,
	    "and a series tells each deadline once, meanwhile");
	return tap_end();
}
