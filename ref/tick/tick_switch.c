/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick_switch.c - which event timer is used, and how that changes.
 *
 * What		The choice at start-up, and a change while the machine runs:
 *		because somebody asks, because the driver withdraws the
 *		timer, or because the timer has lied too often.
 *
 * Why this way	All CPUs are paused while anything of this changes.  A paused
 *		CPU takes no interrupt from a timer and notes deadlines
 *		without programming them; when it goes on it programs what it
 *		has noted.  So no deadline can fall between two timers, and
 *		nothing that is read in an interrupt needs a lock.
 *
 * Model	HPET(450) is in use, i8254(100) stands by, and LAPIC(600) has
 *		come since:
 *
 *		timer=LAPIC	HPET, i8254 stopped everywhere, then freed
 *				LAPIC in use, HPET stands by
 *				all CPUs started with LAPIC
 *		LAPIC withdrawn	HPET in use, i8254 stands by
 *
 * Preference	One-shot timers before periodic ones, or the other way round
 *		where periodic operation is wanted; of those the best by
 *		quality, then by registration.  To stand by, a timer that
 *		does not stop in deep sleep is preferred to all, and of those
 *		one for all CPUs: one per CPU interrupts the CPU that started
 *		it, which may be masked, or going.
 *
 * Locking	ET_LOCK, which every function here is called with but for the
 *		thread and the deregister callback, and they take it.  A ban
 *		comes from an interrupt, so a thread of its own does the rest.
 */
#include "tick/tick_impl.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/everywhere.h"
#include "lib/math64.h"

#define TICK_MODES	(ET_FLAGS_ONESHOT | ET_FLAGS_PERIODIC)

int tick_wants_periodic;

void
tick_stop_own(struct eventtimer *et)
{
	if (et != NULL && (et->et_flags & ET_FLAGS_PERCPU) != 0)
		(void)et_stop(et);			/* [TICK-PERCPU-1] */
}

static void
tick_stop_shared(struct eventtimer *et)
{
	if (et != NULL && (et->et_flags & ET_FLAGS_PERCPU) == 0)
		(void)et_stop(et);
}

static void
tick_pause(void *arg)
{
	struct tick_cpu *c;

	(void)arg;
	c = tick_here();
	tick_streams_run(c, tick_now());
	c->paused = true;
	c->set = false;
	c->due = INT64_MAX;
	c->lies = 0;
	tick_stop_own(tick.et);
	tick_stop_own(tick.spare);
	INVARIANT(tick_check(c));
}

/*
 * A CPU that is going off line is not asked any more, and stops its timer as
 * the last thing that it does.
 */
static void
tick_await_gone(void)
{
	unsigned i;
	bool s;

	s = port_spin_lock(&tick.lock);
	for (i = 0; i < port_cpus(); i++) {
		while (!port_cpu_online(i) &&
		    !tick.cpu[i].paused)		/* [TICK-SWITCH-8] */
			(void)waitq_sleep(&tick.down, &tick.lock, &s);
	}
	port_spin_unlock(&tick.lock, s);
}

void
tick_pause_all(void)
{
	unsigned i;

	atomic_store(&tick.changing, true);
	everywhere(tick_pause, NULL);
	tick_await_gone();
	tick_stop_shared(tick.et);
	tick_stop_shared(tick.spare);
	tick.due = INT64_MAX;
	tick.spare_due = INT64_MAX;
	for (i = 0; i < PORT_CPUS; i++)
		tick.cpu[i].wake = INT64_MAX;
}

/* What is left until the deadline is reckoned anew.  [TICK-SWITCH-1] */
static void
tick_resume(void *arg)
{
	struct tick_cpu *c;

	(void)arg;
	c = tick_here();
	c->paused = false;
	c->set = false;
	tick_streams_sync(c, tick_now());
	tick_arm(c);
}

/* What follows from the timers in use and the settings. */
static void
tick_configure(void)
{
	struct eventtimer *et;

	et = tick.et;
	tick.periodic = (et->et_flags & ET_FLAGS_ONESHOT) == 0 ||
	    (tick_wants_periodic != 0 &&
	    (et->et_flags & ET_FLAGS_PERIODIC) != 0);	/* [TICK-MODE-1] */
	tick.global = (et->et_flags & ET_FLAGS_PERCPU) == 0;
	tick.shared = tick.global || tick.spare != NULL;
	tick.least = sbttons(et->et_min_period);
	tick.most = sbttons(et->et_max_period);
	tick_rates_set(et, tick.periodic);
	if (tick.periodic) {
		/* Down, since the driver rounds up to whole ticks. */
		tick.period = (int64_t)muldiv64_down(tick_rates.base.den,
		    (uint64_t)NSEC_PER_SEC, tick_rates.base.num);
	}
	tick_idle_hooks();
}

void
tick_resume_all(void)
{
	tick_configure();
	atomic_store(&tick.changing, false);
	everywhere(tick_resume, NULL);
}

bool
tick_usable(const struct eventtimer *et)
{
	return (et->et_flags & TICK_MODES) != 0 &&
	    (!et->et_active || et == tick.et || et == tick.spare);
}

/* The best timer of those flags, without `a` and `b`. */
static struct eventtimer *
tick_best(int check, int want, const struct eventtimer *a,
    const struct eventtimer *b)
{
	struct eventtimer *et;

	for (et = et_next(NULL); et != NULL; et = et_next(et)) {
		if (et != a && et != b && tick_usable(et) &&
		    et->et_quality >= 0 && (et->et_flags & check) == want)
			return et;
	}
	return NULL;
}

