/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * count.c - a kernel that counts one too many.
 *
 * What		A count of two or more is one too high: what read() of a
 *		timerfd returns, and the overrun of a POSIX timer, in its
 *		signal and from timer_getoverrun().  Reports that come in
 *		time, each with a count of one or an overrun of none, are as
 *		they are.
 */
#define	_GNU_SOURCE
#include "wrap.h"

static int (*real_timerfd_settime)(int, int, const struct itimerspec *,
    struct itimerspec *);
static int (*real_timer_getoverrun)(timer_t);
static ssize_t (*real_read)(int, void *, size_t);
static int (*real_close)(int);

__attribute__((constructor)) static void
init(void)
{
	WRAP_REAL(timerfd_settime);
	WRAP_REAL(timer_getoverrun);
	WRAP_REAL(read);
	WRAP_REAL(close);
	WRAP_REAL(sigaction);
}

int
timerfd_settime(int fd, int flags, const struct itimerspec *its,
    struct itimerspec *old)
{
	int r = real_timerfd_settime(fd, flags, its, old);

	if (r == 0)
		wrap_know(wrap_fds, fd, CLOCK_MONOTONIC);
	return r;
}

ssize_t
read(int fd, void *buf, size_t len)
{
	ssize_t r = real_read(fd, buf, len);
	uint64_t v;

	if (r != sizeof v || wrap_timer(wrap_fds, fd) == NULL)
		return r;
	memcpy(&v, buf, sizeof v);
	v += v >= 2 ? 1 : 0;
	memcpy(buf, &v, sizeof v);
	return r;
}

int
close(int fd)
{
	wrap_forget(wrap_fds, fd);
	return real_close(fd);
}

static int
one_more(int overrun)
{
	return overrun >= 2 ? overrun + 1 : overrun;
}

int
timer_getoverrun(timer_t id)
{
	return one_more(real_timer_getoverrun(id));
}

static void
before(int signo, siginfo_t *si, void *context)
{
	siginfo_t mine = *si;

	if (si->si_code == SI_TIMER)
		mine.si_overrun = one_more(si->si_overrun);
	wrap_handlers[signo](signo, &mine, context);
}

int
sigaction(int signo, const struct sigaction *act, struct sigaction *old)
{
	return wrap_sigaction(signo, act, old, before);
}
