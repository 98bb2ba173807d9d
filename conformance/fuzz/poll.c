/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * poll.c - random waits for timerfds, by poll, ppoll and select.
 *
 * Thread 1 may sleep in a wait; the other sets and reads the timers.
 */
#include "fuzz.h"

#include "hosted/user.h"
#include "poll/poll.h"
#include "timerfd/timerfd.h"

#define FDS	4
#define MOST	6		/* entries of a poll */

static struct timer {
	int		 fd;
	struct fuzz_timer m;
} timers[FDS];

/* What a thread asks for. */
static struct asked {
	struct pollfd	 of[MOST];
	unsigned	 n;
	int64_t		 most;	/* ns; negative: without end */
	bool		 asleep;
	int64_t		 until;
} asked[FUZZ_CPUS];

/* What one entry is ready for. */
static short
ready(const struct pollfd *p)
{
	unsigned i, events;

	if (p->fd < 0)
		return 0;
	for (i = 0; i < FDS && timers[i].fd != p->fd; i++)
		;
	if (i == FDS)
		return POLLNVAL;
	events = fuzz_timer_ready(&timers[i].m) ? POLLIN | POLLRDNORM : 0;
	return (short)(events & (unsigned)p->events);
}

static int
count(const struct asked *a)
{
	unsigned i;
	int n;

	n = 0;
	for (i = 0; i < a->n; i++)
		n += ready(&a->of[i]) != 0;
	return n;
}

static void
choose(struct asked *a)
{
	static const short events[] = { POLLIN, POLLIN | POLLOUT, POLLRDNORM,
	    POLLIN, POLLOUT, 0 };
	unsigned i, which;

	a->n = fuzz_draw(MOST + 1);
	for (i = 0; i < a->n; i++) {
		which = fuzz_draw(2 * FDS + 2);
		a->of[i].fd = which == 0 ? -1 : which == 1 &&
		    fuzz_draw(4) == 0 ? FILE_MAX - 1 :
		    timers[which % FDS].fd;
		a->of[i].events = events[fuzz_draw(6)];
		a->of[i].revents = 77;
	}
	a->most = fuzz_thread() == 0 || fuzz_draw(2) == 0 ? 0 : fuzz_ns(27);
	if (a->most != 0 && fuzz_draw(8) == 0 && a->n != 0)
		a->most = -1;
}

/* Before a wait that may sleep; and behind it. */
static void
begin_wait(struct asked *a)
{
	unsigned i, events;
	bool hopeless;

	hopeless = true;
	for (i = 0; i < a->n; i++) {
		events = (unsigned)a->of[i].events;
		if (a->of[i].fd >= 0 && (events & POLLIN) != 0)
			hopeless = false;
	}
	if (hopeless && a->most < 0)
		a->most = NSEC_PER_MSEC;
	a->until = a->most < 0 ? INT64_MAX :
	    fuzz_now(CLOCK_MONOTONIC) + a->most;
	a->asleep = a->most != 0 && count(a) == 0;
}

static void
end_wait(struct asked *a)
{
	if (!a->asleep)
		return;
	fuzz_settle();
	a->asleep = false;
	FUZZ(count(a) > 0 || fuzz_now(CLOCK_MONOTONIC) == a->until);
}

static bool in_ms;

static long
poll_call(void *arg)
{
	struct timespec ts;
	struct asked *a;

	a = arg;
	if (in_ms)
		return sys_poll(a->of, a->n, a->most < 0 ? -1 :
		    (int)(a->most / NSEC_PER_MSEC));
	ts = fuzz_timespec(a->most < 0 ? 0 : a->most);
	return sys_ppoll(a->of, a->n, a->most < 0 ? NULL : &ts, NULL);
}

static void
poll_some(void)
{
	struct asked *a;
	unsigned i;
	long r;

	a = &asked[fuzz_thread()];
	choose(a);
	in_ms = fuzz_draw(2) == 0;
	if (in_ms && a->most > 0)
		a->most += NSEC_PER_MSEC - a->most % NSEC_PER_MSEC;
	begin_wait(a);
	r = a->asleep ? poll_call(a) : fuzz_call(poll_call, a, -ENOMEM);
	end_wait(a);
	FUZZ(r == count(a));
	for (i = 0; i < a->n; i++)
		FUZZ(a->of[i].revents == ready(&a->of[i]));
}

static struct fd_set in, out;

