/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * poll_impl.h - what poll.c has for select.c.
 */
#ifndef POLL_POLL_IMPL_H
#define POLL_POLL_IMPL_H

#include "ktime/ktime.h"
#include "poll/poll.h"

/* One descriptor of a call that waits. */
struct polled {
	int		 fd;
	unsigned	 wanted;
	unsigned	 ready;		/* of what is wanted, and mishaps */
	struct file	*file;		/* or NULL: there is none */
	struct port_thread *thread;	/* who waits */
	struct waiter	 waiter;
	bool		 queued;	/* waiter stands in the file's queue */
};

/* Room for n of them, all zero; NULL: no memory. */
struct polled	*poll_alloc(unsigned long n);

/*
 * Wait until one is ready, or the span is over; NULL: for ever.  How many are
 * ready, or -EINTR.
 */
int	 poll_wait(struct polled *, unsigned long n, const ktime_t *span);

/* Let go of the files, and of the room. */
void	 poll_free(struct polled *, unsigned long n);

/* What a wait to the nanosecond is given besides its descriptors. */
struct poll_limit {
	ktime_t		 span;
	const ktime_t	*given;		/* NULL: for ever; or span */
	bool		 masked;
	uint64_t	 signals;	/* masked: those blocked before */
};

/*
 * Take in the caller's time and mask, and block the signals of that.  0 or an
 * errno value; behind 0, poll_limit_end() gives the signals back.
 */
int	 poll_limit_begin(struct poll_limit *, const struct timespec *user,
	    const struct sigset *mask);
void	 poll_limit_end(const struct poll_limit *);

#endif
