/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kqueue.c - queues that tell of timers: EVFILT_TIMER.
 *
 * What		A queue has timers, each found by a number that the program
 *		chose, and a ring of those that have something to report.
 *
 * Why this way	A periodic timer is not restarted when it expires but when
 *		it is reported, as timerfd.c has it: hrtimer_forward64() then
 *		tells how many periods have gone by.  So a timer that nobody
 *		asks for costs one interrupt.
 *
 *		An event is taken out of the ring when the caller has it, not
 *		before: where the copy to the caller fails, nothing is lost.
 *
 * Model	A period of 10 ms, asked for at 35 ms:
 *
 *		10 ms	the callback: count 1, expired, into the ring
 *		35 ms	shown to the caller: forward adds 3 (20, 30, 40), so
 *			1 + 3 - 1 = 3; restarted for 40
 *			the caller has it: count 3 - 3, out of the ring
 *
 * States	waiting	 --expires-->  ready    --reported-->  waiting
 *		ready    --disabled-->  silent  --enabled-->  ready
 *
 *		Without EV_CLEAR a report does not lower the count, and the
 *		timer stays ready.
 *
 * Invariants	I1  In the ring is who is enabled and has a count.
 *		I2  expired: the hrtimer is idle, and the deadline is counted.
 *		I3  not expired: the hrtimer is queued or about to call back.
 *
 * Locking	The mutex (m) is held by who changes timers and by who reports:
 *		so a timer stays what it is while it is copied to the caller.
 *		The spin lock (s) covers what the callback touches.  Mutex
 *		before spin lock; who waits for a callback holds the mutex
 *		alone; who sleeps until an event comes holds neither.
 *
 * Races	A timer expires again between the copy and the report: its
 *		count is lowered by what was copied, so the rest stays.
 *		Two callers wait and one event comes: both wake, the second
 *		finds the ring empty and sleeps again.
 */
#include "kqueue/kqueue.h"

#include "hrtimer/hrtimer.h"
#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/list.h"
#include "lib/math64.h"
#include "lib/waitq.h"

#define BUCKETS		64u		/* a power of two */

/* What of a change's flags the timer keeps. */
#define KEPT_FLAGS	(EV_ONESHOT | EV_CLEAR | EV_RECEIPT | EV_DISPATCH)

/* Those that have something to report, in order. */
struct ring {
	struct ring	*next, *prev;	/* NULL: not in it */
};

struct kqueue;

struct knote {
	struct hrtimer	 timer;
	struct kqueue	*queue;		/* I  [KQ-ADD-4] */
	uintptr_t	 ident;		/* I */
	SLIST_ENTRY(knote) link;	/* m  of its bucket */
	unsigned	 flags;		/* m  KEPT_FLAGS */
	void		*udata;		/* m */
	int64_t		 period;	/* m  ns; 0 means once */
	unsigned	 round;		/* m  in which it was shown last */
	struct ring	 ring;		/* s */
	uint64_t	 count;		/* s  expirations to report */
	bool		 disabled;	/* s */
	bool		 expired;	/* s  since it was shown */
};

struct kqueue {
	struct port_mutex mutex;
	struct port_spin lock;
	struct waitq	 waiters;	/* s */
	struct ring	 ring;		/* s  its next is the first */
	unsigned	 round;		/* m  calls that reported */
	SLIST_HEAD(, knote) bucket[BUCKETS]; /* m */
};

/* How long a caller is ready to wait. */
struct patience {
	bool		 forever;
	bool		 started;
	ktime_t		 most;
	struct hrtimer	 timer;
};

/* What a change says of the time. */
struct setting {
	clockid_t	 clock;
	ktime_t		 first;
	int64_t		 period;	/* ns; 0 means once */
};

/* The invariants of a queue's ring, which is locked. */
static bool
kqueue_check(struct kqueue *q)
{
	struct knote *k;
	struct ring *r;

	CHECK(q->ring.next->prev == &q->ring);
	for (r = q->ring.next; r != &q->ring; r = r->next) {
		CHECK(r->next->prev == r);
		k = container_of(r, struct knote, ring);
		CHECK(!k->disabled && k->count > 0);		/* I1 */
		CHECK(!k->expired || !hrtimer_active(&k->timer)); /* I2 */
	}
	return true;
}

static bool
ring_empty(const struct kqueue *q)
{
	return q->ring.next == &q->ring;
}

