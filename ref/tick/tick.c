/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tick.c - drives the event timers: one wake-up for each CPU.
 *
 * What		Each CPU waits for the first of two things: the deadline that
 *		hrtimer gave, and the next tick of a stream
 *		(tick_streams.c).  tick turns that into a start of an event
 *		timer.  It alone converts between nanoseconds and sbintime_t.
 *
 * Why this way	The hardware counts from the moment it is started, so the
 *		deadline becomes a distance as late as possible.  A distance
 *		beyond the hardware's reach is cut: the interrupt then comes
 *		too soon, finds nothing due, and programs the rest.
 *		[TM-FAR-1]
 *
 *		Nothing rests on what the interrupt says.  It is a reason to
 *		look at the clock, and the clock decides what is due; so an
 *		interrupt that is early, doubled or astray costs time and
 *		breaks nothing, and one that is lost can be replaced by any
 *		other.
 *
 * Model	Reach 60 s, deadline in 150 s: programmed 60, 60, 30.
 *
 *		One timer for two CPUs, deadlines 30 ms and 10 ms:
 *
 *		wake	30 10	timer 10	CPU 0 takes its interrupts
 *		10 ms	30 -	timer 30	CPU 0 calls CPU 1
 *		30 ms	- -	at rest		CPU 0 serves itself
 *
 * States	of the event timer, for each CPU or for all:
 *
 *		at rest (due is INT64_MAX) --tick_start--> started
 *		one-shot: started --interrupt--> at rest
 *		periodic: started --nothing to wait for--> at rest
 *		started --pause, or given up as lost--> at rest
 *
 * Invariants	I1  a CPU that waits for something and is not paused has its
 *		    event timer running, or an interrupt on its way, no later
 *		    than that, or no later than the counter must be read
 *		    again; a periodic timer's next interrupt will do.
 *		I2  due is never later than the interrupt was asked for.
 *
 * Locking	Each CPU touches its own slot alone, with interrupts masked.
 *		Where one timer serves several CPUs, or another watches it,
 *		each CPU also notes under tick.lock when it wants to be
 *		woken.  tick.lock is taken inside the lock of an hrtimer base,
 *		and nothing is called under it but the drivers.
 */
#include "tick/tick_impl.h"

#include "lib/check.h"
#include "lib/event.h"
#include "lib/math64.h"
#include "timekeeping/timekeeping.h"

struct tick tick;

/* What this CPU waits for first. */
static int64_t
tick_next(const struct tick_cpu *c)
{
	int64_t ticks;

	ticks = tick_streams_next(c);
	return c->deadline < ticks ? c->deadline : ticks;
}

/*
 * Start the event timer for one interrupt, or for many; when the first will
 * come.  INT64_MAX: it would not start.
 */
static int64_t
tick_start_timer(int64_t now, int64_t distance)
{
	int64_t hard;
	int error;

	hard = timekeeping_stretch(distance);		/* [TK-TIMER-2] */
	if (hard > tick.most) {
		distance = tick.most - tick.most / 1024;
		hard = timekeeping_stretch(distance);
	}
	if (tick.periodic)				/* [TICK-LOW-1] */
		error = et_start(tick.et, 0, nstosbt(tick.period));
	else
		error = et_start(tick.et, nstosbt(hard), 0);
	if (error != 0) {
		tick_lie(tick.et, tick_here(), TICK_LIES, 0);
		return INT64_MAX;			/* [TICK-LIES-4] */
	}
	if (tick.periodic)
		return now + tick.period;
	return now + (distance < tick.least ? tick.least : distance);
}

/* The first CPU's wish.  Called locked. */
static int64_t
tick_first_wake(void)
{
	int64_t first;
	unsigned i;

	first = INT64_MAX;
	for (i = 0; i < port_cpus(); i++) {
		if (tick.cpu[i].wake < first)
			first = tick.cpu[i].wake;
	}
	return first;
}

/* One timer for all CPUs; called locked. */
static void
tick_start_global(int64_t now)
{
	int64_t first;

	first = tick_first_wake();
	if (first == INT64_MAX) {
		if (tick.due != INT64_MAX) {
			(void)et_stop(tick.et);
			tick.due = INT64_MAX;
		}
		return;
	}
	if (tick.due <= first || (tick.periodic && tick.due != INT64_MAX))
		return;
	tick.due = tick_start_timer(now, first > now ? first - now : 1);
}

