/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * poll.h - waiting for descriptors, with a timeout.
 *
 * Spec: poll.2 (POLL-*).  Rests on: file, hrtimer.
 *
 * Pointers are the caller's and may be bad.  The calls return how many are
 * ready, or a negative errno value.  All sleep.
 */
#ifndef POLL_POLL_H
#define POLL_POLL_H

#include "file/file.h"
#include "lib/types.h"

struct pollfd {
	int		fd;
	short		events;		/* POLLIN and others: file.h */
	short		revents;
};

#define FD_SETSIZE	FILE_MAX
#define FD_SETWORD	32

struct fd_set {
	uint32_t	bits[(FD_SETSIZE + FD_SETWORD - 1) / FD_SETWORD];
};

#define FD_SET(fd, set)							\
	((set)->bits[(fd) / FD_SETWORD] |= UINT32_C(1) << (fd) % FD_SETWORD)
#define FD_ISSET(fd, set)						\
	(((set)->bits[(fd) / FD_SETWORD] >> (fd) % FD_SETWORD & 1) != 0)

/* Signals: bit n - 1 is signal n. */
struct sigset {
	uint64_t	bits;
};

int	sys_poll(struct pollfd *, unsigned long n, int ms);
int	sys_ppoll(struct pollfd *, unsigned long n,
	    const struct timespec *, const struct sigset *mask);
int	sys_select(int n, struct fd_set *in, struct fd_set *out,
	    struct fd_set *pri, const struct timeval *);
int	sys_pselect(int n, struct fd_set *in, struct fd_set *out,
	    struct fd_set *pri, const struct timespec *,
	    const struct sigset *mask);

#endif