static void
ring_remove(struct knote *k)
{
	if (k->ring.next == NULL)
		return;
	k->ring.next->prev = k->ring.prev;
	k->ring.prev->next = k->ring.next;
	k->ring.next = NULL;
}

/* Behind all others, if it has something to report.  Called locked. */
static void
ring_insert(struct knote *k)
{
	struct ring *head;

	if (k->ring.next != NULL || k->disabled || k->count == 0)
		return;
	head = &k->queue->ring;
	k->ring.next = head;
	k->ring.prev = head->prev;
	head->prev->next = &k->ring;
	head->prev = &k->ring;			/* [KQ-WAIT-3] */
	waitq_wake(&k->queue->waiters);		/* [KQ-WAIT-1] */
}

/* The hrtimer's callback: interrupt context. */
static int
knote_expire(void *data)
{
	struct knote *k;
	bool s;

	k = data;
	s = port_spin_lock(&k->queue->lock);
	k->expired = true;
	k->count++;				/* [KQ-ENABLE-3] */
	EVENT(KQ_READY, k, (int64_t)k->count);
	ring_insert(k);
	INVARIANT(kqueue_check(k->queue));
	port_spin_unlock(&k->queue->lock, s);
	return HRTIMER_NORESTART;
}

/*
 * Count the periods that have gone by, and wait for the next deadline.
 * Called locked.  [KQ-COST-1]
 */
static void
knote_catch_up(struct knote *k)
{
	uint64_t added;

	if (!k->expired || k->period == 0)
		return;
	k->expired = false;
	added = hrtimer_forward64(&k->timer, ns_to_ktime(k->period));
	k->count += added - 1;		/* its own deadline is counted */
	(void)hrtimer_restart(&k->timer);
}

/* How many nanoseconds the unit has; 0: fflags are no good. */
static int64_t
unit_of(unsigned fflags)
{
	switch (fflags & ~NOTE_ABSTIME) {
	case 0:						/* [KQ-UNIT-1] */
	case NOTE_MSECONDS:
		return NSEC_PER_MSEC;
	case NOTE_SECONDS:				/* [KQ-UNIT-2] */
		return NSEC_PER_SEC;
	case NOTE_USECONDS:
		return NSEC_PER_USEC;
	case NOTE_NSECONDS:
		return 1;
	default:
		return 0;				/* [KQ-UNIT-3] */
	}
}

/* In nanoseconds; what is too much is far away.  [KQ-UNIT-4] */
static int64_t
scaled(int64_t data, int64_t unit)
{
	uint64_t ns;

	ns = muldiv64_down((uint64_t)data, (uint64_t)unit, 1);
	return ns > INT64_MAX ? INT64_MAX : (int64_t)ns;
}

/* 0 or EINVAL. */
static int
setting_of(const struct kevent *ev, struct setting *set)
{
	int64_t unit, ns;
	bool absolute;

	unit = unit_of(ev->fflags);
	if (unit == 0 || ev->data < 0)
		return EINVAL;				/* [KQ-DATA-1] */
	absolute = (ev->fflags & NOTE_ABSTIME) != 0;
	ns = scaled(ev->data, unit);
	set->period = 0;
	if (!absolute && (ev->flags & EV_ONESHOT) == 0) {
		if (ns == 0)
			ns = unit;			/* [KQ-DATA-2] */
		set->period = ns;			/* [KQ-ADD-2] */
	}
	set->first = ns_to_ktime(ns);
	set->clock = absolute ? CLOCK_REALTIME : CLOCK_MONOTONIC;
	return 0;
}

/* Stop the old setting, if there is one, and begin a new one. */
static void
knote_set(struct knote *k, const struct kevent *ev, const struct setting *set)
{
	bool s;

	(void)hrtimer_cancel(&k->timer);		/* [KQ-AGAIN-1] */
	hrtimer_rebase(&k->timer, set->clock);		/* [KQ-AGAIN-3] */
	s = port_spin_lock(&k->queue->lock);
	ring_remove(k);
	k->count = 0;					/* [KQ-AGAIN-2] */
	k->expired = false;
	/* [KQ-AGAIN-5] [KQ-ENABLE-5] */
	k->disabled = (ev->flags & EV_DISABLE) != 0;
	k->flags = ev->flags & KEPT_FLAGS;		/* [KQ-AGAIN-4] */
	if (set->clock == CLOCK_MONOTONIC)
		k->flags |= EV_CLEAR;			/* [KQ-EVENT-2] */
	k->udata = ev->udata;				/* [KQ-AGAIN-7] */
	k->period = set->period;
	EVENT(KQ_SET, k, ktime_to_ns(set->first));
	/* [KQ-ABS-1] [KQ-ABS-2] */
	(void)hrtimer_start(&k->timer, set->first,
	    set->clock == CLOCK_REALTIME ? HRTIMER_ABS : HRTIMER_REL);
	INVARIANT(kqueue_check(k->queue));
	port_spin_unlock(&k->queue->lock, s);
}

