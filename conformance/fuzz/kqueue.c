/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kqueue.c - random operations on timers of kqueues.
 *
 * Thread 1 may sleep in a call; meanwhile nobody else takes events there.
 */
#include "fuzz.h"

#include "hosted/user.h"
#include "kqueue/kqueue.h"

#define QUEUES	2
#define NONE	QUEUES
#define IDENTS	8

static struct knote_model {
	bool		 present, disabled;
	unsigned	 flags;		/* as events show them */
	struct fuzz_timer m;
} notes[QUEUES][IDENTS];

static int queue[QUEUES] = { -1, -1 };
static unsigned waiting = NONE;
static int64_t patience;

static bool
ready(struct knote_model *k)
{
	return k->present && fuzz_timer_ready(&k->m) && !k->disabled;
}

static int
count(unsigned q)
{
	int i, n;

	for (i = n = 0; i < IDENTS; i++)
		n += ready(&notes[q][i]);
	return n;
}

/* One change, answered by an errno value or not at all. */
struct change {
	int		 fd;
	struct kevent	 ev;
};

static long
change_call(void *arg)
{
	struct change *c;

	c = arg;
	return sys_kevent(c->fd, &c->ev, 1, NULL, 0, NULL);
}

static struct change
change_of(unsigned q, unsigned i, unsigned flags)
{
	return (struct change){ queue[q], { .ident = i,
	    .filter = EVFILT_TIMER, .flags = (unsigned short)flags,
	    .udata = &notes[q][i] } };
}

/* In some unit: what data is, and the time that it stands for. */
static int64_t
time_of(struct kevent *ev, int64_t ns)
{
	static const struct { unsigned fflags; int64_t ns; } units[] = {
		{ 0, NSEC_PER_MSEC }, { NOTE_MSECONDS, NSEC_PER_MSEC },
		{ NOTE_USECONDS, NSEC_PER_USEC }, { NOTE_NSECONDS, 1 },
	};
	unsigned i;

	i = fuzz_draw(4);
	ev->fflags |= units[i].fflags;
	ev->data = ns / units[i].ns;
	if (ev->data == 0 && (ev->flags & EV_ONESHOT) == 0)
		return units[i].ns;
	return ev->data * units[i].ns;
}

static void
add(unsigned q)
{
	struct knote_model *k;
	struct change c;
	int64_t ns;
	unsigned i, flags;

	i = fuzz_draw(IDENTS);
	k = &notes[q][i];
	flags = fuzz_draw(8) * EV_ONESHOT & (EV_ONESHOT | EV_CLEAR);
	flags |= fuzz_draw(4) == 0 ? EV_DISPATCH : 0;
	c = change_of(q, i, EV_ADD | flags |
	    (fuzz_draw(4) == 0 ? EV_DISABLE : 0));
	if (fuzz_draw(4) == 0) {
		c.ev.fflags = NOTE_ABSTIME;
		ns = time_of(&c.ev, fuzz_now(CLOCK_REALTIME) + fuzz_ns(28) -
		    fuzz_ns(26));
		fuzz_timer_set(&k->m, CLOCK_REALTIME, ns, 0);
	} else {
		ns = time_of(&c.ev, fuzz_ns(28));
		fuzz_timer_set(&k->m, CLOCK_MONOTONIC,
		    fuzz_now(CLOCK_MONOTONIC) + ns,
		    (flags & EV_ONESHOT) != 0 ? 0 : ns);
		flags |= EV_CLEAR;
	}
	k->present = true;
	k->disabled = (c.ev.flags & EV_DISABLE) != 0;
	k->flags = flags;
	FUZZ(fuzz_call(change_call, &c, -ENOMEM) == 0);
}

/* EV_DELETE, EV_ENABLE or EV_DISABLE; now and then with a receipt. */
static void
change(unsigned q)
{
	static const unsigned what[] = { EV_DELETE, EV_ENABLE, EV_DISABLE };
	struct knote_model *k;
	struct change c;
	struct kevent answer;
	unsigned i, flags;
	int r, want;

	i = fuzz_draw(IDENTS);
	k = &notes[q][i];
	flags = what[fuzz_draw(3)];
	c = change_of(q, i, flags);
	want = k->present ? 0 : ENOENT;
	if (fuzz_draw(2) == 0) {
		FUZZ(change_call(&c) == -want);
	} else {
		c.ev.flags |= EV_RECEIPT;
		r = sys_kevent(c.fd, &c.ev, 1, &answer, 1, NULL);
		FUZZ(r == 1 && answer.ident == i && answer.data == want &&
		    (answer.flags & EV_ERROR) != 0);
	}
	k->disabled = flags == EV_ENABLE ? false :
	    flags == EV_DISABLE ? true : k->disabled;
	k->present = k->present && flags != EV_DELETE;
}

