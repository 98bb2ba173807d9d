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

/* The caller's time, at *span; *given is NULL, or span.  Or an errno value. */
int	 poll_span(const struct timespec *user, ktime_t *span,
	    const ktime_t **given);

#endif
