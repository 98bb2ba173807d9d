/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timerfd.c - random operations on timerfd, while the clock is set.
 *
 * Thread 1 may sleep in a read; meanwhile nobody else reads that timer.  When
 * it is closed then, it goes on in a place of its own.
 */
#include "fuzz.h"

#include "hosted/user.h"
#include "ktime/ktime.h"
#include "timekeeping/timekeeping.h"
#include "timerfd/timerfd.h"

#define FDS	6
#define CLOSED	FDS		/* closed while it is read */
#define NONE	(FDS + 1)

static struct timer {
	bool		 open;
	int		 fd, clock, flags;
	struct fuzz_timer m;
	bool		 cancels;	/* a jump of the clock cancels */
	unsigned	 jumps;		/* those that are known of */
} timers[FDS + 1];

static unsigned jumps, reading = NONE;

static bool
canceled(const struct timer *t)
{
	return t->cancels && t->jumps != jumps;
}

static bool
ready(struct timer *t)
{
	return fuzz_timer_ready(&t->m) || canceled(t);
}

static long
create_call(void *arg)
{
	struct timer *t;

	t = arg;
	return sys_timerfd_create(t->clock, t->flags);
}

static void
create(struct timer *t)
{
	*t = (struct timer){ .open = true, .clock = (int)fuzz_draw(2),
	    .flags = fuzz_draw(2) == 0 ? TFD_NONBLOCK : 0 };
	t->fd = (int)fuzz_call(create_call, t, -ENOMEM);
	FUZZ(t->fd >= 0);
}

/* A setting that was accepted: relative ones do not follow the clock. */
static void
set_model(struct timer *t, int flags, int64_t first, int64_t interval)
{
	bool abs, armed;
	int clock;

	abs = (flags & TFD_TIMER_ABSTIME) != 0;
	clock = abs ? t->clock : CLOCK_MONOTONIC;
	armed = first != 0;
	fuzz_timer_set(&t->m, clock, abs ? first : fuzz_now(clock) + first,
	    interval);
	t->m.armed = armed;
	t->cancels = abs && t->clock == CLOCK_REALTIME &&
	    (flags & TFD_TIMER_CANCEL_ON_SET) != 0;
	t->jumps = jumps;
}

static void
settime(unsigned i)
{
	struct itimerspec its, old;
	struct timer *t;
	int64_t left, first, interval;
	int flags, r;

	t = &timers[i];
	flags = (int)fuzz_draw(4);
	first = fuzz_draw(8) == 0 ? 0 : fuzz_ns(30);
	if ((flags & TFD_TIMER_ABSTIME) != 0 && first != 0)
		first += fuzz_now(t->clock) - fuzz_ns(28);
	interval = fuzz_draw(2) == 0 ? 0 : fuzz_ns(26);
	its.it_value = fuzz_timespec(first);
	its.it_interval = fuzz_timespec(interval);
	left = fuzz_timer_left(&t->m);
	r = sys_timerfd_settime(t->fd, flags, &its, &old);
	if (first < 0) {
		FUZZ(r == -EINVAL);
		return;
	}
	FUZZ(r == (canceled(t) ? -ECANCELED : 0));
	FUZZ(fuzz_ns_of(old.it_value) == left &&
	    fuzz_ns_of(old.it_interval) == t->m.interval);
	set_model(t, flags, first, interval);
}

static void
gettime(unsigned i)
{
	struct itimerspec now;
	struct timer *t;

	t = &timers[i];
	FUZZ(sys_timerfd_gettime(t->fd, &now) == 0);
	FUZZ(fuzz_ns_of(now.it_value) == fuzz_timer_left(&t->m) &&
	    fuzz_ns_of(now.it_interval) == t->m.interval);
}

/* What a read of this timer has brought is what it had to. */
static void
compare(struct timer *t, long r, uint64_t count, bool good)
{
	uint64_t want;

	if (!ready(t)) {
		FUZZ(r == -EAGAIN);
		return;
	}
	want = fuzz_timer_take(&t->m);
	if (canceled(t)) {
		FUZZ(r == -ECANCELED);
		t->jumps = jumps;
		return;
	}
	FUZZ(good ? r == 8 && count == want : r == -EFAULT);
}