static long
select_call(void *arg)
{
	struct timeval tv;
	struct asked *a;
	unsigned i;

	a = arg;
	in = out = (struct fd_set){ { 0 } };
	for (i = 0; i < a->n; i++) {
		FD_SET(a->of[i].fd, &in);
		FD_SET(a->of[i].fd, &out);
	}
	tv.tv_sec = a->most / NSEC_PER_SEC;
	tv.tv_usec = (long)(a->most % NSEC_PER_SEC / NSEC_PER_USEC);
	return sys_select(FD_SETSIZE, &in, &out, NULL,
	    a->most < 0 ? NULL : &tv);
}

/* One thread at a time, for the sets. */
static void
select_some(void)
{
	struct asked *a;
	unsigned i;
	long r;

	a = &asked[fuzz_thread()];
	if (fuzz_thread() == 0)
		return;
	a->n = fuzz_draw(2);
	a->of[0] = (struct pollfd){ timers[fuzz_draw(FDS)].fd, POLLIN, 0 };
	a->most = fuzz_draw(2) * (NSEC_PER_USEC + fuzz_ns(27) /
	    NSEC_PER_USEC * NSEC_PER_USEC);
	begin_wait(a);
	r = a->asleep ? select_call(a) : fuzz_call(select_call, a, -ENOMEM);
	end_wait(a);
	FUZZ(r == count(a));
	for (i = 0; i < FDS; i++) {
		FUZZ(FD_ISSET(timers[i].fd, &in) == (r == 1 &&
		    timers[i].fd == a->of[0].fd));
		FUZZ(!FD_ISSET(timers[i].fd, &out));
	}
}

static void
set(void)
{
	struct itimerspec its;
	struct timer *t;

	t = &timers[fuzz_draw(FDS)];
	its.it_value = fuzz_timespec(fuzz_ns(26));
	its.it_interval = fuzz_timespec(fuzz_draw(2) == 0 ? 0 : fuzz_ns(26));
	FUZZ(sys_timerfd_settime(t->fd, 0, &its, NULL) == 0);
	fuzz_timer_set(&t->m, CLOCK_MONOTONIC, fuzz_now(CLOCK_MONOTONIC) +
	    fuzz_ns_of(its.it_value), fuzz_ns_of(its.it_interval));
}

static void
read_one(void)
{
	struct timer *t;
	uint64_t n, want;
	long r;

	t = &timers[fuzz_draw(FDS)];
	want = fuzz_timer_take(&t->m);
	r = sys_read(t->fd, &n, sizeof(n));
	FUZZ(want == 0 ? r == -EAGAIN : r == 8 && n == want);
}

/* None of these waits. */
static void
refused(void)
{
	struct timespec ts;
	struct pollfd p;
	struct fd_set none;

	ts = fuzz_timespec(-1);
	p = (struct pollfd){ timers[0].fd, POLLIN, 0 };
	none = (struct fd_set){ { 0 } };
	FUZZ(sys_poll(&p, FILE_MAX + 1, -1) == -EINVAL);
	FUZZ(sys_poll(user_bad_address(), 1, -1) == -EFAULT);
	FUZZ(sys_ppoll(&p, 1, &ts, NULL) == -EINVAL);
	FUZZ(sys_select(-1, NULL, NULL, NULL, NULL) == -EINVAL);
	FD_SET(FD_SETSIZE - 1, &none);
	FUZZ(sys_select(FD_SETSIZE, &none, NULL, NULL, NULL) == -EBADF);
}

static void
step(void)
{
	static void (*const often[])(void) = {
		set, set, set, read_one, read_one, poll_some, poll_some,
		poll_some, select_some, select_some, refused
	};
	const struct asked *a;

	a = &asked[1];
	FUZZ(!a->asleep || (count(a) == 0 &&
	    fuzz_now(CLOCK_MONOTONIC) < a->until));
	often[fuzz_draw(sizeof(often) / sizeof(often[0]))]();
}

static void
begin(void)
{
	unsigned i;

	for (i = 0; i < FDS && fuzz_thread() == 0; i++)
		timers[i].fd = sys_timerfd_create(CLOCK_MONOTONIC,
		    TFD_NONBLOCK);
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < FDS; i++)
		FUZZ(sys_close(timers[i].fd) == 0);
}

const struct fuzz_front fuzz_poll = { "poll", begin, step, end };
