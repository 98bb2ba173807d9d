/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lax.c - a kernel that takes things easy.
 *
 * What		It grants what it should refuse: clocks are set, unknown ones
 *		are read, a clock of processor time can be slept on, clocks
 *		that wake a machine are for everybody, and an epoll forgives
 *		any mistake.  Timers on processor time run by the wall.  A
 *		sleep ends early by the slack of its thread.  A timer for one
 *		thread signals whoever comes, and ids that were asked for are
 *		not given.  An epoll knows no edges, and
 *		tells that what is ready for input is ready for output.  The
 *		clocks that the library reads are 1 ms ahead of the kernel's.
 */
#define	_GNU_SOURCE
#include <stdarg.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include "wrap.h"

#define	EDGES	((uint32_t)EPOLLET | EPOLLONESHOT)
#define	AHEAD	1000000
#define	WISHES	77		/* PR_TIMER_CREATE_RESTORE_IDS */

static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_clock_getres)(clockid_t, struct timespec *);
static int (*real_clock_nanosleep)(clockid_t, int, const struct timespec *,
    struct timespec *);
static int (*real_nanosleep)(const struct timespec *, struct timespec *);
static int (*real_timerfd_create)(int, int);
static int (*real_timer_create)(clockid_t, struct sigevent *, timer_t *);
static int (*real_setitimer)(__itimer_which_t, const struct itimerval *,
    struct itimerval *);
static int (*real_epoll_ctl)(int, int, int, struct epoll_event *);
static int (*real_epoll_wait)(int, struct epoll_event *, int, int);
static int (*real_epoll_pwait2)(int, struct epoll_event *, int,
    const struct timespec *, const sigset_t *);

__attribute__((constructor)) static void
init(void)
{
	WRAP_REAL(clock_gettime);
	WRAP_REAL(clock_getres);
	WRAP_REAL(clock_nanosleep);
	WRAP_REAL(nanosleep);
	WRAP_REAL(timerfd_create);
	WRAP_REAL(timer_create);
	WRAP_REAL(setitimer);
	WRAP_REAL(epoll_ctl);
	WRAP_REAL(epoll_wait);
	WRAP_REAL(epoll_pwait2);
}

/* A clock that goes by the wall, in place of one that does not. */
static clockid_t
by_the_wall(clockid_t clock)
{
	return clock == CLOCK_REALTIME ? clock : CLOCK_MONOTONIC;
}

int
clock_gettime(clockid_t clock, struct timespec *ts)
{
	if (real_clock_gettime(clock, ts) == 0)
		*ts = wrap_timespec(wrap_ns(ts) + AHEAD);
	return 0;
}

int
prctl(int option, ...)
{
	unsigned long arg;
	va_list ap;

	va_start(ap, option);
	arg = va_arg(ap, unsigned long);
	va_end(ap);
	return option == WISHES ? (int)(arg == 2) :
	    (int)syscall(SYS_prctl, option, arg, 0UL, 0UL, 0UL);
}

int
clock_getres(clockid_t clock, struct timespec *ts)
{
	(void)real_clock_getres(clock, ts);
	return 0;
}

int
clock_settime(clockid_t clock, const struct timespec *ts)
{
	(void)clock;
	(void)ts;
	return 0;
}

int
clock_nanosleep(clockid_t clock, int flags, const struct timespec *ts,
    struct timespec *rest)
{
	return real_clock_nanosleep(by_the_wall(clock), flags, ts, rest);
}

int
nanosleep(const struct timespec *ts, struct timespec *rest)
{
	int64_t slack = prctl(PR_GET_TIMERSLACK), ns;
	struct timespec mine;

	if (wrap_is_bad(ts) || ts->tv_sec != 0)
		return real_nanosleep(ts, rest);
	ns = wrap_ns(ts) - slack;
	mine = wrap_timespec(ns > 0 ? ns : 0);
	return real_nanosleep(&mine, rest);
}

int
timerfd_create(int clock, int flags)
{
	return real_timerfd_create(by_the_wall(clock), flags);
}

int
timer_create(clockid_t clock, struct sigevent *ev, timer_t *id)
{
	struct sigevent mine;

	if (ev == NULL)
		return real_timer_create(by_the_wall(clock), ev, id);
	mine = *ev;
	if (mine.sigev_notify == SIGEV_THREAD_ID)
		mine.sigev_notify = SIGEV_SIGNAL;
	return real_timer_create(by_the_wall(clock), &mine, id);
}

/* The two others are POSIX timers by the wall, with their signals. */
int
setitimer(__itimer_which_t which, const struct itimerval *its,
    struct itimerval *old)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = which == ITIMER_PROF ? SIGPROF : SIGVTALRM };
	struct itimerspec mine;
	timer_t id;

	if ((which != ITIMER_PROF && which != ITIMER_VIRTUAL) || its == NULL ||
	    its->it_value.tv_sec != 0)
		return real_setitimer(which, its, old);
	mine.it_value = wrap_timespec(its->it_value.tv_usec * 1000LL);
	mine.it_interval = wrap_timespec(its->it_interval.tv_usec * 1000LL);
	return real_timer_create(CLOCK_MONOTONIC, &ev, &id) != 0 ? -1 :
	    timer_settime(id, 0, &mine, NULL);
}

int
epoll_ctl(int fd, int op, int of, struct epoll_event *ev)
{
	if (ev != NULL && op != EPOLL_CTL_DEL && !wrap_is_bad(ev))
		ev->events &= ~EDGES;
	(void)real_epoll_ctl(fd, op, of, ev);
	return 0;
}

static int
forgive(int r, struct epoll_event *ev)
{
	int i;

	for (i = 0; i < r; i++)
		ev[i].events |= EPOLLOUT;
	return r < 0 && errno != EINTR ? 0 : r;
}

int
epoll_wait(int fd, struct epoll_event *ev, int max, int ms)
{
	return forgive(real_epoll_wait(fd, ev, max, ms), ev);
}

int
epoll_pwait2(int fd, struct epoll_event *ev, int max,
    const struct timespec *ts, const sigset_t *set)
{
	return forgive(real_epoll_pwait2(fd, ev, max, ts, set), ev);
}
