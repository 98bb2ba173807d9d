/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * early.c - a kernel whose timers are 1 us early.
 *
 * What		The report of an expiry, by read() of a timerfd or by the
 *		signal of a POSIX timer, comes 1 us before the deadline.
 *		Whatever else a caller can see stays as it is: the counts,
 *		the time left, the phase.
 *
 * How		A timer is armed LEAD before the time that was asked for.
 *		When its report has come, it is held back by spinning until
 *		the timer's clock reads EARLY less than the deadline of the
 *		last expiry that it counts.  LEAD leaves the kernel time to
 *		wake us on a loaded machine; a report that comes later than
 *		that is an honest one.
 *
 * Model	settime 10 ms at 0: armed for 9 ms; read() comes back at
 *		9.05 ms, is held until 9.999 ms, and gives 1.
 *
 * Why 1 us	An agent in user land sees the time from its stamp before
 *		settime to its stamp after read(), which is a little more
 *		than the timer ran: a fraction of a microsecond if all goes
 *		well, some microseconds if not.  So a single early report may
 *		hide, and many do not: the cases that take the least of many
 *		find it.
 *
 * Limits	A report that is asked for within LEAD before a deadline
 *		counts that deadline, and waits for it.  Timers of clocks
 *		other than those two, and far ones, are left alone.
 */
#define	_GNU_SOURCE
#include <sys/uio.h>

#include "wrap.h"

#define	EARLY	1000
#define	LEAD	1000000

static int (*real_timerfd_create)(int, int);
static int (*real_timerfd_settime)(int, int, const struct itimerspec *,
    struct itimerspec *);
static int (*real_timerfd_gettime)(int, struct itimerspec *);
static int (*real_timer_create)(clockid_t, struct sigevent *, timer_t *);
static int (*real_timer_settime)(timer_t, int, const struct itimerspec *,
    struct itimerspec *);
static int (*real_timer_gettime)(timer_t, struct itimerspec *);
static ssize_t (*real_read)(int, void *, size_t);
static int (*real_close)(int);

__attribute__((constructor)) static void
init(void)
{
	WRAP_REAL(timerfd_create);
	WRAP_REAL(timerfd_settime);
	WRAP_REAL(timerfd_gettime);
	WRAP_REAL(timer_create);
	WRAP_REAL(timer_settime);
	WRAP_REAL(timer_gettime);
	WRAP_REAL(read);
	WRAP_REAL(close);
	WRAP_REAL(sigaction);
}

/*
 * The caller's setting, fetched as the kernel fetches it: false for a bad
 * pointer, which is then the kernel's to refuse.
 */
static bool
copy_in(struct itimerspec *to, const struct itimerspec *from)
{
	struct iovec here = { to, sizeof *to };
	struct iovec there = { (void *)(uintptr_t)from, sizeof *to };

	return process_vm_readv(getpid(), &here, 1, &there, 1, 0) ==
	    (ssize_t)sizeof *to;
}

/* A time that the kernel will accept, and that leaves room for sums. */
static bool
is_near(const struct timespec *ts)
{
	int64_t sec = ts->tv_sec;

	return sec >= 0 && sec < INT64_MAX / NSEC_PER_SEC / 4 &&
	    ts->tv_nsec >= 0 && ts->tv_nsec < NSEC_PER_SEC;
}

static bool
arms(const struct itimerspec *its)
{
	return is_near(&its->it_value) && is_near(&its->it_interval) &&
	    wrap_ns(&its->it_value) != 0;
}

/* Note a setting in w, and make *its and *flags the one LEAD before it. */
static void
advance(struct wrap *w, int64_t now, struct itimerspec *its, int *flags)
{
	w->first = w->taken = 0;
	if (!arms(its) || (*flags & ~TIMER_ABSTIME) != 0)
		return;
	w->first = wrap_ns(&its->it_value);
	if ((*flags & TIMER_ABSTIME) == 0)
		w->first += now;
	w->period = wrap_ns(&its->it_interval);
	its->it_value = wrap_timespec(w->first > LEAD ? w->first - LEAD : 1);
	*flags |= TIMER_ABSTIME;
}

/* The time left, of a timer that is armed LEAD before. */
static void
correct(const struct wrap *w, int64_t now, struct itimerspec *its)
{
	int64_t left = wrap_ns(&its->it_value);

	if (w->first == 0)
		return;
	if (left > 0)
		left += LEAD;
	else if (w->period == 0 && w->first > now)
		left = w->first - now;
	its->it_value = wrap_timespec(left);
}

