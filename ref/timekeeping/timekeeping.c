/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timekeeping.c - the clocks, made from counters.
 *
 * What		The best counter of the machine is turned into
 *		CLOCK_MONOTONIC in nanoseconds; CLOCK_REALTIME is a function
 *		of that (tk_real.c).  A second counter, if there is one,
 *		watches the first.
 *
 * Why this way	Nanoseconds are never added up from rounded pieces.  With the
 *		frequency f and the rate r (10^9 ns in a second, plus the
 *		adjustment), a cycle lasts r / f ns; so the clock is kept as
 *		whole ns and a rest in units of 1/f ns, both integers.  What
 *		c cycles add is (c * r + rest) / f, and the remainder is the
 *		new rest: no error, at any frequency, at any rate, for ever.
 *		Since f changes with the counter alone, the division is a
 *		multiplication by a reciprocal kept at hand.
 *
 *		The rate moves both clocks, because it corrects the counter,
 *		and a second of MONOTONIC shall be a second.  An adjustment
 *		corrects the time of day, of which MONOTONIC knows nothing.
 *
 * Model	A counter of 3 Hz (so that the numbers stay small), r = 10^9:
 *
 *		cycles	c * r + rest		ns		rest
 *		1	1000000000 + 0		333333333	1
 *		1	1000000000 + 1		666666666	2
 *		2	2000000000 + 2		1333333334 more, 0 left:
 *						2000000000
 *
 * States	RUNNING --suspend--> SUSPENDED --resume--> RUNNING
 *		A counter is trusted (quality >= 0) until it is found wrong;
 *		it never is again.
 *
 * Invariants	I1  rest < f: less than a nanosecond.
 *		I2  ns never decreases.
 *		I3  each counter is read about once in half its period, by
 *		    tick, so that forward and back can be told apart.
 *		I4  the list is sorted, best first; the counter in use is
 *		    not the one that watches.
 *
 * Locking	One spin lock.  Nothing is called under it but the drivers of
 *		counters; events and the handler wait until it is dropped.
 *
 * Limits	A single counter that jumps forward cannot be told from time
 *		that has passed.
 */
#include "timekeeping/timekeeping.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/math64.h"
#include "port/port.h"
#include "timekeeping/timetc.h"
#include "timekeeping/tk_count.h"
#include "timekeeping/tk_real.h"

/* The counters are compared over so many ns, and may differ by 1 in ... */
#define TK_WATCH	(NSEC_PER_SEC / 2)
#define TK_MARGIN	128u

/* Found wrong: never taken again by itself. */
#define TK_WRONG	(-1)

/* The most that one hold of the lock can have to tell. */
#define TK_NEWS		8

static struct {
	struct port_spin lock;
	SLIST_HEAD(, timecounter) all;	/* lock: best first, I4 */
	struct timecounter *selected;	/* lock: by name; NULL: the best */
	struct tk_count	 cur;		/* lock: the clocks are made of it */
	struct tk_count	 dog;		/* lock: watches cur */
	int64_t		 compared;	/* lock: ns at the last comparison */

	struct recip64	 per;		/* lock: of cur's frequency */
	uint64_t	 rate;		/* lock: ns in a second */
	uint64_t	 quick;		/* lock: cycles * rate fits 64 bits */
	int64_t		 ns;		/* lock: MONOTONIC, I2 */
	uint64_t	 rest;		/* lock: and so many 1/f ns, I1 */
	struct tk_real	 real;		/* lock */

	bool		 started;	/* lock */
	bool		 suspended;	/* lock */
	unsigned	 epoch;		/* lock */
	struct event_entry news[TK_NEWS];	/* lock: to be told */
	unsigned	 nnews;		/* lock */
	bool		 changed;	/* lock: the handler is to be called */
	unsigned	 jumps;		/* lock */
	struct timekeeping_watch *watches;	/* fixed after start-up */
} tk;

