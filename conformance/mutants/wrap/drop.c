/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * drop.c - a kernel that loses a period.
 *
 * What		The second deadline of each setting of a periodic timer is in
 *		no count: not in what read() of a timerfd returns, not in the
 *		overrun of a POSIX timer.  Where a report would count that
 *		one deadline alone, it does not come.
 *
 * How		The reports of a setting are added up; the one that reaches
 *		the second deadline is made smaller by one, or swallowed.  A
 *		one-shot timer never gets there.
 */
#define	_GNU_SOURCE
#include "wrap.h"

#define	LOST	2

static int (*real_timerfd_settime)(int, int, const struct itimerspec *,
    struct itimerspec *);
static int (*real_timer_settime)(timer_t, int, const struct itimerspec *,
    struct itimerspec *);
static int (*real_timer_getoverrun)(timer_t);
static ssize_t (*real_read)(int, void *, size_t);
static int (*real_close)(int);

__attribute__((constructor)) static void
init(void)
{
	WRAP_REAL(timerfd_settime);
	WRAP_REAL(timer_settime);
	WRAP_REAL(timer_getoverrun);
	WRAP_REAL(read);
	WRAP_REAL(close);
	WRAP_REAL(sigaction);
}

/* n more deadlines are reported: is the one that is lost among them? */
static bool
loses(struct wrap *w, int64_t n)
{
	bool lost = w->taken < LOST && w->taken + n >= LOST;

	w->taken += n;
	return lost;
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
	struct wrap *w;
	uint64_t v;
	ssize_t r;

	do {
		r = real_read(fd, buf, len);
		w = wrap_timer(wrap_fds, fd);
		if (r != sizeof v || w == NULL)
			return r;
		memcpy(&v, buf, sizeof v);
		v -= loses(w, (int64_t)v) ? 1 : 0;
	} while (v == 0);
	memcpy(buf, &v, sizeof v);
	return r;
}

int
close(int fd)
{
	wrap_forget(wrap_fds, fd);
	return real_close(fd);
}

int
timer_settime(timer_t id, int flags, const struct itimerspec *its,
    struct itimerspec *old)
{
	int r = real_timer_settime(id, flags, its, old);

	if (r == 0)
		wrap_know(wrap_ids, (int)(intptr_t)id, CLOCK_MONOTONIC);
	return r;
}

int
timer_getoverrun(timer_t id)
{
	const struct wrap *w = wrap_timer(wrap_ids, (int)(intptr_t)id);
	int r = real_timer_getoverrun(id);

	return r > 0 && w != NULL ? r - w->adjust : r;
}

static void
before(int signo, siginfo_t *si, void *context)
{
	struct wrap *w = wrap_timer(wrap_ids, si->si_timerid);
	siginfo_t mine = *si;

	if (si->si_code == SI_TIMER && w != NULL) {
		w->adjust = loses(w, (int64_t)si->si_overrun + 1) ? 1 : 0;
		mine.si_overrun -= w->adjust;
		if (mine.si_overrun < 0)
			return;
	}
	wrap_handlers[signo](signo, &mine, context);
}

int
sigaction(int signo, const struct sigaction *act, struct sigaction *old)
{
	return wrap_sigaction(signo, act, old, before);
}
