/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ptimer.c - timers of POSIX: as many as a program makes, by id.
 *
 * What		A table of timers.  Each is a request of kevent, with one of
 *		three ends: a signal, an event in a queue, or nothing.
 *
 * Why this way	A request that says KEVENT_WAIT rests until somebody asks how
 *		many deadlines have gone by.  For a signal that is the moment
 *		at which it is accepted, for an event the one at which it is
 *		fetched, and kevent sees to that; for nothing it never comes.
 *		So a period of 1 ns that nobody takes costs one interrupt, and
 *		the overrun is worked out when it is told.
 *
 * Model	First 10 ms, interval 10 ms, the signal blocked until 35 ms:
 *
 *		10 ms	complete: the signal is sent; the request waits
 *		35 ms	accept: advance tells 3 (10, 20, 30), so the overrun
 *			is 2; the request goes on for 40
 *
 * Ids		A slot's number and how often the slot has been given out, so
 *		that the id of a timer that is gone does not name the next one.
 *
 * Invariants	I1  a timer in the table has an id of its slot.
 *		I2  an overrun is from 0 to DELAYTIMER_MAX.
 *		I3  a signal that is queued is that of the present setting.
 *
 * Locking	A mutex makes each call one step, and keeps timers from being
 *		deleted amid a call.  A timer's own spin lock is that of its
 *		request, unless it is bound to a queue, and covers the overrun.
 *		accept() takes the spin lock alone, so a signal can be
 *		cancelled with the mutex held.  [PTM-SIGNAL-3]
 *
 * Races	A signal may be accepted while its timer is stopped.  Then the
 *		request has nothing to tell any more; the overrun is 0.
 */
#include "ptimer/ptimer.h"

#include "kevent/kevent.h"
#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "port/port.h"
#include "timekeeping/timekeeping.h"

struct ptimer {
	struct port_spin lock;
	struct kevent_request request;
	struct port_signal signal;	/* [PTM-SIGNAL-5] */
	timer_t		 id;
	int		 notify;
	int		 overrun;	/* lock: of the last signal */
};

static struct {
	struct port_mutex call;
	struct ptimer	*slot[PTIMER_MAX];	/* call */
	int		 given[PTIMER_MAX];	/* call: how often, wraps */
} ptimers;

/* The invariants of a timer; the lock of its request is held. */
static bool
ptimer_check(const struct ptimer *t)
{
	CHECK(ptimers.slot[t->id % PTIMER_MAX] == t);		/* I1 */
	CHECK(t->overrun >= 0);					/* I2 */
	CHECK(!t->signal.queued || t->notify == SIGEV_SIGNAL);	/* I3 */
	return true;
}

/* How many came besides the one that is told. */
static int
overrun_of(uint64_t count)
{
	if (count == 0)
		return 0;
	return count - 1 < DELAYTIMER_MAX ? (int)(count - 1) :
	    DELAYTIMER_MAX;				/* [PTM-OVERRUN-4] */
}

/* An expiration, with the lock held.  [PTM-COST-1] */
static enum kevent_next
ptimer_complete(struct kevent_request *r, uint64_t count)
{
	struct ptimer *t;

	(void)count;
	t = container_of(r, struct ptimer, request);
	EVENT(PTM_EXPIRE, t, t->id);
	if (t->notify == SIGEV_SIGNAL)
		(void)port_signal_send(&t->signal);	/* [PTM-SIGNAL-1] */
	return KEVENT_WAIT;				/* [PTM-NONE-1] */
}

/* In a thread of the program, right before the handler. */
static int
ptimer_accept(struct port_signal *p)
{
	struct ptimer *t;
	int overrun;
	bool s;

	t = container_of(p, struct ptimer, signal);
	s = port_spin_lock(&t->lock);
	overrun = overrun_of(kevent_request_advance(&t->request));
	t->overrun = overrun;			/* [PTM-OVERRUN-1] */
	INVARIANT(ptimer_check(t));
	port_spin_unlock(&t->lock, s);
	return overrun;				/* [PTM-SIGNAL-2] */
}

/* One call at a time, from here to leave(). */
static void
enter(void)
{
	port_mutex_lock(&ptimers.call);
}

static int
leave(int error)
{
	port_mutex_unlock(&ptimers.call);
	return -error;
}

/* The timer of an id, or NULL. */
static struct ptimer *
find(timer_t id)
{
	struct ptimer *t;

	t = id < 0 ? NULL : ptimers.slot[id % PTIMER_MAX];
	return t != NULL && t->id == id ? t : NULL;	/* [PTM-ID-1] */
}

