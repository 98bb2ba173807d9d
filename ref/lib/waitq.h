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
struct waiter;

struct waitq {
	struct waiter	*first;		/* the caller's lock */
};

int	 waitq_sleep(struct waitq *, struct port_spin *, bool *s); /* T! */
void	 waitq_wake(struct waitq *);		/* TI  with the lock held */

#endif
