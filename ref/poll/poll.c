/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * poll.c - waiting for descriptors, with a timeout.
 *
 * What		A thread that stands in the queue of every file it asks for,
 *		and behind an hrtimer of its own.
 *
 * Why this way	Each kind of file says what it is ready for and enters a waiter
 *		in its queue, in one step.  So the thread enters all queues
 *		while it looks for the first time; from then on whatever
 *		changes wakes it, and it looks again at everything.  Nobody
 *		hands over what has happened: that would have to be kept right
 *		against close, read and another poller.
 *
 * Model	Two timers and a timeout of 50 ms; the second expires at 20 ms:
 *
 *		0	the hrtimer for 50 ms; look: enter both queues, block
 *		20 ms	the second timer calls its waiter, which wakes the
 *			thread; look: one is ready
 *			leave both queues, cancel the hrtimer, drop the files
 *
 * Invariants	I1  a waiter is queued only while its file is held.
 *
 * Locking	None of its own.  A waiter is called with the lock of its file,
 *		and wakes the thread, no more.
 *
 * Races	Readiness between the look and the sleep: the waiter stands in
 *		the queue, and the port keeps a wake-up that comes first.
 *		Readiness and the timeout: behind each wake-up the thread looks
 *		first and asks for the time then, so what is ready counts.
 *		Close: the call has the file, which lasts as long as it does.
 *
 * Limits	FILE_MAX entries, each looked at behind every wake-up.
 */
#include "poll/poll_impl.h"

#include "hrtimer/hrtimer.h"
#include "lib/check.h"
#include "lib/errno.h"
#include "lib/event.h"

/* Told of whether they were asked for or not. */
#define MISHAP	(POLLERR | POLLHUP | POLLNVAL)

struct polled *
poll_alloc(unsigned long n)
{
	struct polled *p;
	unsigned long i;

	p = port_alloc((n > 0 ? n : 1) * sizeof(*p));
	for (i = 0; p != NULL && i < n; i++)
		p[i] = (struct polled){ .fd = -1 };
	return p;
}

/*
 * The waiter's function, with the lock of the file's queue.  It takes
 * nothing, so everybody in the queue is woken.  [POLL-WAIT-4] [POLL-WAIT-5]
 */
static void
poll_ready(struct waiter *w)
{
	port_wake(container_of(w, struct polled, waiter)->thread);
}

/* What one is ready for; with `wait`, enter its queue as well. */
static void
look_at(struct polled *p, bool wait)
{
	if (p->file == NULL) {
		/* [POLL-SET-4] [POLL-SET-5] */
		p->ready = p->fd >= 0 ? POLLNVAL : 0;
		return;
	}
	if (wait) {
		p->thread = port_thread_self();
		p->waiter.thread = NULL;
		p->waiter.ready = poll_ready;
		p->queued = true;
	}
	p->ready = file_poll(p->file, wait ? &p->waiter : NULL) &
	    (p->wanted | MISHAP);		/* [POLL-SET-1] [POLL-SET-2] */
}

/* How many are ready.  Who finds one need not wait for the others. */
static int
look(struct polled *p, unsigned long n, bool wait)
{
	unsigned long i;
	int ready;

	ready = 0;
	for (i = 0; i < n; i++) {
		look_at(&p[i], wait && ready == 0);
		if (p[i].ready != 0)
			ready++;			/* [POLL-WAIT-3] */
		CHECK(!p[i].queued || p[i].file != NULL);	/* I1 */
	}
	return ready;
}

/* Nothing is ready yet.  `timer` runs, or is NULL. */
static int
await(struct polled *p, unsigned long n, struct hrtimer *timer)
{
	int ready, error;

	for (;;) {
		error = port_block();
		ready = look(p, n, false);
		if (ready > 0)
			return ready;			/* [POLL-WAIT-1] */
		if (timer != NULL && (!hrtimer_active(timer) ||
		    ktime_to_ns(hrtimer_get_remaining(timer)) <= 0))
			return 0;			/* [POLL-TIME-1] */
		if (error != 0)			/* [POLL-INTR-3] */
			return -EINTR;	/* [POLL-INTR-1] [POLL-INTR-2] */
	}
}

