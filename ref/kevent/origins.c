/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * origins.c - the kinds of events that the queue has of its own: interval
 * timers, descriptors that are ready, and what a program tells itself.
 *
 * Why this way	They use nothing that an origin elsewhere could not use, but
 *		for timers, whose requests lie under the queue's lock so that
 *		an expiration takes one lock and not two.
 *
 * Locking	A descriptor's news come under a lock of its kind of file; the
 *		queue's is taken under that.  So nothing is asked of a file
 *		with the queue's lock held; and a queue cannot watch a queue.
 */
#include "kevent/kevent_impl.h"

#include "lib/errno.h"

/*
 * Timers: id.raw[0] seconds and id.raw[1] nanoseconds are the first
 * expiration and the interval.
 */
static int64_t
timer_period(const struct ukevent *u)
{
	return (int64_t)u->id.raw[0] * NSEC_PER_SEC + u->id.raw[1];
}

static void
timer_begin(struct kevent *k)
{
	struct kevent_request *r;
	int64_t period;
	bool s;

	r = k->request;
	/* [KEV-TIMER-4] */
	kevent_request_init(r, (k->asked.event & KEVENT_TIMER_REALTIME) != 0 ?
	    CLOCK_REALTIME : CLOCK_MONOTONIC, &k->queue->lock,
	    kevent_request_news);
	r->event = k;
	period = timer_period(&k->asked);
	s = port_spin_lock(r->lock);
	kevent_request_start(r, ns_to_ktime(period),	/* [KEV-TIMER-1] */
	    (k->asked.req_flags & KEVENT_REQ_ONESHOT) != 0 ? 0 : period,
	    HRTIMER_REL);
	port_spin_unlock(r->lock, s);
}

static int
timer_enqueue(struct kevent *k)
{
	/* [KEV-TIMER-2] */
	if (k->asked.id.raw[1] >= NSEC_PER_SEC || k->asked.id.raw_u64 == 0)
		return EINVAL;
	k->request = kevent_private(k);
	timer_begin(k);
	return 0;
}

static void
timer_dequeue(struct kevent *k)
{
	bool s;

	s = port_spin_lock(k->request->lock);
	kevent_request_stop(k->request, &s);
	port_spin_unlock(k->request->lock, s);
}

static void
timer_modify(struct kevent *k)
{
	timer_dequeue(k);
	timer_begin(k);					/* [KEV-TIMER-5] */
}

const struct kevent_callbacks kevent_timer_origin = {
	.size = sizeof(struct kevent_request),
	.events = KEVENT_TIMER_FIRED | KEVENT_TIMER_REALTIME,
	.wants = KEVENT_TIMER_FIRED,
	.enqueue = timer_enqueue,
	.dequeue = timer_dequeue,
	.modify = timer_modify,
};

/*
 * Descriptors: id.raw[0] is one.  The entry keeps its file open.
 */
struct socket {
	struct waiter	 waiter;
	struct kevent	*event;
	struct file	*file;
};

static void
socket_ready(struct waiter *w)
{
	kevent_ready(container_of(w, struct socket, waiter)->event);
}

static uint32_t
socket_callback(struct kevent *k)
{
	struct socket *so;
	unsigned poll;
	uint32_t event;

	so = kevent_private(k);
	poll = file_poll(so->file, NULL);
	event = 0;
	if ((poll & (POLLIN | POLLRDNORM | POLLHUP | POLLERR)) != 0)
		event |= KEVENT_SOCKET_RECV;
	if ((poll & (POLLOUT | POLLWRNORM | POLLERR)) != 0)
		event |= KEVENT_SOCKET_SEND;
	return event & k->asked.event;			/* [KEV-SOCKET-1] */
}

static int
socket_enqueue(struct kevent *k)
{
	struct socket *so;

	so = kevent_private(k);
	so->file = file_get((int)k->asked.id.raw[0]);
	if (so->file == NULL)
		return EBADF;				/* [KEV-SOCKET-2] */
	if (kevent_is_queue(so->file)) {		/* [KEV-SOCKET-2] */
		file_put(so->file);
		return EINVAL;
	}
	so->event = k;
	so->waiter.ready = socket_ready;
	(void)file_poll(so->file, &so->waiter);
	return 0;
}

static void
socket_dequeue(struct kevent *k)
{
	struct socket *so;

	so = kevent_private(k);
	file_unpoll(so->file, &so->waiter);
	file_put(so->file);				/* [KEV-SOCKET-5] */
}

const struct kevent_callbacks kevent_socket_origin = {
	.size = sizeof(struct socket),
	.events = KEVENT_SOCKET_RECV | KEVENT_SOCKET_SEND,
	.wants = KEVENT_SOCKET_RECV | KEVENT_SOCKET_SEND,
	.enqueue = socket_enqueue,
	.dequeue = socket_dequeue,
	.callback = socket_callback,
};

/*
 * What the program says by KEVENT_CTL_READY: nothing else is behind it.
 */
static int
notify_enqueue(struct kevent *k)
{
	(void)k;
	return 0;
}

static void
notify_dequeue(struct kevent *k)
{
	(void)k;
}

const struct kevent_callbacks kevent_notify_origin = {	/* [KEV-NOTIFY-1] */
	.events = KEVENT_MASK_ALL,
	.wants = KEVENT_MASK_ALL,
	.enqueue = notify_enqueue,
	.dequeue = notify_dequeue,
};
