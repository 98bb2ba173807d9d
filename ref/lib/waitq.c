/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * waitq.c - sleeping until something happens.
 *
 * A queue is a list of the threads that sleep on it, each represented by a
 * struct on its own stack, so that nothing is allocated.
 */
#include "lib/waitq.h"

#include "lib/check.h"

/* A thread in a wait queue; lives on that thread's stack. */
struct waiter {
	struct waiter		*next;
	struct port_thread	*thread;
};

/*
 * I1  a thread stands in a queue once, and while it stands there its struct
 *     is alive.
 */
static bool
waitq_check(const struct waitq *q)
{
	const struct waiter *w, *other;

	for (w = q->first; w != NULL; w = w->next) {
		CHECK(w->thread != NULL);
		for (other = w->next; other != NULL; other = other->next)
			CHECK(other->thread != w->thread);	/* I1 */
	}
	return true;
}

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
	INVARIANT(waitq_check(q));
	port_spin_unlock(lock, *s);
	error = port_block();
	*s = port_spin_lock(lock);
	for (link = &q->first; *link != &self; link = &(*link)->next)
		;
	*link = self.next;
	INVARIANT(waitq_check(q));
	return error;
}

/* Everybody looks at the condition again; who is first gets it. */
void
waitq_wake(struct waitq *q)
{
	struct waiter *w;

	INVARIANT(waitq_check(q));
	for (w = q->first; w != NULL; w = w->next)
		port_wake(w->thread);
}
