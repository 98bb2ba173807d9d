/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wake.c - a kernel that wakes up 20 us early.
 *
 * What		A sleep, a wait for descriptors that has a timeout, and the
 *		signal of setitimer come 20 us before their time.  What else a
 *		caller can see stays as it is.
 *
 * Why 20 us	Two stamps and a call lie between the sleep and its judge,
 *		which take some microseconds on a busy machine; early.c has
 *		shown what one microsecond is.
 *
 * How		As in early.c: the kernel is asked for LEAD less, and the rest
 *		but EARLY is spun away.  Less than twice LEAD, a deadline by
 *		another clock, and what ends for another reason (a signal, a
 *		descriptor that is ready, an error) are left alone.
 */
#define	_GNU_SOURCE
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/time.h>

#include "wrap.h"

#define	EARLY	20000
#define	LEAD	1000000

static int (*real_nanosleep)(const struct timespec *, struct timespec *);
static int (*real_clock_nanosleep)(clockid_t, int, const struct timespec *,
    struct timespec *);
static int (*real_poll)(struct pollfd *, nfds_t, int);
static int (*real_ppoll)(struct pollfd *, nfds_t, const struct timespec *,
    const sigset_t *);
static int (*real_select)(int, fd_set *, fd_set *, fd_set *,
    struct timeval *);
static int (*real_pselect)(int, fd_set *, fd_set *, fd_set *,
    const struct timespec *, const sigset_t *);
static int (*real_epoll_wait)(int, struct epoll_event *, int, int);
static int (*real_epoll_pwait2)(int, struct epoll_event *, int,
    const struct timespec *, const sigset_t *);
static int (*real_setitimer)(__itimer_which_t, const struct itimerval *,
    struct itimerval *);

static struct wrap alarm_clock;

__attribute__((constructor)) static void
init(void)
{
	WRAP_REAL(nanosleep);
	WRAP_REAL(clock_nanosleep);
	WRAP_REAL(poll);
	WRAP_REAL(ppoll);
	WRAP_REAL(select);
	WRAP_REAL(pselect);
	WRAP_REAL(epoll_wait);
	WRAP_REAL(epoll_pwait2);
	WRAP_REAL(setitimer);
	WRAP_REAL(sigaction);
}

/* Far enough away to be brought forward, near enough to be reckoned with? */
static bool
fits(int64_t ns)
{
	return ns >= 2 * LEAD && ns < INT64_MAX / 4;
}

static bool
is_good(const struct timespec *ts)
{
	return ts->tv_sec >= 0 && ts->tv_sec < INT64_MAX / NSEC_PER_SEC / 4 &&
	    ts->tv_nsec >= 0 && ts->tv_nsec < NSEC_PER_SEC;
}

static void
spin(clockid_t clock, int64_t due)
{
	while (wrap_now(clock) < due - EARLY)
		continue;
}

int
clock_nanosleep(clockid_t clock, int flags, const struct timespec *ts,
    struct timespec *rest)
{
	int64_t now = wrap_now(CLOCK_MONOTONIC), ns;
	struct timespec mine;
	int error;

	if (clock != CLOCK_MONOTONIC || ts == NULL || rest != NULL ||
	    (flags & ~TIMER_ABSTIME) != 0 || wrap_is_bad(ts) || !is_good(ts))
		return real_clock_nanosleep(clock, flags, ts, rest);
	ns = wrap_ns(ts) - (flags != 0 ? now : 0);
	if (!fits(ns))
		return real_clock_nanosleep(clock, flags, ts, rest);
	mine = wrap_timespec(now + ns - LEAD);
	error = real_clock_nanosleep(clock, TIMER_ABSTIME, &mine, NULL);
	if (error == 0)
		spin(clock, now + ns);
	return error;
}

int
nanosleep(const struct timespec *ts, struct timespec *rest)
{
	int64_t now = wrap_now(CLOCK_MONOTONIC);
	struct timespec mine;
	int r;

	if (ts == NULL || wrap_is_bad(ts) || !is_good(ts) ||
	    !fits(wrap_ns(ts)))
		return real_nanosleep(ts, rest);
	mine = wrap_timespec(wrap_ns(ts) - LEAD);
	r = real_nanosleep(&mine, rest);
	if (r == 0)
		spin(CLOCK_MONOTONIC, now + wrap_ns(ts));
	return r;
}

/*
 * Waits for descriptors: the caller's timeout in ns, and what to ask for.
 */

static int
timed_out(int r, int64_t now, int64_t ns)
{
	if (r == 0 && fits(ns))
		spin(CLOCK_MONOTONIC, now + ns);
	return r;
}

static int
sooner_ms(int64_t ns)
{
	return (int)((ns - LEAD) / 1000000);
}