static void
knote_enable(struct knote *k, bool enable)
{
	bool s;

	s = port_spin_lock(&k->queue->lock);
	k->disabled = !enable;
	if (enable)
		ring_insert(k);				/* [KQ-ENABLE-2] */
	else
		ring_remove(k);				/* [KQ-ENABLE-1] */
	INVARIANT(kqueue_check(k->queue));
	port_spin_unlock(&k->queue->lock, s);
}

static unsigned
bucket_of(uintptr_t ident)
{
	return (unsigned)((ident ^ (ident >> 8)) % BUCKETS);
}

/* A new timer, which does not yet run.  NULL: no memory. */
static struct knote *
knote_new(struct kqueue *q, uintptr_t ident)
{
	struct knote *k;

	k = port_alloc(sizeof(*k));
	if (k == NULL)
		return NULL;
	*k = (struct knote){ .queue = q, .ident = ident, .round = q->round };
	hrtimer_init(&k->timer, CLOCK_MONOTONIC);
	k->timer.function = knote_expire;
	k->timer.data = k;
	SLIST_INSERT_HEAD(&q->bucket[bucket_of(ident)], k, link);
	return k;
}

static void
knote_delete(struct knote *k)
{
	struct kqueue *q;
	bool s;

	q = k->queue;
	(void)hrtimer_cancel(&k->timer);		/* [KQ-DELETE-1] */
	s = port_spin_lock(&q->lock);
	ring_remove(k);
	INVARIANT(kqueue_check(q));
	port_spin_unlock(&q->lock, s);
	SLIST_REMOVE(&q->bucket[bucket_of(k->ident)], k, knote, link);
	EVENT(KQ_DELETE, k, 0);
	port_free(k);
}

/* The timer of that number, all bits of it; or NULL.  [KQ-ADD-3] */
static struct knote *
knote_find(struct kqueue *q, uintptr_t ident)
{
	struct knote *k;

	SLIST_FOREACH(k, &q->bucket[bucket_of(ident)], link)
		if (k->ident == ident)
			return k;
	return NULL;
}

/* EV_ADD: k is the timer, or NULL.  0 or an errno value. */
static int
kqueue_add(struct kqueue *q, struct knote *k, const struct kevent *ev)
{
	struct setting set;
	int error;

	error = setting_of(ev, &set);
	if (error != 0)
		return error;				/* [KQ-AGAIN-6] */
	if (k == NULL)
		k = knote_new(q, ev->ident);		/* [KQ-ADD-1] */
	if (k == NULL)
		return ENOMEM;				/* [KQ-CREATE-3] */
	knote_set(k, ev, &set);
	return 0;
}

/* Make one change.  0 or an errno value.  The mutex is held. */
static int
kqueue_change(struct kqueue *q, const struct kevent *ev)
{
	struct knote *k;
	unsigned onoff;

	onoff = ev->flags & (EV_ENABLE | EV_DISABLE);
	if (ev->filter != EVFILT_TIMER || onoff == (EV_ENABLE | EV_DISABLE))
		return EINVAL;		/* [KQ-CHANGE-1] [KQ-ENABLE-4] */
	k = knote_find(q, ev->ident);
	if (k == NULL && (ev->flags & (EV_ADD | EV_DELETE)) != EV_ADD)
		return ENOENT;				/* [KQ-CHANGE-2] */
	if ((ev->flags & EV_DELETE) != 0)
		knote_delete(k);
	else if ((ev->flags & EV_ADD) != 0)
		return kqueue_add(q, k, ev);
	else if (onoff != 0)				/* [KQ-CHANGE-10] */
		knote_enable(k, onoff == EV_ENABLE);
	return 0;
}

/*
 * Make the changes, in order.  How many answers there are in the list of
 * events, or a negative errno value.
 */