/* Of a free slot; or -1. */
static timer_t
new_id(void)
{
	int i;

	for (i = 0; i < PTIMER_MAX; i++) {
		if (ptimers.slot[i] == NULL)
			return i + ptimers.given[i] * PTIMER_MAX;
	}
	return -1;
}

static void
free_slot(struct ptimer *t)
{
	int i;

	i = t->id % PTIMER_MAX;
	ptimers.slot[i] = NULL;
	ptimers.given[i] = (ptimers.given[i] + 1) %
	    (INT32_MAX / PTIMER_MAX);			/* [PTM-CREATE-2] */
	port_free(t);
}

/* What can be told of an event before a timer is made. */
static bool
event_ok(const struct sigevent *ev)
{
	switch (ev->sigev_notify) {
	case SIGEV_SIGNAL:
		return ev->sigev_signo >= 1 &&
		    ev->sigev_signo <= PORT_SIGNALS;	/* [PTM-CREATE-6] */
	case SIGEV_NONE:
	case SIGEV_KEVENT:
		return true;
	default:
		return false;				/* [PTM-CREATE-5] */
	}
}

/* Give the timer's request an end.  An errno value. */
static int
attach(struct ptimer *t, clockid_t clock, const struct sigevent *ev)
{
	struct ukevent what;

	if (ev->sigev_notify != SIGEV_KEVENT) {		/* [PTM-KEVENT-8] */
		kevent_request_init(&t->request, clock, &t->lock,
		    ptimer_complete);
		return 0;
	}
	what = (struct ukevent){ .type = KEVENT_POSIX_TIMER,
	    .event = KEVENT_MASK_ALL };
	what.id.raw_u64 = (uint64_t)t->id;		/* [PTM-KEVENT-2] */
	what.ptr = ev->sigev_value.sival_ptr;		/* [PTM-KEVENT-3] */
	return kevent_request_bind(&t->request, clock, ev->sigev_kevent_fd,
	    &what);	/* [PTM-KEVENT-1] [PTM-KEVENT-4] [PTM-KEVENT-5] */
}

/* A timer in a slot, by the rules of the event.  An errno value. */
static int
make(clockid_t clock, const struct sigevent *ev, struct ptimer **tp)
{
	struct ptimer *t;
	timer_t id;
	int error;

	id = new_id();
	if (id < 0)
		return EAGAIN;				/* [PTM-CREATE-8] */
	t = port_alloc(sizeof(*t));
	if (t == NULL)
		return ENOMEM;				/* [PTM-CREATE-10] */
	*t = (struct ptimer){ .id = id, .notify = ev->sigev_notify };
	t->signal = (struct port_signal){ .signo = ev->sigev_signo,
	    .code = PORT_SI_TIMER, .id = id, .accept = ptimer_accept,
	    .value = (uintptr_t)ev->sigev_value.sival_ptr };
	error = attach(t, clock, ev);
	if (error != 0) {
		port_free(t);
		return error;
	}
	ptimers.slot[id % PTIMER_MAX] = t;
	*tp = t;
	return 0;
}

/* Nothing of the timer is left behind. */
static void
destroy(struct ptimer *t)
{
	kevent_request_fini(&t->request);		/* [PTM-KEVENT-7] */
	(void)port_signal_cancel(&t->signal);		/* [PTM-DELETE-1] */
	free_slot(t);
}

/* The event of who gives none: SIGALRM, and the id.  [PTM-CREATE-7] */
static void
default_event(struct sigevent *ev)
{
	*ev = (struct sigevent){ .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGALRM };
	ev->sigev_value.sival_int = new_id();
}

int
sys_timer_create(clockid_t clock, const struct sigevent *event, timer_t *id)
{
	struct sigevent ev;
	struct ptimer *t;
	int error;

	if (event != NULL && port_copyin(&ev, event, sizeof(ev)) != 0)
		return -EFAULT;				/* [PTM-CREATE-3] */
	if (!timekeeping_has_clock(clock))
		return -EINVAL;				/* [PTM-CREATE-4] */
	enter();
	if (event == NULL)
		default_event(&ev);
	error = event_ok(&ev) ? make(clock, &ev, &t) : EINVAL;
	if (error == 0 && port_copyout(&t->id, id, sizeof(*id)) != 0) {
		destroy(t);
		error = EFAULT;				/* [PTM-CREATE-9] */
	}
	return leave(error);				/* [PTM-CREATE-1] */
}

