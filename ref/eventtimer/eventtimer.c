/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eventtimer.c - the glue between timer drivers and their consumer.
 *
 * What		A list of the machine's event timers, best first, and the
 *		checks that stand between a consumer and a driver.
 *
 * Why this way	The list is short and walked only when a consumer looks for
 *		a timer, so it is a plain sorted list.  Starting and stopping
 *		do not take the lock of the list: they happen in interrupts,
 *		and the consumer serialises them itself.
 *
 *		Numbers that a driver has read from its hardware may be
 *		nonsense without anybody's fault in the code: they are
 *		refused.  A missing name or method is a bug of the driver.
 *
 * Model	A machine with a good timer on each CPU and an old one:
 *
 *		et_eventtimers -> LAPIC(600) -> HPET(450) -> i8254(100)
 *
 *		et_find(NULL, PERCPU, PERCPU) gives LAPIC; when somebody has
 *		it, et_find(NULL, 0, 0) gives HPET.
 *
 * States	of a timer:
 *
 *		unknown --register--> free --init--> in use --free--> free
 *		free --deregister--> unknown
 *		in use --deregister, callback answers 0--> unknown
 *
 *		of an instance, one on each CPU or one for all, while the
 *		timer is in use; only an idle timer may leave that state:
 *
 *		idle --start--> started --start--> started --stop--> idle
 *
 * Invariants	I1  qualities never rise along the list.
 *		I2  the event callback is never NULL, so that a driver calls
 *		    it without a test: it is et_stray while nobody uses the
 *		    timer.
 *		I3  every instance of a timer that nobody uses is idle.
 *
 * Locking	ET_LOCK, a sleeping mutex, covers the list, et_active and
 *		the frequency.  A deregister callback runs without it, so
 *		that the consumer may take it to stop and free the timer.
 *
 * Races	An event against et_free: the event callback is exchanged
 *		for et_stray, and then every CPU is made to take an
 *		interrupt.  One that came before has ended by then, and one
 *		that comes later finds et_stray.
 *		An event against et_init: the argument is stored before the
 *		callback, and et_event() reads them the other way round.
 *		A stray event may read the argument while it changes; it
 *		has no use for it, but the accesses are atomic for its sake.
 *		A ban against everything: one atomic step on the flags.
 *
 * Limits	A consumer without a part in et_on_change() is not told of a
 *		change of frequency, and may start the timer during it.
 */
#include "eventtimer/timeet.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/everywhere.h"
#include "lib/math64.h"

#define ET_MODES	(ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT)

/* An instance's state, in et_instance[]. */
enum { ET_IDLE, ET_STARTED, ET_INSIDE /* in a method of the driver */ };

static struct port_mutex et_eventtimers_mtx;

static SLIST_HEAD(, eventtimer) et_eventtimers =
    SLIST_HEAD_INITIALIZER(et_eventtimers);

/* [ET-FREQ-3] */
static void
et_change_nobody(struct eventtimer *et, bool before)
{
	(void)et;
	(void)before;
}

static et_change_t *et_changing = et_change_nobody;

/* The event callback of a timer that nobody uses. */
static void
et_stray(struct eventtimer *et, void *arg)
{
	(void)arg;
	EVENT(ET_STRAY, et, 0);			/* [ET-FREE-2] */
}

static bool
et_same_name(const char *a, const char *b)
{
	unsigned char x, y;

	do {
		x = (unsigned char)*a++;
		y = (unsigned char)*b++;
		if (x >= 'A' && x <= 'Z')
			x = (unsigned char)(x - 'A' + 'a');
		if (y >= 'A' && y <= 'Z')
			y = (unsigned char)(y - 'A' + 'a');
	} while (x == y && x != '\0');
	return x == y;
}

/* A ban may come at any time, from any CPU. */
static int
et_flags(const struct eventtimer *et)
{
	return __atomic_load_n(&et->et_flags, __ATOMIC_RELAXED);
}

static bool
et_idle(const struct eventtimer *et)
{
	unsigned i;

	for (i = 0; i < PORT_CPUS; i++) {
		if (et->et_instance[i] != ET_IDLE)
			return false;
	}
	return true;
}

