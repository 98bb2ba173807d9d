/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fetch.c - waiting for events, and taking them.
 *
 * What		Somebody waits until as many entries are ready as he wants,
 *		then takes them one by one to where he wants them.
 *
 * Why this way	News wake one of those who wait, the first who has enough of
 *		them: if all of them woke, all but one would find nothing.
 *		Who was woken is not woken again before it has looked, so the
 *		next news are for the next one.
 *
 *		Nobody who was woken leaves without a look, whatever else has
 *		happened to him, so a wake-up is not lost with a waiter that
 *		was interrupted.
 *
 * Model	A wants 3, B wants 1, in this order; three entries become
 *		ready one after another:
 *
 *		first	A has not enough; B is woken, and takes it
 *		second	A has not enough; B may be gone
 *		third	A has not enough still: there are two
 *
 * Locking	As queue.c says.  A fetch holds the mutex while it copies, not
 *		while it waits.
 */
#include "kevent/kevent_impl.h"

#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"
#include "lib/math64.h"

int
kevent_patience(struct kevent_patience *p, const struct timespec *user,
    unsigned flags)
{
	struct timespec ts;

	*p = (struct kevent_patience){ .endless = user == NULL };
	/* [KEV-GET-5] */
	p->mode = (flags & KEVENT_FLAGS_ABSTIME) != 0 ? HRTIMER_ABS :
	    HRTIMER_REL;
	if (user == NULL)
		return 0;
	if (port_copyin(&ts, user, sizeof(ts)) != 0)
		return EFAULT;
	/* [KEV-GET-7] */
	if (ts.tv_sec < 0 || ts.tv_nsec < 0 || ts.tv_nsec >= NSEC_PER_SEC)
		return EINVAL;
	p->time = timespec_to_ktime(ts);
	p->none = p->mode == HRTIMER_REL && ts.tv_sec == 0 && ts.tv_nsec == 0;
	return 0;
}

/* Is there time left?  The clock runs from the first time this is asked. */
static bool
patience_lasts(struct kevent_patience *p)
{
	if (p->none)
		return false;
	if (p->endless)
		return true;
	if (!p->begun) {
		p->begun = true;
		hrtimer_init(&p->timer, CLOCK_MONOTONIC);
		p->timer.function = NULL;
		p->timer.data = port_thread_self();
		(void)hrtimer_start(&p->timer, p->time, p->mode);
	}
	return hrtimer_active(&p->timer) != 0;
}

/* One who waits. */
struct sleeper {
	struct waiter	 waiter;	/* q */
	struct kevent_queue *queue;	/* I */
	struct port_thread *thread;	/* I */
	unsigned	 need;		/* I  entries */
	bool		 called;	/* q  and has not looked since */
};

static bool
enough(const struct kevent_queue *q, unsigned need)
{
	return q->ready.n + q->unsure.n >= need;
}

/* There is news: is it for this one? */
static void
sleeper_look(struct waiter *w)
{
	struct sleeper *me;
	struct kevent_queue *q;

	me = container_of(w, struct sleeper, waiter);
	q = me->queue;
	if (me->called || q->wakes == 0)
		return;
	if (!q->asked && !enough(q, me->need))
		return;
	me->called = true;				/* [KEV-WAKE-1] */
	q->wakes--;
	EVENT(KEV_WAKE, q, (int64_t)q->ready.n);
	port_wake(me->thread);
}

/*
 * Until there is enough: 0.  Else why not: EINTR, ETIMEDOUT, or ECANCELED,
 * somebody has asked for it.
 */
static int
await(struct kevent_queue *q, unsigned need, struct kevent_patience *p)
{
	struct sleeper me;
	int error;
	bool s;

	me = (struct sleeper){ .waiter.ready = sleeper_look, .queue = q,
	    .thread = port_thread_self(), .need = need };
	error = 0;
	s = port_spin_lock(&q->lock);
	waitq_add(&q->waiters, &me.waiter);
	while (!enough(q, need) && error == 0) {	/* [KEV-GET-2] */
		me.called = false;
		if (q->asked) {
			q->asked = false;
			error = ECANCELED;
		} else if (!patience_lasts(p)) {
			error = ETIMEDOUT;		/* [KEV-GET-3] */
		} else {
			port_spin_unlock(&q->lock, s);
			/* [KEV-GET-6] */
			error = port_block() != 0 ? EINTR : 0;
			s = port_spin_lock(&q->lock);
		}
	}
	waitq_remove(&q->waiters, &me.waiter);
	port_spin_unlock(&q->lock, s);
	return error;
}