static void
read_count(unsigned i)
{
	struct timer *t;
	uint64_t count;
	bool sleeps, good;
	long r;

	t = &timers[i];
	sleeps = !ready(t) && (t->flags & TFD_NONBLOCK) == 0;
	if (sleeps && fuzz_thread() == 0)
		return;
	if (sleeps)
		reading = i;
	good = fuzz_draw(16) != 0;
	count = 0;
	r = sys_read(t->fd, good ? &count : user_bad_address(),
	    sizeof(count));
	if (sleeps) {
		fuzz_settle();
		t = &timers[reading];	/* it may be closed now */
		reading = NONE;
		FUZZ(ready(t));
	}
	compare(t, r, count, good);
}

static void
poll_count(unsigned i)
{
	struct file *f;

	f = file_get(timers[i].fd);
	FUZZ(f != NULL);
	FUZZ((file_poll(f, NULL) != 0) == ready(&timers[i]));
	file_put(f);
}

static void
set_clock(unsigned i)
{
	int64_t by;

	by = fuzz_draw(2) == 0 ? fuzz_ns(28) : -fuzz_ns(28);
	for (i = 0; i <= FDS; i++)
		fuzz_timer_pass(&timers[i].m);
	FUZZ(timekeeping_settime(ns_to_ktime(fuzz_now(CLOCK_REALTIME) +
	    by)) == 0);
	jumps++;
	for (i = 0; i <= FDS; i++)
		fuzz_timer_pass(&timers[i].m);
}

/* Calls that change nothing. */
static void
refused(unsigned i)
{
	struct itimerspec its;
	uint64_t count;
	int fd;

	fd = timers[i].fd;
	its.it_value = fuzz_timespec(1);
	its.it_interval = fuzz_timespec(0);
	FUZZ(sys_timerfd_settime(fd, 4, &its, NULL) == -EINVAL);
	its.it_value.tv_nsec = 1000000000;
	FUZZ(sys_timerfd_settime(fd, 0, &its, NULL) == -EINVAL);
	FUZZ(sys_timerfd_settime(fd, 0, user_bad_address(), NULL) ==
	    -EFAULT);
	FUZZ(sys_timerfd_gettime(FILE_MAX, &its) == -EBADF);
	FUZZ(sys_read(fd, &count, 7) == -EINVAL);
	FUZZ(sys_write(fd, &count, 8) == -EINVAL);
	FUZZ(sys_timerfd_create(5, 0) == -EINVAL);
}

static void
duplicate(unsigned i)
{
	int fd;

	fd = sys_dup(timers[i].fd);
	FUZZ(fd >= 0);
	FUZZ(sys_close(timers[i].fd) == 0);
	timers[i].fd = fd;
}

static void
close_it(unsigned i)
{
	struct timer *t;

	t = &timers[i];
	if (i == reading) {
		if (!t->m.armed || t->m.clock == CLOCK_REALTIME)
			return;		/* nobody would wake the reader */
		timers[CLOSED] = *t;
		reading = CLOSED;
	}
	FUZZ(sys_close(t->fd) == 0);
	FUZZ(sys_close(t->fd) == -EBADF);
	*t = (struct timer){ .open = false };
}

static void
step(void)
{
	static void (*const often[])(unsigned) = {
		settime, settime, settime, gettime, gettime, read_count,
		read_count, read_count, poll_count, set_clock, refused,
		duplicate, close_it
	};
	void (*what)(unsigned);
	unsigned i;

	FUZZ(reading == NONE || !ready(&timers[reading]));
	i = fuzz_draw(FDS);
	what = often[fuzz_draw(sizeof(often) / sizeof(often[0]))];
	if (!timers[i].open)
		create(&timers[i]);
	else if (what != read_count || i != reading)
		what(i);
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < FDS; i++)
		if (timers[i].open)
			close_it(i);
}

const struct fuzz_front fuzz_timerfd = { "timerfd", NULL, step, end };