/* n more deadlines are reported: hold until the last is EARLY away. */
static void
hold(struct wrap *w, int64_t n)
{
	if (w->first == 0)
		return;
	w->taken += n;
	n = w->first + (w->taken - 1) * w->period - EARLY;
	while (wrap_now(w->clock) < n)
		continue;
}

/*
 * One timer_settime() or timerfd_settime(), which `real` calls.  The clock
 * is read before all else, so that a relative deadline is hardly later than
 * it would have been.  A bad `old` (EFAULT) does not keep a timer from being
 * set.
 */
struct settime {
	int fd;
	timer_t id;
	int flags;
	const struct itimerspec *its;
	struct itimerspec *old;
};

static int
settime(struct wrap *w, struct settime *s, int (*real)(const struct settime *))
{
	int64_t now = wrap_now(w != NULL ? w->clock : CLOCK_MONOTONIC);
	struct itimerspec mine;
	struct wrap was;
	int r;

	if (w == NULL || !copy_in(&mine, s->its))
		return real(s);
	was = *w;
	advance(w, now, &mine, &s->flags);
	s->its = &mine;
	r = real(s);
	if (r != 0 && errno != EFAULT)
		*w = was;
	else if (r == 0 && s->old != NULL)
		correct(&was, now, s->old);
	return r;
}

/*
 * timerfd.
 */

int
timerfd_create(int clock, int flags)
{
	int fd = real_timerfd_create(clock, flags);

	if (clock == CLOCK_MONOTONIC || clock == CLOCK_REALTIME)
		wrap_know(wrap_fds, fd, clock);
	return fd;
}

static int
settime_fd(const struct settime *s)
{
	return real_timerfd_settime(s->fd, s->flags, s->its, s->old);
}

int
timerfd_settime(int fd, int flags, const struct itimerspec *its,
    struct itimerspec *old)
{
	struct settime s = { .fd = fd, .flags = flags, .its = its,
	    .old = old };

	return settime(wrap_timer(wrap_fds, fd), &s, settime_fd);
}

int
timerfd_gettime(int fd, struct itimerspec *its)
{
	const struct wrap *w = wrap_timer(wrap_fds, fd);
	int r = real_timerfd_gettime(fd, its);

	if (r == 0 && w != NULL)
		correct(w, wrap_now(w->clock), its);
	return r;
}

ssize_t
read(int fd, void *buf, size_t len)
{
	ssize_t r = real_read(fd, buf, len);
	struct wrap *w = wrap_timer(wrap_fds, fd);
	uint64_t v;

	if (r == sizeof v && w != NULL) {
		memcpy(&v, buf, sizeof v);
		hold(w, (int64_t)v);
	}
	return r;
}

int
close(int fd)
{
	wrap_forget(wrap_fds, fd);
	return real_close(fd);
}

/*
 * POSIX timers; those that report nothing are left alone.
 */

int
timer_create(clockid_t clock, struct sigevent *ev, timer_t *id)
{
	int r = real_timer_create(clock, ev, id);

	if (r == 0 && ev != NULL && ev->sigev_notify == SIGEV_SIGNAL &&
	    (clock == CLOCK_MONOTONIC || clock == CLOCK_REALTIME))
		wrap_know(wrap_ids, (int)(intptr_t)*id, clock);
	return r;
}

static int
settime_id(const struct settime *s)
{
	return real_timer_settime(s->id, s->flags, s->its, s->old);
}

int
timer_settime(timer_t id, int flags, const struct itimerspec *its,
    struct itimerspec *old)
{
	struct settime s = { .id = id, .flags = flags, .its = its,
	    .old = old };

	return settime(wrap_timer(wrap_ids, (int)(intptr_t)id), &s,
	    settime_id);
}

int
timer_gettime(timer_t id, struct itimerspec *its)
{
	const struct wrap *w = wrap_timer(wrap_ids, (int)(intptr_t)id);
	int r = real_timer_gettime(id, its);

	if (r == 0 && w != NULL)
		correct(w, wrap_now(w->clock), its);
	return r;
}

static void
before(int signo, siginfo_t *si, void *context)
{
	struct wrap *w = wrap_timer(wrap_ids, si->si_timerid);

	if (si->si_code == SI_TIMER && w != NULL)
		hold(w, (int64_t)si->si_overrun + 1);
	wrap_handlers[signo](signo, si, context);
}

int
sigaction(int signo, const struct sigaction *act, struct sigaction *old)
{
	return wrap_sigaction(signo, act, old, before);
}