bool
et_check(void)
{
	const struct eventtimer *et, *next;

	SLIST_FOREACH(et, &et_eventtimers, et_all) {
		next = SLIST_NEXT(et, et_all);
		CHECK(next == NULL ||
		    next->et_quality <= et->et_quality);	/* I1 */
		CHECK(et->et_event_cb != NULL);			/* I2 */
		CHECK(et->et_active || et_idle(et));		/* I3 */
	}
	return true;
}

void
et_lock(void)
{
	CHECK(!port_in_interrupt());			/* [ET-LOCK-1] */
	CHECK(!port_mutex_held(&et_eventtimers_mtx));	/* [ET-LOCK-2] */
	port_mutex_lock(&et_eventtimers_mtx);
}

void
et_unlock(void)
{
	INVARIANT(et_check());
	port_mutex_unlock(&et_eventtimers_mtx);
}

bool
et_locked(void)
{
	return port_mutex_held(&et_eventtimers_mtx);
}

static bool
et_registered(const struct eventtimer *et)
{
	const struct eventtimer *tmp;

	SLIST_FOREACH(tmp, &et_eventtimers, et_all) {
		if (tmp == et)
			return true;
	}
	return false;
}

/* Insert behind the last timer that is at least as good. */
static void
et_insert(struct eventtimer *et)
{
	struct eventtimer *tmp, *last;

	last = NULL;
	SLIST_FOREACH(tmp, &et_eventtimers, et_all) {
		if (tmp->et_quality < et->et_quality)
			break;
		last = tmp;
	}
	if (last == NULL)
		SLIST_INSERT_HEAD(&et_eventtimers, et, et_all);
	else
		SLIST_INSERT_AFTER(last, et, et_all);
}

/* Could hardware like this exist? */
static bool
et_sane(const struct eventtimer *et)
{
	if (et->et_min_period < 0 || et->et_max_period <= 0 ||
	    et->et_min_period > et->et_max_period)
		return false;			/* [ET-REG-3] */
	return et->et_frequency != 0 ||		/* [ET-REG-8] */
	    (et->et_flags & ET_FLAGS_POW2DIV) == 0;	/* [ET-REG-4] */
}

/* 0, or why the timer cannot be known.  Called with ET_LOCK held. */
static int
et_refusal(const struct eventtimer *et)
{
	const struct eventtimer *tmp;

	if (!et_sane(et))
		return EINVAL;
	SLIST_FOREACH(tmp, &et_eventtimers, et_all) {
		if (et_same_name(tmp->et_name, et->et_name))
			return EEXIST;		/* [ET-REG-2] */
	}
	return 0;
}

/* The members that are the glue's own, but for the event callback. */
static void
et_clear(struct eventtimer *et)
{
	unsigned i;

	et->et_active = 0;
	et->et_deregister_cb = NULL;
	__atomic_store_n(&et->et_arg, NULL, __ATOMIC_RELAXED);
	et->et_sysctl = NULL;				/* [ET-REG-7] */
	for (i = 0; i < PORT_CPUS; i++)
		et->et_instance[i] = ET_IDLE;		/* I3 */
}

int
et_register(struct eventtimer *et)
{
	int error;

	CHECK(et->et_name != NULL && et->et_name[0] != '\0'); /* [ET-REG-6] */
	CHECK(et->et_start != NULL);			/* [ET-REG-6] */

	ET_LOCK();
	error = et_refusal(et);
	if (error == 0) {
		et_clear(et);
		__atomic_store_n(&et->et_event_cb, et_stray,
		    __ATOMIC_RELEASE);			/* I2 */
		et_insert(et);				/* [ET-REG-1] */
		EVENT(ET_REGISTER, et, et->et_quality);
	} else {
		EVENT(ET_REFUSE, et, error);		/* [ET-REG-5] */
	}
	ET_UNLOCK();
	return error;
}

static void
et_nothing(void *arg)
{
	(void)arg;
}

/*
 * Take a timer from its consumer.  An event that another CPU is handling
 * may have read the callback already; its interrupt is over when that CPU
 * has taken the next one.
 */
static void
et_release(struct eventtimer *et)
{
	__atomic_store_n(&et->et_event_cb, et_stray, __ATOMIC_RELEASE);
	everywhere(et_nothing, NULL);			/* [ET-FREE-4] */
	et_clear(et);					/* [ET-FREE-1] */
}

