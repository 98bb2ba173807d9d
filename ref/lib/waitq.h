/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * waitq.h - sleeping until something happens.
 *
 * Rests on: port.  Used by: whatever makes threads wait.
 *
 * Context	T thread, I interrupt; ! may sleep.
 */
#ifndef LIB_WAITQ_H
#define LIB_WAITQ_H

#include "lib/types.h"
#include "port/port.h"

/*
 * Threads that sleep until a condition holds.  The condition is the
 * caller's, under the caller's lock:
 *
 *	s = port_spin_lock(&lock);
 *	while (!condition && error == 0)
 *		error = waitq_sleep(&q, &lock, &s);
 *	port_spin_unlock(&lock, s);
 *
 * The lock is dropped while the thread sleeps.  A wake-up between the test
 * and the sleep is not lost, since the thread stands in the queue before
 * the lock is dropped, and the port keeps a wake-up that comes first.
 */
struct waitq {
	struct waiter	*first;		/* the caller's lock */
};

/*
 * 0, or EINTR when a signal's handler has run.  A handler that wants calls
 * to go on behind it only makes waitq_sleep() return 0, as a wake-up does;
 * waitq_sleep_once() is for calls that end with any handler.
 */
int	 waitq_sleep(struct waitq *, struct port_spin *, bool *s); /* T! */
int	 waitq_sleep_once(struct waitq *, struct port_spin *,
	    bool *s);						/* T! */
void	 waitq_wake(struct waitq *);		/* TI  with the lock held */

/*
 * One who stands in a queue: a thread that is to be woken, or a function
 * that is to be called.  The function is called with the queue's lock held,
 * in any context, and leaves the queue as it is.
 */
struct waiter {
	struct waiter	*next;		/* the queue's lock */
	struct port_thread *thread;	/* or NULL */
	void		(*ready)(struct waiter *);	/* TI */
};

void	 waitq_add(struct waitq *, struct waiter *);	/* TI  lock held */
void	 waitq_remove(struct waitq *, struct waiter *);	/* TI  lock held */

#endif
