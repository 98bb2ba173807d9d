/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * exec.c - a kernel that keeps over execve(2) what should go, and the other
 * way round.
 *
 * What		The itimer is disarmed by it, and a timerfd is closed unless
 *		it was to be closed; a POSIX timer is made anew, with the
 *		second's hundredth part to go.
 *
 * How		The new program has this library, too: it finds in its
 *		environment that the old one had a timer.
 */
#define	_GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/time.h>

#include "wrap.h"

#define	HAD	"WRAP_EXEC_SIGNAL"

static int (*real_execv)(const char *, char *const []);
static int (*real_timerfd_create)(int, int);
static int (*real_timer_create)(clockid_t, struct sigevent *, timer_t *);

static int told;		/* the signal of the last timer, or 0 */

/* The new program's timer, if the old one had one. */
static void
again(int signo)
{
	struct sigevent ev = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = signo };
	struct itimerspec its = { .it_value = { 0, NSEC_PER_SEC / 100 } };
	timer_t id;

	if (real_timer_create(CLOCK_MONOTONIC, &ev, &id) == 0)
		timer_settime(id, 0, &its, NULL);
}

__attribute__((constructor)) static void
init(void)
{
	const char *had = getenv(HAD);

	WRAP_REAL(execv);
	WRAP_REAL(timerfd_create);
	WRAP_REAL(timer_create);
	if (had != NULL)
		again(atoi(had));
	unsetenv(HAD);
}

int
timerfd_create(int clock, int flags)
{
	int fd = real_timerfd_create(clock, flags);

	wrap_know(wrap_fds, fd, clock);
	return fd;
}

int
timer_create(clockid_t clock, struct sigevent *ev, timer_t *id)
{
	int r = real_timer_create(clock, ev, id);

	if (r == 0 && ev != NULL && ev->sigev_notify == SIGEV_SIGNAL)
		told = ev->sigev_signo;
	return r;
}

int
execv(const char *path, char *const argv[])
{
	struct itimerval none = { .it_value = { 0, 0 } };
	char number[16];
	int i;

	setitimer(ITIMER_REAL, &none, NULL);
	for (i = 0; i < WRAP_TIMERS; i++)
		if (wrap_timer(wrap_fds, i) != NULL)
			fcntl(i, F_SETFD, fcntl(i, F_GETFD) ^ FD_CLOEXEC);
	number[0] = (char)('0' + told / 10);
	number[1] = (char)('0' + told % 10);
	number[2] = '\0';
	if (told != 0)
		setenv(HAD, number, 1);
	return real_execv(path, argv);
}
