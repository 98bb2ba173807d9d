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
 * Model	A machine with a good timer on each CPU and an old one:
 *
 *		et_eventtimers -> LAPIC(600) -> HPET(450) -> i8254(100)
 *
 *		et_find(NULL, PERCPU, PERCPU) gives LAPIC; when somebody has
 *		it, et_find(NULL, 0, 0) gives HPET.
 *
 * States	unknown --register--> free --init--> in use --free--> free
 *		free --deregister--> unknown
 *		in use --deregister, callback answers 0--> unknown
 *
 * Invariants	I1  qualities never rise along the list.
 *		I2  the event callback is never NULL, so that a driver calls
 *		    it without a test: it is et_stray while nobody uses the
 *		    timer.
 *
 * Locking	ET_LOCK, a sleeping mutex, covers the list and et_active.  A
 *		deregister callback runs without it, so that the consumer
 *		may take it to stop and free the timer.
 */
#include "eventtimer/timeet.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"

#define ET_MODES	(ET_FLAGS_PERIODIC | ET_FLAGS_ONESHOT)

struct port_mutex et_eventtimers_mtx;

static SLIST_HEAD(, eventtimer) et_eventtimers =
    SLIST_HEAD_INITIALIZER(et_eventtimers);

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

/* Called with ET_LOCK held. */
static bool
et_check(void)
{
	const struct eventtimer *et, *next;

	SLIST_FOREACH(et, &et_eventtimers, et_all) {
		next = SLIST_NEXT(et, et_all);
		CHECK(next == NULL ||
		    next->et_quality <= et->et_quality);	/* I1 */
		CHECK(et->et_event_cb != NULL);			/* I2 */
	}
	return true;
}

static void
et_release(struct eventtimer *et)
{
	et->et_active = 0;
	et->et_event_cb = et_stray;		/* I2 */
	et->et_deregister_cb = NULL;
	et->et_arg = NULL;
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

int
et_register(struct eventtimer *et)
{
	struct eventtimer *tmp;
	int error;

	CHECK(et->et_name != NULL && et->et_name[0] != '\0');
	CHECK(et->et_start != NULL);
	CHECK(et->et_min_period >= 0);
	CHECK(et->et_max_period > 0);
	CHECK(et->et_min_period <= et->et_max_period);

	error = 0;
	ET_LOCK();
	SLIST_FOREACH(tmp, &et_eventtimers, et_all) {
		if (et_same_name(tmp->et_name, et->et_name))
			error = EEXIST;		/* [ET-REG-2] */
	}
	if (error == 0) {
		et_release(et);
		et_insert(et);			/* [ET-REG-1] */
	}
	INVARIANT(et_check());
	ET_UNLOCK();
	return error;
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
	ask = et->et_deregister_cb;
	arg = et->et_arg;
	if (ask != NULL) {
		ET_UNLOCK();
		error = ask(et, arg);		/* [ET-DEREG-3] */
		ET_LOCK();
	} else if (et->et_active) {
		error = EBUSY;			/* [ET-DEREG-2] */
	}
	if (error != 0) {
		ET_UNLOCK();
		return error;
	}
	et_release(et);
	SLIST_REMOVE(&et_eventtimers, et, eventtimer, et_all);
	INVARIANT(et_check());
	ET_UNLOCK();
	return 0;				/* [ET-DEREG-1] */
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
	return (et->et_flags & check) == want;	/* [ET-FIND-3] */
}

struct eventtimer *
et_find(const char *name, int check, int want)
{
	struct eventtimer *et;

	CHECK(port_mutex_held(&et_eventtimers_mtx));	/* [ET-FIND-6] */
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
	CHECK(port_mutex_held(&et_eventtimers_mtx));	/* [ET-FIND-6] */
	if (event == NULL)
		return EINVAL;			/* [ET-INIT-1] */
	if (et->et_active)
		return EBUSY;			/* [ET-INIT-2] */
	et->et_active = 1;
	et->et_arg = arg;
	et->et_deregister_cb = deregister;
	et->et_event_cb = event;		/* [ET-EVENT-1] */
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
	if ((et->et_flags & mode) == 0)
		return ENOTSUP;			/* [ET-START-3] [ET-BAN-1] */
	return 0;
}

int
et_start(struct eventtimer *et, sbintime_t first, sbintime_t period)
{
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
	EVENT(ET_START, et, sbttons(first));
	return et->et_start(et, first, period);
}

int
et_stop(struct eventtimer *et)
{
	if (!et->et_active)
		return ENXIO;			/* [ET-START-1] */
	EVENT(ET_STOP, et, 0);
	if (et->et_stop == NULL)
		return 0;
	return et->et_stop(et);			/* [ET-STOP-1] */
}

int
et_ban(struct eventtimer *et)
{
	et->et_flags &= ~ET_MODES;		/* [ET-BAN-1] */
	return 0;
}

int
et_free(struct eventtimer *et)
{
	CHECK(port_mutex_held(&et_eventtimers_mtx));	/* [ET-FIND-6] */
	if (!et->et_active)
		return ENXIO;			/* [ET-START-1] */
	et_release(et);				/* [ET-FREE-1] */
	return 0;
}