/* The CPU's own timer. */
static void
tick_start_local(struct tick_cpu *c, int64_t now, int64_t distance)
{
	if (!tick.periodic || c->due == INT64_MAX)
		c->due = tick_start_timer(now, distance);
	if (c->due == INT64_MAX)
		c->set = false;		/* the next entry tries again */
}

static void
tick_start(struct tick_cpu *c, int64_t now, int64_t distance)
{
	bool s;

	if (distance > timekeeping_max_idle())
		distance = timekeeping_max_idle();
	if (!tick.shared) {
		tick_start_local(c, now, distance);
		return;
	}
	s = port_spin_lock(&tick.lock);
	c->wake = now + distance;			/* [TICK-GLOBAL-1] */
	if (tick.global) {
		tick_start_global(now);
		c->due = tick.due == INT64_MAX ? tick.due : c->wake;
		c->set = c->due != INT64_MAX;
	} else {
		tick_start_local(c, now, distance);
	}
	tick_watch_arm(now);
	port_spin_unlock(&tick.lock, s);
}

/*
 * Nothing to wait for.  A one-shot timer that runs is left alone: to stop it
 * is dearer than to be interrupted in vain, once; unless the CPU is to sleep.
 */
static void
tick_rest(struct tick_cpu *c)
{
	bool s;

	if (!tick.global && c->due != INT64_MAX &&
	    (tick.periodic || c->idle)) {
		(void)et_stop(tick.et);			/* [TICK-LOW-3] */
		c->due = INT64_MAX;
	}
	if (!tick.shared)
		return;
	s = port_spin_lock(&tick.lock);
	c->wake = INT64_MAX;
	if (tick.global)
		tick_start_global(tick_now());
	port_spin_unlock(&tick.lock, s);
}

/* The invariants of this CPU's slot, as it is left. */
bool
tick_check(const struct tick_cpu *c)
{
	CHECK(!c->set || c->next == tick_next(c));		/* I1 */
	CHECK(c->due == INT64_MAX || !c->paused);
	return true;
}

/*
 * The clock has been given another rate or counter, or has slept: what the
 * hardware was told is void.
 */
static void
tick_follow_clock(struct tick_cpu *c)
{
	unsigned epoch;
	int64_t now;
	bool s;

	epoch = timekeeping_epoch();
	if (c->epoch == epoch)
		return;
	c->epoch = epoch;
	c->set = false;
	c->due = INT64_MAX;
	if (!tick.shared)
		return;
	now = tick_now();
	s = port_spin_lock(&tick.lock);
	if (tick.epoch != epoch) {
		tick.epoch = epoch;
		tick.due = INT64_MAX;
		if (tick.global)
			tick_start_global(now);
	}
	port_spin_unlock(&tick.lock, s);
}

static void
tick_arm_slot(struct tick_cpu *c)
{
	int64_t next, now;

	next = tick_next(c);
	tick_follow_clock(c);
	if (c->set && c->next == next) {
		tick_missed(c);
		return;
	}
	c->next = next;
	c->set = true;
	if (c->paused)
		return;
	/* Even "never" has a counter that wraps read in time. */
	if (next == INT64_MAX && timekeeping_max_idle() == INT64_MAX) {
		tick_rest(c);
		return;
	}
	EVENT(TICK_PROGRAM, &tick, next);
	now = tick_now();
	if (next <= now) {
		port_cpu_call(port_cpu(), tick_event, NULL);
		return;
	}
	tick_start(c, now, next - now);
}

void
tick_arm(struct tick_cpu *c)
{
	tick_arm_slot(c);
	INVARIANT(tick_check(c));
}

void
tick_program(ktime_t deadline)
{
	struct tick_cpu *c;

	c = tick_here();
	c->deadline = ktime_to_deadline(deadline);
	tick_arm(c);
}

ktime_t
tick_deadline(unsigned cpu)
{
	return ns_to_ktime(tick.cpu[cpu].deadline);
}

