/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.c - timers that the kernel itself asks for.
 *
 * What		An hrtimer, a count of its expirations, and somebody who is
 *		called back.  Timers of a queue and those of timer_create()
 *		are made of it.
 *
 * Why this way	A request that waits after an expiration is not restarted
 *		until it is told to go on: by then hrtimer_forward64() tells
 *		how many deadlines have gone by, in one step.  So an interval
 *		of 1 ns that nobody looks at costs one interrupt.
 *
 *		The lock is the owner's, because who owns a request decides
 *		about more than the request in one step; with a lock for each
 *		of the two, callback and owner would take them in opposite
 *		orders.
 *
 * Model	First 10 ms, interval 10 ms, complete() says KEVENT_WAIT:
 *
 *		10 ms	the callback: count 1; waiting, counted
 *		35 ms	advance: forward adds 3 (20, 30, 40), of which 10 was
 *			counted and 40 has not come: 1 + 3 - 1 = 3 are told;
 *			restarted for 40
 *
 *		With a look at the time left in between:
 *
 *		25 ms	remaining: forward adds 2 (20, 30); count 2, and the
 *			deadline, 30, is not counted; 5 ms are left
 *		35 ms	advance: forward adds 1 (40); 2 + 1 = 3 are told
 *
 * States	idle --start--> running --callback--> waiting --advance--+
 *		  ^               ^                                      |
 *		  +-stop, once-   +--------------------------------------+
 *
 * Invariants	I1  waiting: the hrtimer does not run, and there is an
 *		    interval.
 *		I2  armed and not waiting: the hrtimer is queued or about to
 *		    call back.
 *		I3  counted: it is waiting, and count has the deadline.
 *
 * Locking	All of it is under *lock.  The callback takes that, so nobody
 *		waits for the callback with the lock held: stop lets go of it
 *		and tries again.
 */
#include "kevent/kevent_impl.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "timekeeping/timekeeping.h"

/* The invariants of a request, which is locked. */
static bool
request_check(struct kevent_request *r)
{
	CHECK(r->interval >= 0);
	CHECK(!r->waiting || (r->armed && r->interval != 0 &&
	    !hrtimer_active(&r->timer)));			/* I1 */
	CHECK(!r->armed || r->waiting || !hrtimer_idle(&r->timer)); /* I2 */
	CHECK(!r->counted || (r->waiting && r->count > 0));	/* I3 */
	return true;
}

/* What the clock shows at the deadline, as far as it can be told now. */
static int64_t
deadline_of(struct kevent_request *r)
{
	int64_t left, now;

	left = ktime_to_ns(hrtimer_get_remaining(&r->timer));
	now = ktime_to_ns(r->clock == CLOCK_REALTIME ? ktime_get_real() :
	    ktime_get());
	return nsec_add_sat(now, left);
}

/*
 * Bring a request that waits up to the present: move its deadline there and
 * count those that have gone by.
 */
static void
catch_up(struct kevent_request *r)
{
	uint64_t added;

	if (!r->waiting)
		return;
	added = hrtimer_forward64(&r->timer, ns_to_ktime(r->interval));
	if (added > 0) {	/* else the clock was set back */
		r->count += r->counted ? added - 1 : added;
		r->last = deadline_of(r) - r->interval;
	}
	r->counted = false;
}

/* Wait for the next deadline, which may be past. */
static void
go_on(struct kevent_request *r)
{
	if (!r->waiting)
		return;
	catch_up(r);
	r->waiting = false;
	(void)hrtimer_restart(&r->timer);		/* [KEV-REQ-3] */
}

/* The hrtimer's callback: interrupt context. */
static int
request_expire(void *data)
{
	struct kevent_request *r;
	bool s;

	r = data;
	s = port_spin_lock(r->lock);
	r->count++;
	r->last = deadline_of(r);
	r->armed = r->interval != 0;
	r->waiting = r->armed;
	r->counted = r->armed;
	EVENT(KEV_EXPIRE, r, (int64_t)r->count);
	if (r->complete(r, r->count) == KEVENT_GO_ON)	/* [KEV-REQ-1] */
		go_on(r);				/* [KEV-REQ-2] */
	INVARIANT(request_check(r));
	port_spin_unlock(r->lock, s);
	return HRTIMER_NORESTART;
}