/* Take the news of an entry that is being fetched: what the program gets. */
static void
take(struct kevent *k, struct ukevent *u)
{
	struct kevent_request *r;
	uint64_t beyond;

	r = k->request;
	if (r != NULL) {
		/* [KEV-TIMER-6] [KEV-REQ-10] */
		k->count += kevent_request_advance(r);
		r->told = k->count;
		/* [KEV-TIMER-3] */
		k->asked.ret_data[0] = (uint32_t)div64_floor(r->last,
		    NSEC_PER_MSEC, NULL);
	}
	k->taken = k->count;
	k->count = 0;
	beyond = k->taken > 0 ? k->taken - 1 : 0;
	*u = k->asked;
	u->ret_flags = KEVENT_RET_DONE;			/* [KEV-EVENT-1] */
	/* [KEV-EVENT-4] */
	u->ret_data[1] = beyond < INT32_MAX ? (uint32_t)beyond : INT32_MAX;
}

/* What becomes of an entry that was fetched. */
static void
fetched(struct kevent *k)
{
	struct kevent_queue *q;
	uint32_t flags;
	bool s;

	q = k->queue;
	flags = k->asked.req_flags;
	if ((flags & KEVENT_REQ_ONESHOT) != 0) {
		kevent_remove(k);			/* [KEV-EVENT-3] */
		return;
	}
	s = port_spin_lock(&q->lock);
	k->fetching = false;				/* [KEV-EVENT-2] */
	if ((flags & KEVENT_REQ_ET) == 0 && k->origin->callback != NULL)
		kevent_doubt(k);			/* [KEV-SOCKET-3] */
	port_spin_unlock(&q->lock, s);
}

/*
 * Take the news of an entry that is off the lists.  One that wants to be
 * looked at again may have none any more.  Locked, but for that look.
 */
static bool
take_checked(struct kevent *k, struct ukevent *u, bool *s)
{
	if ((k->asked.req_flags & KEVENT_REQ_LAST_CHECK) != 0 &&
	    k->origin->callback != NULL) {
		port_spin_unlock(&k->queue->lock, *s);
		k->asked.ret_data[0] = k->origin->callback(k);
		*s = port_spin_lock(&k->queue->lock);
		if (k->asked.ret_data[0] == 0)		/* [KEV-SOCKET-4] */
			return false;
	}
	take(k, u);
	return true;
}

int
kevent_deliver(struct kevent *k, struct kevent_sink *sink, unsigned n)
{
	struct kevent_queue *q;
	struct ukevent u;
	int error;
	bool s, got;

	q = sink->queue;
	s = port_spin_lock(&q->lock);
	k = kevent_pick(q, k);
	got = k != NULL && take_checked(k, &u, &s);
	port_spin_unlock(&q->lock, s);
	if (!got)
		return EAGAIN;
	error = sink->put(sink, &u, n);
	if (error == 0) {
		EVENT(KEV_FETCH, k, (int64_t)u.ret_data[1] + 1);
		fetched(k);
		return 0;
	}
	s = port_spin_lock(&q->lock);
	if (k->fetching)
		kevent_give_back(k);
	port_spin_unlock(&q->lock, s);
	return error;
}

/* What is ready, as much as the sink takes: the number, or -errno. */
static int
collect(struct kevent_sink *sink, unsigned from, unsigned max)
{
	struct kevent_queue *q;
	unsigned n, left;
	int error;
	bool s;

	q = sink->queue;
	port_mutex_lock(&q->mutex);
	kevent_settle(q);
	s = port_spin_lock(&q->lock);
	left = q->ready.n;
	port_spin_unlock(&q->lock, s);
	error = 0;
	for (n = 0; n < max && left > 0; left--) {
		error = kevent_deliver(NULL, sink, from + n);
		if (error == 0)
			n++;				/* [KEV-GET-9] */
		else if (error != EAGAIN)
			break;
	}
	port_mutex_unlock(&q->mutex);
	return n > 0 || error == EAGAIN ? (int)n : -error;
}

int
kevent_fetch(struct kevent_sink *sink, unsigned min, unsigned max,
    struct kevent_patience *p)
{
	unsigned got;
	int why, r;

	got = 0;
	do {
		why = await(sink->queue, min - got, p);
		r = collect(sink, got, max - got);
		if (r > 0)
			got += (unsigned)r;
	} while (why == 0 && r >= 0 && got < min);
	if (p->begun)
		(void)hrtimer_cancel(&p->timer);
	if (got > 0)
		return (int)got;
	return r < 0 ? r : why == EINTR ? -EINTR : 0;
}