/* [TICK-INIT-1] [TICK-INIT-2] */
struct eventtimer *
tick_choose(const struct eventtimer *but)
{
	struct eventtimer *et;
	int first, other;

	first = tick_wants_periodic ? ET_FLAGS_PERIODIC : ET_FLAGS_ONESHOT;
	other = TICK_MODES & ~first;
	et = tick_best(first, first, but, NULL);
	return et != NULL ? et : tick_best(other, other, but, NULL);
}

/* Who is to stand by: for all CPUs, and never stopping, if there is one. */
static struct eventtimer *
tick_choose_spare(const struct eventtimer *but)
{
	static const int wanted[][2] = {
		{ ET_FLAGS_ONESHOT | ET_FLAGS_C3STOP | ET_FLAGS_PERCPU,
		    ET_FLAGS_ONESHOT },			/* [TICK-DEEP-4] */
		{ ET_FLAGS_ONESHOT | ET_FLAGS_C3STOP, ET_FLAGS_ONESHOT },
		{ ET_FLAGS_PERIODIC | ET_FLAGS_C3STOP, ET_FLAGS_PERIODIC },
		{ ET_FLAGS_ONESHOT, ET_FLAGS_ONESHOT },
		{ ET_FLAGS_PERIODIC, ET_FLAGS_PERIODIC },
	};
	struct eventtimer *et;
	unsigned i;

	et = NULL;
	for (i = 0; et == NULL && i < sizeof(wanted) / sizeof(wanted[0]); i++)
		et = tick_best(wanted[i][0], wanted[i][1], tick.et, but);
	return et;
}

static void
tick_free(struct eventtimer *et)
{
	int error;

	if (et == NULL)
		return;
	error = et_free(et);
	CHECK(error == 0);
}

/*
 * The driver of a timer of ours withdraws it.  With no other timer that is
 * refused.
 */
static int
tick_deregister(struct eventtimer *et, void *arg)
{
	struct eventtimer *next;

	(void)arg;
	ET_LOCK();
	next = et == tick.spare ? tick.et : tick_choose(et);
	if (next != NULL)
		tick_switch(next, et);			/* [TICK-SWITCH-4] */
	ET_UNLOCK();
	return next != NULL ? 0 : EBUSY;		/* [TICK-SWITCH-5] */
}

/*
 * A timer that lies is banned and replaced by the best of the others.  In its
 * own thread: an interrupt cannot wait for other CPUs.
 */
static void
tick_worker(void *arg)
{
	struct eventtimer *next;

	(void)arg;
	for (;;) {
		(void)port_block();
		ET_LOCK();
		next = tick_choose(tick.et);
		if (atomic_exchange(&tick.condemned, NULL) == tick.et &&
		    next != NULL) {
			(void)et_ban(tick.et);
			tick_switch(next, NULL);	/* [TICK-LIES-4] */
		}
		ET_UNLOCK();
	}
}

/* Take a timer, and the best of the others but one to stand by. */
static void
tick_take(struct eventtimer *et, const struct eventtimer *but)
{
	int error;

	tick.et = et;
	error = et_init(et, tick_et_event, tick_deregister, NULL);
	CHECK(error == 0);
	tick.spare = tick_choose_spare(but);
	if (tick.spare != NULL) {
		error = et_init(tick.spare, tick_watch_event,
		    tick_deregister, NULL);
		CHECK(error == 0);
		if (tick.worker == NULL)
			tick.worker = port_thread_start(0, tick_worker, NULL);
	}
	atomic_store(&tick.reported, false);
	EVENT(TICK_SWITCH, et, 0);
}

/*
 * Who is masked is waited for before anybody is paused, so that it delays
 * the change and not the others.
 */
static void
tick_rally(void *arg)
{
	(void)arg;
}

void
tick_switch(struct eventtimer *et, const struct eventtimer *but)
{
	everywhere(tick_rally, NULL);			/* [TICK-SWITCH-9] */
	tick_await_gone();
	tick_pause_all();
	tick_free(tick.et);
	tick_free(tick.spare);
	tick.spare = NULL;
	tick_take(et, but);
	tick_resume_all();
}

/* Replace the timer in use, if there is anything to replace it by. */
void
tick_condemn(void)
{
	if (tick.spare == NULL)
		return;					/* [TICK-LIES-5] */
	atomic_store(&tick.condemned, tick.et);
	port_wake(tick.worker);
}

/*
 * The frequency of an event timer is about to change, or has; ET_LOCK is
 * held.  The distances left are reckoned anew.
 */
static void
tick_change(struct eventtimer *et, bool before)
{
	if (et != tick.et && et != tick.spare)
		return;
	if (before)
		tick_pause_all();			/* [ET-FREQ-2] */
	else
		tick_resume_all();
}

void
tick_init(void (*event)(void))
{
	struct eventtimer *et;
	unsigned i;

	tick.event = event;
	tick.due = INT64_MAX;
	tick.spare_due = INT64_MAX;
	for (i = 0; i < PORT_CPUS; i++) {
		tick.cpu[i] = (struct tick_cpu){
			.deadline = INT64_MAX,
			.due = INT64_MAX,
			.wake = INT64_MAX,
		};
	}
	ET_LOCK();
	et = tick_choose(NULL);
	CHECK(et != NULL);				/* [TICK-INIT-3] */
	tick_take(et, NULL);
	tick_configure();
	ET_UNLOCK();
	et_on_change(tick_change);
}