/* Serve this CPU: whatever is due by the clock, and the next wake-up. */
static void
tick_serve(struct tick_cpu *c)
{
	EVENT(TICK_EVENT, &tick, c->deadline);
	c->set = false;
	if (tick.global)
		c->due = INT64_MAX;
	timekeeping_update();
	if (tick_streams_any())
		tick_streams_run(c, tick_now());
	tick.event();			/* it calls tick_program() */
}

/* An interrupt for another reason, or a deadline already past. */
void
tick_event(void *arg)
{
	(void)arg;
	tick_serve(tick_here());
}

/* A timer has said a thing that is not so. */
void
tick_lie(struct eventtimer *et, struct tick_cpu *c, unsigned weight,
    int64_t by)
{
	if (!atomic_exchange(&tick.reported, true))
		EVENT(TICK_LIAR, et, by);		/* [TICK-LIES-3] */
	c->lies += weight;
	if (c->lies >= TICK_LIES)
		tick_condemn();				/* [TICK-LIES-4] */
}

/*
 * The interrupt that was due has not come.  From a masked CPU that looks the
 * same, so a delay alone is no lie.
 */
static void
tick_lost(struct tick_cpu *c, int64_t due, int64_t now)
{
	EVENT(TICK_LOST, tick.et, due);
	if (now - due >= TICK_WATCH)
		tick_lie(tick.et, c, TICK_LOST_LIE, now - due);
}

/* Expect nothing more of the timer, until it is started again. */
static void
tick_give_up(struct tick_cpu *c)
{
	bool s;

	c->due = INT64_MAX;
	if (!tick.shared)
		return;
	s = port_spin_lock(&tick.lock);
	c->wake = INT64_MAX;
	tick.due = INT64_MAX;
	port_spin_unlock(&tick.lock, s);
}

/* Has an interrupt been due for so long that it will not come? */
static bool
tick_overdue(struct tick_cpu *c)
{
	int64_t due, now;

	due = c->due;
	now = tick_now();
	if (tick.periodic)
		due = nsec_add_sat(due, tick.period);
	if (now - due < TICK_SLACK)
		return false;
	tick_give_up(c);
	tick_lost(c, due, now);
	return true;
}

/* This CPU enters the stack: has its interrupt been lost? */
void
tick_missed(struct tick_cpu *c)
{
	if (tick_overdue(c))				/* [TICK-LOST-1] */
		port_cpu_call(port_cpu(), tick_event, NULL);
}

/* The watchdog asks the same. */
void
tick_watched(void *arg)
{
	struct tick_cpu *c;

	(void)arg;
	c = tick_here();
	if (tick_overdue(c)) {
		tick_serve(c);				/* [TICK-LOST-2] */
	} else {
		c->set = false;		/* its wish is noted again */
		tick_arm(c);
	}
}

/*
 * When a periodic timer will interrupt next, after an interrupt.  One that
 * comes while it stands still does not mean that it runs.
 */
static int64_t
tick_due_again(int64_t due, int64_t now)
{
	if (!tick.periodic || due == INT64_MAX)
		return INT64_MAX;		/* [TICK-LIES-1] */
	if (due - now > tick.period / 2)
		return due;
	return now + tick.period;
}

/* A timer has gone mad, perhaps at this CPU's cost. */
static void
tick_look(void *arg)
{
	struct tick_cpu *c;
	int64_t now;

	(void)arg;
	c = tick_here();
	now = tick_now();
	if (!c->set || c->next > now)
		return;
	if (c->due <= now)
		c->due = tick_due_again(c->due, now);
	tick_serve(c);					/* [TICK-LIES-2] */
}

/* Did it come to us, although it was another CPU's? */
static void
tick_ask_others(void)
{
	unsigned i;

	for (i = 0; i < port_cpus(); i++) {
		if (i != port_cpu())
			port_cpu_call(i, tick_look, NULL); /* [TICK-LIES-2] */
	}
}

/* Two clocks that are read in steps, and do not quite agree. */
static int64_t
tick_slop(int64_t distance)
{
	return timekeeping_resolution() + tick_resolution() +
	    (tick.periodic ? tick.period / 2 : distance / 1024);
}

/*
 * Note whether the interrupt that was due at `due` is one, now.  One that is
 * early by a clock that stands is not, by the next.
 */
