/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kqueue.h - queues that tell of timers: EVFILT_TIMER.
 *
 * Spec: kqueue.2 (KQ-*).  Rests on: file, hrtimer.
 *
 * Pointers are the caller's and may be bad.  The calls return a number, or a
 * negative errno value.  All may sleep.  Names, numbers and the layout of
 * struct kevent are those of FreeBSD; of its filters there is one.
 */
#ifndef KQUEUE_KQUEUE_H
#define KQUEUE_KQUEUE_H

#include "file/file.h"
#include "lib/types.h"

#define EVFILT_TIMER	(-7)

/* What a change wants: flags. */
#define EV_ADD		0x0001u
#define EV_DELETE	0x0002u
#define EV_ENABLE	0x0004u
#define EV_DISABLE	0x0008u

/* What a timer is like, and what an event shows of it: flags. */
#define EV_ONESHOT	0x0010u		/* deleted when it is reported */
#define EV_CLEAR	0x0020u		/* its count begins anew then */
#define EV_RECEIPT	0x0040u		/* each change is answered */
#define EV_DISPATCH	0x0080u		/* disabled when it is reported */
#define EV_ERROR	0x4000u		/* data is an errno value, or 0 */

/* What data is: fflags. */
#define NOTE_SECONDS	0x01u
#define NOTE_MSECONDS	0x02u		/* so is none of these */
#define NOTE_USECONDS	0x04u
#define NOTE_NSECONDS	0x08u
#define NOTE_ABSTIME	0x10u		/* a reading of CLOCK_REALTIME */

struct kevent {
	uintptr_t	 ident;		/* which timer of its queue */
	short		 filter;
	unsigned short	 flags;
	unsigned	 fflags;
	int64_t		 data;		/* the time; the expirations */
	void		*udata;		/* the caller's, comes back */
};

int	sys_kqueue(void);				/* KQ-CREATE-* */
int	sys_kevent(int fd, const struct kevent *changelist, int nchanges,
	    struct kevent *eventlist, int nevents,
	    const struct timespec *timeout);

#endif