int
poll_wait(struct polled *p, unsigned long n, const ktime_t *span)
{
	struct hrtimer timer;
	bool at_once;
	int r;

	at_once = span != NULL && ktime_compare(*span, ns_to_ktime(0)) == 0;
	hrtimer_init(&timer, CLOCK_MONOTONIC);
	timer.function = NULL;
	timer.data = port_thread_self();
	EVENT(POLL_BEGIN, timer.data, (int64_t)n);
	if (span != NULL && !at_once)
		(void)hrtimer_start(&timer, *span,
		    HRTIMER_REL);			/* [POLL-TIME-4] */
	r = look(p, n, !at_once);
	if (r == 0 && !at_once)		/* [POLL-WAIT-2] [POLL-TIME-2] */
		r = await(p, n, span != NULL ? &timer : NULL);
	(void)hrtimer_cancel(&timer);			/* [POLL-TIME-6] */
	EVENT(POLL_END, timer.data, r);
	return r;
}

void
poll_free(struct polled *p, unsigned long n)
{
	unsigned long i;

	for (i = 0; i < n; i++) {
		if (p[i].queued)
			file_unpoll(p[i].file, &p[i].waiter);
		if (p[i].file != NULL)
			file_put(p[i].file);		/* [POLL-WAIT-6] */
	}
	port_free(p);
}

static int
take_time(struct poll_limit *l, const struct timespec *user)
{
	struct timespec ts;

	if (user == NULL)
		return 0;				/* [POLL-TIME-3] */
	if (port_copyin(&ts, user, sizeof(ts)) != 0)
		return EFAULT;				/* [POLL-BAD-3] */
	if (!timespec_valid(&ts))
		return EINVAL;				/* [POLL-BAD-1] */
	l->span = timespec_to_ktime(ts);		/* [POLL-TIME-5] */
	l->given = &l->span;
	return 0;
}

int
poll_limit_begin(struct poll_limit *l, const struct timespec *user,
    const struct sigset *mask)
{
	struct sigset set;
	int error;

	*l = (struct poll_limit){ .masked = mask != NULL };
	error = take_time(l, user);			/* [POLL-BAD-6] */
	if (error != 0 || mask == NULL)
		return error;
	if (port_copyin(&set, mask, sizeof(set)) != 0)
		return EFAULT;				/* [POLL-BAD-7] */
	l->signals = port_signal_mask(set.bits);	/* [POLL-INTR-4] */
	return 0;
}

void
poll_limit_end(const struct poll_limit *l)
{
	if (l->masked)
		(void)port_signal_mask(l->signals);	/* [POLL-INTR-5] */
}

/* The caller's array into ours. */
static int
take_in(struct polled *p, const struct pollfd *user, unsigned long n)
{
	struct pollfd one;
	unsigned long i;

	for (i = 0; i < n; i++) {
		if (port_copyin(&one, USER_AT(user, i), sizeof(one)) != 0)
			return -EFAULT;			/* [POLL-BAD-4] */
		p[i].fd = one.fd;
		p[i].wanted = (unsigned short)one.events;
		p[i].file = file_get(one.fd);		/* [POLL-SET-3] */
	}
	return 0;
}

/* And what they are ready for, out to where it belongs. */
static int
give_out(const struct polled *p, struct pollfd *user, unsigned long n)
{
	unsigned long i;
	short revents;

	for (i = 0; i < n; i++) {
		revents = (short)p[i].ready;
		if (port_copyout(&revents, &user[i].revents,
		    sizeof(revents)) != 0)
			return -EFAULT;			/* [POLL-BAD-4] */
	}
	return 0;
}

static int
poll_array(struct pollfd *user, unsigned long n, const ktime_t *span)
{
	struct polled *p;
	int r, error;

	if (n > FILE_MAX)
		return -EINVAL;				/* [POLL-BAD-2] */
	p = poll_alloc(n);
	if (p == NULL)
		return -ENOMEM;				/* [POLL-BAD-5] */
	r = take_in(p, user, n);
	if (r == 0)
		r = poll_wait(p, n, span);
	error = r < 0 ? r : give_out(p, user, n);
	poll_free(p, n);
	return error != 0 ? error : r;
}

int
sys_poll(struct pollfd *user, unsigned long n, int ms)
{
	ktime_t span;

	span = ns_to_ktime(ms * NSEC_PER_MSEC);
	return poll_array(user, n, ms < 0 ? NULL : &span); /* [POLL-TIME-3] */
}

int
sys_ppoll(struct pollfd *user, unsigned long n, const struct timespec *ts,
    const struct sigset *mask)
{
	struct poll_limit limit;
	int r;

	r = -poll_limit_begin(&limit, ts, mask);
	if (r == 0) {
		r = poll_array(user, n, limit.given);
		poll_limit_end(&limit);
	}
	return r;
}