static void
tick_judge(struct eventtimer *et, struct tick_cpu *c, int64_t due,
    int64_t now)
{
	if (due == INT64_MAX) {
		EVENT(TICK_SPURIOUS, et, 0);		/* [TICK-LIES-1] */
		tick_lie(et, c, TICK_EARLY_LIE, 0);
		tick_ask_others();
		return;
	}
	if (due - now > tick_slop(due - now)) {
		timekeeping_update();			/* [TICK-LIES-6] */
		now = tick_now();
	}
	if (due - now > tick_slop(due - now)) {
		EVENT(TICK_EARLY, et, due - now);	/* [TICK-LIES-1] */
		tick_lie(et, c, TICK_EARLY_LIE, due - now);
		tick_ask_others();
		return;
	}
	c->lies = 0;
}

static void
tick_event_local(struct eventtimer *et, struct tick_cpu *c, int64_t now)
{
	int64_t due;

	due = c->due;
	c->due = tick_due_again(due, now);
	tick_judge(et, c, due, now);
	tick_serve(c);
}

/* The CPUs that are due, as bits; their wish is granted.  Called locked. */
static unsigned
tick_take_wakes(int64_t now)
{
	unsigned i, bits;

	bits = 0;
	for (i = 0; i < port_cpus(); i++) {
		if (tick.cpu[i].wake <= now) {
			tick.cpu[i].wake = INT64_MAX;
			bits |= 1u << i;
		}
	}
	return bits;
}

/* The one interrupt for all CPUs. */
static void
tick_event_global(struct eventtimer *et, struct tick_cpu *c, int64_t now)
{
	int64_t due;
	unsigned bits, i;
	bool s;

	s = port_spin_lock(&tick.lock);
	due = tick.due;
	tick.due = tick_due_again(due, now);
	bits = tick_take_wakes(now);
	if (!tick.periodic)
		tick_start_global(now);
	port_spin_unlock(&tick.lock, s);
	tick_judge(et, c, due, now);
	for (i = 0; i < port_cpus(); i++) {
		if ((bits & 1u << i) == 0 || i == port_cpu())
			continue;
		EVENT(TICK_FORWARD, et, i);
		port_cpu_call(i, tick_event, NULL);	/* [TICK-GLOBAL-2] */
	}
	if ((bits & 1u << port_cpu()) != 0)
		tick_serve(c);
}

void
tick_et_event(struct eventtimer *et, void *arg)
{
	struct tick_cpu *c;
	int64_t now;

	(void)arg;
	EVENT(ET_EVENT, et, 0);
	c = tick_here();
	if (c->paused)
		return;			/* latched before it was stopped */
	now = tick_now();
	if (tick.global)
		tick_event_global(et, c, now);
	else
		tick_event_local(et, c, now);
}

int64_t
tick_resolution(void)
{
	struct tick_rate r = { tick.et->et_frequency, 1 };

	if (tick.periodic)
		r = tick_rates.base;			/* [TICK-LOW-2] */
	if (r.num == 0)
		return 1;
	return (int64_t)muldiv64_up(r.den, (uint64_t)NSEC_PER_SEC, r.num);
}

void
tick_cpu_down(void)
{
	struct tick_cpu *c;
	unsigned i;
	bool s;

	c = tick_here();
	tick_stop_own(tick.et);
	tick_stop_own(tick.spare);
	s = port_spin_lock(&tick.lock);
	c->wake = INT64_MAX;
	tick.spare_due = INT64_MAX;
	c->deadline = INT64_MAX;
	c->due = INT64_MAX;
	c->set = false;
	c->lies = 0;
	c->paused = true;
	waitq_wake(&tick.down);				/* [TICK-SWITCH-8] */
	port_spin_unlock(&tick.lock, s);
	INVARIANT(tick_check(c));
	/* The timer that stands by may have been running here. */
	for (i = 0; tick.spare != NULL && i < port_cpus(); i++) {
		if (i != port_cpu())
			port_cpu_call(i, tick_watched, NULL);
	}
}

void
tick_cpu_up(void)
{
	struct tick_cpu *c;

	c = tick_here();
	c->set = false;
	c->paused = atomic_load(&tick.changing);	/* [TICK-SWITCH-8] */
	tick_streams_restart(c, tick_now());
	tick_arm(c);
}
