/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kqueue.c - random operations on queues that tell of timers.
 *
 * A call may wait for the other thread's call on the same queue, so what it
 * has to answer is worked out behind it.
 */
#include "fuzz.h"

#include "hosted/user.h"
#include "kqueue/kqueue.h"
#include "ktime/ktime.h"

#define QUEUES	2
#define TIMERS	6

/* A timer; its number says where it stands. */
struct model {
	bool		 exists;
	bool		 disabled;
	unsigned	 flags;
	void		*udata;
	struct fuzz_timer m;
};

static struct queue {
	bool		 open;
	int		 fd;
	unsigned	 calls;		/* in progress */
	struct model	 timers[TIMERS];
} queues[QUEUES];

/* Numbers that meet in one bucket, and a very great one. */
static uintptr_t
ident_of(unsigned i)
{
	return i == 0 ? UINTPTR_MAX : (uintptr_t)i << 16;
}

static struct model *
model_of(struct queue *q, uintptr_t ident)
{
	unsigned i;

	for (i = 0; i < TIMERS; i++)
		if (q->timers[i].exists && ident_of(i) == ident)
			return &q->timers[i];
	return NULL;
}

/* What an event of this timer would count now; 0: there is none. */
static uint64_t
due(const struct model *t)
{
	if (!t->exists || t->disabled)
		return 0;
	return (t->flags & EV_CLEAR) != 0 ? fuzz_untold(&t->m) :
	    fuzz_expired(&t->m);
}

static unsigned
ready(const struct queue *q)
{
	unsigned i, n;

	n = 0;
	for (i = 0; i < TIMERS; i++)
		n += due(&q->timers[i]) > 0;
	return n;
}

static int
call(struct queue *q, const struct kevent *changes, int nchanges,
    struct kevent *events, int nevents, const struct timespec *timeout)
{
	int r;

	q->calls++;
	r = sys_kevent(q->fd, changes, nchanges, events, nevents, timeout);
	q->calls--;
	return r;
}

static int
change(struct queue *q, struct kevent *ev)
{
	return call(q, ev, 1, NULL, 0, NULL);
}

static unsigned short
some_flags(void)
{
	unsigned flags;

	flags = EV_ADD;
	flags |= fuzz_draw(3) == 0 ? EV_ONESHOT : 0;
	flags |= fuzz_draw(4) == 0 ? EV_DISPATCH : 0;
	flags |= fuzz_draw(4) == 0 ? EV_CLEAR : 0;
	flags |= fuzz_draw(6) == 0 ? EV_DISABLE : 0;
	return (unsigned short)flags;
}

static void
model_set(struct model *t, const struct kevent *ev, bool absolute)
{
	t->exists = true;
	t->flags = ev->flags | (absolute ? 0 : EV_CLEAR);
	t->disabled = (ev->flags & EV_DISABLE) != 0;
	t->udata = ev->udata;
	t->m = (struct fuzz_timer){ .armed = true,
	    .clock = absolute ? CLOCK_REALTIME : CLOCK_MONOTONIC };
	t->m.first = absolute ? ev->data : fuzz_now(t->m.clock) + ev->data;
	t->m.interval = absolute || (ev->flags & EV_ONESHOT) != 0 ? 0 :
	    ev->data;
}

static void
add(struct queue *q)
{
	struct kevent ev;
	struct model *t;
	bool absolute, poor;
	unsigned i;
	int r;

	i = fuzz_draw(TIMERS);
	t = &q->timers[i];
	absolute = fuzz_draw(3) == 0;
	ev = (struct kevent){ .ident = ident_of(i), .filter = EVFILT_TIMER,
	    .flags = some_flags(), .fflags = NOTE_NSECONDS,
	    .data = fuzz_ns(28), .udata = (void *)(uintptr_t)fuzz_draw(9) };
	if (absolute) {
		ev.fflags |= NOTE_ABSTIME;
		ev.data += fuzz_now(CLOCK_REALTIME) - fuzz_ns(28);
	}
	poor = fuzz_poor();
	r = change(q, &ev);
	fuzz_rich();
	FUZZ(r == 0 || (poor && !t->exists && r == -ENOMEM));
	if (r == 0)
		model_set(t, &ev, absolute);
}

static void
remove_it(struct queue *q)
{
	struct kevent ev;
	unsigned i;
	int r;

	i = fuzz_draw(TIMERS);
	ev = (struct kevent){ .ident = ident_of(i), .filter = EVFILT_TIMER,
	    .flags = EV_DELETE };
	r = change(q, &ev);
	FUZZ(r == (q->timers[i].exists ? 0 : -ENOENT));
	q->timers[i].exists = false;
}