/* An event is that of a timer that is ready. */
static void
reported(unsigned q, const struct kevent *ev)
{
	struct knote_model *k;

	FUZZ(ev->ident < IDENTS && ev->filter == EVFILT_TIMER);
	k = &notes[q][ev->ident];
	FUZZ(ready(k) && ev->udata == k && ev->flags == k->flags);
	fuzz_timer_look(&k->m);
	FUZZ(ev->data == (int64_t)k->m.count);
	if ((k->flags & EV_CLEAR) != 0)
		k->m.count = 0;
	if ((k->flags & EV_DISPATCH) != 0)
		k->disabled = true;
	if ((k->flags & EV_ONESHOT) != 0)
		k->present = false;
}

static void
wait_for(unsigned q)
{
	static struct kevent room[FUZZ_CPUS][4];
	struct timespec ts;
	struct kevent *ev;
	bool sleeps, bad;
	int i, n, r, most;

	most = 1 + (int)fuzz_draw(4);
	bad = fuzz_draw(16) == 0;
	ev = room[fuzz_thread()];
	ts = fuzz_timespec(0);
	sleeps = fuzz_thread() == 1 && count(q) == 0;
	if (sleeps) {
		waiting = q;
		patience = fuzz_ns(26);
		ts = fuzz_timespec(patience);
		patience += fuzz_now(CLOCK_MONOTONIC);
	}
	r = sys_kevent(queue[q], NULL, 0, bad ? user_bad_address() : ev,
	    most, &ts);
	if (sleeps) {
		fuzz_settle();
		waiting = NONE;
		FUZZ(r != 0 || fuzz_now(CLOCK_MONOTONIC) == patience);
	}
	n = count(q) < most ? count(q) : most;
	FUZZ(r == (bad && n > 0 ? -EFAULT : n));
	for (i = 0; i < r; i++)
		reported(q, &ev[i]);
}

static void
poll_it(unsigned q)
{
	struct file *f;

	f = file_get(queue[q]);
	FUZZ(f != NULL);
	FUZZ((file_poll(f, NULL) != 0) == (count(q) > 0));
	file_put(f);
}

static void
refuse(unsigned q, unsigned flags, unsigned fflags, int64_t data, int error)
{
	struct change c;

	c = change_of(q, IDENTS, flags);
	c.ev.fflags = fflags;
	c.ev.data = data;
	FUZZ(change_call(&c) == -error);
}

/* Calls that change nothing. */
static void
refused(unsigned q)
{
	struct kevent ev;

	refuse(q, EV_ADD, NOTE_SECONDS | NOTE_USECONDS, 1, EINVAL);
	refuse(q, EV_ADD, 0, -1, EINVAL);
	refuse(q, EV_ADD | EV_ENABLE | EV_DISABLE, 0, 1, EINVAL);
	refuse(q, EV_ENABLE, 0, 0, ENOENT);
	FUZZ(sys_kevent(FILE_MAX, NULL, 0, &ev, 1, NULL) == -EBADF);
	FUZZ(sys_kevent(queue[q], user_bad_address(), 1, NULL, 0, NULL) ==
	    -EFAULT);
	FUZZ(sys_read(queue[q], &ev, sizeof(ev)) == -EINVAL);
}

static long
create_call(void *arg)
{
	(void)arg;
	return sys_kqueue();
}

static void
close_it(unsigned q)
{
	unsigned i;

	FUZZ(sys_close(queue[q]) == 0);
	for (i = 0; i < IDENTS; i++)
		notes[q][i].present = false;
	queue[q] = -1;
}

static void
close_seldom(unsigned q)
{
	if (q != waiting && fuzz_draw(16) == 0)
		close_it(q);
}

static void
step(void)
{
	static void (*const often[])(unsigned) = {
		add, add, add, add, change, change, wait_for, wait_for,
		wait_for, poll_it, refused, close_seldom
	};
	void (*what)(unsigned);
	unsigned q;

	FUZZ(waiting == NONE || (count(waiting) == 0 &&
	    fuzz_now(CLOCK_MONOTONIC) < patience));
	q = fuzz_draw(QUEUES);
	what = often[fuzz_draw(sizeof(often) / sizeof(often[0]))];
	if (queue[q] < 0) {
		queue[q] = (int)fuzz_call(create_call, NULL, -ENOMEM);
		FUZZ(queue[q] >= 0);
	} else if (q != waiting || what != wait_for) {
		what(q);
	}
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < QUEUES; i++)
		if (queue[i] >= 0)
			close_it(i);
}

const struct fuzz_front fuzz_kqueue = { "kqueue", NULL, step, end };
