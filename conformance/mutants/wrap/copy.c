/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * copy.c - a kernel whose processes have timers of their own.
 *
 * What		A child has a copy of each timer of its parent: of a timerfd
 *		in place of the same one, of a POSIX timer and of the itimer
 *		in place of none.  A timerfd that is passed to a process is
 *		copied, too.
 *
 * How		Behind fork() the child makes the timers anew, with what is
 *		left of each.  A child's first timers have the numbers that
 *		its parent's first ones have.
 */
#define	_GNU_SOURCE
#include <sys/socket.h>
#include <sys/time.h>

#include "wrap.h"

static pid_t (*real_fork)(void);
static int (*real_timerfd_create)(int, int);
static int (*real_timer_create)(clockid_t, struct sigevent *, timer_t *);
static ssize_t (*real_sendmsg)(int, const struct msghdr *, int);

static struct sigevent events[WRAP_TIMERS];

__attribute__((constructor)) static void
init(void)
{
	WRAP_REAL(fork);
	WRAP_REAL(timerfd_create);
	WRAP_REAL(timer_create);
	WRAP_REAL(sendmsg);
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
	int number = r == 0 ? (int)(intptr_t)*id : -1;

	if (number >= 0 && number < WRAP_TIMERS && ev != NULL) {
		events[number] = *ev;
		wrap_know(wrap_ids, number, clock);
	}
	return r;
}

/* Another descriptor, for a timer of its own with what is left of fd's. */
static int
copy_of(int fd)
{
	int copy = real_timerfd_create(wrap_fds[fd].clock, 0);
	struct itimerspec its;

	if (timerfd_gettime(fd, &its) == 0)
		timerfd_settime(copy, 0, &its, NULL);
	return copy;
}

static void
copy_all(const struct itimerspec left[WRAP_TIMERS])
{
	timer_t id;
	int i, fd;

	for (i = 0; i < WRAP_TIMERS; i++) {
		if (wrap_timer(wrap_fds, i) != NULL) {
			fd = copy_of(i);
			dup2(fd, i);
			close(fd);
		}
		if (wrap_timer(wrap_ids, i) != NULL && real_timer_create(
		    wrap_ids[i].clock, &events[i], &id) == 0)
			timer_settime(id, 0, &left[i], NULL);
	}
}

pid_t
fork(void)
{
	static struct itimerspec left[WRAP_TIMERS];
	struct itimerval real;
	pid_t pid;
	int i;

	for (i = 0; i < WRAP_TIMERS; i++)
		if (wrap_timer(wrap_ids, i) != NULL)
			timer_gettime((timer_t)(intptr_t)i, &left[i]);
	getitimer(ITIMER_REAL, &real);
	pid = real_fork();
	if (pid == 0) {
		copy_all(left);
		setitimer(ITIMER_REAL, &real, NULL);
	}
	return pid;
}

ssize_t
sendmsg(int to, const struct msghdr *m, int flags)
{
	struct cmsghdr *cm = CMSG_FIRSTHDR(m);
	ssize_t r;
	int fd;

	if (cm == NULL || cm->cmsg_type != SCM_RIGHTS)
		return real_sendmsg(to, m, flags);
	memcpy(&fd, CMSG_DATA(cm), sizeof fd);
	if (wrap_timer(wrap_fds, fd) == NULL)
		return real_sendmsg(to, m, flags);
	fd = copy_of(fd);
	memcpy(CMSG_DATA(cm), &fd, sizeof fd);
	r = real_sendmsg(to, m, flags);
	close(fd);
	return r;
}