/* News for when the lock is dropped. */
static void
tk_tell(unsigned id, const void *object, int64_t value)
{
	CHECK(tk.nnews < TK_NEWS);
	tk.news[tk.nnews++] =
	    (struct event_entry){ .id = id, .object = object, .value = value };
}

/* The way from the counter to the clocks is another from now on. */
static void
tk_changed(void)
{
	tk.epoch++;
	tk.changed = true;
}

static bool
tk_lock(void)
{
	return port_spin_lock(&tk.lock);
}

/* The invariants of the clocks, which are locked. */
static bool
tk_check(void)
{
	const struct timecounter *tc, *next;

	SLIST_FOREACH(tc, &tk.all, tc_all) {
		next = SLIST_NEXT(tc, tc_all);
		CHECK(next == NULL ||
		    next->tc_quality <= tc->tc_quality);	/* I4 */
	}
	CHECK(!tk.started || tk.rest < tk.cur.tc->tc_frequency);	/* I1 */
	CHECK(!tk.started || tk.cur.tc != tk.dog.tc);		/* I4 */
	CHECK(!tk.started || tk.ns >= tk.real.since);
	return true;
}

/* Drop the lock, then tell what has happened under it. */
static void
tk_unlock_tell(bool s)
{
	struct event_entry news[TK_NEWS];
	const struct timekeeping_watch *w;
	unsigned i, n;
	bool changed;

	n = tk.nnews;
	changed = tk.changed;
	for (i = 0; i < n; i++)
		news[i] = tk.news[i];
	tk.nnews = 0;
	tk.changed = false;
	port_spin_unlock(&tk.lock, s);
	for (i = 0; i < n; i++)
		event_record(news[i].id, news[i].object, news[i].value);
	for (w = tk.watches; changed && w != NULL; w = w->next)
		w->clock_was_set();			/* [TK-SET-3] */
}

/* Nearly always there is nothing to tell. */
static inline void
tk_unlock(bool s)
{
	INVARIANT(tk_check());
	if (tk.nnews == 0 && !tk.changed)
		port_spin_unlock(&tk.lock, s);
	else
		tk_unlock_tell(s);
}

/*
 * Counters.
 */

/* As tk_count_read(); a step back is told.  [TK-BACK-2] */
static inline bool
tk_read(struct tk_count *c, uint64_t *delta)
{
	if (tk_count_read(c, delta))
		return true;
	tk_tell(EV_TK_BACK, c->tc, 0);
	return false;
}

static struct timecounter *
tk_best_but(const struct timecounter *not)
{
	struct timecounter *tc;

	SLIST_FOREACH(tc, &tk.all, tc_all) {
		if (tc != not && tc->tc_quality >= 0)	/* [TK-COUNTER-4] */
			return tc;
	}
	return NULL;
}

static void
tk_list(struct timecounter *tc)
{
	struct timecounter *tmp, *last;

	last = NULL;
	SLIST_FOREACH(tmp, &tk.all, tc_all) {
		if (tmp->tc_quality < tc->tc_quality)	/* [TK-COUNTER-3] */
			break;
		last = tmp;
	}
	if (last == NULL)
		SLIST_INSERT_HEAD(&tk.all, tc, tc_all);
	else
		SLIST_INSERT_AFTER(last, tc, tc_all);
}

/* The two counters agree from now on. */
static void
tk_compared(void)
{
	tk.cur.seen = tk.cur.looked = 0;
	tk.dog.seen = tk.dog.looked = 0;
	tk.compared = tk.ns;
}

static void
tk_set_rate(uint64_t rate)
{
	tk.rate = rate;
	tk.quick = div64(UINT64_MAX - tk.cur.tc->tc_frequency, rate, NULL);
}

/* Go on with another counter, from the reading of now.  [TK-SWITCH-1] */
static void
tk_switch(struct timecounter *tc)
{
	if (tk.cur.tc != NULL) {
		tk.rest = muldiv64_down(tk.rest, tc->tc_frequency,
		    tk.cur.tc->tc_frequency);
		tk_tell(EV_TK_COUNTER, tc, tc->tc_quality);
	}
	tk_count_start(&tk.cur, tc);
	recip64_init(&tk.per, tc->tc_frequency);
	tk_set_rate(tk.rate);
	tk_changed();
}