static int
kqueue_changes(struct kqueue *q, const struct kevent *changelist,
    int nchanges, struct kevent *eventlist, int nevents)
{
	struct kevent ev;
	int i, n, error;

	n = 0;
	for (i = 0; i < nchanges; i++) {
		if (port_copyin(&ev, USER_AT(changelist, i), sizeof(ev)) != 0)
			return -EFAULT;			/* [KQ-CHANGE-7] */
		error = kqueue_change(q, &ev);	/* [KQ-CHANGE-3] */
		if (error == 0 && (ev.flags & EV_RECEIPT) == 0)
			continue;
		if (n == nevents && error != 0)
			return -error;			/* [KQ-CHANGE-5] */
		if (n == nevents)
			continue;
		ev.flags |= EV_ERROR;		/* [KQ-CHANGE-6] */
		ev.data = error;			/* [KQ-CHANGE-4] */
		if (port_copyout(&ev, USER_AT(eventlist, n), sizeof(ev)) != 0)
			return -EFAULT;			/* [KQ-WAIT-8] */
		n++;
	}
	return n;
}

/* The next to be reported in this call, and what is shown of it; or NULL. */
static struct knote *
kqueue_show(struct kqueue *q, struct kevent *ev)
{
	struct knote *k;
	bool s;

	s = port_spin_lock(&q->lock);
	k = container_of(q->ring.next, struct knote, ring);
	if (ring_empty(q) || k->round == q->round) {
		k = NULL;				/* [KQ-EVENT-4] */
	} else {
		knote_catch_up(k);
		k->round = q->round;
		/* [KQ-EVENT-3] */
		*ev = (struct kevent){ .ident = k->ident,
		    .filter = EVFILT_TIMER, .flags = (unsigned short)k->flags,
		    .data = (int64_t)k->count, .udata = k->udata };
	}
	INVARIANT(kqueue_check(q));
	port_spin_unlock(&q->lock, s);
	return k;
}

/* The caller has it. */
static void
knote_reported(struct knote *k, uint64_t count)
{
	bool s;

	EVENT(KQ_REPORT, k, (int64_t)count);
	if ((k->flags & EV_ONESHOT) != 0) {
		knote_delete(k);			/* [KQ-ONESHOT-1] */
		return;
	}
	s = port_spin_lock(&k->queue->lock);
	ring_remove(k);
	if ((k->flags & EV_DISPATCH) != 0)
		k->disabled = true;			/* [KQ-DISPATCH-1] */
	if ((k->flags & EV_CLEAR) != 0)
		k->count -= count;	/* [KQ-EVENT-1] [KQ-ABS-3] */
	ring_insert(k);
	INVARIANT(kqueue_check(k->queue));
	port_spin_unlock(&k->queue->lock, s);
}

/* Report what there is.  How many events, or a negative errno value. */
static int
kqueue_report(struct kqueue *q, struct kevent *eventlist, int nevents)
{
	struct kevent ev;
	struct knote *k;
	int n;

	q->round++;
	for (n = 0; n < nevents; n++) {
		k = kqueue_show(q, &ev);
		if (k == NULL)
			break;				/* [KQ-WAIT-2] */
		if (port_copyout(&ev, USER_AT(eventlist, n), sizeof(ev)) != 0)
			return n > 0 ? n : -EFAULT; /* [KQ-WAIT-11] */
		knote_reported(k, (uint64_t)ev.data);
	}
	return n;
}

static void
patience_start(struct patience *p)
{
	if (p->forever || p->started)
		return;
	p->started = true;
	hrtimer_init(&p->timer, CLOCK_MONOTONIC);
	p->timer.function = NULL;
	p->timer.data = port_thread_self();
	(void)hrtimer_start(&p->timer, p->most, HRTIMER_REL);
}

static bool
patience_ended(struct patience *p)
{
	return !p->forever && !hrtimer_active(&p->timer);
}

/* Sleep until the ring has something.  0, EINTR or ETIMEDOUT. */
static int
kqueue_sleep(struct kqueue *q, struct patience *p)
{
	int error;
	bool s;

	error = 0;
	patience_start(p);
	s = port_spin_lock(&q->lock);
	while (ring_empty(q) && error == 0) {
		if (patience_ended(p))
			error = ETIMEDOUT;
		else
			error = waitq_sleep_once(&q->waiters, &q->lock, &s);
		/* [KQ-WAIT-10]: who comes too late finds the ring empty. */
	}
	if (!ring_empty(q))
		error = 0;
	port_spin_unlock(&q->lock, s);
	return error;
}

/* The second half of a call: how many events, or a negative errno value. */
static int
kqueue_wait(struct kqueue *q, struct kevent *eventlist, int nevents,
    struct patience *p)
{
	int n, error;

