/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * timerfd.h - timers that a program reads from a descriptor.
 *
 * Spec: timerfd.2 (TFD-*).  Rests on: file, hrtimer.
 *
 * Pointers are the caller's and may be bad.  The calls return 0 or a
 * descriptor, or a negative errno value.  All may sleep.
 */
#ifndef TIMERFD_TIMERFD_H
#define TIMERFD_TIMERFD_H

#include "file/file.h"
#include "lib/types.h"

#define TFD_NONBLOCK		((int)FILE_NONBLOCK)
#define TFD_CLOEXEC		((int)FILE_CLOEXEC)
#define TFD_TIMER_ABSTIME	1
#define TFD_TIMER_CANCEL_ON_SET	2

void	timerfds_init(void);	/* at start-up, behind hrtimers_init() */

int	sys_timerfd_create(clockid_t, int flags);	/* TFD-CREATE-* */
int	sys_timerfd_settime(int fd, int flags, const struct itimerspec *value,
	    struct itimerspec *old);			/* TFD-SET-* */
int	sys_timerfd_gettime(int fd, struct itimerspec *);	/* TFD-GET-* */

#endif