int
poll(struct pollfd *fds, nfds_t n, int ms)
{
	int64_t now = wrap_now(CLOCK_MONOTONIC), ns = ms * 1000000LL;

	return timed_out(real_poll(fds, n, fits(ns) ? sooner_ms(ns) : ms),
	    now, ns);
}

int
epoll_wait(int fd, struct epoll_event *ev, int max, int ms)
{
	int64_t now = wrap_now(CLOCK_MONOTONIC), ns = ms * 1000000LL;

	return timed_out(real_epoll_wait(fd, ev, max,
	    fits(ns) ? sooner_ms(ns) : ms), now, ns);
}

/* *ns is the timeout, 0 where there is none to be brought forward. */
static const struct timespec *
sooner(const struct timespec *ts, struct timespec *mine, int64_t *ns)
{
	*ns = ts != NULL && is_good(ts) ? wrap_ns(ts) : 0;
	if (!fits(*ns))
		return ts;
	*mine = wrap_timespec(*ns - LEAD);
	return mine;
}

int
ppoll(struct pollfd *fds, nfds_t n, const struct timespec *ts,
    const sigset_t *set)
{
	int64_t ns, now = wrap_now(CLOCK_MONOTONIC);
	struct timespec mine;

	ts = sooner(ts, &mine, &ns);
	return timed_out(real_ppoll(fds, n, ts, set), now, ns);
}

int
epoll_pwait2(int fd, struct epoll_event *ev, int max,
    const struct timespec *ts, const sigset_t *set)
{
	int64_t ns, now = wrap_now(CLOCK_MONOTONIC);
	struct timespec mine;

	ts = sooner(ts, &mine, &ns);
	return timed_out(real_epoll_pwait2(fd, ev, max, ts, set), now, ns);
}

int
pselect(int n, fd_set *in, fd_set *out, fd_set *pri,
    const struct timespec *ts, const sigset_t *set)
{
	int64_t ns, now = wrap_now(CLOCK_MONOTONIC);
	struct timespec mine;

	ts = sooner(ts, &mine, &ns);
	return timed_out(real_pselect(n, in, out, pri, ts, set), now, ns);
}

int
select(int n, fd_set *in, fd_set *out, fd_set *pri, struct timeval *tv)
{
	int64_t now = wrap_now(CLOCK_MONOTONIC);
	int64_t ns = tv == NULL || tv->tv_sec < 0 || tv->tv_sec > 1000 ? 0 :
	    tv->tv_sec * (int64_t)NSEC_PER_SEC + tv->tv_usec * 1000LL;
	struct timeval mine = { (ns - LEAD) / NSEC_PER_SEC,
	    (ns - LEAD) % NSEC_PER_SEC / 1000 };

	return timed_out(real_select(n, in, out, pri, fits(ns) ? &mine : tv),
	    now, ns);
}

/*
 * setitimer: the series begins LEAD before, and each signal is held back.
 */

static int64_t
timeval_ns(const struct timeval *tv)
{
	return tv->tv_sec * (int64_t)NSEC_PER_SEC + tv->tv_usec * 1000LL;
}

int
setitimer(__itimer_which_t which, const struct itimerval *its,
    struct itimerval *old)
{
	int64_t ns, now = wrap_now(CLOCK_MONOTONIC);
	struct itimerval mine;

	if (which == ITIMER_REAL)
		alarm_clock.first = 0;
	if (which != ITIMER_REAL || its == NULL || wrap_is_bad(its) ||
	    its->it_value.tv_sec > 1000)
		return real_setitimer(which, its, old);
	mine = *its;
	ns = timeval_ns(&its->it_value);
	if (fits(ns) && its->it_interval.tv_sec <= 1000 &&
	    its->it_value.tv_usec < 1000000) {
		alarm_clock.first = now + ns;
		alarm_clock.period = timeval_ns(&its->it_interval);
		mine.it_value.tv_sec = (ns - LEAD) / NSEC_PER_SEC;
		mine.it_value.tv_usec = (ns - LEAD) % NSEC_PER_SEC / 1000;
	}
	return real_setitimer(which, &mine, old);
}

static void
before(int signo, siginfo_t *si, void *context)
{
	int64_t first = alarm_clock.first, period = alarm_clock.period;
	int64_t late = wrap_now(CLOCK_MONOTONIC) + LEAD - first;

	if (signo == SIGALRM && si->si_code == SI_KERNEL && first != 0)
		spin(CLOCK_MONOTONIC, first +
		    (period > 0 && late > 0 ? late / period * period : 0));
	wrap_handlers[signo](signo, si, context);
}

int
sigaction(int signo, const struct sigaction *act, struct sigaction *old)
{
	return wrap_sigaction(signo, act, old, before);
}
