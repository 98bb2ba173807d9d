/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * waitq.c - sleeping until something happens.
 *
 * A queue is a list of the threads that sleep on it, each represented by a
 * struct on its own stack, so that nothing is allocated; and of functions that
 * want to be called.
 */
#include "lib/waitq.h"

#include "lib/check.h"
#include "lib/errno.h"

/*
 * I1  a waiter stands in a queue once, a thread too, and while it stands
 *     there its struct is alive.
 */
static bool
waitq_check(const struct waitq *q)
{
	const struct waiter *w, *other;

	for (w = q->first; w != NULL; w = w->next) {
		CHECK((w->thread != NULL) != (w->ready != NULL));
		for (other = w->next; other != NULL; other = other->next)
			CHECK(other != w && (w->thread == NULL ||
			    other->thread != w->thread));	/* I1 */
	}
	return true;
}

void
waitq_add(struct waitq *q, struct waiter *w)
{
	struct waiter **link;

	w->next = NULL;
	for (link = &q->first; *link != NULL; link = &(*link)->next)
		;
	*link = w;
	INVARIANT(waitq_check(q));
}

void
waitq_remove(struct waitq *q, struct waiter *w)
{
	struct waiter **link;

	for (link = &q->first; *link != w; link = &(*link)->next)
		;
	*link = w->next;
	INVARIANT(waitq_check(q));
}

/* 0, EINTR or ERESTART. */
static int
sleep_in(struct waitq *q, struct port_spin *lock, bool *s)
{
	struct waiter self;
	int error;

	self.thread = port_thread_self();
	self.ready = NULL;
	waitq_add(q, &self);
	port_spin_unlock(lock, *s);
	error = port_block();
	*s = port_spin_lock(lock);
	waitq_remove(q, &self);
	return error;
}

int
waitq_sleep(struct waitq *q, struct port_spin *lock, bool *s)
{
	int error;

	error = sleep_in(q, lock, s);
	return error == ERESTART ? 0 : error;
}

int
waitq_sleep_once(struct waitq *q, struct port_spin *lock, bool *s)
{
	return sleep_in(q, lock, s) != 0 ? EINTR : 0;
}

/* Everybody looks at the condition again; who is first gets it. */
void
waitq_wake(struct waitq *q)
{
	struct waiter *w;

	INVARIANT(waitq_check(q));
	for (w = q->first; w != NULL; w = w->next) {
		if (w->thread != NULL)
			port_wake(w->thread);
		else
			w->ready(w);
	}
}