/*
 * Take the counter that is wanted, or the best; and the best but that one to
 * watch it.  Else the old one stays; at start-up, one that nobody trusts.
 */
static void
tk_choose(void)
{
	struct timecounter *tc, *dog;

	tc = tk.selected != NULL ? tk.selected : tk_best_but(NULL);
	if (tc == NULL && tk.cur.tc == NULL)
		tc = SLIST_FIRST(&tk.all);		/* [TK-COUNTER-7] */
	if (tc != NULL && tc != tk.cur.tc)
		tk_switch(tc);				/* [TK-SWITCH-2] */
	CHECK(tk.cur.tc != NULL);
	dog = tk_best_but(tk.cur.tc);
	if (dog != tk.dog.tc)
		tk_count_start(&tk.dog, dog);
	tk_compared();
}

/* A counter that was trusted is found wrong: say so, and do without it. */
static void
tk_distrust(struct timecounter *tc)
{
	tk_tell(EV_TK_DISTRUST, tc, tc->tc_quality);
	SLIST_REMOVE(&tk.all, tc, timecounter, tc_all);
	tc->tc_quality = TK_WRONG;
	tk_list(tc);
	if (tk.selected == tc)
		tk.selected = NULL;
	tk_choose();
}

/*
 * The clocks.
 */

/* (delta * rate + rest) / f without an error.  [TK-MONO-2] */
static void
tk_add(uint64_t delta)
{
	uint64_t q, rem, f;

	if (delta <= tk.quick) {
		q = recip64_div(&tk.per, delta * tk.rate + tk.rest, &tk.rest);
	} else {
		f = tk.cur.tc->tc_frequency;
		q = muldiv64_rem(delta, tk.rate, f, &rem);
		if (rem >= f - tk.rest) {	/* the two rests make one ns */
			q++;
			tk.rest = rem - (f - tk.rest);
		} else {
			tk.rest += rem;
		}
	}
	tk.ns = nsec_add_sat(tk.ns, (int64_t)q);		/* I2 */
}

/* The time that the watching counter has seen is time that has passed. */
static void
tk_catch_up(void)
{
	uint64_t passed, delta;
	int64_t to;

	if (tk.dog.tc == NULL)
		return;
	(void)tk_read(&tk.dog, &delta);	/* what it saw before stays seen */
	passed = muldiv64_down(tk.dog.seen, tk.rate,
	    tk.dog.tc->tc_frequency);
	to = nsec_add_sat(tk.compared, (int64_t)passed);
	if (to > tk.ns)						/* I2 */
		tk.ns = to;			/* [TK-WATCH-2] [TK-WATCH-3] */
}

/* Bring the clocks up to now.  Called locked, before anything else. */
static void
tk_advance(void)
{
	uint64_t delta;
	int leap;

	if (tk.suspended)
		return;					/* [TK-SUSPEND-1] */
	if (tk_read(&tk.cur, &delta)) {
		tk_add(delta);
	} else if (tk.cur.tc->tc_quality >= 0) {	/* [TK-WATCH-5] */
		tk_catch_up();
		tk_distrust(tk.cur.tc);			/* [TK-BACK-1] */
	}
	leap = tk.real.leap;
	if (leap != TK_LEAP_NONE && tk_real_fold_leap(&tk.real, tk.ns))
		tk_tell(EV_TK_LEAP, &tk, leap);
}

/*
 * Has reading the two taken so long that they cannot be compared?  One that
 * has gone back meanwhile is for tk_advance() to find.  [TK-BACK-2]
 */