	for (;;) {
		port_mutex_lock(&q->mutex);
		n = kqueue_report(q, eventlist, nevents);
		port_mutex_unlock(&q->mutex);
		if (n != 0 || nevents == 0)		/* [KQ-WAIT-5] */
			return n;
		if (!p->forever && ktime_compare(p->most, ns_to_ktime(0)) == 0)
			return 0;			/* [KQ-WAIT-6] */
		error = kqueue_sleep(q, p);	/* [KQ-WAIT-1] */
		if (error == ETIMEDOUT)
			return 0;			/* [KQ-WAIT-4] */
		if (error != 0)
			return -error;			/* [KQ-WAIT-9] */
	}
}

static unsigned
kqueue_poll(struct file *f, struct waiter *w)
{
	struct kqueue *q;
	unsigned ready;
	bool s;

	q = f->priv;
	s = port_spin_lock(&q->lock);
	if (w != NULL)
		waitq_add(&q->waiters, w);		/* [KQ-POLL-2] */
	ready = ring_empty(q) ? 0 : POLLIN | POLLRDNORM; /* [KQ-POLL-1] */
	port_spin_unlock(&q->lock, s);
	return ready;
}

static void
kqueue_unpoll(struct file *f, struct waiter *w)
{
	struct kqueue *q;
	bool s;

	q = f->priv;
	s = port_spin_lock(&q->lock);
	waitq_remove(&q->waiters, w);
	port_spin_unlock(&q->lock, s);
}

static void
kqueue_close(struct file *f)
{
	struct knote *k, *next;
	struct kqueue *q;
	unsigned i;

	q = f->priv;
	for (i = 0; i < BUCKETS; i++)
		SLIST_FOREACH_SAFE(k, &q->bucket[i], link, next)
			knote_delete(k);		/* [KQ-CLOSE-2] */
	port_free(q);
}

/* Without read and write, which fail with EINVAL.  [KQ-READ-1] */
static const struct file_ops kqueue_ops = {
	.poll = kqueue_poll,
	.unpoll = kqueue_unpoll,
	.close = kqueue_close,
};

int
sys_kqueue(void)
{
	struct kqueue *q;
	int fd;

	q = port_alloc(sizeof(*q));
	if (q == NULL)
		return -ENOMEM;
	*q = (struct kqueue){ .round = 0 };		/* [KQ-CREATE-1] */
	q->ring.next = q->ring.prev = &q->ring;
	fd = file_open(&kqueue_ops, q, 0);
	if (fd < 0)
		port_free(q);
	return fd;
}

/* 0, EFAULT or EINVAL. */
static int
patience_of(const struct timespec *timeout, struct patience *p)
{
	struct timespec ts;

	*p = (struct patience){ .forever = timeout == NULL };
	if (timeout == NULL)
		return 0;
	if (port_copyin(&ts, timeout, sizeof(ts)) != 0)
		return EFAULT;				/* [KQ-WAIT-8] */
	if (!timespec_valid(&ts))
		return EINVAL;				/* [KQ-WAIT-7] */
	p->most = timespec_to_ktime(ts);
	return 0;
}

/* The queue of a descriptor; its file is to be put.  0 or EBADF. */
static int
kqueue_get(int fd, struct file **fp)
{
	struct file *f;

	f = file_get(fd);
	if (f == NULL)
		return EBADF;				/* [KQ-CLOSE-1] */
	if (f->ops != &kqueue_ops) {
		file_put(f);
		return EBADF;				/* [KQ-CREATE-2] */
	}
	*fp = f;
	return 0;
}

int
sys_kevent(int fd, const struct kevent *changelist, int nchanges,
    struct kevent *eventlist, int nevents, const struct timespec *timeout)
{
	struct patience p;
	struct kqueue *q;
	struct file *f;
	int error, n;

	if (nchanges < 0 || nevents < 0)
		return -EINVAL;				/* [KQ-CHANGE-8] */
	error = patience_of(timeout, &p);
	if (error == 0)
		error = kqueue_get(fd, &f);
	if (error != 0)
		return -error;
	q = f->priv;
	port_mutex_lock(&q->mutex);
	n = kqueue_changes(q, changelist, nchanges, eventlist, nevents);
	port_mutex_unlock(&q->mutex);
	if (n == 0)					/* [KQ-CHANGE-9] */
		n = kqueue_wait(q, eventlist, nevents, &p);
	if (p.started)
		(void)hrtimer_cancel(&p.timer);
	file_put(f);
	return n;
}