/*
 * The callback is asked without the lock, so the timer may have been freed
 * or given to another consumer when it comes back; what counts then is the
 * callback's answer.
 */
int
et_deregister(struct eventtimer *et)
{
	et_deregister_cb_t *ask;
	void *arg;
	int error;

	error = 0;
	ET_LOCK();
	CHECK(et_registered(et));			/* [ET-DEREG-4] */
	ask = et->et_deregister_cb;
	arg = et->et_arg;
	if (ask != NULL) {
		ET_UNLOCK();
		error = ask(et, arg);			/* [ET-DEREG-3] */
		ET_LOCK();				/* [ET-DEREG-6] */
	} else if (et->et_active) {
		error = EBUSY;				/* [ET-DEREG-2] */
	}
	if (error != 0) {
		ET_UNLOCK();
		return error;
	}
	CHECK(et_registered(et));			/* [ET-DEREG-4] */
	CHECK(et_idle(et));				/* [ET-DEREG-5] */
	if (et->et_active)
		et_release(et);
	SLIST_REMOVE(&et_eventtimers, et, eventtimer, et_all);
	EVENT(ET_DEREGISTER, et, 0);
	ET_UNLOCK();
	return 0;					/* [ET-DEREG-1] */
}

/* The most time that so many cycles are sure to last, within sbintime_t. */
static sbintime_t
least_of(uint64_t cycles, uint64_t frequency)
{
	const uint64_t end = (uint64_t)sbttons(SBT_MAX);
	uint64_t ns;

	ns = muldiv64_down(cycles, (uint64_t)NSEC_PER_SEC, frequency);
	return nstosbt((int64_t)(ns < end ? ns : end));
}

void
et_range(struct eventtimer *et, uint64_t min, uint64_t max)
{
	et->et_min_cycles = min;
	et->et_max_cycles = max;
	et->et_min_period = nstosbt((int64_t)muldiv64_up(min,
	    (uint64_t)NSEC_PER_SEC, et->et_frequency));
	et->et_max_period = least_of(max, et->et_frequency);
}

/*
 * The consumer stops the timer while the frequency changes, so that no
 * start counts with the old one in ticks of the new.  A faster clock has
 * gone through the registers sooner: what was the longest period would be
 * cut off there, and its event early.
 */
void
et_change_frequency(struct eventtimer *et, uint64_t newfreq)
{
	CHECK(!port_in_interrupt());			/* [ET-FREQ-4] */
	CHECK(newfreq != 0);				/* [ET-FREQ-5] */
	ET_LOCK();
	et_changing(et, true);				/* [ET-FREQ-2] */
	et->et_frequency = newfreq;			/* [ET-FREQ-1] */
	if (et->et_max_cycles != 0)			/* [ET-FREQ-6] */
		et_range(et, et->et_min_cycles, et->et_max_cycles);
	EVENT(ET_CHANGE, et, (int64_t)newfreq);
	et_changing(et, false);				/* [ET-FREQ-2] */
	ET_UNLOCK();
}

void
et_on_change(et_change_t *handler)
{
	et_changing = handler;
}

static bool
et_matches(const struct eventtimer *et, const char *name, int check, int want)
{
	if (et->et_active)
		return false;			/* [ET-FIND-4] */
	if (name != NULL && !et_same_name(et->et_name, name))
		return false;			/* [ET-FIND-2] */
	if (name == NULL && et->et_quality < 0)
		return false;			/* [ET-FIND-5] */
	return (et_flags(et) & check) == want;	/* [ET-FIND-3] */
}

struct eventtimer *
et_find(const char *name, int check, int want)
{
	struct eventtimer *et;

	CHECK(et_locked());			/* [ET-FIND-6] */
	SLIST_FOREACH(et, &et_eventtimers, et_all) {
		if (et_matches(et, name, check, want))
			break;			/* [ET-FIND-1] */
	}
	return et;
}