static bool
tk_disturbed(void)
{
	struct tk_count again;
	uint64_t delta;

	again = tk.cur;
	return !tk_count_read(&again, &delta) || muldiv64_down(delta,
	    (uint64_t)NSEC_PER_SEC, tk.cur.tc->tc_frequency) >
	    (uint64_t)TK_WATCH / TK_MARGIN;
}

/* Which of the two is wrong?  One that stands still, else the first. */
static void
tk_compare(void)
{
	uint64_t a, b, apart, margin;
	bool stood;

	a = tk_count_ns(&tk.cur);
	b = tk_count_ns(&tk.dog);
	stood = tk_count_stood(&tk.cur, &tk.dog);	/* [TK-WATCH-6] */
	if (!stood && ((a < (uint64_t)TK_WATCH && b < (uint64_t)TK_WATCH) ||
	    tk_disturbed()))
		return;
	apart = a > b ? a - b : b - a;
	margin = (a > b ? a : b) / TK_MARGIN + tk_count_step(&tk.cur) +
	    tk_count_step(&tk.dog);
	if (!stood && apart <= margin) {
		tk_compared();
	} else if (tk.dog.seen == 0) {
		tk_distrust(tk.dog.tc);			/* [TK-WATCH-4] */
	} else {
		tk_catch_up();
		tk_distrust(tk.cur.tc);			/* [TK-WATCH-1] */
	}
}

static void
tk_watch(void)
{
	uint64_t delta;

	if (tk.suspended || tk.dog.tc == NULL ||
	    tk.cur.tc->tc_quality < 0)			/* [TK-WATCH-5] */
		return;
	if (tk_read(&tk.dog, &delta))
		tk_compare();
	else
		tk_distrust(tk.dog.tc);			/* [TK-WATCH-4] */
}

/*
 * The interface: counters.
 */

