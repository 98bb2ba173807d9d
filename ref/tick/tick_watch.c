/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick_watch.c - the event timer that stands by: broadcast and watchdog.
 *
 * What		A machine often has a second event timer.  It wakes CPUs
 *		whose own timer stands still in deep sleep, and it finds
 *		interrupts that have been lost.
 *
 * Why this way	Both are the same thing: a CPU has noted when it wants to be
 *		woken, and the timer that stands by interrupts somebody at
 *		that time, for a CPU that sleeps deeply, or a while later,
 *		for one that should have been interrupted by then.  Whoever
 *		is interrupted calls the CPU.
 *
 *		It is started at leisure: while it is to interrupt in time
 *		for all, nothing is done, so a busy machine starts it ten
 *		times a second at most, and one that waits for nothing, not
 *		at all.
 *
 * Model	CPU 0 waits for 10 ms, CPU 1 for 30 ms and sleeps deeply; the
 *		watchdog's patience is 100 ms:
 *
 *		wanted	110 (CPU 0), 30 (CPU 1)		started for 30
 *		30 ms	CPU 1 is called; CPU 0 has been served at 10 and
 *			waits for 90 now		started for 190
 *		190 ms	CPU 0 still waits for 90: lost, CPU 0 is called
 *
 * Invariants	I1  spare_due is no later than what any CPU wants of the
 *		    timer that stands by.
 *
 * Locking	tick.lock.  An idle CPU is told to sleep deeply or not by its
 *		own enter hook, after it has noted that it sleeps; the timer
 *		that stands by is started before the CPU sleeps.
 */
#include "tick/tick_impl.h"

#include "lib/check.h"
#include "lib/event.h"
#include "lib/math64.h"
#include "timekeeping/timekeeping.h"

/* When this CPU wants the timer that stands by.  Called locked. */
static int64_t
watch_wish(const struct tick_cpu *c)
{
	return c->asleep ? c->wake : nsec_add_sat(c->wake, TICK_WATCH);
}

static int64_t
watch_first(void)
{
	int64_t first, wish;
	unsigned i;

	first = INT64_MAX;
	for (i = 0; i < port_cpus(); i++) {
		wish = watch_wish(&tick.cpu[i]);
		if (wish < first)
			first = wish;
	}
	return first;
}

/* Called locked.  What starts once, or repeats too slowly, is late. */
static bool
watch_check(int error)
{
	CHECK(error != 0 || tick.spare_due <= watch_first() ||
	    (tick.spare->et_flags & ET_FLAGS_ONESHOT) == 0);	/* I1 */
	return true;
}

/* I1.  Called locked. */
void
tick_watch_arm(int64_t now)
{
	struct eventtimer *et;
	int64_t first, distance;
	int error;

	et = tick.spare;
	if (et == NULL)
		return;
	first = watch_first();
	if (first >= tick.spare_due)
		return;					/* [TICK-LOST-3] */
	distance = first > now ? first - now : 1;
	if ((et->et_flags & ET_FLAGS_ONESHOT) != 0) {
		error = et_start(et, nstosbt(distance), 0);
	} else {
		distance = TICK_WATCH;
		error = et_start(et, 0, nstosbt(distance));
	}
	if (error == 0)
		tick.spare_due = now + distance;
	INVARIANT(watch_check(error));
}

/* The timer that stands by has interrupted; called locked. */
static void
watch_again(struct eventtimer *et, int64_t now)
{
	tick.spare_due = INT64_MAX;
	if ((et->et_flags & ET_FLAGS_ONESHOT) == 0) {
		if (watch_first() == INT64_MAX)
			(void)et_stop(et);
		else
			tick.spare_due = now;
	}
	tick_watch_arm(now);
}

/* The CPUs that want it now, as bits.  Called locked. */
static unsigned
watch_take(int64_t now, bool asleep)
{
	struct tick_cpu *c;
	unsigned i, bits;

	bits = 0;
	for (i = 0; i < port_cpus(); i++) {
		c = &tick.cpu[i];
		if (c->asleep == asleep && watch_wish(c) <= now) {
			bits |= 1u << i;
		}
	}
	return bits;
}

/* Who is called notes its next wish itself.  Called locked. */
static void
watch_grant(unsigned bits)
{
	unsigned i;

	for (i = 0; i < port_cpus(); i++) {
		if ((bits & 1u << i) != 0)
			tick.cpu[i].wake = INT64_MAX;
	}
}

static void
watch_call(unsigned bits, port_handler *handler, struct eventtimer *et)
{
	unsigned i;

	for (i = 0; i < port_cpus(); i++) {
		if ((bits & 1u << i) == 0)
			continue;
		EVENT(TICK_FORWARD, et, i);
		port_cpu_call(i, handler, NULL);
	}
}

void
tick_watch_event(struct eventtimer *et, void *arg)
{
	unsigned sleepers, lost;
	int64_t now;
	bool s;

	(void)arg;
	EVENT(ET_EVENT, et, 0);
	if (tick_here()->paused)
		return;			/* latched before it was stopped */
	timekeeping_update();
	now = tick_now();
	s = port_spin_lock(&tick.lock);
	sleepers = watch_take(now, true);
	lost = watch_take(now, false);
	watch_grant(sleepers | lost);
	watch_again(et, now);
	port_spin_unlock(&tick.lock, s);
	watch_call(sleepers, tick_event, et);		/* [TICK-DEEP-1] */
	watch_call(lost, tick_watched, et);		/* [TICK-LOST-2] */
}

/* May this CPU sleep so deeply that its own timer stands? */
static bool
idle_deep(struct tick_cpu *c)
{
	bool s;

	if ((tick.et->et_flags & ET_FLAGS_C3STOP) == 0)
		return true;
	if (c->paused || tick.global || tick.spare == NULL ||
	    (tick.spare->et_flags & (ET_FLAGS_C3STOP | ET_FLAGS_ONESHOT)) !=
	    ET_FLAGS_ONESHOT)
		return false;				/* [TICK-DEEP-2] */
	s = port_spin_lock(&tick.lock);
	c->asleep = true;
	tick_watch_arm(tick_now());
	port_spin_unlock(&tick.lock, s);
	return true;
}

bool
tick_idle_enter(void)
{
	struct tick_cpu *c;

	c = tick_here();
	c->idle = true;
	if (tick_streams_any())
		tick_arm(c);
	return idle_deep(c);
}

/* A timer that stood is started anew, for what is left. */
void
tick_idle_leave(void)
{
	struct tick_cpu *c;
	bool s;

	c = tick_here();
	c->idle = false;
	if (c->asleep) {
		s = port_spin_lock(&tick.lock);
		c->asleep = false;
		port_spin_unlock(&tick.lock, s);
		c->due = INT64_MAX;
		c->set = false;
		tick_arm(c);				/* [TICK-DEEP-3] */
	} else if (tick_streams_any()) {
		tick_arm(c);				/* [TICK-IDLE-3] */
	}
}

/* A port that is not asked does not tell, and saves the time. */
void
tick_idle_hooks(void)
{
	if (tick_streams_any() || (tick.et->et_flags & ET_FLAGS_C3STOP) != 0)
		port_on_idle(tick_idle_enter, tick_idle_leave);
}
