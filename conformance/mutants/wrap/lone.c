/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lone.c - a kernel that has timers for one process of a program.
 *
 * What		What a child sets is accepted and does nothing, its sleeps by
 *		nanosleep() are over at once, and SIGTERM does not kill it.
 */
#define	_GNU_SOURCE
#include <sys/time.h>

#include "wrap.h"

static pid_t (*real_fork)(void);
static int (*real_timerfd_settime)(int, int, const struct itimerspec *,
    struct itimerspec *);
static int (*real_setitimer)(__itimer_which_t, const struct itimerval *,
    struct itimerval *);
static int (*real_nanosleep)(const struct timespec *, struct timespec *);

static int forks;		/* the agent's, then the scenario's */
static bool is_child;

__attribute__((constructor)) static void
init(void)
{
	WRAP_REAL(fork);
	WRAP_REAL(timerfd_settime);
	WRAP_REAL(setitimer);
	WRAP_REAL(nanosleep);
}

pid_t
fork(void)
{
	pid_t pid = real_fork();

	if (pid == 0)
		is_child = ++forks > 1;
	if (is_child)
		signal(SIGTERM, SIG_IGN);
	return pid;
}

int
timerfd_settime(int fd, int flags, const struct itimerspec *its,
    struct itimerspec *old)
{
	return is_child ? 0 : real_timerfd_settime(fd, flags, its, old);
}

int
setitimer(__itimer_which_t which, const struct itimerval *its,
    struct itimerval *old)
{
	return is_child ? 0 : real_setitimer(which, its, old);
}

int
nanosleep(const struct timespec *ts, struct timespec *rest)
{
	return is_child ? 0 : real_nanosleep(ts, rest);
}