static bool
same_name(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

static struct timecounter *
tk_find(const char *name)
{
	struct timecounter *tc;

	SLIST_FOREACH(tc, &tk.all, tc_all) {
		if (same_name(tc->tc_name, name))
			return tc;
	}
	return NULL;
}

/* Can this be a counter?  [TK-COUNTER-5] */
static bool
tc_possible(const struct timecounter *tc)
{
	uint64_t mask;

	mask = tc->tc_counter_mask;
	return tc->tc_name != NULL && tc->tc_get_timecount != NULL &&
	    tc->tc_frequency != 0 && mask >= UINT8_MAX &&
	    (mask & (mask + 1)) == 0;
}

int
tc_init(struct timecounter *tc)
{
	bool s;

	if (!tc_possible(tc)) {
		EVENT(TK_REFUSE, tc, 0);
		return EINVAL;
	}
	s = tk_lock();
	if (tk_find(tc->tc_name) != NULL) {
		tk_unlock(s);
		return EEXIST;				/* [TK-COUNTER-6] */
	}
	if (tk.started)
		tk_advance();
	tk_list(tc);					/* [TK-COUNTER-1] */
	if (tk.started)
		tk_choose();
	tk_unlock(s);
	return 0;
}

int
tc_select(const char *name)
{
	struct timecounter *tc;
	bool s;

	s = tk_lock();
	tc = tk_find(name);
	if (tc != NULL) {
		tk_advance();
		tk.selected = tc;			/* [TK-SWITCH-3] */
		tk_choose();
	}
	tk_unlock(s);
	return tc != NULL ? 0 : ENOENT;			/* [TK-SWITCH-4] */
}

const struct timecounter *
tc_current(void)
{
	const struct timecounter *tc;
	bool s;

	s = tk_lock();
	tc = tk.cur.tc;
	tk_unlock(s);
	return tc;
}

/*
 * The interface: readings.
 */

void
timekeeping_init(ktime_t real)
{
	bool s;

	s = tk_lock();
	tk.ns = 0;					/* [TK-MONO-3] */
	tk.rest = 0;
	tk.rate = (uint64_t)NSEC_PER_SEC;
	tk.real = (struct tk_real){ .offset = ktime_to_ns(real) };
	tk.suspended = false;
	tk.cur.tc = NULL;
	tk.dog.tc = NULL;
	tk_choose();
	tk.started = true;
	tk_unlock(s);
}

void
timekeeping_begin(ktime_t mono)
{
	bool s;

	s = tk_lock();
	tk.ns = ktime_to_ns(mono);
	tk.real.offset -= tk.ns;
	tk.real.since = tk.ns;
	tk_compared();
	tk_unlock(s);
}

void
timekeeping_update(void)
{
	bool s;

	s = tk_lock();
	tk_advance();
	tk_watch();
	tk_unlock(s);
}

ktime_t
ktime_get(void)
{
	int64_t now;
	bool s;

	s = tk_lock();
	tk_advance();
	now = tk.ns;			/* [TK-MONO-1] [TK-LEAP-5] */
	tk_unlock(s);
	return ns_to_ktime(now);
}

ktime_t
ktime_get_real(void)
{
	int64_t now;
	bool s;

	s = tk_lock();
	tk_advance();
	now = tk_real_read(&tk.real, tk.ns);
	tk_unlock(s);
	return ns_to_ktime(now);
}

bool
timekeeping_has_clock(clockid_t clock)
{
	return clock == CLOCK_MONOTONIC || clock == CLOCK_REALTIME;
}

ktime_t
timekeeping_get_clock(clockid_t clock)
{
	CHECK(timekeeping_has_clock(clock));
	return clock == CLOCK_REALTIME ? ktime_get_real() : ktime_get();
}

int64_t
timekeeping_when(clockid_t clock, int64_t reading)
{
	int64_t when;
	bool s;

	if (clock != CLOCK_REALTIME)
		return reading;				/* [TK-TIMER-3] */
	s = tk_lock();
	when = tk_real_when(&tk.real, reading);
	tk_unlock(s);
	return when;				/* [TK-TIMER-1] */
}

/* The time, at 10^9, in which the clock advances by need > 0 ns. */
static int64_t
tk_stretch(int64_t need)
{
	uint64_t cycles, f, rem;

	CHECK(need > 0);
	f = tk.cur.tc->tc_frequency;
	if ((uint64_t)need > div64(INT64_MAX, f, NULL)) {
		/* Too far for the rest to matter: at most a cycle early. */
		cycles = muldiv64_down((uint64_t)need - 1, f, tk.rate);
	} else {
		cycles = div64((uint64_t)need * f - tk.rest, tk.rate, &rem);
		cycles += rem != 0;
	}
	cycles = muldiv64_up(cycles, (uint64_t)NSEC_PER_SEC, f);
	return cycles > INT64_MAX ? INT64_MAX : (int64_t)cycles;
}

static int64_t
tk_max_idle(void)
{
	int64_t cur, dog;

	cur = tk_count_half(&tk.cur);			/* [TK-IDLE-1] */
	dog = tk_count_half(&tk.dog);
	return cur < dog ? cur : dog;
}

int64_t
timekeeping_stretch(int64_t ns)
{
	bool s;

	s = tk_lock();
	if (tk.rate != (uint64_t)NSEC_PER_SEC)
		ns = tk_stretch(ns);			/* [TK-TIMER-2] */
	tk_unlock(s);
	return ns;
}

unsigned
timekeeping_epoch(void)
{
	unsigned epoch;
	bool s;

	s = tk_lock();
	epoch = tk.epoch;
	tk_unlock(s);
	return epoch;
}

int64_t
timekeeping_resolution(void)
{
	int64_t step;
	bool s;

	s = tk_lock();
	step = (int64_t)tk_count_step(&tk.cur);		/* [TK-RES-1] */
	tk_unlock(s);
	return step;
}

int64_t
timekeeping_max_idle(void)
{
	int64_t idle;
	bool s;

	s = tk_lock();
	idle = tk_max_idle();
	tk_unlock(s);
	return idle;
}

/*
 * The interface: changes.
 */

void
timekeeping_on_set(struct timekeeping_watch *w)
{
	w->next = tk.watches;
	tk.watches = w;
}

unsigned
timekeeping_jumps(void)
{
	unsigned jumps;
	bool s;

	s = tk_lock();
	jumps = tk.jumps;
	tk_unlock(s);
	return jumps;
}

int
timekeeping_settime(ktime_t real)
{
	int64_t to;
	bool s;

	to = ktime_to_ns(real);
	if (to < 0)
		return EINVAL;				/* [TK-SET-4] */
	s = tk_lock();
	tk_advance();
	tk.real = (struct tk_real){		/* [TK-SET-1] [TK-SET-2] */
		.offset = to - tk.ns, .since = tk.ns
	};
	tk_tell(EV_TK_SET, &tk, to);
	tk.jumps++;					/* [TK-SET-5] */
	tk_changed();
	tk_unlock(s);
	return 0;
}

int
timekeeping_rate(int64_t ppb)
{
	bool s;

	if (ppb < -TK_RATE_MAX || ppb > TK_RATE_MAX)
		return EINVAL;				/* [TK-RATE-4] */
	s = tk_lock();
	tk_advance();			/* [TK-RATE-2] [TK-RATE-3] */
	tk_set_rate((uint64_t)(NSEC_PER_SEC + ppb));	/* [TK-RATE-1] */
	tk_tell(EV_TK_RATE, &tk, ppb);
	tk_changed();
	tk_unlock(s);
	return 0;
}

int
timekeeping_adjust(int64_t ns, int64_t *left)
{
	bool s;

	if (ns < -TK_ADJUST_MAX || ns > TK_ADJUST_MAX)
		return EINVAL;				/* [TK-ADJUST-5] */
	s = tk_lock();
	tk_advance();
	tk_real_fold(&tk.real, tk.ns);
	*left = tk.real.adjust;				/* [TK-ADJUST-4] */
	tk.real.adjust = ns;				/* [TK-ADJUST-3] */
	tk_tell(EV_TK_ADJUST, &tk, ns);
	tk_changed();
	tk_unlock(s);
	return 0;
}

int
timekeeping_leap(enum tk_leap leap)
{
	bool s;

	if (leap < TK_LEAP_DELETE || leap > TK_LEAP_INSERT)
		return EINVAL;				/* [TK-LEAP-6] */
	s = tk_lock();
	tk_advance();
	if (leap == TK_LEAP_NONE)
		tk.real.leap = TK_LEAP_NONE;		/* [TK-LEAP-4] */
	else
		tk_real_plan_leap(&tk.real, leap, tk.ns);
	tk_changed();
	tk_unlock(s);
	return 0;
}

void
timekeeping_suspend(void)
{
	bool s;

	s = tk_lock();
	CHECK(!tk.suspended);				/* [TK-SUSPEND-6] */
	tk_advance();
	tk.suspended = true;
	tk_tell(EV_TK_SUSPEND, &tk, tk.ns);
	tk_unlock(s);
}

/* What the counters did meanwhile does not matter; they may have stopped. */
int
timekeeping_resume(int64_t slept)
{
	bool s;

	if (slept < 0)
		return EINVAL;				/* [TK-SUSPEND-5] */
	s = tk_lock();
	CHECK(tk.suspended);				/* [TK-SUSPEND-7] */
	tk.suspended = false;
	tk_count_start(&tk.cur, tk.cur.tc);		/* [TK-SUSPEND-4] */
	tk_count_start(&tk.dog, tk.dog.tc);
	tk_compared();
	tk.real.offset = nsec_add_sat(tk.real.offset,
	    slept);					/* [TK-SUSPEND-2] */
	tk_tell(EV_TK_RESUME, &tk, slept);
	tk.jumps++;					/* [TK-SET-5] */
	tk_changed();					/* [TK-SUSPEND-3] */
	tk_unlock(s);
	return 0;
}

bool
timekeeping_check(void)
{
	bool s;

	s = tk_lock();
	CHECK(tk_check());
	tk_unlock(s);
	return true;
}