void
kevent_request_init(struct kevent_request *r, clockid_t clock,
    struct port_spin *lock, kevent_complete *complete)
{
	*r = (struct kevent_request){ .lock = lock, .complete = complete,
	    .clock = clock };
	hrtimer_init(&r->timer, clock);
	r->timer.function = request_expire;
	r->timer.data = r;
}

void
kevent_request_start(struct kevent_request *r, ktime_t first,
    int64_t interval, enum hrtimer_mode mode)
{
	CHECK(port_spin_held(r->lock));			/* [KEV-REQ-7] */
	CHECK(!r->armed || r->waiting);			/* [KEV-REQ-8] */
	CHECK(interval >= 0);
	r->interval = interval;
	r->armed = true;
	r->waiting = false;
	r->counted = false;
	EVENT(KEV_START, r, ktime_to_ns(first));
	(void)hrtimer_start(&r->timer, first, mode);	/* [KEV-REQ-6] */
	INVARIANT(request_check(r));
}

void
kevent_request_stop(struct kevent_request *r, bool *s)
{
	CHECK(port_spin_held(r->lock));			/* [KEV-REQ-7] */
	while (hrtimer_try_to_cancel(&r->timer) < 0) {	/* [KEV-REQ-5] */
		port_spin_unlock(r->lock, *s);
		port_relax();
		*s = port_spin_lock(r->lock);
	}
	r->armed = false;
	r->waiting = false;
	r->counted = false;
	r->count = 0;
	if (r->event != NULL)
		kevent_forget(r->event);		/* [KEV-REQ-11] */
	INVARIANT(request_check(r));
}

uint64_t
kevent_request_advance(struct kevent_request *r)
{
	CHECK(port_spin_held(r->lock));			/* [KEV-REQ-7] */
	go_on(r);
	r->told = r->count;
	r->count = 0;
	INVARIANT(request_check(r));
	return r->told;
}

int64_t
kevent_request_remaining(struct kevent_request *r)
{
	int64_t left;

	CHECK(port_spin_held(r->lock));			/* [KEV-REQ-7] */
	if (!r->armed)
		return 0;
	catch_up(r);
	left = ktime_to_ns(hrtimer_get_remaining(&r->timer));
	return left > 0 ? left : 1;			/* [KEV-REQ-4] */
}

/* A request with an entry has its expirations fetched. */
enum kevent_next
kevent_request_news(struct kevent_request *r, uint64_t count)
{
	(void)count;
	kevent_news(r->event, 0);
	return KEVENT_WAIT;
}

int
kevent_request_bind(struct kevent_request *r, clockid_t clock, int fd,
    const struct ukevent *what)
{
	struct kevent_queue *q;
	struct kevent *k;
	struct file *f;
	int error;
	bool s;

	error = kevent_queue_get(fd, &f, &q);
	if (error != 0)
		return error;
	port_mutex_lock(&q->mutex);
	if (kevent_find(q, what) != NULL)
		error = EEXIST;				/* [KEV-REQ-9] */
	else if ((k = kevent_new(q, what, &kevent_bound_origin)) == NULL)
		error = ENOMEM;
	else {
		kevent_request_init(r, clock, &q->lock, kevent_request_news);
		r->event = k;
		k->request = r;
		s = port_spin_lock(&q->lock);
		q->refs++;
		port_spin_unlock(&q->lock, s);
	}
	port_mutex_unlock(&q->mutex);
	file_put(f);
	return error;
}

void
kevent_request_fini(struct kevent_request *r)
{
	struct kevent_queue *q;
	bool s;

	s = port_spin_lock(r->lock);
	kevent_request_stop(r, &s);
	port_spin_unlock(r->lock, s);
	if (r->event == NULL)
		return;
	q = r->event->queue;
	port_mutex_lock(&q->mutex);
	kevent_drop(r->event);
	port_mutex_unlock(&q->mutex);
	kevent_queue_put(q);
}

/* Nobody adds or removes it but bind and fini. */
const struct kevent_callbacks kevent_bound_origin = { .size = 0 };