static void
enable(struct queue *q)
{
	struct kevent ev;
	bool on;
	unsigned i;
	int r;

	i = fuzz_draw(TIMERS);
	on = fuzz_draw(3) != 0;
	ev = (struct kevent){ .ident = ident_of(i), .filter = EVFILT_TIMER,
	    .flags = on ? EV_ENABLE : EV_DISABLE };
	r = change(q, &ev);
	FUZZ(r == (q->timers[i].exists ? 0 : -ENOENT));
	q->timers[i].disabled = !on;
}

/* An event has come: is it right?  What does it change? */
static void
taken(struct queue *q, const struct kevent *ev)
{
	struct model *t;

	t = model_of(q, ev->ident);
	FUZZ(t != NULL);
	FUZZ(ev->filter == EVFILT_TIMER && ev->udata == t->udata);
	FUZZ(ev->data > 0 && (uint64_t)ev->data == due(t));
	t->m.told = fuzz_expired(&t->m);
	t->exists = (t->flags & EV_ONESHOT) == 0;
	t->disabled = t->disabled || (t->flags & EV_DISPATCH) != 0;
}

static void
collect(struct queue *q)
{
	static const struct timespec now;
	struct kevent ev[TIMERS + 1];
	unsigned room, want;
	int i, n;

	room = fuzz_draw(TIMERS + 2);
	n = call(q, NULL, 0, ev, (int)room, &now);
	want = ready(q);
	FUZZ(n == (int)(want < room ? want : room));
	for (i = 0; i < n; i++)
		taken(q, &ev[i]);
}

/* Other threads change the queue meanwhile. */
static void
wait_a_while(struct queue *q)
{
	struct kevent ev[2];
	struct timespec ts;
	int64_t most, from;
	int i, n;

	most = fuzz_ns(22);
	from = fuzz_now(CLOCK_MONOTONIC);
	ts = ktime_to_timespec(ns_to_ktime(most));
	n = call(q, NULL, 0, ev, 2, &ts);
	FUZZ(n >= 0 && n <= 2);
	FUZZ(n > 0 || fuzz_now(CLOCK_MONOTONIC) >= from + most);
	for (i = 0; i < n; i++)
		taken(q, &ev[i]);
}

/* While another call reports, the ring is ahead of the model. */
static void
poll_it(struct queue *q)
{
	struct file *f;

	if (q->calls > 0)
		return;
	f = file_get(q->fd);
	FUZZ(f != NULL);
	FUZZ((file_poll(f, NULL) != 0) == (ready(q) != 0));
	file_put(f);
}

/* Calls that change nothing. */
static void
refused(struct queue *q)
{
	static const struct timespec now;
	struct kevent ev;
	int r;

	ev = (struct kevent){ .ident = ident_of(fuzz_draw(TIMERS)),
	    .filter = EVFILT_TIMER, .flags = EV_ADD, .data = -1 };
	FUZZ(change(q, &ev) == -EINVAL);
	ev.data = 1;
	ev.fflags = 1u << (5 + fuzz_draw(20));
	FUZZ(change(q, &ev) == -EINVAL);
	ev.filter = -1;
	FUZZ(change(q, &ev) == -EINVAL);
	FUZZ(change(q, user_bad_address()) == -EFAULT);
	r = call(q, NULL, 0, user_bad_address(), 3, &now);
	FUZZ(r == (ready(q) != 0 ? -EFAULT : 0));
	FUZZ(call(q, NULL, 0, &ev, 1, user_bad_address()) ==
	    -EFAULT);
	FUZZ(call(q, NULL, 0, &ev, -1, NULL) == -EINVAL);
}

static void
duplicate(struct queue *q)
{
	int fd;

	fd = sys_dup(q->fd);
	FUZZ(fd >= 0);
	FUZZ(sys_close(q->fd) == 0);
	q->fd = fd;
}

static void
close_it(struct queue *q)
{
	if (q->calls > 0)
		return;
	FUZZ(sys_close(q->fd) == 0);
	*q = (struct queue){ .open = false };
}

static void
create(struct queue *q)
{
	bool poor;

	poor = fuzz_poor();
	q->fd = sys_kqueue();
	fuzz_rich();
	FUZZ(q->fd >= 0 || (poor && q->fd == -ENOMEM));
	q->open = q->fd >= 0;
}

static void
step(void)
{
	static void (*const often[])(struct queue *) = {
		add, add, add, add, add, remove_it, enable, enable, collect,
		collect, collect, collect, wait_a_while, poll_it, refused,
		duplicate
	};
	struct queue *q;

	q = &queues[fuzz_draw(QUEUES)];
	if (!q->open)
		create(q);
	else if (fuzz_draw(100) == 0)
		close_it(q);
	else
		often[fuzz_draw(sizeof(often) / sizeof(often[0]))](q);
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < QUEUES; i++)
		if (queues[i].open)
			close_it(&queues[i]);
}

const struct fuzz_front fuzz_kqueue = { "kqueue", step, end };
