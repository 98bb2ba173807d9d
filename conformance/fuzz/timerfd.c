/* SPDX-License-Identifier: BSD-2-Clause */
/* timerfd.c - random operations on timerfd. */
#include "fuzz.h"

#include "hosted/user.h"
#include "ktime/ktime.h"
#include "timerfd/timerfd.h"

#define FDS	6

static struct {
	int		 fd;		/* -1: not open */
	struct fuzz_timer m;
} timers[FDS] = { { -1, { 0 } }, { -1, { 0 } }, { -1, { 0 } },
    { -1, { 0 } }, { -1, { 0 } }, { -1, { 0 } } };

static struct timespec
timespec_of(int64_t ns)
{
	return ktime_to_timespec(ns_to_ktime(ns));
}

static int64_t
ns_of(struct timespec ts)
{
	return ktime_to_ns(timespec_to_ktime(ts));
}

static void
create(unsigned i)
{
	int clock, fd;
	bool poor;

	clock = (int)fuzz_draw(2);
	poor = fuzz_poor();
	fd = sys_timerfd_create(clock, TFD_NONBLOCK);
	fuzz_rich();
	FUZZ(fd >= 0 || (poor && fd == -ENOMEM));
	timers[i].fd = fd;
	timers[i].m = (struct fuzz_timer){ .clock = clock };
}

static void
settime(unsigned i)
{
	struct fuzz_timer *m;
	struct itimerspec its, old;
	int64_t left, first, interval;
	bool abs;
	int r;

	m = &timers[i].m;
	abs = fuzz_draw(2) == 0;
	first = fuzz_draw(8) == 0 ? 0 : fuzz_ns(30);
	if (abs && first != 0)
		first += fuzz_now(m->clock) - fuzz_ns(28);
	interval = fuzz_draw(2) == 0 ? 0 : fuzz_ns(26);
	its.it_value = timespec_of(first);
	its.it_interval = timespec_of(interval);
	left = fuzz_left(m);
	r = sys_timerfd_settime(timers[i].fd, abs ? TFD_TIMER_ABSTIME : 0,
	    &its, &old);
	if (first < 0) {
		FUZZ(r == -EINVAL);
		return;
	}
	FUZZ(r == 0 && ns_of(old.it_value) == left &&
	    ns_of(old.it_interval) == m->interval);
	m->armed = first != 0;
	m->first = abs ? first : fuzz_now(m->clock) + first;
	m->interval = interval;
	m->told = 0;
}

static void
gettime(unsigned i)
{
	struct itimerspec now;

	FUZZ(sys_timerfd_gettime(timers[i].fd, &now) == 0);
	FUZZ(ns_of(now.it_value) == fuzz_left(&timers[i].m));
}

static void
read_count(unsigned i)
{
	uint64_t count, want;
	long r;

	want = fuzz_untold(&timers[i].m);
	count = 0;
	r = sys_read(timers[i].fd, &count, sizeof(count));
	FUZZ(want == 0 ? r == -EAGAIN : r == 8 && count == want);
	timers[i].m.told += want;
}

static void
poll_count(unsigned i)
{
	struct file *f;

	f = file_get(timers[i].fd);
	FUZZ(f != NULL);
	FUZZ((file_poll(f, NULL) != 0) == (fuzz_untold(&timers[i].m) != 0));
	file_put(f);
}

/* Calls that change nothing. */
static void
refused(unsigned i)
{
	struct itimerspec its;
	uint64_t count;

	its.it_value = timespec_of(1);
	its.it_interval = timespec_of(0);
	FUZZ(sys_timerfd_settime(timers[i].fd, 4, &its, NULL) == -EINVAL);
	its.it_value.tv_nsec = 1000000000;
	FUZZ(sys_timerfd_settime(timers[i].fd, 0, &its, NULL) == -EINVAL);
	FUZZ(sys_timerfd_settime(timers[i].fd, 0, user_bad_address(), NULL) ==
	    -EFAULT);
	FUZZ(sys_timerfd_gettime(timers[i].fd, user_bad_address()) == -EFAULT);
	FUZZ(sys_read(timers[i].fd, &count, 7) == -EINVAL);
	FUZZ(sys_write(timers[i].fd, &count, 8) == -EINVAL);
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
	FUZZ(sys_close(timers[i].fd) == 0);
	FUZZ(sys_close(timers[i].fd) == -EBADF);
	timers[i].fd = -1;
}

static void
step(void)
{
	static void (*const often[])(unsigned) = {
		settime, settime, settime, gettime, gettime, read_count,
		read_count, read_count, poll_count, refused, duplicate,
		close_it
	};
	unsigned i;

	i = fuzz_draw(FDS);
	if (timers[i].fd < 0)
		create(i);
	else
		often[fuzz_draw(sizeof(often) / sizeof(often[0]))](i);
}

static void
end(void)
{
	unsigned i;

	for (i = 0; i < FDS; i++)
		if (timers[i].fd >= 0)
			close_it(i);
}

const struct fuzz_front fuzz_timerfd = { "timerfd", step, end };