static bool
timespec_ok(const struct timespec *ts)
{
	return ts->tv_sec >= 0 && ts->tv_nsec >= 0 &&
	    ts->tv_nsec < NSEC_PER_SEC;			/* [PTM-SET-1] */
}

/* Of a timer whose request's lock is held. */
static void
report(struct ptimer *t, struct itimerspec *now)
{
	now->it_value = ktime_to_timespec(ns_to_ktime(
	    kevent_request_remaining(&t->request)));
	now->it_interval = ktime_to_timespec(ns_to_ktime(
	    t->request.armed ? t->request.interval : 0));
}

/* Stop the old setting, with all that nobody has taken of it. */
static void
stop(struct ptimer *t, struct itimerspec *was)
{
	bool s;

	s = port_spin_lock(t->request.lock);
	report(t, was);
	kevent_request_stop(&t->request, &s);		/* [PTM-KEVENT-6] */
	port_spin_unlock(t->request.lock, s);
	(void)port_signal_cancel(&t->signal);			/* I3 */
}

static void
begin(struct ptimer *t, int flags, const struct itimerspec *its)
{
	ktime_t first;
	bool s;

	first = timespec_to_ktime(its->it_value);
	s = port_spin_lock(t->request.lock);
	t->overrun = 0;					/* [PTM-OVERRUN-3] */
	t->request.told = 0;
	t->signal.keep = its->it_interval.tv_sec != 0 ||
	    its->it_interval.tv_nsec != 0;		/* [PTM-SIGNAL-4] */
	EVENT(PTM_SET, t, ktime_to_ns(first));
	if (ktime_compare(first, ns_to_ktime(0)) != 0)	/* [PTM-SET-6] */
		kevent_request_start(&t->request, first,
		    ktime_to_ns(timespec_to_ktime(its->it_interval)),
		    (flags & TIMER_ABSTIME) != 0 ? HRTIMER_ABS :
		    HRTIMER_REL);
	INVARIANT(ptimer_check(t));
	port_spin_unlock(t->request.lock, s);
}

int
sys_timer_settime(timer_t id, int flags, const struct itimerspec *value,
    struct itimerspec *old)
{
	struct itimerspec its, was;
	struct ptimer *t;

	if (value == NULL)
		return -EINVAL;				/* [PTM-SET-4] */
	if (port_copyin(&its, value, sizeof(its)) != 0)
		return -EFAULT;				/* [PTM-SET-4] */
	if ((flags & ~TIMER_ABSTIME) != 0 || !timespec_ok(&its.it_value) ||
	    !timespec_ok(&its.it_interval))
		return -EINVAL;			/* [PTM-SET-2] [PTM-SET-7] */
	enter();
	t = find(id);
	if (t == NULL)
		return leave(EINVAL);
	stop(t, &was);
	begin(t, flags, &its);
	(void)leave(0);
	if (old != NULL && port_copyout(&was, old, sizeof(was)) != 0)
		return -EFAULT;				/* [PTM-SET-5] */
	return 0;					/* [PTM-SET-3] */
}

int
sys_timer_gettime(timer_t id, struct itimerspec *value)
{
	struct itimerspec now;
	struct ptimer *t;
	bool s;

	enter();
	t = find(id);
	if (t == NULL)
		return leave(EINVAL);
	s = port_spin_lock(t->request.lock);
	report(t, &now);				/* [PTM-GET-1] */
	port_spin_unlock(t->request.lock, s);
	(void)leave(0);
	return -port_copyout(&now, value, sizeof(now));	/* [PTM-GET-2] */
}

int
sys_timer_getoverrun(timer_t id)
{
	struct ptimer *t;
	int overrun;
	bool s;

	enter();
	t = find(id);
	if (t == NULL)
		return leave(EINVAL);
	s = port_spin_lock(t->request.lock);
	overrun = t->notify == SIGEV_KEVENT ?
	    overrun_of(t->request.told) : t->overrun;	/* [PTM-OVERRUN-2] */
	port_spin_unlock(t->request.lock, s);
	(void)leave(0);
	return overrun;
}

int
sys_timer_delete(timer_t id)
{
	struct ptimer *t;

	enter();
	t = find(id);
	if (t == NULL)
		return leave(EINVAL);
	destroy(t);
	return leave(0);
}
