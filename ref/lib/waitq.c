/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * waitq.c - sleeping until something happens.
 *
 * A queue is a list of the threads that sleep on it, each represented by a
 * struct on its own stack, so that nothing is allocated.
 */
#include "lib/waitq.h"

/* A thread in a wait queue; lives on that thread's stack. */
struct waiter {
	struct waiter		*next;
	struct port_thread	*thread;
};

int
waitq_sleep(struct waitq *q, struct port_spin *lock, bool *s)
{
	struct waiter self, **link;
	int error;

	self.thread = port_thread_self();
	self.next = NULL;
	for (link = &q->first; *link != NULL; link = &(*link)->next)
		;
	*link = &self;
	port_spin_unlock(lock, *s);
	error = port_block();
	*s = port_spin_lock(lock);
	for (link = &q->first; *link != &self; link = &(*link)->next)
		;
	*link = self.next;
	return error;
}

/* Everybody looks at the condition again; who is first gets it. */
void
waitq_wake(struct waitq *q)
{
	struct waiter *w;

	for (w = q->first; w != NULL; w = w->next)
		port_wake(w->thread);
}