int
et_init(struct eventtimer *et, et_event_cb_t *event,
    et_deregister_cb_t *deregister, void *arg)
{
	CHECK(et_locked());			/* [ET-FIND-6] */
	if (event == NULL)
		return EINVAL;			/* [ET-INIT-1] */
	if (et->et_active)
		return EBUSY;			/* [ET-INIT-2] */
	et->et_active = 1;
	__atomic_store_n(&et->et_arg, arg, __ATOMIC_RELAXED);
	et->et_deregister_cb = deregister;
	__atomic_store_n(&et->et_event_cb, event, __ATOMIC_RELEASE);
						/* [ET-EVENT-1] */
	EVENT(ET_INIT, et, 0);
	return 0;
}

static sbintime_t
et_clamp(const struct eventtimer *et, sbintime_t t)
{
	if (t < et->et_min_period)
		return et->et_min_period;
	if (t > et->et_max_period)
		return et->et_max_period;
	return t;
}

/*
 * What et_start may be given: EINVAL for what no timer can do, ENOTSUP for
 * what this one cannot.
 */
static int
et_acceptable(const struct eventtimer *et, sbintime_t first,
    sbintime_t period)
{
	int mode;

	if (first < 0 || period < 0 || (first == 0 && period == 0))
		return EINVAL;			/* [ET-START-2] */
	mode = period != 0 ? ET_FLAGS_PERIODIC : ET_FLAGS_ONESHOT;
	if ((et_flags(et) & mode) == 0)
		return ENOTSUP;			/* [ET-START-3] [ET-BAN-1] */
	return 0;
}

/* The instance that a call on this CPU is about. */
static unsigned char *
et_here(struct eventtimer *et)
{
	if ((et_flags(et) & ET_FLAGS_PERCPU) != 0)
		return &et->et_instance[port_cpu()];
	return &et->et_instance[0];
}

int
et_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
	unsigned char *instance, was;
	int error;

	if (!et->et_active)
		return ENXIO;			/* [ET-START-1] */
	error = et_acceptable(et, first, period);
	if (error != 0)
		return error;			/* [ET-START-5] */
	if (period != 0)
		period = et_clamp(et, period);	/* [ET-START-4] */
	if (first != 0)
		first = et_clamp(et, first);
	instance = et_here(et);
	was = *instance;
	CHECK(was != ET_INSIDE);		/* [ET-START-6] */
	*instance = ET_INSIDE;
	EVENT(ET_START, et, sbttons(first));
	error = et->et_start(et, first, period); /* [ET-START-7] [ET-START-9] */
	*instance = error == 0 ? ET_STARTED : was;
	return error;				/* [ET-START-8] */
}

int
et_stop(struct eventtimer *et)
{
	unsigned char *instance, was;
	int error;

	if (!et->et_active)
		return ENXIO;			/* [ET-START-1] */
	instance = et_here(et);
	was = *instance;
	CHECK(was != ET_INSIDE);		/* [ET-START-6] */
	*instance = ET_INSIDE;
	EVENT(ET_STOP, et, 0);
	error = 0;				/* [ET-STOP-2] */
	if (et->et_stop != NULL)
		error = et->et_stop(et);	/* [ET-STOP-1] [ET-START-7] */
	*instance = error == 0 ? ET_IDLE : was;
	return error;				/* [ET-START-8] */
}

int
et_ban(struct eventtimer *et)
{
	(void)__atomic_fetch_and(&et->et_flags, ~ET_MODES,
	    __ATOMIC_RELAXED);			/* [ET-BAN-1] */
	EVENT(ET_BAN, et, 0);
	return 0;
}

int
et_free(struct eventtimer *et)
{
	CHECK(et_locked());			/* [ET-FIND-6] */
	if (!et->et_active)
		return ENXIO;			/* [ET-START-1] */
	CHECK(et_idle(et));			/* [ET-FREE-3] */
	et_release(et);
	EVENT(ET_FREE, et, 0);
	return 0;
}

struct eventtimer *
et_next(const struct eventtimer *et)
{
	CHECK(et_locked());
	return et == NULL ? SLIST_FIRST(&et_eventtimers) :
	    SLIST_NEXT(et, et_all);		/* [ET-NEXT-1] */
}

struct eventtimer *
et_named(const char *name)
{
	struct eventtimer *et;

	for (et = et_next(NULL); et != NULL; et = et_next(et)) {
		if (et_same_name(et->et_name, name))
			break;			/* [ET-NEXT-2] */
	}
	return et;
}
